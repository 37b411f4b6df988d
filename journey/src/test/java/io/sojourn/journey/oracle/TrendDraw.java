package io.sojourn.journey.oracle;

import io.sojourn.core.segment.Operator;
import io.sojourn.journey.attribution.Attribution;
import io.sojourn.journey.group.Breakdown;
import io.sojourn.journey.people.PeopleReport;
import io.sojourn.journey.people.PeopleReport.ReportColumn;
import io.sojourn.journey.retention.Columns;
import io.sojourn.journey.retention.Retention;
import io.sojourn.journey.trend.Formula;
import io.sojourn.journey.trend.Lifecycle;
import io.sojourn.journey.trend.Measure;
import io.sojourn.journey.trend.Occurrences;
import io.sojourn.journey.trend.Series;
import io.sojourn.journey.trend.Stickiness;
import io.sojourn.journey.trend.Trend;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Draws questions about retention, trends, stickiness, lifecycle, attribution and people with every option.
final class TrendDraw {

    private TrendDraw() {}

    private static Breakdown breakdown(Drawing drawing) {
        Draw draw = drawing.draw();
        return draw.flag("breakdown", 3)
                ? new Breakdown(drawing.columns(3), draw.any(List.of(1, 2, 25)))
                : Breakdown.NONE;
    }

    static Retention retention(Drawing drawing) {
        Draw draw = drawing.draw();
        return new Retention(
                drawing.event(),
                drawing.event(),
                drawing.period(),
                draw.option("counting", Retention.Counting.values()),
                draw.flag("brackets", 4) ? brackets(draw) : each(draw),
                draw.option("cohort", Retention.Cohort.values()),
                draw.flag("minimum occurrences", 3) ? 2 + draw.upTo(1) : 1,
                breakdown(drawing),
                drawing.range(),
                draw.flag("returns after the range", 2));
    }

    private static Columns each(Draw draw) {
        return new Columns.Each(
                1 + draw.upTo(7), draw.option("criterion", Columns.Criterion.values()));
    }

    private static Columns brackets(Draw draw) {
        List<Columns.Bracket> brackets = new ArrayList<>();
        do {
            int first = draw.upTo(4);
            brackets.add(new Columns.Bracket(first, first + draw.upTo(3)));
        } while (draw.upTo(2) > 0);
        return new Columns.Brackets(brackets);
    }

    static Trend trend(Drawing drawing) {
        Draw draw = drawing.draw();
        List<Series> series = new ArrayList<>();
        do {
            series.add(new Series(drawing.event(), measure(drawing)));
        } while (series.size() < 3 && draw.flag("several series", 3));
        Optional<Formula> formula = Optional.empty();
        if (draw.flag("formula", 3)) {
            char last = (char) ('A' + series.size() - 1);
            formula =
                    Optional.of(
                            Formula.parse(
                                    draw.any(List.of("A/X", "2*(A-X)+1", "-A*X", "X/(A-1)"))
                                            .replace('X', last)));
        }
        return new Trend(
                series,
                formula,
                drawing.period(),
                drawing.range(),
                breakdown(drawing),
                draw.flag("previous period", 3),
                draw.flag("rolling average", 3) ? 2 + draw.upTo(2) : 1);
    }

    private static Measure measure(Drawing drawing) {
        return switch (drawing.draw()
                .option(
                        "measure",
                        "events",
                        "people",
                        "visits",
                        "per person",
                        "sum",
                        "mean",
                        "min",
                        "max",
                        "percentile")) {
            case "events" -> new Measure.Events();
            case "people" -> new Measure.People();
            case "visits" -> new Measure.Visits();
            case "per person" -> new Measure.EventsPerPerson();
            case "sum" -> numbers(drawing, new Measure.Statistic.Sum());
            case "mean" -> numbers(drawing, new Measure.Statistic.Mean());
            case "min" -> numbers(drawing, new Measure.Statistic.Min());
            case "max" -> numbers(drawing, new Measure.Statistic.Max());
            default ->
                    numbers(
                            drawing,
                            new Measure.Statistic.Percentile(
                                    drawing.draw().any(List.of(0.0, 50.0, 90.0, 99.9, 100.0))));
        };
    }

    private static Measure numbers(Drawing drawing, Measure.Statistic statistic) {
        return new Measure.OfNumbers(drawing.numbers(), statistic);
    }

    static Stickiness stickiness(Drawing drawing) {
        Draw draw = drawing.draw();
        Operator operator =
                draw.option(
                        "occurrences",
                        Operator.GTE,
                        Operator.EQUALS,
                        Operator.GT,
                        Operator.LT,
                        Operator.LTE);
        return new Stickiness(
                drawing.event(),
                drawing.period(),
                drawing.range(),
                new Occurrences(operator, 1 + draw.upTo(2)),
                draw.flag("cumulative", 2));
    }

    static Lifecycle lifecycle(Drawing drawing) {
        return new Lifecycle(drawing.event(), drawing.period(), drawing.range());
    }

    static Attribution attribution(Drawing drawing) {
        Draw draw = drawing.draw();
        return new Attribution(
                drawing.event(),
                drawing.column(),
                drawing.event(),
                draw.flag("look-back", 2) ? OptionalLong.of(drawing.gap()) : OptionalLong.empty(),
                draw.option("model", Attribution.Model.values()),
                draw.flag("value of conversions", 2)
                        ? Optional.of(drawing.numbers())
                        : Optional.empty(),
                drawing.range(),
                draw.any(List.of(1, 2, 25)));
    }

    static PeopleReport report(Drawing drawing) {
        Draw draw = drawing.draw();
        List<ReportColumn> columns = new ArrayList<>();
        for (int i = draw.upTo(3); i >= 0; i--) {
            columns.add(
                    switch (draw.option("report column", "property", "membership", "count")) {
                        case "property" -> new ReportColumn.Property(drawing.personColumn());
                        case "membership" -> new ReportColumn.Membership(drawing.somePeople());
                        default -> new ReportColumn.Count(drawing.event(), drawing.range());
                    });
        }
        return new PeopleReport(
                columns,
                draw.flag("sorted by number of the person", 4)
                        ? OptionalInt.empty()
                        : OptionalInt.of(draw.upTo(columns.size() - 1)),
                draw.flag("descending", 2),
                draw.any(List.of(1, 3, 1_000)),
                draw.any(List.of(0, 0, 2)));
    }
}
