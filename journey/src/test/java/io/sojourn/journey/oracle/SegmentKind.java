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
final class SegmentKind {

    private static final int DEPTH_MAX = 3;

    Criterion draw(Asking asking) {
        return criterion(asking, DEPTH_MAX);
    }

    private Criterion criterion(Asking asking, int depth) {
        Draw draw = asking.draw();
        if (depth > 0 && draw.upTo(2) == 0) {
            return switch (draw.option("segment", "all", "any", "not")) {
                case "all" -> new Criterion.All(criteria(asking, depth));
                case "any" -> new Criterion.Any(criteria(asking, depth));
                default -> new Criterion.Not(criterion(asking, depth - 1));
            };
        }
        EventFilter events = asking.event();
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
            case "has" -> new Criterion.Has(asking.condition(asking.personColumn()));
            case "listed" -> new Criterion.Listed(asking.somePeople());
            case "did" ->
                    new Criterion.Did(
                            events, measure(asking), comparison(draw), timeframe(asking));
            case "first did" -> new Criterion.FirstDid(events, timeframe(asking));
            case "stopped" -> new Criterion.Stopped(events, timeframe(asking));
            case "restarted" ->
                    new Criterion.Restarted(events, timeframe(asking), timeframe(asking));
            case "regularly" -> {
                int of = 1 + draw.upTo(5);
                Period period = asking.period();
                yield new Criterion.Regularly(
                        events, comparison(draw), period, 1 + draw.upTo(of - 1), of);
            }
            default -> sequence(asking);
        };
    }

    private List<Criterion> criteria(Asking asking, int depth) {
        List<Criterion> criteria = new ArrayList<>();
        for (int i = asking.draw().upTo(3); i > 0; i--) {
            criteria.add(criterion(asking, depth - 1));
        }
        return criteria;
    }

    private static Measure measure(Asking asking) {
        Measure.Kind kind = asking.draw().option("measure", Measure.Kind.values());
        if (!kind.ofColumn()) {
            return switch (kind) {
                case DAYS -> Measure.DAYS;
                case VISITS -> Measure.VISITS;
                default -> Measure.COUNT;
            };
        }
        Column column = asking.numbers();
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

    private static Timeframe timeframe(Asking asking) {
        Draw draw = asking.draw();
        return switch (draw.option(
                "timeframe", "all time", "between", "last", "ago", "since first seen")) {
            case "all time" -> new Timeframe.AllTime();
            case "between" -> new Timeframe.Between(asking.timeRange());
            case "last" -> new Timeframe.Last(1 + draw.upTo(5), asking.shortUnit());
            case "ago" -> {
                int to = 1 + draw.upTo(3);
                yield new Timeframe.Ago(to + 1 + draw.upTo(3), to, asking.shortUnit());
            }
            default -> new Timeframe.SinceFirstSeen(1 + draw.upTo(4), asking.shortUnit());
        };
    }

    private static Criterion sequence(Asking asking) {
        Draw draw = asking.draw();
        List<Criterion.Part> parts = new ArrayList<>();
        int count = 1 + draw.upTo(3);
        for (int i = 0; i < count; i++) {
            boolean follows = i > 0;
            List<EventFilter> without = new ArrayList<>();
            while (follows && draw.flag("sequence without", 3)) {
                without.add(asking.event());
            }
            OptionalLong within =
                    follows && draw.flag("sequence within", 2)
                            ? OptionalLong.of(asking.gap())
                            : OptionalLong.empty();
            parts.add(new Criterion.Part(asking.event(), within, without));
        }
        return new Criterion.Sequence(parts, timeframe(asking));
    }
}
