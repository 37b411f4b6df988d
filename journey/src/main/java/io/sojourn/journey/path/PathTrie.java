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

    /// What is counted.
    enum Form {
        /// Every beginning, and the times between items.
        TREE,
        /// Only whole paths, as far as the depth shows them, and their times from first to last item.
        VARIANTS
    }

    private final Stop stop;
    private final Form form;
    private final boolean medians;
    private final PairIds nodes;
    private final Durations times;

    /// Of every node [#WIDTH] longs side by side: of the paths of a tree that go through it, and of those that end there.
    /// People stand in the lower half of a long, passes in the upper.
    private long[] through;

    private long[] ended = new long[64 * WIDTH];

    PathTrie(PathFold<?, ?> fold, OpenScan open, Stop stop, Form form) {
        super(fold, open, stop);
        this.stop = stop;
        this.form = form;
        this.through = new long[form == Form.TREE ? 64 * WIDTH : 0];
        this.medians = fold.question().medians();
        this.nodes = new PairIds(stop, NARROW);
        this.times = new Durations(stop);
    }

    @Override
    void count(PathCutter path, int person) {
        switch (form) {
            case TREE -> countBeginnings(path, person);
            case VARIANTS -> countWhole(path, person);
        }
    }

    private void countBeginnings(PathCutter path, int person) {
        int node = 0;
        int length = path.length();
        for (int i = 0; i < length; i++) {
            node = child(node, path.item(i));
            int at = node * WIDTH;
            count(through, at, person);
            if (i > 0) {
                long gap = path.gap(i);
                through[at + MILLIS] += gap;
                if (medians) {
                    times.add(node, gap);
                }
            }
        }
        if (path.isEnd()) {
            count(ended, node * WIDTH, person);
        }
    }

    private void countWhole(PathCutter path, int person) {
        int node = 0;
        int length = path.length();
        for (int i = 0; i < length; i++) {
            node = child(node, path.item(i));
        }
        int at = node * WIDTH;
        long duration = path.duration();
        count(ended, at, person);
        ended[at + MILLIS] += duration;
        if (medians) {
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
        if (node * WIDTH == ended.length) {
            stop.take((long) Long.BYTES * (through.length + ended.length), NARROW);
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
            if (form == Form.TREE) {
                add(through, node, other.through, there);
            }
            add(ended, node, other.ended, there);
        }
        times.addAll(other.times, here);
    }

    private static void add(long[] counts, int node, long[] others, int there) {
        for (int count = 0; count < LAST; count++) {
            counts[node * WIDTH + count] += others[there * WIDTH + count];
        }
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

    /// By node; empty where none were asked for.
    Optional<double[]> medians() {
        return medians ? Optional.of(times.medians(nodes() + 1)) : Optional.empty();
    }
}
