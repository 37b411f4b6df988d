package io.sojourn.store.embedded.journey.index;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// Sorts events that come in the order of their arrival: counts them by visitor, lays each at its visitor's next place,
/// and sorts by time only those visitors whose events did not come in that order.
final class BaseBuilder {

    private int[] visitors;
    private long[] times;
    private Codes kinds;
    private final Zones.Builder zones = new Zones.Builder();
    private int count;
    private int visitorsEnd;
    private long leastTime = Long.MAX_VALUE;
    private long greatestTime = Long.MIN_VALUE;

    BaseBuilder(int expected) {
        visitors = new int[expected];
        times = new long[expected];
        kinds = new Codes(expected, 0);
    }

    void add(int visitor, long time, long event, int kind) {
        if (count == visitors.length) {
            int room = Math.max(1024, count + (count >> 1));
            visitors = Arrays.copyOf(visitors, room);
            times = Arrays.copyOf(times, room);
            kinds.grow(room);
        }
        visitors[count] = visitor;
        times[count] = time;
        kinds.set(count, kind);
        zones.add(event, visitor, time);
        visitorsEnd = Math.max(visitorsEnd, visitor + 1);
        leastTime = Math.min(leastTime, time);
        greatestTime = Math.max(greatestTime, time);
        count++;
    }

    int count() {
        return count;
    }

    /// Not to be used afterwards.
    Base build(long last) {
        int[] start = new int[visitorsEnd + 1];
        for (int i = 0; i < count; i++) {
            start[visitors[i] + 1]++;
        }
        for (int visitor = 0; visitor < visitorsEnd; visitor++) {
            start[visitor + 1] += start[visitor];
        }
        PackedLongs sortedTimes =
                count == 0
                        ? new PackedLongs(0, 0, 0)
                        : new PackedLongs(count, leastTime, greatestTime);
        Codes sortedKinds = new Codes(count, kinds.highest());
        int[] next = Arrays.copyOf(start, visitorsEnd);
        boolean[] outOfOrder = new boolean[visitorsEnd];
        for (int i = 0; i < count; i++) {
            int visitor = visitors[i];
            int row = next[visitor]++;
            if (row > start[visitor] && sortedTimes.get(row - 1) > times[i]) {
                outOfOrder[visitor] = true;
            }
            sortedTimes.set(row, times[i]);
            sortedKinds.set(row, kinds.get(i));
        }
        Map<Integer, int[]> moved = new HashMap<>();
        for (int visitor = 0; visitor < visitorsEnd; visitor++) {
            if (outOfOrder[visitor]) {
                int from = start[visitor];
                int to = start[visitor + 1];
                moved.put(visitor, sort(sortedTimes, sortedKinds, from, to));
            }
        }
        return new Base(
                start,
                sortedKinds,
                sortedTimes,
                moved,
                zones.build(),
                last,
                leastTime,
                greatestTime);
    }

    /// @return the new place of each row, counted from the first
    private static int[] sort(PackedLongs times, Codes kinds, int from, int to) {
        int size = to - from;
        int[] order = new int[size];
        long[] time = new long[size];
        int[] kind = new int[size];
        for (int i = 0; i < size; i++) {
            order[i] = i;
            time[i] = times.get(from + i);
            kind[i] = kinds.get(from + i);
        }
        Stable.sort(order, 0, size, time);
        int[] places = new int[size];
        for (int i = 0; i < size; i++) {
            times.set(from + i, time[order[i]]);
            kinds.set(from + i, kind[order[i]]);
            places[order[i]] = i;
        }
        return places;
    }
}
