package io.sojourn.journey.path;

import java.util.Arrays;
import java.util.Optional;

/// Makes the path of the unit that a walker stands at: its items and times, from the anchor on, as deep as was asked
/// for. For one thread; what it found stands until the next unit.
final class PathCutter {

    private static final int NONE = -1;

    private final PathWalker walker;
    private final int depth;
    private final boolean last;
    private final boolean backward;
    private final boolean collapse;
    private final int startBit;
    private final int endBit;

    private int[] items = new int[16];
    private long[] times = new long[16];
    private int length;
    private boolean whole;

    PathCutter(Paths paths, PathScan scan, PathWalker walker) {
        Anchors anchors = paths.anchors();
        this.walker = walker;
        this.depth = paths.depth();
        this.backward = paths.backward();
        this.last = backward || (anchors.end().isPresent() && anchors.start().isEmpty());
        this.collapse = paths.reading().collapse();
        this.startBit = anchors.start().isPresent() ? scan.anchors().getFirst() : NONE;
        this.endBit = anchors.end().isPresent() ? scan.anchors().getLast() : NONE;
    }

    int length() {
        return length;
    }

    int item(int index) {
        return items[index];
    }

    /// Milliseconds between an item and the one before it as it is read.
    long gap(int index) {
        return Math.abs(times[index] - times[index - 1]);
    }

    /// Milliseconds from the first to the last item.
    long duration() {
        return Math.abs(times[length - 1] - times[0]);
    }

    /// Whether the path has no items before these.
    boolean isBegin() {
        return whole || !last || backward;
    }

    /// Whether the path has no items behind these, as it is read.
    boolean isEnd() {
        return whole || (last && !backward);
    }

    /// @return false where the unit has no path
    boolean cut() {
        length = 0;
        int start = startBit == NONE ? NONE : first(startBit, walker.from(), walker.to());
        int end = endBit == NONE ? NONE : last(endBit, walker.from(), walker.to());
        if ((startBit != NONE && start == NONE) || (endBit != NONE && end == NONE)) {
            return false;
        }
        if (startBit != NONE && endBit != NONE) {
            if (walker.time(end) < walker.time(start)) {
                return false;
            }
            if (start == end) {
                Optional<int[]> apart = apart(start);
                if (apart.isEmpty()) {
                    return false;
                }
                start = apart.get()[0];
                end = apart.get()[1];
            }
        }
        int from = start == NONE ? walker.from() : start + 1;
        int to = end == NONE ? walker.to() : end;
        if (last) {
            takeLast(start, from, to, end);
        } else {
            takeFirst(start, from, to, end);
        }
        whole = length <= depth;
        length = Math.min(length, depth);
        if (last && !backward) {
            reverse();
        }
        return length > 0;
    }

    private int first(int bit, int from, int to) {
        long[] words = walker.words(bit);
        for (int row = from; row < to; row++) {
            if (((words[row] >>> bit) & 1) != 0 && walker.isOf(row)) {
                return row;
            }
        }
        return NONE;
    }

    private int last(int bit, int from, int to) {
        long[] words = walker.words(bit);
        for (int row = to - 1; row >= from; row--) {
            if (((words[row] >>> bit) & 1) != 0 && walker.isOf(row)) {
                return row;
            }
        }
        return NONE;
    }

    /// Where one event is both first start and last end, another one of the same moment may be either.
    private Optional<int[]> apart(int both) {
        int from = both;
        int to = both + 1;
        while (from > walker.from() && walker.time(from - 1) == walker.time(both)) {
            from--;
        }
        while (to < walker.to() && walker.time(to) == walker.time(both)) {
            to++;
        }
        int otherEnd = last(endBit, from, both);
        if (otherEnd != NONE) {
            return Optional.of(new int[] {both, otherEnd});
        }
        int otherStart = first(startBit, both + 1, to);
        return otherStart == NONE ? Optional.empty() : Optional.of(new int[] {otherStart, both});
    }

    private void takeFirst(int start, int from, int to, int end) {
        if (start != NONE) {
            push(start);
        }
        for (int row = from; row < to && length <= depth; row++) {
            if (walker.isOf(row) && walker.isRead(row)) {
                push(row);
            }
        }
        if (end != NONE && length <= depth) {
            push(end);
        }
    }

    private void takeLast(int start, int from, int to, int end) {
        if (end != NONE) {
            push(end);
        }
        for (int row = to - 1; row >= from && length <= depth; row--) {
            if (walker.isOf(row) && walker.isRead(row)) {
                push(row);
            }
        }
        if (start != NONE && length <= depth) {
            push(start);
        }
    }

    /// Of items that follow themselves the earliest stays.
    private void push(int row) {
        int item = walker.item(row);
        if (collapse && length > 0 && items[length - 1] == item) {
            if (last) {
                times[length - 1] = walker.time(row);
            }
            return;
        }
        if (length == items.length) {
            items = Arrays.copyOf(items, 2 * length);
            times = Arrays.copyOf(times, 2 * length);
        }
        items[length] = item;
        times[length++] = walker.time(row);
    }

    private void reverse() {
        for (int i = 0, j = length - 1; i < j; i++, j--) {
            int item = items[i];
            items[i] = items[j];
            items[j] = item;
            long time = times[i];
            times[i] = times[j];
            times[j] = time;
        }
    }
}
