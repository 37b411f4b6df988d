package io.sojourn.journey.path;

import io.sojourn.journey.scan.OpenScan;
import io.sojourn.journey.scan.Stop;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Counts items and which item follows which.
final class Transitions extends PathFold.Counts {

    private static final double SECOND = 1_000;

    private final boolean medians;
    private final PairIds edges;
    private final Tally ofEdges;
    private final Tally ofItems;
    private final Tally departures;
    private final Tally begins;
    private final Tally ends;
    private final Durations times;
    private long[] millis = new long[16];
    private long passes;

    Transitions(PathFold<?, ?> fold, OpenScan open, Stop stop, boolean medians) {
        super(fold, open, stop);
        this.medians = medians;
        this.edges = new PairIds(stop, "coarser items");
        this.ofEdges = new Tally(stop);
        this.ofItems = new Tally(stop);
        this.departures = new Tally(stop);
        this.begins = new Tally(stop);
        this.ends = new Tally(stop);
        this.times = new Durations(stop);
    }

    @Override
    void count(PathCutter path, int person) {
        long number = paths();
        int length = path.length();
        if (path.isBegin()) {
            begins.count(path.item(0), person, number);
        }
        for (int i = 0; i < length; i++) {
            int item = path.item(i);
            ofItems.count(item, person, number);
            if (i + 1 < length) {
                departures.count(item, person, number);
                int edge = edge(item, path.item(i + 1));
                ofEdges.count(edge, person, number);
                long gap = path.gap(i + 1);
                millis[edge] += gap;
                if (medians) {
                    times.add(edge, gap);
                }
            }
        }
        passes += length - 1;
        if (path.isEnd()) {
            ends.count(path.item(length - 1), person, number);
        }
    }

    private int edge(int from, int to) {
        int edge = edges.id(from, to);
        if (edge == millis.length) {
            millis = Arrays.copyOf(millis, 2 * edge);
        }
        return edge;
    }

    /// Adds other transitions, whose persons are others.
    void addAll(Transitions other) {
        addTotals(other);
        passes += other.passes;
        int[] items = items().numbers(other.items());
        for (int there = 0; there < items.length; there++) {
            ofItems.add(items[there], other.ofItems, there);
            departures.add(items[there], other.departures, there);
            begins.add(items[there], other.begins, there);
            ends.add(items[there], other.ends, there);
        }
        int[] here = new int[other.edges.size()];
        for (int there = 0; there < here.length; there++) {
            int edge = edge(items[other.edges.first(there)], items[other.edges.second(there)]);
            here[there] = edge;
            ofEdges.add(edge, other.ofEdges, there);
            millis[edge] += other.millis[there];
        }
        times.addAll(other.times, here);
    }

    PathGraph graph(int top) {
        int[] ranks = items().ranks();
        Comparator<Integer> nodeOrder =
                Comparator.comparingLong((Integer item) -> -ofItems.passes(item))
                        .thenComparingInt(item -> ranks[item]);
        IntStream met = IntStream.range(0, items().count()).filter(i -> ofItems.passes(i) > 0);
        Comparator<Integer> edgeOrder =
                Comparator.comparingLong((Integer edge) -> -ofEdges.passes(edge))
                        .thenComparingInt(edge -> ranks[edges.first(edge)])
                        .thenComparingInt(edge -> ranks[edges.second(edge)]);
        Optional<double[]> middle =
                medians ? Optional.of(times.medians(edges.size())) : Optional.empty();
        List<PathGraph.Edge> shown = new ArrayList<>();
        for (int edge : Largest.of(IntStream.range(0, edges.size()), top, edgeOrder)) {
            shown.add(edge(edge, middle));
        }
        return new PathGraph(
                people(),
                paths(),
                passes,
                Largest.of(met, top, nodeOrder).stream().map(this::node).toList(),
                shown,
                edges.size() - shown.size());
    }

    private PathGraph.Node node(int item) {
        return new PathGraph.Node(
                items().text(item),
                ofItems.people(item),
                ofItems.paths(item),
                ofItems.passes(item),
                departures.people(item),
                departures.paths(item),
                departures.passes(item),
                begins.paths(item),
                ends.paths(item));
    }

    private PathGraph.Edge edge(int edge, Optional<double[]> middle) {
        int from = edges.first(edge);
        long here = ofEdges.passes(edge);
        return new PathGraph.Edge(
                items().text(from),
                items().text(edges.second(edge)),
                ofEdges.people(edge),
                ofEdges.paths(edge),
                here,
                (double) here / departures.passes(from),
                (double) here / passes,
                (double) ofEdges.people(edge) / departures.people(from),
                (double) ofEdges.people(edge) / people(),
                millis[edge] / SECOND / here,
                middle.map(all -> all[edge]).orElse(Double.NaN));
    }
}
