package io.sojourn.journey.path;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The answers to one question about two groups of people, cell by cell. Both must be whole ([Paths#ALL]): a cell that
/// an answer does not show counts as empty.
///
/// @param peopleA whom shares of the first group are shares of
/// @param passesA what shares of passes are shares of: paths, in a graph transitions
/// @param rows greatest difference of people's shares first, then of passes' shares, equal ones in the order of the
///     first answer, then of the second
/// @param hidden rows beyond the first ones
/// @param <C> [PathCell] or [FootprintsCell]
public record Difference<C>(
        long peopleA, long peopleB, long passesA, long passesB, List<Row<C>> rows, long hidden) {

    /// One group in one cell.
    ///
    /// @param share people, of the group's
    /// @param passShare passes, of the group's
    public record Side(long people, double share, long passes, double passShare) {}

    /// @param difference share of the second group less that of the first
    public record Row<C>(C cell, Side a, Side b, double difference, double passDifference) {}

    private record Count(long people, long passes) {
        static final Count NONE = new Count(0, 0);

        Side of(Answer<?> answer) {
            return new Side(
                    people,
                    answer.people == 0 ? 0 : (double) people / answer.people,
                    passes,
                    answer.passes == 0 ? 0 : (double) passes / answer.passes);
        }
    }

    private record Answer<C>(long people, long passes, Map<C, Count> counts) {}

    public Difference {
        rows = List.copyOf(rows);
    }

    /// By node.
    public static Difference<PathCell.Prefix> of(PathTree a, PathTree b) {
        return of(answer(a), answer(b));
    }

    /// By edge.
    public static Difference<PathCell.Transition> of(PathGraph a, PathGraph b) {
        return of(answer(a), answer(b));
    }

    /// By variant.
    public static Difference<PathCell.Variant> of(PathVariants a, PathVariants b) {
        return of(answer(a), answer(b));
    }

    /// By step and by footprint of those who went on; shares are of the people who came to step 1.
    public static Difference<FootprintsCell> of(FootprintsResult a, FootprintsResult b) {
        return of(answer(a), answer(b));
    }

    private static Answer<PathCell.Prefix> answer(PathTree tree) {
        Map<PathCell.Prefix, Count> counts = new LinkedHashMap<>();
        tree.nodes()
                .forEach(
                        node ->
                                counts.put(
                                        new PathCell.Prefix(node.items()),
                                        new Count(node.people(), node.passes())));
        return new Answer<>(tree.people(), tree.passes(), counts);
    }

    private static Answer<PathCell.Transition> answer(PathGraph graph) {
        Map<PathCell.Transition, Count> counts = new LinkedHashMap<>();
        graph.edges()
                .forEach(
                        edge ->
                                counts.put(
                                        new PathCell.Transition(edge.from(), edge.to()),
                                        new Count(edge.people(), edge.passes())));
        return new Answer<>(graph.people(), graph.passes(), counts);
    }

    private static Answer<PathCell.Variant> answer(PathVariants variants) {
        Map<PathCell.Variant, Count> counts = new LinkedHashMap<>();
        variants.variants()
                .forEach(
                        variant ->
                                counts.put(
                                        new PathCell.Variant(variant.items()),
                                        new Count(variant.people(), variant.passes())));
        return new Answer<>(variants.people(), variants.passes(), counts);
    }

    private static Answer<FootprintsCell> answer(FootprintsResult result) {
        Map<FootprintsCell, Count> counts = new LinkedHashMap<>();
        for (int i = 0; i < result.steps().size(); i++) {
            int number = i + 1;
            FootprintsResult.Step step = result.steps().get(i);
            counts.put(new FootprintsCell.Reached(number), new Count(step.people(), step.passes()));
            step.footprints().stream()
                    .filter(print -> print.people() > 0)
                    .forEach(
                            print ->
                                    counts.put(
                                            new FootprintsCell.Found(number, print.item()),
                                            new Count(print.people(), print.passes())));
        }
        FootprintsResult.Step first = result.steps().getFirst();
        return new Answer<>(first.people(), first.passes(), counts);
    }

    private static <C> Difference<C> of(Answer<C> a, Answer<C> b) {
        Map<C, Count> cells = new LinkedHashMap<>(a.counts);
        b.counts.forEach(cells::putIfAbsent);
        List<Row<C>> rows = new ArrayList<>();
        for (C cell : cells.keySet()) {
            Side left = a.counts.getOrDefault(cell, Count.NONE).of(a);
            Side right = b.counts.getOrDefault(cell, Count.NONE).of(b);
            rows.add(
                    new Row<>(
                            cell,
                            left,
                            right,
                            right.share - left.share,
                            right.passShare - left.passShare));
        }
        Comparator<Row<C>> greatest =
                Comparator.comparingDouble((Row<C> row) -> -Math.abs(row.difference))
                        .thenComparingDouble(row -> -Math.abs(row.passDifference));
        return new Difference<>(
                a.people, b.people, a.passes, b.passes, rows.stream().sorted(greatest).toList(), 0);
    }

    /// The first rows.
    public Difference<C> top(int count) {
        List<Row<C>> first = rows.stream().limit(count).toList();
        return new Difference<>(
                peopleA, peopleB, passesA, passesB, first, hidden + rows.size() - first.size());
    }
}
