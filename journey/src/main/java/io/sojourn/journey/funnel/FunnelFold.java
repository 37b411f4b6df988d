package io.sojourn.journey.funnel;

import io.sojourn.journey.funnel.Funnel.Counting;
import io.sojourn.journey.scan.JourneyBatch;
import io.sojourn.journey.scan.Stop;
import java.util.Optional;

/// An accumulator of funnels: looks at one person after the other.
///
/// What most funnels ask goes through [PlainFold], all else through the attempts one by one.
public final class FunnelFold {

    private final FunnelPlan plan;
    private final boolean ofVisits;
    final FunnelTally tally;
    private final PlainFold plain;
    private final Units units;
    private final Sequence sequence;
    private final Attempts attempts;
    private final Attempt attempt;
    private final Judge judge;
    private final Chooser chooser;

    /// @param cell whose people are asked for
    FunnelFold(FunnelPlan plan, Stop stop, Optional<FunnelCell> cell) {
        this.plan = plan;
        this.ofVisits = plan.funnel.counting() == Counting.VISITS;
        this.tally = new FunnelTally(plan, stop, cell);
        this.plain = new PlainFold(plan, tally);
        this.units = new Units(plan, stop);
        this.sequence = new Sequence(plan, stop);
        this.attempts =
                switch (plan.funnel.order()) {
                    case ORDERED -> new OrderedAttempts(plan, stop);
                    case STRICT -> new StrictAttempts(plan, sequence);
                    case ANY -> new AnyAttempts(plan, stop);
                };
        this.attempt = new Attempt(plan.steps);
        this.judge = new Judge(plan, sequence);
        this.chooser = new Chooser(plan, sequence, tally);
    }

    void fold(JourneyBatch batch) {
        boolean isPlain = plan.isPlain();
        for (int person = 0; person < batch.people(); person++) {
            if (!isPlain || !plain.fold(batch, person)) {
                fold(batch, person);
            }
        }
    }

    private void fold(JourneyBatch batch, int person) {
        if (units.isWhole()) {
            sequence.clear();
            for (int row = batch.start()[person]; row < batch.start()[person + 1]; row++) {
                sequence.add(batch, row);
            }
            journey(batch, person);
        } else {
            units.divide(batch, person);
            for (int unit = 0; unit < units.count(); unit++) {
                if (ofVisits
                        && unit > 0
                        && units.visit(batch, unit) != units.visit(batch, unit - 1)) {
                    chooser.end(batch, person);
                }
                sequence.clear();
                for (int place = units.start(unit); place < units.start(unit + 1); place++) {
                    sequence.add(batch, units.row(place));
                }
                journey(batch, person);
            }
        }
        chooser.end(batch, person);
    }

    private void journey(JourneyBatch batch, int person) {
        sequence.group(batch);
        attempts.load(sequence);
        while (attempts.next(attempt)) {
            judge.judge(attempt);
            chooser.consider(attempt, batch, person);
        }
        chooser.endJourney(batch, person);
    }
}
