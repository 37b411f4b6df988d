@NullMarked
package io.sojourn.store.embedded.journey.index;

import org.jspecify.annotations.NullMarked;
