package io.sojourn.store.embedded.event;

import io.sojourn.store.event.TimelineQuery;
import java.util.Optional;

/// Knows where the events of a page of a timeline lie, so that the store has not to look everywhere.
@FunctionalInterface
public interface EventPlaces {

    /// What is known as of some commit; it need not be the last one.
    ///
    /// @param ranges hold all of the page as of that commit, and everything that arrived after it
    /// @param fromTime no event of the page is older
    /// @param last highest number of an event as of that commit, -1 where there was none
    /// @param count events up to it that the query asks for, from that time on; also those at its
    ///     [TimelineQuery#beforeTime] that it does not ask for because of their numbers
    record Found(EventRanges ranges, long fromTime, long last, long count) {}

    /// None where it is not known.
    Optional<Found> find(TimelineQuery query);
}
