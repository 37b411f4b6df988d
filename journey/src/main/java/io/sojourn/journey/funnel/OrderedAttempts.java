package io.sojourn.journey.funnel;

import io.sojourn.journey.funnel.Funnel.Ties;
import io.sojourn.journey.scan.Stop;

/// Attempts at steps in order, in one pass over the events whatever the number of attempts.
final class OrderedAttempts implements Attempts {

    private final FunnelPlan plan;
    private final Reach reach;
    private final Tie tie;
    private final int[] at;
    private final int[] first;

    OrderedAttempts(FunnelPlan plan, Stop stop) {
        this.plan = plan;
        this.reach = new Reach(plan.steps, stop);
        this.tie = new Tie(plan);
        this.at = new int[plan.steps + 1];
        this.first = new int[plan.steps + 1];
    }

    @Override
    public void load(Sequence sequence) {
        reach.clear();
        for (int g = 0; g < sequence.groups; g++) {
            if (sequence.isSequential(g)) {
                one(sequence, g);
            } else if (plan.funnel.ties() == Ties.NEVER) {
                apart(sequence, g);
            } else {
                together(sequence, g);
            }
        }
    }

    @Override
    public boolean next(Attempt attempt) {
        return reach.next(attempt);
    }

    private void one(Sequence sequence, int group) {
        for (int i = sequence.start[group]; i < sequence.start[group + 1]; i++) {
            int left = sequence.steps[i] & ~1;
            while (left != 0) {
                int step = Integer.SIZE - Integer.numberOfLeadingZeros(left);
                left ^= 1 << (step - 1);
                advance(step, i);
            }
            if (sequence.isEntry(i)) {
                reach.enter(i);
            }
        }
    }

    private void advance(int step, int event) {
        int last = plan.before[step];
        int count = reach.bound[last];
        for (int on = last + 1; on < step; on++) {
            reach.move(on, count, ~event);
        }
        reach.move(step, count, event);
    }

    /// Tied events never follow one another: each attempt takes one step.
    private void apart(Sequence sequence, int group) {
        int left = 0;
        for (int i = sequence.start[group + 1] - 1; i >= sequence.start[group]; i--) {
            left |= sequence.steps[i];
            for (int bits = sequence.steps[i]; bits != 0; bits &= bits - 1) {
                first[Integer.numberOfTrailingZeros(bits) + 1] = i;
            }
        }
        left &= ~1;
        while (left != 0) {
            int step = Integer.SIZE - Integer.numberOfLeadingZeros(left);
            left ^= 1 << (step - 1);
            advance(step, first[step]);
        }
        for (int i = sequence.start[group]; i < sequence.start[group + 1]; i++) {
            if (sequence.isEntry(i)) {
                reach.enter(i);
            }
        }
    }

    /// Tied events in whichever order takes each attempt furthest.
    private void together(Sequence sequence, int group) {
        tie.load(sequence, group);
        for (int state = plan.steps - 1; state >= 1; state--) {
            int count = reach.bound[state];
            if (count > reach.bound[state + 1]) {
                int to = tie.take(state, at);
                for (int step = state + 1; step <= to; step++) {
                    reach.move(step, count, at[step]);
                }
            }
        }
        int to = tie.enter(at);
        if (to > 0) {
            reach.enter(at[1]);
            for (int step = 2; step <= to; step++) {
                reach.move(step, reach.entries, at[step]);
            }
        }
    }
}
