package io.sojourn.journey.oracle;

import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.path.Anchors;
import io.sojourn.journey.path.Footprints;
import io.sojourn.journey.path.ItemName;
import io.sojourn.journey.path.ItemRule;
import io.sojourn.journey.path.PagePattern;
import io.sojourn.journey.path.PathUnit;
import io.sojourn.journey.path.Paths;
import io.sojourn.journey.path.Reading;
import io.sojourn.journey.pattern.Expression;
import io.sojourn.journey.pattern.PathPattern;
import io.sojourn.journey.scan.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Draws questions about paths, footprints and patterns with every option.
final class PathDraw {

    private PathDraw() {}

    static Paths paths(Drawing drawing) {
        Draw draw = drawing.draw();
        Anchors anchors =
                switch (draw.option("anchors", "none", "start", "end", "between")) {
                    case "start" -> Anchors.start(drawing.event());
                    case "end" -> Anchors.end(drawing.event());
                    case "between" -> Anchors.between(drawing.event(), drawing.event());
                    default -> Anchors.NONE;
                };
        return new Paths(
                reading(drawing),
                anchors,
                draw.flag("whole depth", 4) ? Paths.WHOLE : 1 + draw.upTo(5),
                draw.flag("backward", 3),
                !draw.flag("without medians", 3),
                draw.flag("top of few", 4) ? 1 + draw.upTo(5) : Paths.ALL);
    }

    static Footprints footprints(Drawing drawing) {
        Draw draw = drawing.draw();
        List<EventFilter> steps = new ArrayList<>();
        for (int i = 0; i <= draw.upTo(3); i++) {
            steps.add(drawing.event());
        }
        return new Footprints(
                reading(drawing),
                steps,
                !draw.flag("without medians", 3),
                draw.flag("top of few", 4) ? 1 + draw.upTo(2) : Paths.ALL);
    }

    static Reading reading(Drawing drawing) {
        Draw draw = drawing.draw();
        List<ItemRule> rules = new ArrayList<>();
        while (draw.flag("item rule", 2)) {
            rules.add(new ItemRule(drawing.event(), name(drawing)));
        }
        return new Reading(
                unit(drawing),
                drawing.range(),
                draw.flag("include", 4) ? Optional.of(drawing.event()) : Optional.empty(),
                draw.flag("exclude", 4) ? Optional.of(drawing.event()) : Optional.empty(),
                rules,
                draw.flag("collapse", 2));
    }

    private static PathUnit unit(Drawing drawing) {
        Draw draw = drawing.draw();
        return switch (draw.option("unit", "person", "visit", "visit by a gap", "runs")) {
            case "visit" -> new PathUnit.Visit(Optional.empty());
            case "visit by a gap" ->
                    new PathUnit.Visit(Optional.of(drawing.visitCut(draw.any(Drawing.ZONES))));
            case "runs" -> new PathUnit.Runs(drawing.eventColumn());
            default -> new PathUnit.Person();
        };
    }

    private static ItemName name(Drawing drawing) {
        Draw draw = drawing.draw();
        return switch (draw.option("item name", "page", "column", "fixed")) {
            case "page" -> {
                List<PagePattern> patterns = new ArrayList<>();
                while (draw.flag("page pattern", 2)) {
                    patterns.add(
                            new PagePattern(
                                    draw.any(
                                            List.of(
                                                    "/docs/*",
                                                    "/docs/**",
                                                    "/**",
                                                    "/*/*",
                                                    "/",
                                                    "/shop/item*")),
                                    draw.any(List.of("docs", "all", "two"))));
                }
                yield new ItemName.Page(
                        new Column(Column.Scope.EVENT, "page"),
                        patterns,
                        draw.flag("pages grouped", 2));
            }
            case "column" -> new ItemName.OfColumn(drawing.eventColumn());
            default -> new ItemName.Fixed(draw.any(List.of("a", "x")));
        };
    }

    static PathPattern pattern(Drawing drawing) {
        Draw draw = drawing.draw();
        List<PathPattern.Condition> conditions = new ArrayList<>();
        for (String name : List.of("A", "B", "C").subList(0, 1 + draw.upTo(2))) {
            conditions.add(new PathPattern.Condition(name, drawing.event()));
        }
        List<String> names = conditions.stream().map(PathPattern.Condition::name).toList();
        StringBuilder text = new StringBuilder(element(draw, names));
        boolean follows = false;
        for (int i = draw.upTo(3); i > 0 || follows; i--) {
            if (draw.flag("pattern limit", 3)) {
                text.append(" -[t ")
                        .append(draw.option("pattern limit", "<", "<=", ">", ">=", "=="))
                        .append(' ')
                        .append(Math.min(drawing.gap(), 999_999_999))
                        .append("ms]-> ")
                        .append(element(draw, names));
                follows = false;
            } else {
                String count = draw.option("pattern count", "", "", "*", "+", "?");
                text.append(" -> ").append(element(draw, names)).append(count);
                follows = !count.isEmpty();
            }
        }
        return new PathPattern(
                unit(drawing),
                drawing.range(),
                conditions,
                Expression.parse("pattern", text.toString(), names),
                !draw.flag("without medians", 3));
    }

    private static String element(Draw draw, List<String> names) {
        return switch (draw.option("pattern element", "one", "one", "any", "several", "none of")) {
            case "any" -> ".";
            case "several" -> "[" + draw.any(names) + "|" + draw.any(names) + "]";
            case "none of" -> "[^" + draw.any(names) + "]";
            default -> draw.any(names);
        };
    }
}
