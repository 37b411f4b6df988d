package io.sojourn.journey.path;

import io.sojourn.journey.scan.OpenScan;
import io.sojourn.journey.scan.Stop;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Counts steps and the footprints between them.
final class FootprintCounts extends FootprintsFold.Counts {

    private static final double SECOND = 1_000;

    private final Footprints question;
    private final PairIds footprints;
    private final Tally reached;
    private final Tally dropped;
    private final Tally direct;
    private final Tally found;
    private final Tally foundDropped;
    private final Durations times;
    private final long[] millis;

    FootprintCounts(FootprintsFold<?, ?> fold, OpenScan open, Stop stop) {
        super(fold, open, stop);
        this.question = fold.question();
        this.footprints = new PairIds(stop, "coarser items");
        this.reached = new Tally(stop);
        this.dropped = new Tally(stop);
        this.direct = new Tally(stop);
        this.found = new Tally(stop);
        this.foundDropped = new Tally(stop);
        this.times = new Durations(stop);
        this.millis = new long[question.steps().size()];
    }

    @Override
    void reached(int step, long between) {
        reached.count(step, ordinal(), path());
        millis[step] += between;
        if (question.medians() && step > 0) {
            times.add(step, between);
        }
    }

    @Override
    void dropped(int step) {
        dropped.count(step, ordinal(), path());
    }

    @Override
    void direct(int step) {
        direct.count(step, ordinal(), path());
    }

    @Override
    void footprint(int step, int item, boolean ofDropped) {
        (ofDropped ? foundDropped : found).count(footprints.id(step, item), ordinal(), path());
    }

    /// Adds other counts, whose persons are others.
    void addAll(FootprintCounts other) {
        for (int step = 0; step < millis.length; step++) {
            reached.add(step, other.reached, step);
            dropped.add(step, other.dropped, step);
            direct.add(step, other.direct, step);
            millis[step] += other.millis[step];
        }
        int[] items = items().numbers(other.items());
        for (int there = 0; there < other.footprints.size(); there++) {
            int here =
                    footprints.id(
                            other.footprints.first(there), items[other.footprints.second(there)]);
            found.add(here, other.found, there);
            foundDropped.add(here, other.foundDropped, there);
        }
        times.addAll(other.times, IntStream.range(0, millis.length).toArray());
    }

    FootprintsResult result() {
        Optional<double[]> medians =
                question.medians() ? Optional.of(times.medians(millis.length)) : Optional.empty();
        int[] ranks = items().ranks();
        return new FootprintsResult(
                IntStream.range(0, millis.length)
                        .mapToObj(step -> step(step, medians, ranks))
                        .toList());
    }

    private FootprintsResult.Step step(int step, Optional<double[]> medians, int[] ranks) {
        Comparator<Integer> order =
                Comparator.comparingLong((Integer print) -> -found.people(print))
                        .thenComparingLong(print -> -foundDropped.people(print))
                        .thenComparingInt(print -> ranks[footprints.second(print)]);
        List<Integer> all =
                IntStream.range(0, footprints.size())
                        .filter(print -> footprints.first(print) == step)
                        .boxed()
                        .toList();
        long next = reached.people(step + 1);
        List<FootprintsResult.Footprint> shown =
                Largest.of(all.stream().mapToInt(Integer::intValue), question.top(), order).stream()
                        .map(print -> footprint(print, next, dropped.people(step)))
                        .toList();
        return new FootprintsResult.Step(
                reached.people(step),
                reached.paths(step),
                share(reached.people(step), reached.people(0)),
                step == 0 ? Double.NaN : millis[step] / SECOND / reached.paths(step),
                step == 0 ? Double.NaN : medians.map(at -> at[step]).orElse(Double.NaN),
                dropped.people(step),
                direct.people(step),
                shown,
                all.size() - shown.size());
    }

    private FootprintsResult.Footprint footprint(int print, long next, long dropped) {
        return new FootprintsResult.Footprint(
                items().text(footprints.second(print)),
                found.people(print),
                share(found.people(print), next),
                found.passes(print),
                foundDropped.people(print),
                share(foundDropped.people(print), dropped));
    }

    private static double share(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }
}
