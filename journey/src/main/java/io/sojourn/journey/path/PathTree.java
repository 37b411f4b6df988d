package io.sojourn.journey.path;

import java.util.List;

/// Paths by their beginnings, or, read backward, by their ends: whoever is counted in a node is counted in all nodes
/// above it.
///
/// @param people who have a path
/// @param passes paths
/// @param nodes depth first, larger siblings before smaller ones, equal ones by item
/// @param hidden nodes beyond the first ones; the largest are shown, and with each the ones above it
public record PathTree(long people, long passes, List<Node> nodes, long hidden) {

    /// @param items the path so far
    /// @param people whose path begins so
    /// @param passes paths that begin so
    /// @param peopleEnded people with a path that has no more items; those that merely reach the depth do not end
    /// @param passesEnded such paths
    /// @param meanSeconds between the last item and the one before, NaN for a first item
    /// @param medianSeconds NaN also where no medians were asked for
    public record Node(
            List<String> items,
            long people,
            long passes,
            long peopleEnded,
            long passesEnded,
            double meanSeconds,
            double medianSeconds) {
        public Node {
            items = List.copyOf(items);
        }
    }

    public PathTree {
        nodes = List.copyOf(nodes);
    }
}
