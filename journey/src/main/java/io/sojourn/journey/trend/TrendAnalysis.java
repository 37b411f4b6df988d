package io.sojourn.journey.trend;

import io.sojourn.journey.Group;
import io.sojourn.journey.group.GroupIndex;
import io.sojourn.journey.scan.Analysis;
import io.sojourn.journey.scan.JourneyBatch;
import io.sojourn.journey.scan.JourneyScan;
import io.sojourn.journey.scan.OpenScan;
import io.sojourn.journey.scan.PersonSet;
import io.sojourn.journey.scan.Stop;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// One pass of a trend.
///
/// @param named groups of the breakdown, empty = as they are met
/// @param groupsMax more of them end the counting
/// @param cell whose people are collected instead
/// @param answer what the pass is made for
record TrendAnalysis<R>(
        TrendPlan plan,
        Optional<List<Group>> named,
        int groupsMax,
        Optional<TrendCell> cell,
        Function<TrendFold, R> answer)
        implements Analysis<TrendFold, R> {

    /// All lines; empty where there are more groups than are named.
    static TrendAnalysis<Optional<TrendResult>> lines(TrendPlan plan, Optional<List<Group>> named) {
        int groupsMax = named.isPresent() ? Integer.MAX_VALUE : plan.trend.breakdown().top();
        return new TrendAnalysis<>(
                plan,
                named,
                groupsMax,
                Optional.empty(),
                fold ->
                        fold.isOverflown()
                                ? Optional.empty()
                                : Optional.of(TrendLines.of(plan, fold)));
    }

    /// The groups that are named.
    static TrendAnalysis<List<Group>> largest(TrendPlan plan) {
        return new TrendAnalysis<>(
                plan,
                Optional.empty(),
                Integer.MAX_VALUE,
                Optional.empty(),
                fold ->
                        fold.ranked(plan.trend.breakdown().top()).stream()
                                .limit(plan.trend.breakdown().top())
                                .map(fold.groups()::group)
                                .toList());
    }

    static TrendAnalysis<PersonSet> people(TrendPlan plan, List<Group> named, TrendCell cell) {
        return new TrendAnalysis<>(
                plan,
                Optional.of(named),
                Integer.MAX_VALUE,
                Optional.of(cell),
                fold -> ((PickMeter) fold.meters().get(cell.series())).people());
    }

    @Override
    public JourneyScan scan() {
        return plan.scan;
    }

    @Override
    public TrendFold start(OpenScan open, Stop stop) {
        Meter.Memory memory =
                bytes -> stop.take(bytes, "longer intervals, a shorter range or fewer groups");
        List<Meter> meters = new ArrayList<>();
        for (int series = 0; series < plan.bits.length; series++) {
            meters.add(meter(series, open, memory));
        }
        return new TrendFold(
                plan, new GroupIndex(open, plan.groupColumns, named, stop), groupsMax, meters);
    }

    private Meter meter(int series, OpenScan open, Meter.Memory memory) {
        if (cell.isEmpty()) {
            return Meter.of(plan, series, open, memory);
        }
        TrendCell of = cell.get();
        if (of.series() != series) {
            return new NoMeter();
        }
        int group = of.group().rest() ? named.map(List::size).orElse(0) : 0;
        return new PickMeter(plan, series, group, of.interval().orElse(-1), open);
    }

    @Override
    public void fold(TrendFold fold, JourneyBatch batch) {
        fold.fold(batch);
    }

    @Override
    public void merge(TrendFold into, TrendFold other) {
        into.merge(other);
    }

    @Override
    public R finish(TrendFold fold, OpenScan open) {
        return answer.apply(fold);
    }
}
