package io.sojourn.journey.path;

import java.util.List;

/// Which item follows which, an item itself included.
///
/// @param people who have a path
/// @param paths of these people
/// @param passes transitions in all
/// @param nodes larger ones first, equal ones by item
/// @param edges larger ones first, equal ones by items
/// @param hidden edges beyond the first ones
public record PathGraph(
        long people, long paths, long passes, List<Node> nodes, List<Edge> edges, long hidden) {

    /// @param passes how often the item occurs
    /// @param peopleOn who went on from it at least once
    /// @param pathsOn paths that went on from it at least once
    /// @param passesOn how often a path went on from it
    /// @param pathsBegun paths whose first item it is, not merely the first within the depth
    /// @param pathsEnded paths whose last item it is, not merely the last within the depth
    public record Node(
            String item,
            long people,
            long paths,
            long passes,
            long peopleOn,
            long pathsOn,
            long passesOn,
            long pathsBegun,
            long pathsEnded) {}

    /// @param people who made this transition
    /// @param paths in which it occurs
    /// @param passes how often it occurs
    /// @param shareOfNode of the passes that went on from `from`
    /// @param shareOfAll of all passes
    /// @param peopleOfNode its share of the people who went on from `from`
    /// @param peopleOfAll its share of the people who have a path
    /// @param medianSeconds NaN where no medians were asked for
    public record Edge(
            String from,
            String to,
            long people,
            long paths,
            long passes,
            double shareOfNode,
            double shareOfAll,
            double peopleOfNode,
            double peopleOfAll,
            double meanSeconds,
            double medianSeconds) {}

    public PathGraph {
        nodes = List.copyOf(nodes);
        edges = List.copyOf(edges);
    }
}
