package io.sojourn.journey.funnel;

import io.sojourn.journey.scan.JourneyBatch;
import java.util.Arrays;

/// People's ordered funnels without exclusions, optional steps, held properties and intervals: one pass over a person's
/// events that keeps, per step, when the latest attempt began that has come to it. An earlier one cannot do better:
/// whatever it reaches, the later one reaches too, at the same time and with more time left.
///
/// The steps of the attempt that counts are found by walking it once more.
final class PlainFold {

    private static final long NONE = Long.MIN_VALUE;

    private final FunnelPlan plan;
    private final FunnelTally tally;
    private final int steps;
    private final long window;

    /// By condition, the step that it means, 0 where it means several.
    private final int[] stepOf;

    /// By step, when the latest attempt began that has come to it; before the first, the event at hand.
    private final long[] entered;

    /// Whether it matters at which event somebody entered who came no further.
    private final boolean looksAtEntry;

    private final Outcome best;
    private int reached;
    private long bestEntered;

    PlainFold(FunnelPlan plan, FunnelTally tally) {
        this.plan = plan;
        this.tally = tally;
        this.steps = plan.steps;
        this.window = plan.window;
        this.stepOf = new int[Long.SIZE];
        this.entered = new long[steps + 1];
        this.looksAtEntry = plan.groups.stream().anyMatch(slot -> !slot.ofPerson());
        this.best = new Outcome(steps);
        for (int bit = 0; bit < stepOf.length && bit < plan.stepsOf.length; bit++) {
            int means = plan.stepsOf[bit];
            stepOf[bit] =
                    Integer.bitCount(means) == 1 ? Integer.numberOfTrailingZeros(means) + 1 : 0;
        }
    }

    /// @return false where ties must be looked at more closely; then nothing was counted
    boolean fold(JourneyBatch batch, int person) {
        int from = batch.start()[person];
        int end = batch.start()[person + 1];
        if (from == end) {
            return true;
        }
        Arrays.fill(entered, NONE);
        reached = 0;
        if (!walk(batch.time(), batch.mask()[0], from, end)) {
            return false;
        }
        if (reached > 0) {
            best.reached = reached;
            best.open = reached < steps && plan.isOpen(plan.windowEnd(entered[1]));
            if (reached > 1 || looksAtEntry) {
                trace(batch.time(), batch.mask()[0], from, end);
            }
            tally.add(batch, person, FunnelTally.WHOLE, best);
        }
        return true;
    }

    private boolean walk(long[] time, long[] mask, int from, int end) {
        int row = from;
        while (row < end && reached < steps) {
            long at = time[row];
            int next = row + 1;
            if (next < end && time[next] == at) {
                while (next < end && time[next] == at) {
                    next++;
                }
                if (!serveTogether(mask, row, next, at)) {
                    return false;
                }
            } else {
                long word = mask[row];
                int step = stepOf[Long.numberOfTrailingZeros(word) & 63];
                if ((word & (word - 1)) == 0 && step != 0) {
                    serve(step, at);
                } else {
                    serveEach(steps(word), at);
                }
            }
            row = next;
        }
        return true;
    }

    private int steps(long word) {
        int steps = 0;
        for (long left = word; left != 0; left &= left - 1) {
            steps |= plan.stepsOf[Long.numberOfTrailingZeros(left)];
        }
        return steps;
    }

    /// One event that may serve several steps, of different attempts.
    private void serveEach(int some, long at) {
        int left = some;
        while (left != 0) {
            int step = Integer.SIZE - Integer.numberOfLeadingZeros(left);
            left ^= 1 << (step - 1);
            serve(step, at);
        }
    }

    private void serve(int step, long at) {
        entered[0] = at;
        long entry = entered[step - 1];
        if (entry > entered[step] && at - entry <= window) {
            entered[step] = entry;
            if (step > reached) {
                reached = step;
                bestEntered = entry;
            }
        }
    }

    /// @return false where one of the events could serve either of two steps
    private boolean serveTogether(long[] mask, int from, int to, long at) {
        int all = 0;
        for (int row = from; row < to; row++) {
            int some = steps(mask[row]);
            if ((some & (some - 1)) != 0) {
                return false;
            }
            all |= some;
        }
        for (int left = all; left != 0; left &= left - 1) {
            serve(Integer.numberOfTrailingZeros(left) + 1, at);
        }
        return true;
    }

    /// The rows at which the best attempt took its steps.
    private void trace(long[] time, long[] mask, int from, int to) {
        int row = from;
        while (time[row] < bestEntered) {
            row++;
        }
        int step = 1;
        while (step <= reached) {
            int end = row + 1;
            while (end < to && time[end] == time[row]) {
                end++;
            }
            int by = row;
            while (by < end && step <= reached) {
                if ((steps(mask[by]) & (1 << (step - 1))) != 0) {
                    best.row[step++] = by;
                    by = end - row == 1 ? end : row;
                } else {
                    by++;
                }
            }
            row = end;
        }
    }
}
