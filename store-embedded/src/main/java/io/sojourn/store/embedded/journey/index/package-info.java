/// The journey index: events of one project in memory, as questions read them. Everything in it can be thrown away and
/// made again from the event store. Arrays are primitive and loops are plain, which the figures of
/// `docs/decisions/006-journey-index.md` earn.
@NullMarked
package io.sojourn.store.embedded.journey.index;

import org.jspecify.annotations.NullMarked;
