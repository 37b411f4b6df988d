package io.sojourn.store.embedded.journey.index;

import java.util.Arrays;

/// Collects new events by arrival and gives out sorted versions of them. Not for several threads.
final class DeltaRows {

    private int[] visitors = new int[256];
    private long[] times = new long[256];
    private long[] events = new long[256];
    private int[] kinds = new int[256];
    private int count;
    private Delta version = Delta.EMPTY;

    /// @return the row
    int add(int visitor, long time, long event, int kind) {
        if (count == visitors.length) {
            int room = 2 * count;
            visitors = Arrays.copyOf(visitors, room);
            times = Arrays.copyOf(times, room);
            events = Arrays.copyOf(events, room);
            kinds = Arrays.copyOf(kinds, room);
        }
        visitors[count] = visitor;
        times[count] = time;
        events[count] = event;
        kinds[count] = kind;
        return count++;
    }

    int count() {
        return count;
    }

    /// Row of an event, negative where it is not here.
    int row(long event) {
        return Arrays.binarySearch(events, 0, count, event);
    }

    long memory() {
        return 24L * visitors.length + version.memory();
    }

    /// First row of an event that arrived after one.
    int firstAfter(long event) {
        int found = Arrays.binarySearch(events, 0, count, event);
        return found >= 0 ? found + 1 : -found - 1;
    }

    /// All rows so far. Only what is new is sorted, then merged with what was.
    Delta version() {
        if (version.count() < count) {
            version = withNew(version);
        }
        return version;
    }

    private Delta withNew(Delta old) {
        int[] added = sortedFrom(old.count());
        int[] order = new int[count];
        int left = 0;
        int right = 0;
        int[] before = old.order();
        for (int i = 0; i < count; i++) {
            boolean takesOld =
                    left < before.length
                            && (right == added.length || !comesBefore(added[right], before[left]));
            order[i] = takesOld ? before[left++] : added[right++];
        }
        int[] groups = new int[count];
        int[] groupStart = new int[count + 1];
        int size = 0;
        for (int i = 0; i < count; i++) {
            int visitor = visitors[order[i]];
            if (size == 0 || groups[size - 1] != visitor) {
                groupStart[size] = i;
                groups[size++] = visitor;
            }
        }
        groupStart[size] = count;
        return new Delta(
                count,
                visitors,
                times,
                events,
                kinds,
                order,
                Arrays.copyOf(groups, size),
                Arrays.copyOf(groupStart, size + 1));
    }

    private boolean comesBefore(int row, int other) {
        return visitors[row] != visitors[other]
                ? visitors[row] < visitors[other]
                : times[row] < times[other];
    }

    private int[] sortedFrom(int first) {
        long[] keys = new long[count - first];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = ((long) visitors[first + i] << Integer.SIZE) | (first + i);
        }
        Arrays.sort(keys);
        int[] rows = new int[keys.length];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (int) keys[i];
        }
        int from = 0;
        for (int i = 1; i <= rows.length; i++) {
            if (i == rows.length || visitors[rows[i]] != visitors[rows[from]]) {
                Stable.sort(rows, from, i, times);
                from = i;
            }
        }
        return rows;
    }

    /// The rows from one on, as rows of their own.
    DeltaRows from(int first) {
        DeltaRows rest = new DeltaRows();
        for (int i = first; i < count; i++) {
            rest.add(visitors[i], times[i], events[i], kinds[i]);
        }
        return rest;
    }
}
