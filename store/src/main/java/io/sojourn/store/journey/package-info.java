@NullMarked
package io.sojourn.store.journey;

import org.jspecify.annotations.NullMarked;
