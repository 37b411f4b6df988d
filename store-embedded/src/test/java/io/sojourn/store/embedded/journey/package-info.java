@NullMarked
package io.sojourn.store.embedded.journey;

import org.jspecify.annotations.NullMarked;
