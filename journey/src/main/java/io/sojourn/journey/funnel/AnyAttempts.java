package io.sojourn.journey.funnel;

import io.sojourn.journey.funnel.Funnel.Ties;
import io.sojourn.journey.scan.Stop;
import java.util.Arrays;

/// Attempts at steps in any order, in one pass over the events whatever the number of attempts.
///
/// Steps are served in phases, which anchors part. Of each phase the latest events are kept that can serve its steps
/// together ([Latest]): so many of them as lie at or behind the begin of an attempt's phase, so many steps has it. Step
/// `j` of an attempt is here the `j`-th that is served.
final class AnyAttempts implements Attempts {

    private final FunnelPlan plan;
    private final Stop stop;
    private final Reach reach;
    private final Latest[] latest;

    /// Steps before those of a phase.
    private final int[] offset;

    /// Begins of a phase: from event `begin[p][i]` on for the attempts up to `upTo[p][i]` that are not further.
    private final int[][] begin;

    private final int[][] upTo;
    private final int[] begins;

    /// Per step, the last begin of its phase that is known to lie at or before the event that decides on the step.
    private final int[] cursor;

    /// So many attempts have come to a step.
    private final int[] served;

    AnyAttempts(FunnelPlan plan, Stop stop) {
        this.plan = plan;
        this.stop = stop;
        int phases = plan.phases.length;
        this.reach = new Reach(plan.steps, stop);
        this.latest = new Latest[phases];
        this.offset = new int[phases];
        this.begin = new int[phases][16];
        this.upTo = new int[phases][16];
        this.begins = new int[phases];
        this.cursor = new int[plan.steps + 1];
        this.served = new int[plan.steps + 1];
        int steps = 0;
        for (int p = 0; p < phases; p++) {
            latest[p] = new Latest(plan.phases[p]);
            offset[p] = steps;
            steps += Integer.bitCount(plan.phases[p]);
        }
    }

    @Override
    public void load(Sequence sequence) {
        reach.clear();
        Arrays.fill(begins, 0);
        Arrays.fill(cursor, -1);
        Arrays.fill(served, 0);
        for (Latest phase : latest) {
            phase.clear();
        }
        for (int g = 0; g < sequence.groups; g++) {
            int from = sequence.start[g];
            int to = sequence.start[g + 1];
            enter(sequence, from, to);
            for (int i = from; i < to; i++) {
                boolean apart = plan.funnel.ties() == Ties.NEVER;
                serve(sequence.steps[i], i, apart ? to : i + 1);
            }
        }
    }

    @Override
    public boolean next(Attempt attempt) {
        return reach.next(attempt);
    }

    private void enter(Sequence sequence, int from, int to) {
        for (int i = from; i < to; i++) {
            if (sequence.isEntry(i)) {
                reach.enter(i);
                begins(0, from, reach.entries);
                return;
            }
        }
    }

    private void begins(int phase, int event, int count) {
        int at = begins[phase]++;
        if (at == begin[phase].length) {
            stop.take(8L * at, Sequence.NARROWER);
            begin[phase] = Arrays.copyOf(begin[phase], 2 * at);
            upTo[phase] = Arrays.copyOf(upTo[phase], 2 * at);
        }
        begin[phase][at] = event;
        upTo[phase][at] = count;
    }

    /// @param behind the first event that may serve the next phase
    private void serve(int steps, int event, int behind) {
        for (int p = latest.length - 1; p >= 0; p--) {
            int can = steps & plan.phases[p];
            if (can == 0) {
                continue;
            }
            latest[p].add(event, can);
            for (int count = latest[p].size(); count >= 1; count--) {
                int step = offset[p] + count;
                int decides = latest[p].fromLast(count);
                while (cursor[step] + 1 < begins[p] && begin[p][cursor[step] + 1] <= decides) {
                    cursor[step]++;
                }
                if (cursor[step] < 0) {
                    continue;
                }
                int attempts = upTo[p][cursor[step]];
                if (attempts > served[step]) {
                    served[step] = attempts;
                    if (step > 1) {
                        reach.move(step, attempts, event);
                    }
                    if (count == latest[p].steps() && p + 1 < latest.length) {
                        begins(p + 1, behind, attempts);
                    }
                }
            }
        }
    }
}
