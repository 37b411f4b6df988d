package io.sojourn.journey.path;

import java.util.Arrays;

/// Finds the events by which a unit takes required steps as far and as early as it can; for one thread.
///
/// Events of one moment may have arrived in any order. Of the ways to use them, those that come furthest count, and of
/// these the one in which step after step takes the event that arrived first.
final class StepTaker {

    private static final int NONE = -1;

    private final PathWalker walker;
    private final int[] bits;
    private final int[] rows;
    private int level;

    /// Events of one moment that meet a step that is wanted now. Of each step only as many matter as there are steps.
    private int[] tied = new int[16];

    private int ties;

    /// Step by tied event, [#NONE] = free.
    private int[] stepOf = new int[16];

    private boolean[] tried = new boolean[16];

    StepTaker(PathScan scan, PathWalker walker) {
        this.walker = walker;
        this.bits = scan.anchors().stream().mapToInt(Integer::intValue).toArray();
        this.rows = new int[bits.length];
    }

    /// Steps that the unit came to.
    int level() {
        return level;
    }

    /// @param step counted from 0, below [#level]
    int row(int step) {
        return rows[step];
    }

    boolean isStep(int row) {
        for (int step = 0; step < level; step++) {
            if (rows[step] == row) {
                return true;
            }
        }
        return false;
    }

    void take() {
        level = 0;
        int row = walker.from();
        while (row < walker.to() && level < bits.length) {
            int end = row + 1;
            while (end < walker.to() && walker.time(end) == walker.time(row)) {
                end++;
            }
            if (end == row + 1) {
                if (meets(level, row)) {
                    rows[level++] = row;
                }
            } else {
                takeTied(row, end);
            }
            row = end;
        }
    }

    private boolean meets(int step, int row) {
        return walker.meets(bits[step], row) && walker.isOf(row);
    }

    private void takeTied(int from, int to) {
        int first = level;
        collect(first, from, to);
        Arrays.fill(stepOf, 0, ties, NONE);
        while (level < bits.length && place(level)) {
            level++;
        }
        int taken = level;
        for (int step = first; step < taken; step++) {
            rows[step] = earliest(step, taken);
        }
    }

    private void collect(int first, int from, int to) {
        ties = 0;
        int[] enough = new int[bits.length];
        for (int row = from; row < to; row++) {
            boolean wanted = false;
            for (int step = first; step < bits.length; step++) {
                if (enough[step] < bits.length && meets(step, row)) {
                    enough[step]++;
                    wanted = true;
                }
            }
            if (wanted) {
                if (ties == tied.length) {
                    tied = Arrays.copyOf(tied, 2 * ties);
                    stepOf = Arrays.copyOf(stepOf, 2 * ties);
                    tried = Arrays.copyOf(tried, 2 * ties);
                }
                tied[ties++] = row;
            }
        }
    }

    /// Gives the step an event, moving other steps where that is needed.
    private boolean place(int step) {
        Arrays.fill(tried, 0, ties, false);
        return augment(step);
    }

    private boolean augment(int step) {
        for (int i = 0; i < ties; i++) {
            if (!tried[i] && tied[i] != NONE && meets(step, tied[i])) {
                tried[i] = true;
                if (stepOf[i] == NONE || augment(stepOf[i])) {
                    stepOf[i] = step;
                    return true;
                }
            }
        }
        return false;
    }

    /// The first event that the step can take so that all later ones still find theirs; it is used up thereby.
    private int earliest(int step, int taken) {
        for (int i = 0; i < ties; i++) {
            int row = tied[i];
            if (row == NONE || !meets(step, row)) {
                continue;
            }
            tied[i] = NONE;
            if (place(step + 1, taken)) {
                return row;
            }
            tied[i] = row;
        }
        throw new IllegalStateException("step " + step + " of " + taken + " lost its event");
    }

    private boolean place(int from, int to) {
        Arrays.fill(stepOf, 0, ties, NONE);
        for (int step = from; step < to; step++) {
            if (!place(step)) {
                return false;
            }
        }
        return true;
    }
}
