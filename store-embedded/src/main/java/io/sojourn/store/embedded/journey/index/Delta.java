package io.sojourn.store.embedded.journey.index;

import java.util.Arrays;

/// Events that came after the base was made, as one version of them: what was there when it was taken, sorted.
///
/// Rows are numbered by arrival; the arrays are shared with later versions, which only add behind.
///
/// @param count rows that belong to this version
/// @param order rows sorted by (visitor, time, arrival)
/// @param groups visitors that have rows, ascending
/// @param groupStart rows of `groups[i]` are `order[groupStart[i]]` to `order[groupStart[i + 1] - 1]`
@SuppressWarnings("ArrayRecordComponent") // read in place by hot loops, never compared
record Delta(
        int count,
        int[] visitors,
        long[] times,
        long[] events,
        int[] kinds,
        int[] order,
        int[] groups,
        int[] groupStart) {

    static final Delta EMPTY =
            new Delta(
                    0,
                    new int[0],
                    new long[0],
                    new long[0],
                    new int[0],
                    new int[0],
                    new int[0],
                    new int[1]);

    /// Without what arrived after an event; those rows are still in `order`, with numbers from `count` on.
    Delta upTo(long event) {
        int found = Arrays.binarySearch(events, 0, count, event);
        int left = found >= 0 ? found + 1 : -found - 1;
        return left == count
                ? this
                : new Delta(left, visitors, times, events, kinds, order, groups, groupStart);
    }

    /// Where a visitor is among the groups, negative where it has no rows.
    int group(int visitor) {
        return Arrays.binarySearch(groups, visitor);
    }

    /// First group of a visitor not below.
    int groupFrom(int visitor) {
        int found = group(visitor);
        return found >= 0 ? found : -found - 1;
    }

    /// Without what is shared with other versions.
    long memory() {
        return 4L * order.length + 8L * groups.length;
    }
}
