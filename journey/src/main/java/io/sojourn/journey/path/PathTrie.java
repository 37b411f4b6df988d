package io.sojourn.journey.path;

import io.sojourn.journey.scan.OpenScan;
import io.sojourn.journey.scan.Stop;
import java.util.Arrays;
import java.util.Optional;

/// Paths counted by their beginnings. Nodes are numbered from 1 in the order in which they are met, so that a node's
/// parent has a lower number; 0 is the empty path. People are counted once a node without a set per node: a person's
/// paths follow each other.
final class PathTrie extends PathFold.Counts {

    private static final int MILLIS = 0;
    private static final int PEOPLE = 1;
    private static final int LAST = 2;
    private static final int WIDTH = 3;

    private static final long PASS = 1L << Integer.SIZE;
    private static final int BYTES_PER_TOLD_NODE = 100;
    private static final String NARROW = "a lower depth or coarser items";
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

    /// Of every node [#WIDTH] longs side by side: of the paths that go through it, and of those that end there. People
    /// stand in the lower half of a long, passes in the upper.
    private long[] through = new long[64 * WIDTH];

    private long[] ended = new long[64 * WIDTH];

    /// @param cutEnds whether a path that was cut at the depth ends there
    PathTrie(PathFold<?, ?> fold, OpenScan open, Stop stop, Medians medians, boolean cutEnds) {
        super(fold, open, stop);
        this.stop = stop;
        this.medians = medians;
        this.cutEnds = cutEnds;
        this.nodes = new PairIds(stop, NARROW);
        this.times = new Durations(stop);
    }

    @Override
    void count(PathCutter path, int person) {
        int node = 0;
        int length = path.length();
        for (int i = 0; i < length; i++) {
            node = child(node, path.item(i));
            int at = node * WIDTH;
            long[] all = through;
            count(all, at, person);
            if (i > 0) {
                long gap = path.gap(i);
                all[at + MILLIS] += gap;
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
        int at = node * WIDTH;
        count(ended, at, person);
        ended[at + MILLIS] += duration;
        if (medians == Medians.OF_PATHS) {
            times.add(node, duration);
        }
    }

    private static void count(long[] all, int at, int person) {
        if (all[at + LAST] == person) {
            all[at + PEOPLE] += PASS;
        } else {
            all[at + LAST] = person;
            all[at + PEOPLE] += PASS + 1;
        }
    }

    private int child(int parent, int item) {
        int node = nodes.id(parent, item) + 1;
        if (node * WIDTH == through.length) {
            stop.take(2L * Long.BYTES * through.length, NARROW);
            through = Arrays.copyOf(through, 2 * through.length);
            ended = Arrays.copyOf(ended, 2 * ended.length);
        }
        return node;
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
            for (int count = 0; count < LAST; count++) {
                through[node * WIDTH + count] += other.through[there * WIDTH + count];
                ended[node * WIDTH + count] += other.ended[there * WIDTH + count];
            }
        }
        times.addAll(other.times, here);
    }

    int nodes() {
        return nodes.size();
    }

    /// An answer tells the whole way to a node.
    void tell(int depth) {
        stop.take(BYTES_PER_TOLD_NODE + 8L * depth, "a lower depth or fewer nodes");
    }

    /// 0 = the empty path.
    int parent(int node) {
        return nodes.first(node - 1);
    }

    int item(int node) {
        return nodes.second(node - 1);
    }

    long passes(int node) {
        return through[node * WIDTH + PEOPLE] >>> Integer.SIZE;
    }

    long people(int node) {
        return (int) through[node * WIDTH + PEOPLE];
    }

    long passesEnded(int node) {
        return ended[node * WIDTH + PEOPLE] >>> Integer.SIZE;
    }

    long peopleEnded(int node) {
        return (int) ended[node * WIDTH + PEOPLE];
    }

    double meanSeconds(int node) {
        return parent(node) == 0
                ? Double.NaN
                : through[node * WIDTH + MILLIS] / SECOND / passes(node);
    }

    double meanSecondsOfEnded(int node) {
        return ended[node * WIDTH + MILLIS] / SECOND / passesEnded(node);
    }

    /// By node; empty where no such times were kept.
    Optional<double[]> medians(Medians wanted) {
        return medians == wanted ? Optional.of(times.medians(nodes() + 1)) : Optional.empty();
    }
}
