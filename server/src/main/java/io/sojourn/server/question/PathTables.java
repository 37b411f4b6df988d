package io.sojourn.server.question;

import io.sojourn.journey.path.FootprintsResult;
import io.sojourn.journey.path.PathGraph;
import io.sojourn.journey.path.PathTree;
import io.sojourn.journey.path.PathVariants;
import java.util.List;

/// Answers about paths as tables.
final class PathTables {

    private PathTables() {}

    static Table of(Record result) {
        return switch (result) {
            case PathTree tree -> tree(tree);
            case PathGraph graph -> graph(graph);
            case PathVariants variants -> variants(variants);
            case FootprintsResult footprints -> footprints(footprints);
            default -> throw new IllegalStateException("no paths: " + result.getClass());
        };
    }

    private static String path(List<String> items) {
        return String.join(" > ", items);
    }

    private static Table tree(PathTree tree) {
        Table table =
                Table.of(
                        "path",
                        "depth",
                        "people",
                        "passes",
                        "people_ended",
                        "passes_ended",
                        "mean_seconds",
                        "median_seconds");
        for (PathTree.Node node : tree.nodes()) {
            table.row(
                    path(node.items()),
                    node.items().size(),
                    node.people(),
                    node.passes(),
                    node.peopleEnded(),
                    node.passesEnded(),
                    node.meanSeconds(),
                    node.medianSeconds());
        }
        return table;
    }

    private static Table graph(PathGraph graph) {
        Table table =
                Table.of(
                        "from",
                        "to",
                        "people",
                        "paths",
                        "passes",
                        "share_of_node",
                        "share_of_all",
                        "mean_seconds",
                        "median_seconds");
        for (PathGraph.Edge edge : graph.edges()) {
            table.row(
                    edge.from(),
                    edge.to(),
                    edge.people(),
                    edge.paths(),
                    edge.passes(),
                    edge.shareOfNode(),
                    edge.shareOfAll(),
                    edge.meanSeconds(),
                    edge.medianSeconds());
        }
        return table;
    }

    private static Table variants(PathVariants variants) {
        Table table =
                Table.of(
                        "path",
                        "people",
                        "passes",
                        "share",
                        "coverage",
                        "mean_seconds",
                        "median_seconds");
        for (PathVariants.Variant variant : variants.variants()) {
            table.row(
                    path(variant.items()),
                    variant.people(),
                    variant.passes(),
                    variant.share(),
                    variant.coverage(),
                    variant.meanSeconds(),
                    variant.medianSeconds());
        }
        return table;
    }

    /// The step itself, then what lies between it and the next one.
    private static Table footprints(FootprintsResult footprints) {
        Table table =
                Table.of(
                        "step",
                        "footprint",
                        "people",
                        "share",
                        "passes",
                        "people_dropped",
                        "share_dropped");
        int number = 1;
        for (FootprintsResult.Step step : footprints.steps()) {
            table.row(number, "", step.people(), step.share(), step.passes(), step.dropped(), "");
            for (FootprintsResult.Footprint each : step.footprints()) {
                table.row(
                        number,
                        each.item(),
                        each.people(),
                        each.share(),
                        each.passes(),
                        each.peopleDropped(),
                        each.shareDropped());
            }
            number++;
        }
        return table;
    }
}
