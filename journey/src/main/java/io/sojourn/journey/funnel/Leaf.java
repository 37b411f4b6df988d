package io.sojourn.journey.funnel;

import io.sojourn.journey.funnel.FunnelResult.Flow;
import io.sojourn.journey.funnel.FunnelResult.Step;
import io.sojourn.journey.funnel.FunnelResult.Tally;
import io.sojourn.journey.scan.JourneyBatch;
import io.sojourn.journey.scan.PersonSet;
import io.sojourn.journey.scan.Stop;
import java.util.ArrayList;
import java.util.List;

/// The counts of one group, in one interval or over the whole range.
final class Leaf {

    private static final int KINDS = 4;

    private final int steps;

    /// By kind of cell and step.
    private final long[][] counts;

    private final boolean distinct;

    /// By kind of cell and step; nothing where no person is counted twice.
    private final PersonSet.Builder[][] people;

    private final Durations[] durations;

    /// @param distinct whether a person may be counted more than once
    Leaf(int steps, boolean distinct) {
        this.steps = steps;
        this.counts = new long[KINDS][steps + 1];
        this.distinct = distinct;
        this.people = distinct ? builders(steps) : new PersonSet.Builder[0][];
        this.durations = new Durations[steps + 1];
        for (int step = 1; step <= steps; step++) {
            durations[step] = new Durations();
        }
    }

    private static PersonSet.Builder[][] builders(int steps) {
        PersonSet.Builder[][] builders = new PersonSet.Builder[KINDS][steps + 1];
        for (PersonSet.Builder[] kind : builders) {
            for (int step = 0; step <= steps; step++) {
                kind[step] = new PersonSet.Builder();
            }
        }
        return builders;
    }

    void add(JourneyBatch batch, long person, Outcome outcome, Stop stop) {
        if (outcome.excluded) {
            count(FunnelCell.Kind.EXCLUDED, 0, person);
            return;
        }
        int last = 0;
        for (int step = 1; step <= outcome.reached; step++) {
            int row = outcome.row[step];
            if (row != Outcome.SKIPPED) {
                count(FunnelCell.Kind.REACHED, step, person);
                if (step > 1) {
                    long millis = batch.time()[row] - batch.time()[outcome.row[last]];
                    durations[step].add(Math.max(0, millis), stop);
                }
                last = step;
            }
        }
        if (last < steps) {
            count(outcome.open ? FunnelCell.Kind.OPEN : FunnelCell.Kind.DROPPED, last, person);
        }
    }

    private void count(FunnelCell.Kind kind, int step, long person) {
        counts[kind.ordinal()][step]++;
        if (distinct) {
            people[kind.ordinal()][step].add(person);
        }
    }

    void add(Leaf other, Stop stop) {
        for (int kind = 0; kind < KINDS; kind++) {
            for (int step = 0; step <= steps; step++) {
                counts[kind][step] += other.counts[kind][step];
                if (distinct) {
                    people[kind][step].addAll(other.people[kind][step]);
                }
            }
        }
        for (int step = 2; step <= steps; step++) {
            durations[step].addAll(other.durations[step], stop);
        }
    }

    /// With those that are excluded.
    long entries() {
        return counts[FunnelCell.Kind.REACHED.ordinal()][1]
                + counts[FunnelCell.Kind.EXCLUDED.ordinal()][0];
    }

    Flow flow() {
        List<Step> flow = new ArrayList<>();
        for (int step = 1; step <= steps; step++) {
            flow.add(
                    new Step(
                            tally(FunnelCell.Kind.REACHED, step),
                            tally(FunnelCell.Kind.OPEN, step),
                            tally(FunnelCell.Kind.DROPPED, step),
                            durations[step].times()));
        }
        return new Flow(flow, tally(FunnelCell.Kind.EXCLUDED, 0));
    }

    private Tally tally(FunnelCell.Kind kind, int step) {
        long count = counts[kind.ordinal()][step];
        return new Tally(count, distinct ? people[kind.ordinal()][step].build().size() : count);
    }

    /// Where people are kept.
    PersonSet people(FunnelCell cell) {
        int step = cell.kind() == FunnelCell.Kind.EXCLUDED ? 0 : cell.step();
        return people[cell.kind().ordinal()][step].build();
    }
}
