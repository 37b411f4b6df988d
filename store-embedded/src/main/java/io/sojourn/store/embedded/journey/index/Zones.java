package io.sojourn.store.embedded.journey.index;

import io.sojourn.store.embedded.event.EventRanges.Range;
import java.util.Arrays;
import java.util.List;

/// Of every so many events, in the order of their arrival, between which visitors and times they lie. So the place of an
/// event in the store is known about, though no event's number is kept. Never changed.
final class Zones {

    private static final int EVENTS = 1_024;

    private final int size;
    private final long[] first;
    private final long[] leastTime;
    private final long[] greatestTime;
    private final int[] leastVisitor;
    private final int[] greatestVisitor;

    private Zones(Builder builder) {
        size = builder.size;
        first = Arrays.copyOf(builder.first, size);
        leastTime = Arrays.copyOf(builder.leastTime, size);
        greatestTime = Arrays.copyOf(builder.greatestTime, size);
        leastVisitor = Arrays.copyOf(builder.leastVisitor, size);
        greatestVisitor = Arrays.copyOf(builder.greatestVisitor, size);
    }

    /// Collects events by arrival.
    static final class Builder {
        private int size;
        private int inLast = EVENTS;
        private long[] first = new long[16];
        private long[] leastTime = new long[16];
        private long[] greatestTime = new long[16];
        private int[] leastVisitor = new int[16];
        private int[] greatestVisitor = new int[16];

        void add(long event, int visitor, long time) {
            if (inLast == EVENTS) {
                begin(event);
            }
            int zone = size - 1;
            leastTime[zone] = Math.min(leastTime[zone], time);
            greatestTime[zone] = Math.max(greatestTime[zone], time);
            leastVisitor[zone] = Math.min(leastVisitor[zone], visitor);
            greatestVisitor[zone] = Math.max(greatestVisitor[zone], visitor);
            inLast++;
        }

        private void begin(long event) {
            if (size == first.length) {
                int room = 2 * size;
                first = Arrays.copyOf(first, room);
                leastTime = Arrays.copyOf(leastTime, room);
                greatestTime = Arrays.copyOf(greatestTime, room);
                leastVisitor = Arrays.copyOf(leastVisitor, room);
                greatestVisitor = Arrays.copyOf(greatestVisitor, room);
            }
            first[size] = event;
            leastTime[size] = Long.MAX_VALUE;
            greatestTime[size] = Long.MIN_VALUE;
            leastVisitor[size] = Integer.MAX_VALUE;
            greatestVisitor[size] = Integer.MIN_VALUE;
            size++;
            inLast = 0;
        }

        Zones build() {
            return new Zones(this);
        }
    }

    /// These and the rows of a delta, which all arrived later.
    Zones with(Delta delta) {
        Builder builder = new Builder();
        builder.size = size;
        builder.first = first.length == 0 ? builder.first : first;
        builder.leastTime = first.length == 0 ? builder.leastTime : leastTime;
        builder.greatestTime = first.length == 0 ? builder.greatestTime : greatestTime;
        builder.leastVisitor = first.length == 0 ? builder.leastVisitor : leastVisitor;
        builder.greatestVisitor = first.length == 0 ? builder.greatestVisitor : greatestVisitor;
        for (int row = 0; row < delta.count(); row++) {
            builder.add(delta.events()[row], delta.visitors()[row], delta.times()[row]);
        }
        return builder.build();
    }

    /// Adds the zones that may hold an event of a visitor.
    ///
    /// @param times of the visitor's events, ascending
    /// @param last highest number of an event in all zones
    void find(int visitor, long[] times, long last, List<Range> ranges) {
        long least = times[0];
        long greatest = times[times.length - 1];
        for (int zone = 0; zone < size; zone++) {
            if (visitor >= leastVisitor[zone]
                    && visitor <= greatestVisitor[zone]
                    && greatestTime[zone] >= least
                    && leastTime[zone] <= greatest
                    && holdsOne(zone, times)) {
                ranges.add(new Range(first[zone], zone + 1 < size ? first[zone + 1] - 1 : last));
            }
        }
    }

    private boolean holdsOne(int zone, long[] times) {
        int found = Arrays.binarySearch(times, leastTime[zone]);
        int next = found >= 0 ? found : -found - 1;
        return next < times.length && times[next] <= greatestTime[zone];
    }

    long bytes() {
        return 32L * size;
    }
}
