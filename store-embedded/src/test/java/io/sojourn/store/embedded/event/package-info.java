@NullMarked
package io.sojourn.store.embedded.event;

import org.jspecify.annotations.NullMarked;
