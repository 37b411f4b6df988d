package io.sojourn.journey.oracle;

import io.sojourn.journey.Context;
import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.time.Range;
import io.sojourn.journey.time.TimeRange;
import io.sojourn.journey.time.Unit;
import java.util.List;

/// What a question's range is where it says no beginning.
final class Ranges {

    private Ranges() {}

    /// Without a beginning: from the begin of the unit that the first of these events lies in; empty where there is none.
    static TimeRange resolve(
            List<SeenPerson> people,
            Context context,
            Range range,
            Unit unit,
            List<EventFilter> filters) {
        TimeRange said = range.resolve(context.calendar(), context.asOf());
        if (said.from() != Long.MIN_VALUE) {
            return said;
        }
        long first = Long.MAX_VALUE;
        for (SeenPerson person : people) {
            for (EventFilter filter : filters) {
                for (int event : person.matching(filter)) {
                    first = Math.min(first, person.time(event));
                }
            }
        }
        return first == Long.MAX_VALUE
                ? new TimeRange(0, 0)
                : new TimeRange(context.calendar().floor(unit, first), said.to());
    }
}
