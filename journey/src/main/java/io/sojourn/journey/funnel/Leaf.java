package io.sojourn.journey.funnel;

import io.sojourn.journey.funnel.FunnelResult.Flow;
import io.sojourn.journey.funnel.FunnelResult.Step;
import io.sojourn.journey.funnel.FunnelResult.Tally;
import io.sojourn.journey.scan.JourneyBatch;
import io.sojourn.journey.scan.PersonSet;
import io.sojourn.journey.scan.Stop;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The counts of one group, in one interval or over the whole range.
final class Leaf {

    private static final int KINDS = FunnelCell.Kind.values().length;
    private static final PersonSet.Builder UNUSED = new PersonSet.Builder();

    private final int steps;

    /// By kind of cell and step.
    private final long[][] counts;

    /// Of which cells people are kept, by kind and step.
    private final boolean[][] kept;

    private final PersonSet.Builder[][] people;

    private final Durations[] durations;

    /// @param kept as [#kept]
    Leaf(int steps, boolean[][] kept) {
        this.steps = steps;
        this.counts = new long[KINDS][steps + 1];
        this.kept = kept;
        this.people = builders(kept);
        this.durations = new Durations[steps + 1];
        for (int step = 1; step <= steps; step++) {
            durations[step] = new Durations();
        }
    }

    /// Nobody is counted twice, so nobody must be known.
    static boolean[][] nobody(int steps) {
        return new boolean[KINDS][steps + 1];
    }

    static boolean[][] everybody(int steps) {
        boolean[][] kept = nobody(steps);
        for (boolean[] kind : kept) {
            Arrays.fill(kind, true);
        }
        return kept;
    }

    static boolean[][] peopleOf(FunnelCell cell, int steps) {
        boolean[][] kept = nobody(steps);
        kept[cell.kind().ordinal()][step(cell)] = true;
        return kept;
    }

    private static int step(FunnelCell cell) {
        return cell.kind() == FunnelCell.Kind.EXCLUDED ? 0 : cell.step();
    }

    private static PersonSet.Builder[][] builders(boolean[][] kept) {
        PersonSet.Builder[][] builders = new PersonSet.Builder[kept.length][];
        for (int kind = 0; kind < kept.length; kind++) {
            builders[kind] = new PersonSet.Builder[kept[kind].length];
            for (int step = 0; step < kept[kind].length; step++) {
                builders[kind][step] = kept[kind][step] ? new PersonSet.Builder() : UNUSED;
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
        if (kept[kind.ordinal()][step]) {
            people[kind.ordinal()][step].add(person);
        }
    }

    void add(Leaf other, Stop stop) {
        for (int kind = 0; kind < KINDS; kind++) {
            for (int step = 0; step <= steps; step++) {
                counts[kind][step] += other.counts[kind][step];
                if (kept[kind][step]) {
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
        return new Tally(
                count,
                kept[kind.ordinal()][step] ? people[kind.ordinal()][step].build().size() : count);
    }

    /// Of a cell whose people are kept.
    PersonSet people(FunnelCell cell) {
        return people[cell.kind().ordinal()][step(cell)].build();
    }
}
