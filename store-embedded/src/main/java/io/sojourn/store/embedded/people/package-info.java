@NullMarked
package io.sojourn.store.embedded.people;

import org.jspecify.annotations.NullMarked;
