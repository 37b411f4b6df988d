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
    private final int[] places;

    PathTrieReport(PathTrie trie) {
        this.trie = trie;
        this.depths = new int[trie.nodes() + 1];
        for (int node = 1; node < depths.length; node++) {
            depths[node] = depths[trie.parent(node)] + 1;
        }
        this.places = places(trie);
    }

    /// The place of every node among all in the order of their lists of items: by the first item that differs, a
    /// beginning before what it is the beginning of.
    private static int[] places(PathTrie trie) {
        int[] child = new int[trie.nodes() + 1];
        int[] sibling = new int[trie.nodes() + 1];
        int[] nodes = byItem(trie);
        for (int i = nodes.length - 1; i >= 0; i--) {
            int parent = trie.parent(nodes[i]);
            sibling[nodes[i]] = child[parent];
            child[parent] = nodes[i];
        }
        int[] places = new int[trie.nodes() + 1];
        int node = 0;
        for (int place = 1; place < places.length; place++) {
            if (child[node] != 0) {
                node = child[node];
            } else {
                while (sibling[node] == 0) {
                    node = trie.parent(node);
                }
                node = sibling[node];
            }
            places[node] = place;
        }
        return places;
    }

    /// All nodes in the order of their last items.
    private static int[] byItem(PathTrie trie) {
        int[] ranks = trie.items().ranks();
        int[] next = new int[ranks.length + 1];
        for (int node = 1; node <= trie.nodes(); node++) {
            next[ranks[trie.item(node)] + 1]++;
        }
        for (int rank = 1; rank < next.length; rank++) {
            next[rank] += next[rank - 1];
        }
        int[] nodes = new int[trie.nodes()];
        for (int node = 1; node <= trie.nodes(); node++) {
            nodes[next[ranks[trie.item(node)]]++] = node;
        }
        return nodes;
    }

    PathTree tree(int top) {
        int count = trie.nodes();
        Comparator<Integer> order =
                Comparator.comparingLong((Integer node) -> -trie.passes(node))
                        .thenComparingInt(node -> depths[node])
                        .thenComparingInt(node -> places[node]);
        List<List<Integer>> children = new ArrayList<>(Collections.nCopies(count + 1, List.of()));
        for (int node : Largest.of(IntStream.rangeClosed(1, count), top, order)) {
            int parent = trie.parent(node);
            if (children.get(parent).isEmpty()) {
                children.set(parent, new ArrayList<>());
            }
            children.get(parent).add(node);
        }
        Optional<double[]> middle = trie.medians();
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
        int[] nodeAt = new int[places.length];
        for (int node = 1; node < places.length; node++) {
            nodeAt[places[node]] = node;
        }
        // Most passes first, then by place: one number each, since there may be many.
        long[] order =
                IntStream.rangeClosed(1, trie.nodes())
                        .filter(node -> trie.passesEnded(node) > 0)
                        .mapToLong(node -> (-trie.passesEnded(node) << Integer.SIZE) | places[node])
                        .sorted()
                        .toArray();
        Optional<double[]> middle = trie.medians();
        List<PathVariants.Variant> variants = new ArrayList<>();
        long covered = 0;
        for (int i = 0; i < Math.min(top, order.length); i++) {
            int node = nodeAt[(int) order[i]];
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
        return new PathVariants(trie.people(), trie.paths(), order.length, variants);
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
