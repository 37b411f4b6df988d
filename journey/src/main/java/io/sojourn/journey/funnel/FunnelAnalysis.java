package io.sojourn.journey.funnel;

import io.sojourn.journey.Group;
import io.sojourn.journey.funnel.FunnelResult.Flow;
import io.sojourn.journey.funnel.FunnelResult.Interval;
import io.sojourn.journey.funnel.FunnelResult.Row;
import io.sojourn.journey.scan.Analysis;
import io.sojourn.journey.scan.Dictionary;
import io.sojourn.journey.scan.JourneyBatch;
import io.sojourn.journey.scan.JourneyScan;
import io.sojourn.journey.scan.OpenScan;
import io.sojourn.journey.scan.PersonSet;
import io.sojourn.journey.scan.Stop;
import io.sojourn.journey.time.Buckets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// A funnel's fold, read out as numbers or as the people behind one of them.
final class FunnelAnalysis<R> implements Analysis<FunnelFold, R> {

    private static final Comparator<Optional<String>> NONE_LAST =
            Comparator.comparing((Optional<String> value) -> value.isEmpty())
                    .thenComparing(value -> value.orElse(""));

    private final FunnelPlan plan;
    private final Optional<FunnelCell> cell;
    private final Reader<R> reader;

    /// Reads an answer out of the counts.
    private interface Reader<R> {
        R read(FunnelPlan plan, FunnelTally tally, OpenScan open);
    }

    private FunnelAnalysis(FunnelPlan plan, Optional<FunnelCell> cell, Reader<R> reader) {
        this.plan = plan;
        this.cell = cell;
        this.reader = reader;
    }

    static FunnelAnalysis<FunnelResult> numbers(FunnelPlan plan) {
        return new FunnelAnalysis<>(plan, Optional.empty(), FunnelAnalysis::result);
    }

    static FunnelAnalysis<PersonSet> people(FunnelPlan plan, FunnelCell cell) {
        return new FunnelAnalysis<>(
                plan, Optional.of(cell), (of, tally, open) -> people(of, tally, open, cell));
    }

    @Override
    public JourneyScan scan() {
        return plan.scan;
    }

    @Override
    public FunnelFold start(OpenScan open, Stop stop) {
        return new FunnelFold(plan, stop, cell);
    }

    @Override
    public void fold(FunnelFold fold, JourneyBatch batch) {
        fold.fold(batch);
    }

    @Override
    public void merge(FunnelFold into, FunnelFold other) {
        into.tally.addAll(other.tally);
    }

    @Override
    public R finish(FunnelFold fold, OpenScan open) {
        return reader.read(plan, fold.tally, open);
    }

    private static FunnelResult result(FunnelPlan plan, FunnelTally tally, OpenScan open) {
        List<Row> rows = new ArrayList<>();
        for (Map.Entry<Group, List<Integer>> group : groups(plan, tally, open)) {
            rows.add(
                    new Row(
                            group.getKey(),
                            flow(tally, group.getValue(), FunnelTally.WHOLE),
                            intervals(plan, tally, group.getValue())));
        }
        return new FunnelResult(open.people(), rows);
    }

    private static Flow flow(FunnelTally tally, List<Integer> leaves, int interval) {
        tally.takeFlow();
        List<Leaf> some =
                leaves.stream()
                        .filter(leaf -> tally.interval(leaf) == interval)
                        .map(tally::leaf)
                        .toList();
        return (some.size() == 1 ? some.getFirst() : tally.sum(some)).flow();
    }

    private static List<Interval> intervals(
            FunnelPlan plan, FunnelTally tally, List<Integer> leaves) {
        if (plan.buckets.isEmpty()) {
            return List.of();
        }
        Buckets buckets = plan.buckets.get();
        Map<Integer, List<Integer>> byInterval = new HashMap<>();
        for (int leaf : leaves) {
            byInterval.computeIfAbsent(tally.interval(leaf), added -> new ArrayList<>()).add(leaf);
        }
        return IntStream.range(0, buckets.count())
                .mapToObj(
                        i ->
                                new Interval(
                                        buckets.start(i),
                                        buckets.end(i),
                                        buckets.isIncomplete(i, plan.asOf),
                                        flow(tally, byInterval.getOrDefault(i, List.of()), i)))
                .toList();
    }

    /// The leaves of each row of the answer: everyone, the groups, the rest.
    private static List<Map.Entry<Group, List<Integer>>> groups(
            FunnelPlan plan, FunnelTally tally, OpenScan open) {
        List<Map.Entry<Group, List<Integer>>> rows = new ArrayList<>();
        List<Integer> all = IntStream.range(0, tally.leaves()).boxed().toList();
        rows.add(Map.entry(Group.EVERYONE, all));
        if (plan.funnel.breakdown().isEmpty()) {
            return rows;
        }
        Map<List<Integer>, List<Integer>> byCodes = new HashMap<>();
        for (int leaf : all) {
            byCodes.computeIfAbsent(tally.codes(leaf), added -> new ArrayList<>()).add(leaf);
        }
        List<Map.Entry<Group, List<Integer>>> groups = new ArrayList<>();
        byCodes.forEach((codes, leaves) -> groups.add(Map.entry(group(plan, codes, open), leaves)));
        Comparator<Map.Entry<Group, List<Integer>>> bySize =
                Comparator.comparingLong(group -> -entries(tally, group.getValue()));
        groups.sort(bySize.thenComparing(Map.Entry::getKey, FunnelAnalysis::byValues));
        int top = plan.funnel.breakdown().get().top();
        rows.addAll(groups.subList(0, Math.min(top, groups.size())));
        if (groups.size() > top) {
            List<Integer> rest =
                    groups.subList(top, groups.size()).stream()
                            .flatMap(group -> group.getValue().stream())
                            .toList();
            rows.add(Map.entry(Group.REST, rest));
        }
        return rows;
    }

    private static long entries(FunnelTally tally, List<Integer> leaves) {
        return leaves.stream()
                .filter(leaf -> tally.interval(leaf) == FunnelTally.WHOLE)
                .mapToLong(leaf -> tally.leaf(leaf).entries())
                .sum();
    }

    private static Group group(FunnelPlan plan, List<Integer> codes, OpenScan open) {
        List<Optional<String>> values = new ArrayList<>();
        for (int column = 0; column < codes.size(); column++) {
            FunnelPlan.Slot slot = plan.groups.get(column);
            Dictionary dictionary =
                    slot.ofPerson()
                            ? open.personColumn(slot.number())
                            : open.eventColumn(slot.number());
            int code = codes.get(column);
            values.add(code == 0 ? Optional.empty() : Optional.of(dictionary.text(code)));
        }
        return new Group(values, false);
    }

    private static int byValues(Group left, Group right) {
        for (int i = 0; i < left.values().size(); i++) {
            int order = NONE_LAST.compare(left.values().get(i), right.values().get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static PersonSet people(
            FunnelPlan plan, FunnelTally tally, OpenScan open, FunnelCell cell) {
        PersonSet people = PersonSet.EMPTY;
        int interval = cell.interval().orElse(FunnelTally.WHOLE);
        for (Map.Entry<Group, List<Integer>> group : groups(plan, tally, open)) {
            if (group.getKey().equals(cell.group())) {
                for (int leaf : group.getValue()) {
                    if (tally.interval(leaf) == interval) {
                        people = people.or(tally.leaf(leaf).people(cell));
                    }
                }
            }
        }
        return people;
    }
}
