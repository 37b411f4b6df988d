package io.sojourn.journey.oracle;

import io.sojourn.journey.Context;
import io.sojourn.journey.kit.Journey;
import io.sojourn.journey.path.Footprints;
import io.sojourn.journey.path.FootprintsAnalysis;
import io.sojourn.journey.path.FootprintsCell;
import io.sojourn.journey.path.FootprintsPeople;
import io.sojourn.journey.path.FootprintsResult;
import io.sojourn.journey.path.PathCell;
import io.sojourn.journey.path.PathGraph;
import io.sojourn.journey.path.PathGraphAnalysis;
import io.sojourn.journey.path.PathPeople;
import io.sojourn.journey.path.PathTree;
import io.sojourn.journey.path.PathTreeAnalysis;
import io.sojourn.journey.path.PathVariants;
import io.sojourn.journey.path.PathVariantsAnalysis;
import io.sojourn.journey.path.Paths;
import io.sojourn.journey.pattern.PathPattern;
import io.sojourn.journey.pattern.PatternAnalysis;
import io.sojourn.journey.pattern.PatternPeople;
import io.sojourn.journey.pattern.PatternResult;
import io.sojourn.journey.scan.JourneySource;
import java.util.List;

/// Trees, graphs, variants, footprints and patterns; every number of people opens as many.
public final class PathKinds {

    private PathKinds() {}

    /// The three forms of one question.
    public record Forms(PathTree tree, PathGraph graph, PathVariants variants) {}

    public static final class OfPaths implements Kind<Paths, Forms> {

        @Override
        public Paths draw(Drawing drawing) {
            return PathDraw.paths(drawing);
        }

        @Override
        public Forms ask(JourneySource source, Paths question, Context context, Folds folds) {
            return new Forms(
                    folds.run(source, new PathTreeAnalysis(question, context)),
                    folds.run(source, new PathGraphAnalysis(question, context)),
                    folds.run(source, new PathVariantsAnalysis(question, context)));
        }

        @Override
        public Forms answer(List<Journey> journeys, Paths question, Context context) {
            return new Forms(
                    JourneyOracle.tree(journeys, question, context),
                    JourneyOracle.graph(journeys, question, context),
                    JourneyOracle.variants(journeys, question, context));
        }

        @Override
        public List<String> broken(
                JourneySource source, Paths question, Context context, Forms result, Folds folds) {
            Counted counted = new Counted();
            counted.add(result.tree.people(), new PathCell.Everyone());
            for (PathTree.Node node : result.tree.nodes()) {
                counted.add(node.people(), new PathCell.Prefix(node.items()));
                counted.add(node.peopleEnded(), new PathCell.Ended(node.items()));
            }
            for (PathGraph.Node node : result.graph.nodes()) {
                counted.add(node.people(), new PathCell.Item(node.item()));
                counted.add(node.peopleOn(), new PathCell.Departed(node.item()));
            }
            for (PathGraph.Edge edge : result.graph.edges()) {
                counted.add(edge.people(), new PathCell.Transition(edge.from(), edge.to()));
            }
            for (PathVariants.Variant variant : result.variants.variants()) {
                counted.add(variant.people(), new PathCell.Variant(variant.items()));
            }
            return counted.broken(
                    cell -> folds.run(source, new PathPeople(question, context, (PathCell) cell)));
        }
    }

    public static final class OfFootprints implements Kind<Footprints, FootprintsResult> {

        @Override
        public Footprints draw(Drawing drawing) {
            return PathDraw.footprints(drawing);
        }

        @Override
        public FootprintsResult ask(
                JourneySource source, Footprints question, Context context, Folds folds) {
            return folds.run(source, new FootprintsAnalysis(question, context));
        }

        @Override
        public FootprintsResult answer(
                List<Journey> journeys, Footprints question, Context context) {
            return FootprintsOracle.answer(journeys, question, context);
        }

        @Override
        public List<String> broken(
                JourneySource source,
                Footprints question,
                Context context,
                FootprintsResult result,
                Folds folds) {
            Counted counted = new Counted();
            for (int i = 0; i < result.steps().size(); i++) {
                FootprintsResult.Step step = result.steps().get(i);
                int number = i + 1;
                counted.add(step.people(), new FootprintsCell.Reached(number));
                if (number < result.steps().size()) {
                    counted.add(step.dropped(), new FootprintsCell.Dropped(number));
                    counted.add(step.direct(), new FootprintsCell.Direct(number));
                }
                for (FootprintsResult.Footprint print : step.footprints()) {
                    counted.add(print.people(), new FootprintsCell.Found(number, print.item()));
                    counted.add(
                            print.peopleDropped(),
                            new FootprintsCell.FoundDropped(number, print.item()));
                }
            }
            return counted.broken(
                    cell ->
                            folds.run(
                                    source,
                                    new FootprintsPeople(
                                            question, context, (FootprintsCell) cell)));
        }
    }

    public static final class OfPatterns implements Kind<PathPattern, PatternResult> {

        @Override
        public PathPattern draw(Drawing drawing) {
            return PathDraw.pattern(drawing);
        }

        @Override
        public PatternResult ask(
                JourneySource source, PathPattern question, Context context, Folds folds) {
            return folds.run(source, new PatternAnalysis(question, context));
        }

        @Override
        public PatternResult answer(List<Journey> journeys, PathPattern question, Context context) {
            return PatternOracle.answer(journeys, question, context);
        }

        @Override
        public List<String> broken(
                JourneySource source,
                PathPattern question,
                Context context,
                PatternResult result,
                Folds folds) {
            Counted counted = new Counted();
            counted.add(result.people(), "a person in whose journey it occurs");
            return counted.broken(cell -> folds.run(source, new PatternPeople(question, context)));
        }
    }
}
