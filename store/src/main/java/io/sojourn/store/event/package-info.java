@NullMarked
package io.sojourn.store.event;

import org.jspecify.annotations.NullMarked;
