package io.sojourn.server.question;

import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.journey.Context;
import io.sojourn.journey.json.PartReader;
import io.sojourn.journey.json.PathJson;
import io.sojourn.journey.json.Place;
import io.sojourn.journey.path.Difference;
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
import io.sojourn.journey.scan.PersonSet;
import java.util.Optional;
import java.util.Set;

/// A question about paths, in the form that its `form` names.
sealed interface PathQuestion {

    record Tree(Paths paths) implements PathQuestion {}

    record Graph(Paths paths) implements PathQuestion {}

    record Variants(Paths paths) implements PathQuestion {}

    record Journey(Footprints footprints) implements PathQuestion {}

    enum Form {
        TREE,
        GRAPH,
        VARIANTS,
        FOOTPRINTS
    }

    /// A number of people in one of the forms.
    sealed interface Cell {
        record OfPaths(PathCell cell) implements Cell {}

        record OfJourney(FootprintsCell cell) implements Cell {}
    }

    static Optional<PathQuestion> read(Place place, PartReader parts) {
        return switch (place.at("form").word(Form.TREE)) {
            case TREE -> PathJson.readPaths(place, parts).map(Tree::new);
            case GRAPH -> PathJson.readPaths(place, parts).map(Graph::new);
            case VARIANTS -> PathJson.readPaths(place, parts).map(Variants::new);
            case FOOTPRINTS -> PathJson.readFootprints(place, parts).map(Journey::new);
        };
    }

    static Cell cell(Place place, PartReader parts) {
        Set<String> ofJourney = Set.of("reached", "dropped", "direct", "found", "found_dropped");
        return ofJourney.contains(place.node().path("kind").asText())
                ? new Cell.OfJourney(PathJson.footprintsCell(place, parts))
                : new Cell.OfPaths(PathJson.pathCell(place, parts));
    }

    default Record ask(Asked asked) {
        Context context = asked.context();
        return switch (this) {
            case Tree(Paths paths) -> asked.run(new PathTreeAnalysis(paths, context));
            case Graph(Paths paths) -> asked.run(new PathGraphAnalysis(paths, context));
            case Variants(Paths paths) -> asked.run(new PathVariantsAnalysis(paths, context));
            case Journey(Footprints footprints) ->
                    asked.run(new FootprintsAnalysis(footprints, context));
        };
    }

    default PersonSet people(Cell cell, Asked asked) {
        return switch (this) {
            case Tree(Paths paths) -> people(paths, cell, asked);
            case Graph(Paths paths) -> people(paths, cell, asked);
            case Variants(Paths paths) -> people(paths, cell, asked);
            case Journey(Footprints footprints) -> {
                if (cell instanceof Cell.OfJourney(FootprintsCell known)) {
                    yield asked.run(new FootprintsPeople(footprints, asked.context(), known));
                }
                throw foreign();
            }
        };
    }

    private static PersonSet people(Paths paths, Cell cell, Asked asked) {
        if (cell instanceof Cell.OfPaths(PathCell known)) {
            return asked.run(new PathPeople(paths, asked.context(), known));
        }
        throw foreign();
    }

    private static ProblemException foreign() {
        return new ProblemException(
                Problem.invalid("cell.kind", "is no number of an answer of this form"));
    }

    /// The answers for two groups, cell by cell. Both are asked whole, since a cell that one does not show could be
    /// among the largest of the other.
    default Difference<?> difference(Kind.Side<Record> first, Kind.Side<Record> second) {
        Record a = whole().ask(first.asked());
        Record b = whole().ask(second.asked());
        return switch (this) {
            case Tree(Paths paths) -> Difference.of((PathTree) a, (PathTree) b).top(paths.top());
            case Graph(Paths paths) -> Difference.of((PathGraph) a, (PathGraph) b).top(paths.top());
            case Variants(Paths paths) ->
                    Difference.of((PathVariants) a, (PathVariants) b).top(paths.top());
            case Journey(Footprints footprints) ->
                    Difference.of((FootprintsResult) a, (FootprintsResult) b).top(footprints.top());
        };
    }

    private PathQuestion whole() {
        return switch (this) {
            case Tree(Paths paths) -> new Tree(paths.withoutMedians().top(Paths.ALL));
            case Graph(Paths paths) -> new Graph(paths.withoutMedians().top(Paths.ALL));
            case Variants(Paths paths) -> new Variants(paths.withoutMedians().top(Paths.ALL));
            case Journey(Footprints footprints) ->
                    new Journey(
                            new Footprints(
                                    footprints.reading(), footprints.steps(), false, Paths.ALL));
        };
    }
}
