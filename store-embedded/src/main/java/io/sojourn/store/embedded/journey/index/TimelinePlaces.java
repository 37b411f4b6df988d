package io.sojourn.store.embedded.journey.index;

import io.sojourn.store.embedded.event.EventPlaces.Found;
import io.sojourn.store.embedded.event.EventRanges;
import io.sojourn.store.embedded.event.EventRanges.Range;
import io.sojourn.store.event.TimelineQuery;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Looks for a page of a timeline in an index: names and times tell which events are on it, and [Zones] about where in
/// the store these are.
///
/// @param gone visitors who were deleted
record TimelinePlaces(Base base, Delta delta, Kinds kinds, BitSet gone) {

    /// Of more visitors the store finds the events quicker.
    private static final int VISITORS_MAX = 100;

    private static final int LIMIT_MAX = 10_000;

    /// Events that are looked at; where names are rare, the store is quicker.
    private static final int LOOKED_MAX = 200_000;

    /// None where it would take too long.
    Optional<Found> find(TimelineQuery query) {
        if (query.visitors().size() > VISITORS_MAX || query.limit() > LIMIT_MAX) {
            return Optional.empty();
        }
        Walk walk = new Walk(query);
        for (long visitor : query.visitors()) {
            if (visitor < 0 || visitor > Integer.MAX_VALUE || gone.get((int) visitor)) {
                return Optional.empty();
            }
        }
        long from = query.fromTime();
        long[] newest = new long[query.visitors().size() * query.limit()];
        int count = 0;
        for (long visitor : query.visitors()) {
            count = walk.newest((int) visitor, newest, count);
        }
        if (count >= query.limit()) {
            Arrays.sort(newest, 0, count);
            from = newest[count - query.limit()];
        }
        List<Range> ranges = new ArrayList<>();
        long found = 0;
        for (long visitor : query.visitors()) {
            found += walk.places((int) visitor, from, ranges);
        }
        if (walk.looked > LOOKED_MAX) {
            return Optional.empty();
        }
        long last = delta.count() == 0 ? base.last() : delta.events()[delta.count() - 1];
        ranges.add(new Range(last + 1, Long.MAX_VALUE));
        ranges.sort(Comparator.comparingLong(Range::first));
        return Optional.of(new Found(EventRanges.covering(ranges), from, last, found));
    }

    /// Goes through events of visitors from the newest on.
    private final class Walk {
        private final TimelineQuery query;
        private final boolean[] wanted = new boolean[kinds.size()];
        private final long latest;
        private int looked;

        Walk(TimelineQuery query) {
            this.query = query;
            for (int kind = 1; kind < wanted.length; kind++) {
                String name = kinds.names().text(kinds.name(kind));
                wanted[kind] = query.names().contain(name) && (query.bots() || !kinds.isBot(kind));
            }
            this.latest =
                    query.toTime() == Long.MAX_VALUE
                            ? query.beforeTime()
                            : Math.min(query.beforeTime(), query.toTime() - 1);
        }

        /// Adds the times of a visitor's newest events that are surely on the page; where a page begins between events
        /// of one time these do not count.
        int newest(int visitor, long[] times, int count) {
            int end = count + query.limit();
            int next = count;
            for (int row = base.to(visitor) - 1; row >= base.from(visitor); row--) {
                long time = base.times().get(row);
                if (next == end || time < query.fromTime() || ++looked > LOOKED_MAX) {
                    break;
                }
                if (counts(time) && wanted[base.kinds().get(row)]) {
                    times[next++] = time;
                }
            }
            return withDelta(visitor, times, count, next);
        }

        /// The newest of both.
        private int withDelta(int visitor, long[] times, int from, int to) {
            int group = delta.group(visitor);
            if (group < 0) {
                return to;
            }
            int first = delta.groupStart()[group];
            int size = delta.groupStart()[group + 1] - first;
            looked += size;
            long[] all = Arrays.copyOfRange(times, from, to + size);
            int count = to - from;
            for (int i = 0; i < size; i++) {
                int row = delta.order()[first + i];
                long time = delta.times()[row];
                if (counts(time) && time >= query.fromTime() && wanted[delta.kinds()[row]]) {
                    all[count++] = time;
                }
            }
            Arrays.sort(all, 0, count);
            int taken = Math.min(count, query.limit());
            System.arraycopy(all, count - taken, times, from, taken);
            return from + taken;
        }

        private boolean counts(long time) {
            return time < latest || (time == latest && query.beforeTime() > latest);
        }

        /// Adds where a visitor's events since a time are.
        ///
        /// @return how many they are
        int places(int visitor, long since, List<Range> ranges) {
            long[] times = new long[16];
            int count = 0;
            for (int row = base.to(visitor) - 1; row >= base.from(visitor); row--) {
                long time = base.times().get(row);
                if (time < since || ++looked > LOOKED_MAX) {
                    break;
                }
                if (time <= latest && wanted[base.kinds().get(row)]) {
                    times = count < times.length ? times : Arrays.copyOf(times, 2 * count);
                    times[count++] = time;
                }
            }
            if (count > 0) {
                long[] ascending = Arrays.copyOf(times, count);
                Arrays.sort(ascending);
                base.zones().find(visitor, ascending, base.last(), ranges);
            }
            return count + inDelta(visitor, since, ranges);
        }

        private int inDelta(int visitor, long since, List<Range> ranges) {
            int group = delta.group(visitor);
            if (group < 0) {
                return 0;
            }
            int count = 0;
            for (int i = delta.groupStart()[group]; i < delta.groupStart()[group + 1]; i++) {
                int row = delta.order()[i];
                long time = delta.times()[row];
                if (time >= since && time <= latest && wanted[delta.kinds()[row]]) {
                    ranges.add(new Range(delta.events()[row], delta.events()[row]));
                    count++;
                }
            }
            return count;
        }
    }
}
