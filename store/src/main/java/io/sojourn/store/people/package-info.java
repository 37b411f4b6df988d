@NullMarked
package io.sojourn.store.people;

import org.jspecify.annotations.NullMarked;
