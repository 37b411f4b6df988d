package io.sojourn.journey.funnel;

import io.sojourn.journey.funnel.Funnel.Ties;
import io.sojourn.journey.scan.JourneyBatch;

/// People's ordered funnels without exclusions, optional steps, held properties and intervals: one pass over a person's
/// events that keeps, per step, the latest attempt that has come to it. An earlier one cannot do better: whatever it
/// reaches, the later one reaches too, at the same time and with more time left.
final class PlainFold {

    private static final int NONE = -1;

    private final FunnelPlan plan;
    private final FunnelTally tally;
    private final int steps;
    private final boolean reorders;

    /// `chain[j][i]`: the row of step `i` of the attempt at step `j`; its entry is `chain[j][1]`.
    private final int[][] chain;

    /// By step, the event that serves it: the first one, but the last entry where tied events are apart.
    private final int[] ofTie;

    private final Outcome best;
    private long bestAt;

    PlainFold(FunnelPlan plan, FunnelTally tally) {
        this.plan = plan;
        this.tally = tally;
        this.steps = plan.steps;
        this.reorders = plan.funnel.ties() != Ties.ARRIVAL;
        this.chain = new int[steps + 1][steps + 1];
        this.ofTie = new int[steps + 1];
        this.best = new Outcome(steps);
    }

    /// @return false where ties must be looked at more closely; then nothing was counted
    boolean fold(JourneyBatch batch, int person) {
        int end = batch.start()[person + 1];
        long[] time = batch.time();
        long[] mask = batch.mask()[0];
        int[] stepsOf = plan.stepsOf;
        for (int step = 1; step <= steps; step++) {
            chain[step][1] = NONE;
        }
        best.reached = 0;
        int row = batch.start()[person];
        while (row < end) {
            long at = time[row];
            if (best.reached == steps && at > bestAt) {
                break;
            }
            if (reorders && row + 1 < end && time[row + 1] == at) {
                int next = row + 1;
                while (next < end && time[next] == at) {
                    next++;
                }
                if (!tie(batch, row, next)) {
                    return false;
                }
                row = next;
                continue;
            }
            int served = 0;
            for (long word = mask[row]; word != 0; word &= word - 1) {
                served |= stepsOf[Long.numberOfTrailingZeros(word)];
            }
            while (served != 0) {
                int step = Integer.SIZE - Integer.numberOfLeadingZeros(served);
                served ^= 1 << (step - 1);
                serve(step, row, at, time);
            }
            row++;
        }
        if (best.reached > 0) {
            int last = chain[1][1];
            best.open = best.reached < steps && plan.isOpen(plan.windowEnd(time[last]));
            tally.add(batch, person, FunnelTally.WHOLE, best);
        }
        return true;
    }

    private void serve(int step, int row, long at, long[] time) {
        if (step == 1) {
            chain[1][1] = row;
        } else {
            int[] from = chain[step - 1];
            int[] to = chain[step];
            int entry = from[1];
            if (entry <= to[1] || at - time[entry] > plan.window) {
                return;
            }
            for (int i = 1; i < step; i++) {
                to[i] = from[i];
            }
            to[step] = row;
        }
        if (step > best.reached || (step == best.reached && at == bestAt)) {
            System.arraycopy(chain[step], 1, best.row, 1, step);
            best.reached = step;
            bestAt = at;
        }
    }

    /// @return false where one of the events could serve either of two steps
    private boolean tie(JourneyBatch batch, int from, int to) {
        boolean apart = plan.funnel.ties() == Ties.NEVER;
        int all = 0;
        for (int row = to - 1; row >= from; row--) {
            int served = 0;
            for (long word = batch.mask()[0][row]; word != 0; word &= word - 1) {
                served |= plan.stepsOf[Long.numberOfTrailingZeros(word)];
            }
            if ((served & (served - 1)) != 0) {
                return false;
            }
            boolean isLater = apart && served == 1 && (all & 1) != 0;
            if (served != 0 && !isLater) {
                ofTie[Integer.numberOfTrailingZeros(served) + 1] = row;
            }
            all |= served;
        }
        long at = batch.time()[from];
        while (all != 0) {
            int bit = apart ? Integer.highestOneBit(all) : Integer.lowestOneBit(all);
            all ^= bit;
            int step = Integer.numberOfTrailingZeros(bit) + 1;
            serve(step, ofTie[step], at, batch.time());
        }
        return true;
    }
}
