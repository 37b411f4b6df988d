/// What every event store must do, and a plain one to compare with.
@NullMarked
package io.sojourn.store.event;

import org.jspecify.annotations.NullMarked;
