package io.sojourn.journey.funnel;

import io.sojourn.journey.funnel.Funnel.Ties;

/// Attempts at steps directly after one another: at every time at which anything happens, an attempt takes a step or
/// ends. So none looks at more times than there are steps.
final class StrictAttempts implements Attempts {

    private final FunnelPlan plan;
    private final Tie tie;
    private Sequence sequence;
    private int group;
    private int event;

    StrictAttempts(FunnelPlan plan, Sequence sequence) {
        this.plan = plan;
        this.tie = new Tie(plan);
        this.sequence = sequence;
    }

    @Override
    public void load(Sequence other) {
        sequence = other;
        group = 0;
        event = 0;
    }

    private boolean isTogether(int of) {
        return !sequence.isSequential(of) && plan.funnel.ties() == Ties.ANY;
    }

    @Override
    public boolean next(Attempt attempt) {
        while (group < sequence.groups) {
            boolean together = isTogether(group);
            int end = sequence.start[group + 1];
            int entry = event;
            while (entry < end && !sequence.isEntry(entry)) {
                entry++;
            }
            if (entry == end) {
                group++;
                event = end;
                continue;
            }
            int of = group;
            if (together) {
                tie.load(sequence, of);
                attempt.reached = tie.enter(attempt.at);
                group++;
                event = end;
            } else {
                attempt.at[1] = entry;
                attempt.reached = 1;
                event = entry + 1;
                if (plan.funnel.ties() == Ties.ARRIVAL) {
                    follow(attempt, entry + 1, end);
                }
            }
            walk(attempt, of + 1);
            return true;
        }
        return false;
    }

    private void walk(Attempt attempt, int from) {
        attempt.foreign = Long.MAX_VALUE;
        long windowEnd = plan.windowEnd(sequence.time[attempt.at[1]]);
        for (int g = from; g < sequence.groups && attempt.reached < plan.steps; g++) {
            long time = sequence.time[sequence.start[g]];
            if (time > windowEnd) {
                return;
            }
            int reached = attempt.reached;
            if (isTogether(g)) {
                tie.load(sequence, g);
                attempt.reached = tie.take(reached, attempt.at);
            } else if (sequence.isSequential(g)) {
                follow(attempt, sequence.start[g], sequence.start[g + 1]);
            } else {
                apart(attempt, g);
            }
            if (attempt.reached == reached) {
                attempt.foreign = time;
                return;
            }
        }
    }

    private void follow(Attempt attempt, int from, int to) {
        for (int i = from; i < to && attempt.reached < plan.steps; i++) {
            int served = sequence.steps[i] & plan.next[attempt.reached];
            if (served != 0) {
                take(attempt, Integer.SIZE - Integer.numberOfLeadingZeros(served), i);
            }
        }
    }

    /// One step, by the first arrival that serves it.
    private void apart(Attempt attempt, int of) {
        int best = attempt.reached;
        int by = 0;
        for (int i = sequence.start[of]; i < sequence.start[of + 1]; i++) {
            int served = sequence.steps[i] & plan.next[attempt.reached];
            int step = Integer.SIZE - Integer.numberOfLeadingZeros(served);
            if (step > best) {
                best = step;
                by = i;
            }
        }
        if (best > attempt.reached) {
            take(attempt, best, by);
        }
    }

    private static void take(Attempt attempt, int step, int by) {
        for (int on = attempt.reached + 1; on < step; on++) {
            attempt.at[on] = ~by;
        }
        attempt.at[step] = by;
        attempt.reached = step;
    }
}
