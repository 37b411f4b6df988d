package io.sojourn.journey.segment;

import io.sojourn.journey.scan.JourneyBatch;
import java.util.Arrays;
import java.util.List;

/// Whether a person went through the parts of a sequence in some way.
///
/// Of each part only the latest time at which it was reached is kept: whatever may follow it, a window after it or
/// events that must not lie after it, is met by the latest time if it is met by any. Events of one time are one group,
/// whose order is free; the parts that are reached within it need different events of it, which is a matching.
final class SequenceTest implements Plan.Test {

    /// @param within milliseconds since the part before
    /// @param without none of these between it and the part before
    record Part(Marks events, long within, List<Marks> without) {}

    private final Part[] parts;
    private final boolean[] isReached;
    private final long[] reached;
    private final boolean[] wasSeen;
    private final long[] seen;
    private final boolean[] reachedNow;
    private int[] partOfRow = new int[16];
    private boolean[] tried = new boolean[16];

    SequenceTest(List<Part> parts) {
        this.parts = parts.toArray(Part[]::new);
        this.isReached = new boolean[parts.size()];
        this.reached = new long[parts.size()];
        this.wasSeen = new boolean[parts.size()];
        this.seen = new long[parts.size()];
        this.reachedNow = new boolean[parts.size()];
    }

    @Override
    public boolean of(JourneyBatch batch, int person) {
        Arrays.fill(isReached, false);
        Arrays.fill(wasSeen, false);
        int row = batch.start()[person];
        int end = parts[0].events.end(batch, person);
        while (row < end) {
            int next = row + 1;
            while (next < end && batch.time()[next] == batch.time()[row]) {
                next++;
            }
            if (next == row + 1) {
                one(batch, row);
            } else {
                group(batch, row, next);
            }
            if (isReached[parts.length - 1]) {
                return true;
            }
            forbid(batch, row, next);
            row = next;
        }
        return false;
    }

    /// Backwards, so that an event serves one part.
    private void one(JourneyBatch batch, int row) {
        long time = batch.time()[row];
        for (int part = parts.length - 1; part >= 0; part--) {
            if (parts[part].events.at(batch, row) && isOpen(part, time)) {
                isReached[part] = true;
                reached[part] = time;
            }
        }
    }

    /// Whether the part may be reached now from what was reached before.
    private boolean isOpen(int part, long time) {
        if (part == 0) {
            return true;
        }
        return isReached[part - 1]
                && time - reached[part - 1] <= parts[part].within
                && !(wasSeen[part] && seen[part] > reached[part - 1]);
    }

    /// From each part that was reached before, as far as the events of one time go.
    private void group(JourneyBatch batch, int from, int to) {
        long time = batch.time()[from];
        Arrays.fill(reachedNow, false);
        for (int first = 0; first < parts.length; first++) {
            if (isOpen(first, time)) {
                int size = to - from;
                if (partOfRow.length < size) {
                    partOfRow = new int[2 * size];
                    tried = new boolean[2 * size];
                }
                Arrays.fill(partOfRow, 0, size, -1);
                for (int part = first; part < parts.length; part++) {
                    Arrays.fill(tried, 0, size, false);
                    if (!place(batch, from, size, part)) {
                        break;
                    }
                    reachedNow[part] = true;
                }
            }
        }
        for (int part = 0; part < parts.length; part++) {
            if (reachedNow[part]) {
                isReached[part] = true;
                reached[part] = time;
            }
        }
    }

    /// Finds an event for a part, moving others to other events where that helps.
    private boolean place(JourneyBatch batch, int from, int size, int part) {
        for (int i = 0; i < size; i++) {
            if (!tried[i] && parts[part].events.at(batch, from + i)) {
                tried[i] = true;
                if (partOfRow[i] < 0 || place(batch, from, size, partOfRow[i])) {
                    partOfRow[i] = part;
                    return true;
                }
            }
        }
        return false;
    }

    private void forbid(JourneyBatch batch, int from, int to) {
        for (int part = 1; part < parts.length; part++) {
            for (Marks without : parts[part].without) {
                for (int row = from; row < to; row++) {
                    if (without.at(batch, row)) {
                        wasSeen[part] = true;
                        seen[part] = batch.time()[row];
                    }
                }
            }
        }
    }
}
