package io.sojourn.journey;

import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.scan.Analysis;
import io.sojourn.journey.scan.Asking;
import io.sojourn.journey.scan.JourneyBatch;
import io.sojourn.journey.scan.JourneyScan;
import io.sojourn.journey.scan.OpenScan;
import io.sojourn.journey.scan.Stop;
import io.sojourn.journey.time.Range;
import io.sojourn.journey.time.TimeRange;
import io.sojourn.journey.time.Unit;
import java.util.List;

/// The times of the first and the last event that some filters match: the begin of a range that says none.
public record Extent(Context context, List<EventFilter> filters, TimeRange range)
        implements Analysis<Extent.Seen, TimeRange> {

    public Extent {
        filters = List.copyOf(filters);
    }

    /// A range with both ends: where it says none, it begins with the unit that the first event lies in that one of the
    /// filters matches, and ends at `asOf`. Empty where there is no such event.
    public static TimeRange resolve(
            Asking asking, Context context, Range range, Unit unit, List<EventFilter> filters) {
        TimeRange said = range.resolve(context.calendar(), context.asOf());
        boolean bounded = said.from() != Long.MIN_VALUE && said.to() != Long.MAX_VALUE;
        if (bounded || said.isEmpty()) {
            return said;
        }
        TimeRange seen = asking.run(new Extent(context, filters, said));
        if (seen.isEmpty()) {
            return seen;
        }
        return new TimeRange(
                said.from() == Long.MIN_VALUE
                        ? context.calendar().floor(unit, seen.from())
                        : said.from(),
                said.to() == Long.MAX_VALUE ? seen.to() : said.to());
    }

    /// First and last time so far.
    public static final class Seen {
        private long first = Long.MAX_VALUE;
        private long last = Long.MIN_VALUE;
    }

    @Override
    public JourneyScan scan() {
        JourneyScan.Builder scan = context.scan();
        filters.forEach(filter -> scan.condition(filter, range));
        return scan.build();
    }

    @Override
    public Seen start(OpenScan open, Stop stop) {
        return new Seen();
    }

    @Override
    public void fold(Seen seen, JourneyBatch batch) {
        int[] start = batch.start();
        long[] time = batch.time();
        for (int i = 0; i < batch.people(); i++) {
            if (start[i] < start[i + 1]) {
                seen.first = Math.min(seen.first, time[start[i]]);
                seen.last = Math.max(seen.last, time[start[i + 1] - 1]);
            }
        }
    }

    @Override
    public void merge(Seen into, Seen other) {
        into.first = Math.min(into.first, other.first);
        into.last = Math.max(into.last, other.last);
    }

    /// From the first event up to and with the last one.
    @Override
    public TimeRange finish(Seen seen, OpenScan open) {
        return seen.first > seen.last
                ? new TimeRange(0, 0)
                : new TimeRange(
                        seen.first, seen.last == Long.MAX_VALUE ? seen.last : seen.last + 1);
    }
}
