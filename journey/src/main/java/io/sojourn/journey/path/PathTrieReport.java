package io.sojourn.journey.path;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// What a trie says: as a tree, and as variants.
final class PathTrieReport {

    private final PathTrie trie;
    private final int[] depths;
    private final int[] ranks;

    PathTrieReport(PathTrie trie) {
        this.trie = trie;
        this.depths = new int[trie.nodes() + 1];
        for (int node = 1; node < depths.length; node++) {
            depths[node] = depths[trie.parent(node)] + 1;
        }
        this.ranks = trie.items().ranks();
    }

    PathTree tree(int top) {
        int count = trie.nodes();
        Comparator<Integer> order =
                Comparator.comparingLong((Integer node) -> -trie.passes(node))
                        .thenComparingInt(node -> depths[node])
                        .thenComparing(this::compareItems);
        List<List<Integer>> children = new ArrayList<>(Collections.nCopies(count + 1, List.of()));
        for (int node : Largest.of(IntStream.rangeClosed(1, count), top, order)) {
            int parent = trie.parent(node);
            if (children.get(parent).isEmpty()) {
                children.set(parent, new ArrayList<>());
            }
            children.get(parent).add(node);
        }
        Optional<double[]> middle = trie.medians(PathTrie.Medians.OF_STEPS);
        List<PathTree.Node> shown = new ArrayList<>();
        List<Integer> open = new ArrayList<>(children.getFirst().reversed());
        while (!open.isEmpty()) {
            int node = open.removeLast();
            shown.add(node(node, middle));
            open.addAll(children.get(node).reversed());
        }
        return new PathTree(trie.people(), trie.paths(), shown, count - shown.size());
    }

    private PathTree.Node node(int node, Optional<double[]> middle) {
        return new PathTree.Node(
                texts(node),
                trie.people(node),
                trie.passes(node),
                trie.peopleEnded(node),
                trie.passesEnded(node),
                trie.meanSeconds(node),
                middle.map(all -> all[node]).orElse(Double.NaN));
    }

    PathVariants variants(int top) {
        Comparator<Integer> order =
                Comparator.comparingLong((Integer node) -> -trie.passesEnded(node))
                        .thenComparing(this::compareItems);
        IntStream ends =
                IntStream.rangeClosed(1, trie.nodes()).filter(node -> trie.passesEnded(node) > 0);
        Optional<double[]> middle = trie.medians(PathTrie.Medians.OF_PATHS);
        List<PathVariants.Variant> variants = new ArrayList<>();
        long covered = 0;
        for (int node : Largest.of(ends, top, order)) {
            covered += trie.passesEnded(node);
            variants.add(
                    new PathVariants.Variant(
                            texts(node),
                            trie.peopleEnded(node),
                            trie.passesEnded(node),
                            (double) trie.passesEnded(node) / trie.paths(),
                            (double) covered / trie.paths(),
                            trie.meanSecondsOfEnded(node),
                            middle.map(all -> all[node]).orElse(Double.NaN)));
        }
        long count =
                IntStream.rangeClosed(1, trie.nodes()).filter(n -> trie.passesEnded(n) > 0).count();
        return new PathVariants(trie.people(), trie.paths(), count, variants);
    }

    /// As lists of texts compare: by the first item that differs, a beginning before what it is the beginning of.
    private int compareItems(int one, int other) {
        int left = lifted(one, depths[one] - depths[other]);
        int right = lifted(other, depths[other] - depths[one]);
        int difference = Integer.compare(depths[one], depths[other]);
        while (left != right) {
            int byItem = Integer.compare(rank(left), rank(right));
            difference = byItem == 0 ? difference : byItem;
            left = trie.parent(left);
            right = trie.parent(right);
        }
        return difference;
    }

    private int lifted(int node, int levels) {
        int at = node;
        for (int i = 0; i < levels; i++) {
            at = trie.parent(at);
        }
        return at;
    }

    private int rank(int node) {
        return ranks[trie.item(node)];
    }

    private List<String> texts(int node) {
        trie.tell(depths[node]);
        String[] texts = new String[depths[node]];
        int at = node;
        for (int i = texts.length - 1; i >= 0; i--) {
            texts[i] = trie.items().text(trie.item(at));
            at = trie.parent(at);
        }
        return List.of(texts);
    }
}
