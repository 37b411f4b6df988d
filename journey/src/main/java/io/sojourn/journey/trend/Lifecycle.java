package io.sojourn.journey.trend;

import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.time.Period;
import io.sojourn.journey.time.Range;

/// Who is new in an interval, who stays, who comes back, who goes. Its intervals are whole: the range is widened to
/// where they begin and end.
public record Lifecycle(EventFilter events, Period interval, Range range) {

    /// What a person is in an interval.
    public enum State {
        /// The person's first event ever lies in it.
        NEW,
        /// Active in it and in the one before.
        RETURNING,
        /// Active in it and not in the one before, but earlier.
        RESURRECTING,
        /// Active in the one before and not in it.
        DORMANT
    }
}
