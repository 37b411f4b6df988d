package io.sojourn.journey.path;

import io.sojourn.journey.scan.OpenScan;
import io.sojourn.journey.scan.Stop;
import java.util.Arrays;
import java.util.Optional;

/// Paths counted by their beginnings. Nodes are numbered from 1 in the order in which they are met, so that a node's
/// parent has a lower number; 0 is the empty path. People are counted once a node without a set per node: a person's
/// paths follow each other.
final class PathTrie extends PathFold.Counts {

    private static final int BYTES_PER_NODE = 80;
    private static final double SECOND = 1_000;

    /// Which times are kept for medians.
    enum Medians {
        NONE,
        OF_STEPS,
        OF_PATHS
    }

    private final Stop stop;
    private final Medians medians;
    private final PairIds nodes;
    private final Durations times;
    private final boolean cutEnds;

    private long[] passes = new long[64];
    private long[] passesEnded = new long[64];
    private long[] millis = new long[64];
    private long[] millisEnded = new long[64];
    private int[] people = new int[64];
    private int[] peopleEnded = new int[64];
    private int[] last = new int[64];
    private int[] lastEnded = new int[64];

    /// @param cutEnds whether a path that was cut at the depth ends there
    PathTrie(PathFold<?, ?> fold, OpenScan open, Stop stop, Medians medians, boolean cutEnds) {
        super(fold, open, stop);
        this.stop = stop;
        this.medians = medians;
        this.cutEnds = cutEnds;
        this.nodes = new PairIds(stop, "a lower depth, coarser items or fewer people");
        this.times = new Durations(stop);
    }

    @Override
    void count(PathCutter path, int person) {
        int node = 0;
        for (int i = 0; i < path.length(); i++) {
            node = child(node, path.item(i));
            passes[node]++;
            if (last[node] != person) {
                last[node] = person;
                people[node]++;
            }
            if (i > 0) {
                long gap = path.gap(i);
                millis[node] += gap;
                if (medians == Medians.OF_STEPS) {
                    times.add(node, gap);
                }
            }
        }
        if (path.isEnd() || cutEnds) {
            end(node, path.duration(), person);
        }
    }

    private void end(int node, long duration, int person) {
        passesEnded[node]++;
        millisEnded[node] += duration;
        if (lastEnded[node] != person) {
            lastEnded[node] = person;
            peopleEnded[node]++;
        }
        if (medians == Medians.OF_PATHS) {
            times.add(node, duration);
        }
    }

    private int child(int parent, int item) {
        int node = nodes.id(parent, item) + 1;
        if (node == passes.length) {
            grow();
        }
        return node;
    }

    private void grow() {
        int length = 2 * passes.length;
        stop.take((long) BYTES_PER_NODE * passes.length, "a lower depth or coarser items");
        passes = Arrays.copyOf(passes, length);
        passesEnded = Arrays.copyOf(passesEnded, length);
        millis = Arrays.copyOf(millis, length);
        millisEnded = Arrays.copyOf(millisEnded, length);
        people = Arrays.copyOf(people, length);
        peopleEnded = Arrays.copyOf(peopleEnded, length);
        last = Arrays.copyOf(last, length);
        lastEnded = Arrays.copyOf(lastEnded, length);
    }

    /// Adds another trie, whose persons are others.
    void addAll(PathTrie other) {
        addTotals(other);
        int[] items = items().numbers(other.items());
        int[] here = new int[other.nodes.size() + 1];
        for (int id = 0; id < other.nodes.size(); id++) {
            int there = id + 1;
            int node = child(here[other.nodes.first(id)], items[other.nodes.second(id)]);
            here[there] = node;
            passes[node] += other.passes[there];
            passesEnded[node] += other.passesEnded[there];
            millis[node] += other.millis[there];
            millisEnded[node] += other.millisEnded[there];
            people[node] += other.people[there];
            peopleEnded[node] += other.peopleEnded[there];
        }
        times.addAll(other.times, there -> here[there]);
    }

    int nodes() {
        return nodes.size();
    }

    /// 0 = the empty path.
    int parent(int node) {
        return nodes.first(node - 1);
    }

    int item(int node) {
        return nodes.second(node - 1);
    }

    long passes(int node) {
        return passes[node];
    }

    long people(int node) {
        return people[node];
    }

    long passesEnded(int node) {
        return passesEnded[node];
    }

    long peopleEnded(int node) {
        return peopleEnded[node];
    }

    double meanSeconds(int node) {
        return parent(node) == 0 ? Double.NaN : millis[node] / SECOND / passes[node];
    }

    double meanSecondsOfEnded(int node) {
        return millisEnded[node] / SECOND / passesEnded[node];
    }

    /// By node; empty where no such times were kept.
    Optional<double[]> medians(Medians wanted) {
        return medians == wanted ? Optional.of(times.medians(nodes() + 1)) : Optional.empty();
    }
}
