package io.sojourn.journey.path;

import java.util.List;

/// A people-number of a tree, a graph or variants, whose people can be opened.
public sealed interface PathCell {

    /// Who has a path.
    record Everyone() implements PathCell {}

    /// Whose path begins so: a node of the tree.
    record Prefix(List<String> items) implements PathCell {
        public Prefix {
            items = List.copyOf(items);
        }
    }

    /// Whose path is this and no more items: `peopleEnded` of a node of the tree.
    record Ended(List<String> items) implements PathCell {
        public Ended {
            items = List.copyOf(items);
        }
    }

    /// Whose path is this, as far as the depth shows it.
    record Variant(List<String> items) implements PathCell {
        public Variant {
            items = List.copyOf(items);
        }
    }

    /// Whose path has the item: a node of the graph.
    record Item(String item) implements PathCell {}

    /// Whose path goes on from the item: `peopleOn` of a node of the graph.
    record Departed(String item) implements PathCell {}

    /// An edge of the graph.
    record Transition(String from, String to) implements PathCell {}
}
