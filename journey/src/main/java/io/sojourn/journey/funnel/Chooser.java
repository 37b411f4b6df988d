package io.sojourn.journey.funnel;

import io.sojourn.journey.funnel.Funnel.Counting;
import io.sojourn.journey.funnel.Funnel.Mode;
import io.sojourn.journey.scan.JourneyBatch;
import io.sojourn.journey.time.Buckets;
import java.util.ArrayList;
import java.util.List;

/// Chooses among attempts what counts, over the whole range and in each interval.
final class Chooser {

    private final FunnelPlan plan;
    private final Sequence sequence;
    private final FunnelTally tally;
    private final boolean ofAttempts;
    private final Running whole;
    private final Running ofInterval;
    private final Outcome outcome;

    /// The first is of the whole range, the others of the intervals that have attempts.
    private final List<Best> bests = new ArrayList<>();

    private int used;
    private final int[] intervalOf;
    private final int[] bestOf;

    Chooser(FunnelPlan plan, Sequence sequence, FunnelTally tally) {
        this.plan = plan;
        this.sequence = sequence;
        this.tally = tally;
        this.ofAttempts = plan.funnel.counting() == Counting.ATTEMPTS;
        this.outcome = new Outcome(plan.steps);
        this.whole = new Running();
        this.ofInterval = new Running();
        int intervals = plan.buckets.map(Buckets::count).orElse(0);
        this.intervalOf = new int[intervals + 1];
        this.bestOf = new int[intervals];
        bests.add(new Best(plan.funnel.mode(), plan.steps));
        used = 1;
    }

    /// An attempt of the journey at hand, in order of entries.
    void consider(Attempt attempt, JourneyBatch batch, int person) {
        int interval = interval(attempt);
        if (ofAttempts) {
            whole.consider(attempt, FunnelTally.WHOLE, batch, person);
            if (interval != FunnelTally.WHOLE) {
                ofInterval.consider(attempt, interval, batch, person);
            }
            return;
        }
        int row = sequence.row[attempt.at[1]];
        long arrival = plan.funnel.toleranceMillis() > 0 ? batch.event()[row] : row;
        bests.getFirst().consider(attempt, sequence, arrival);
        if (interval != FunnelTally.WHOLE) {
            best(interval).consider(attempt, sequence, arrival);
        }
    }

    private int interval(Attempt attempt) {
        return plan.buckets.isEmpty()
                ? FunnelTally.WHOLE
                : plan.buckets.get().index(sequence.time[attempt.at[1]]);
    }

    private Best best(int interval) {
        if (bestOf[interval] == 0) {
            if (used == bests.size()) {
                bests.add(new Best(plan.funnel.mode(), plan.steps));
            }
            intervalOf[used] = interval;
            bestOf[interval] = used++;
        }
        return bests.get(bestOf[interval]);
    }

    /// No more attempts of the journey at hand.
    void endJourney(JourneyBatch batch, int person) {
        whole.end(batch, person);
        ofInterval.end(batch, person);
    }

    /// The attempt that runs, of attempts that do not overlap.
    private final class Running {
        private final Attempt attempt = new Attempt(plan.steps);
        private boolean runs;
        private int interval = FunnelTally.WHOLE;

        void consider(Attempt next, int of, JourneyBatch batch, int person) {
            long entered = sequence.time[next.at[1]];
            if (runs && (entered >= attempt.nextFrom || of != interval)) {
                end(batch, person);
            }
            boolean further = plan.funnel.mode() != Mode.MIXPANEL && next.level() > attempt.level();
            if (!runs || further) {
                attempt.set(next);
                runs = true;
                interval = of;
            }
        }

        void end(JourneyBatch batch, int person) {
            if (runs) {
                runs = false;
                outcome.set(attempt, sequence);
                tally.add(batch, person, interval, outcome);
            }
        }
    }

    /// No more journeys of the person or visit at hand.
    void end(JourneyBatch batch, int person) {
        for (int i = 0; i < used; i++) {
            Best best = bests.get(i);
            if (best.settle()) {
                best.outcome.open &= plan.funnel.counting() != Counting.VISITS;
                int interval = i == 0 ? FunnelTally.WHOLE : intervalOf[i];
                tally.add(batch, person, interval, best.outcome);
            }
            best.clear();
            if (i > 0) {
                bestOf[intervalOf[i]] = 0;
            }
        }
        used = 1;
    }
}
