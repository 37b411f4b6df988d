package io.sojourn.journey.oracle;

import io.sojourn.core.segment.Operator;
import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.scan.Column;
import io.sojourn.journey.segment.Comparison;
import io.sojourn.journey.segment.Criterion;
import io.sojourn.journey.segment.Measure;
import io.sojourn.journey.segment.Timeframe;
import io.sojourn.journey.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// Draws criteria of every kind, nested.
final class SegmentDraw {

    private static final int DEPTH_MAX = 3;

    static Criterion draw(Drawing drawing) {
        return criterion(drawing, DEPTH_MAX);
    }

    private static Criterion criterion(Drawing drawing, int depth) {
        Draw draw = drawing.draw();
        if (depth > 0 && draw.upTo(2) == 0) {
            return switch (draw.option("segment", "all", "any", "not")) {
                case "all" -> new Criterion.All(criteria(drawing, depth));
                case "any" -> new Criterion.Any(criteria(drawing, depth));
                default -> new Criterion.Not(criterion(drawing, depth - 1));
            };
        }
        EventFilter events = drawing.event();
        return switch (draw.option(
                "segment",
                "has",
                "listed",
                "did",
                "did",
                "first did",
                "stopped",
                "restarted",
                "regularly",
                "sequence")) {
            case "has" -> new Criterion.Has(drawing.condition(drawing.personColumn()));
            case "listed" -> new Criterion.Listed(drawing.somePeople());
            case "did" ->
                    new Criterion.Did(
                            events, measure(drawing), comparison(draw), timeframe(drawing));
            case "first did" -> new Criterion.FirstDid(events, timeframe(drawing));
            case "stopped" -> new Criterion.Stopped(events, timeframe(drawing));
            case "restarted" ->
                    new Criterion.Restarted(events, timeframe(drawing), timeframe(drawing));
            case "regularly" -> {
                int of = 1 + draw.upTo(5);
                Period period = drawing.period();
                yield new Criterion.Regularly(
                        events, comparison(draw), period, 1 + draw.upTo(of - 1), of);
            }
            default -> sequence(drawing);
        };
    }

    private static List<Criterion> criteria(Drawing drawing, int depth) {
        List<Criterion> criteria = new ArrayList<>();
        for (int i = drawing.draw().upTo(3); i > 0; i--) {
            criteria.add(criterion(drawing, depth - 1));
        }
        return criteria;
    }

    private static Measure measure(Drawing drawing) {
        Measure.Kind kind = drawing.draw().option("measure", Measure.Kind.values());
        if (!kind.ofColumn()) {
            return switch (kind) {
                case DAYS -> Measure.DAYS;
                case VISITS -> Measure.VISITS;
                default -> Measure.COUNT;
            };
        }
        Column column = drawing.numbers();
        return column.scope().isOfPerson()
                ? Measure.of(kind, new Column(Column.Scope.EVENT, "price"))
                : Measure.of(kind, column);
    }

    private static Comparison comparison(Draw draw) {
        Operator operator =
                draw.option(
                        "comparison",
                        Operator.EQUALS,
                        Operator.NOT_EQUALS,
                        Operator.GT,
                        Operator.GTE,
                        Operator.GTE,
                        Operator.LT,
                        Operator.LTE,
                        Operator.BETWEEN);
        double value = draw.any(List.of(0.0, 1.0, 1.0, 2.0, 3.0, 10.0));
        return operator == Operator.BETWEEN
                ? new Comparison(operator, value, value + draw.upTo(3))
                : Comparison.of(operator, value);
    }

    private static Timeframe timeframe(Drawing drawing) {
        Draw draw = drawing.draw();
        return switch (draw.option(
                "timeframe", "all time", "between", "last", "ago", "since first seen")) {
            case "all time" -> new Timeframe.AllTime();
            case "between" -> new Timeframe.Between(drawing.timeRange());
            case "last" -> new Timeframe.Last(1 + draw.upTo(5), drawing.shortUnit());
            case "ago" -> {
                int to = 1 + draw.upTo(3);
                yield new Timeframe.Ago(to + 1 + draw.upTo(3), to, drawing.shortUnit());
            }
            default -> new Timeframe.SinceFirstSeen(1 + draw.upTo(4), drawing.shortUnit());
        };
    }

    private static Criterion sequence(Drawing drawing) {
        Draw draw = drawing.draw();
        List<Criterion.Part> parts = new ArrayList<>();
        int count = 1 + draw.upTo(3);
        for (int i = 0; i < count; i++) {
            boolean follows = i > 0;
            List<EventFilter> without = new ArrayList<>();
            while (follows && draw.flag("sequence without", 3)) {
                without.add(drawing.event());
            }
            OptionalLong within =
                    follows && draw.flag("sequence within", 2)
                            ? OptionalLong.of(drawing.gap())
                            : OptionalLong.empty();
            parts.add(new Criterion.Part(drawing.event(), within, without));
        }
        return new Criterion.Sequence(parts, timeframe(drawing));
    }
}
