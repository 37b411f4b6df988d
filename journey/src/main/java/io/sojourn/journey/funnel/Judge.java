package io.sojourn.journey.funnel;

import io.sojourn.journey.funnel.Funnel.Mode;

/// Says of an attempt how far it came within its window, and whether an exclusion voids or ends it.
final class Judge {

    private final FunnelPlan plan;
    private final Sequence sequence;

    Judge(FunnelPlan plan, Sequence sequence) {
        this.plan = plan;
        this.sequence = sequence;
    }

    void judge(Attempt attempt) {
        long entry = time(attempt, 1);
        long windowEnd = plan.windowEnd(entry);
        cut(attempt, windowEnd);
        boolean foreign = attempt.foreign != Long.MAX_VALUE && attempt.foreign <= windowEnd;
        long excluded = excluded(attempt, foreign);
        boolean ends = excluded != Long.MAX_VALUE && plan.funnel.mode() != Mode.SOJOURN;
        attempt.voided = excluded != Long.MAX_VALUE && !ends;
        if (ends) {
            cut(attempt, excluded);
        }
        boolean converted = attempt.reached == plan.steps && !attempt.voided;
        attempt.open =
                !converted && !foreign && excluded == Long.MAX_VALUE && plan.isOpen(windowEnd);
        if (converted) {
            attempt.nextFrom = FunnelPlan.plus(time(attempt, attempt.reached), 1);
        } else if (excluded != Long.MAX_VALUE) {
            attempt.nextFrom = excluded;
        } else {
            attempt.nextFrom = foreign ? attempt.foreign : FunnelPlan.plus(windowEnd, 1);
        }
    }

    private long time(Attempt attempt, int step) {
        return sequence.time[attempt.event(step)];
    }

    private void cut(Attempt attempt, long last) {
        while (time(attempt, attempt.reached) > last) {
            attempt.reached--;
        }
    }

    /// The time of the first event that excludes it, `Long.MAX_VALUE` where none does.
    private long excluded(Attempt attempt, boolean foreign) {
        long first = Long.MAX_VALUE;
        for (int i = 0; i < plan.exclusionFrom.length; i++) {
            int from = plan.exclusionFrom[i];
            int to = plan.exclusionTo[i];
            if (from > attempt.reached) {
                continue;
            }
            long end = FunnelPlan.plus(time(attempt, 1), plan.window);
            if (to <= attempt.reached) {
                end = time(attempt, to);
            } else if (foreign) {
                end = Math.min(end, FunnelPlan.plus(attempt.foreign, 1));
            }
            long at = sequence.excludedAfter(i, time(attempt, from));
            if (at < end) {
                first = Math.min(first, at);
            }
        }
        return first;
    }
}
