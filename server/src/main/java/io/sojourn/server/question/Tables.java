package io.sojourn.server.question;

import io.sojourn.journey.attribution.AttributionResult;
import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.funnel.Funnel;
import io.sojourn.journey.funnel.FunnelResult;
import io.sojourn.journey.json.PeopleReportJson;
import io.sojourn.journey.retention.Retention;
import io.sojourn.journey.retention.RetentionResult;
import io.sojourn.journey.scan.Column;
import io.sojourn.journey.time.Interval;
import io.sojourn.journey.trend.Lifecycle;
import io.sojourn.journey.trend.LifecycleResult;
import io.sojourn.journey.trend.StickinessResult;
import io.sojourn.journey.trend.Trend;
import io.sojourn.journey.trend.TrendResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Answers as tables, one row per number, so that a spreadsheet can turn them as it likes.
final class Tables {

    private Tables() {}

    private static Instant time(long millis) {
        return Instant.ofEpochMilli(millis);
    }

    static Table retention(Retention question, RetentionResult result) {
        int columns = question.breakdown().columns().size();
        Table table =
                Table.of(
                        question.breakdown().columns(),
                        "cohort_from",
                        "cohort_to",
                        "column",
                        "people",
                        "incomplete");
        for (RetentionResult.Table group : result.groups()) {
            List<String> values = Table.values(group.group(), columns);
            for (int row = 0; row < group.rows().size(); row++) {
                Interval cohort = result.cohorts().get(row);
                List<RetentionResult.Cell> cells = group.rows().get(row);
                for (int column = 0; column < cells.size(); column++) {
                    table.row(
                            values,
                            time(cohort.from()),
                            time(cohort.to()),
                            column,
                            cells.get(column).people(),
                            cells.get(column).incomplete());
                }
            }
        }
        return table;
    }

    static Table funnel(Funnel question, FunnelResult result) {
        List<Column> columns =
                question.breakdown().map(Funnel.Breakdown::columns).orElse(List.of());
        Table table =
                Table.of(
                        columns,
                        "from",
                        "to",
                        "step",
                        "event",
                        "reached",
                        "reached_people",
                        "open",
                        "dropped",
                        "excluded",
                        "mean_seconds",
                        "median_seconds",
                        "p90_seconds");
        for (FunnelResult.Row row : result.rows()) {
            List<String> values = Table.values(row.group(), columns.size());
            flow(table, question, values, "", "", row.all());
            for (FunnelResult.Interval interval : row.intervals()) {
                flow(
                        table,
                        question,
                        values,
                        time(interval.from()).toString(),
                        time(interval.to()).toString(),
                        interval.flow());
            }
        }
        return table;
    }

    private static void flow(
            Table table,
            Funnel question,
            List<String> group,
            String from,
            String to,
            FunnelResult.Flow flow) {
        for (int i = 0; i < flow.steps().size(); i++) {
            FunnelResult.Step step = flow.steps().get(i);
            table.row(
                    group,
                    from,
                    to,
                    i + 1,
                    name(question.steps().get(i).filter()),
                    step.reached().count(),
                    step.reached().people(),
                    step.open().count(),
                    step.dropped().count(),
                    flow.excluded().count(),
                    step.fromPrevious().mean(),
                    step.fromPrevious().median(),
                    step.fromPrevious().p90());
        }
    }

    /// What events a filter means, by their names.
    static String name(EventFilter filter) {
        return filter.anyOf().stream()
                .map(choice -> choice.name().orElse("(any)"))
                .collect(Collectors.joining(" | "));
    }

    static Table trend(Trend question, TrendResult result) {
        Table table =
                Table.of(
                        question.breakdown().columns(),
                        "series",
                        "from",
                        "to",
                        "value",
                        "average",
                        "incomplete",
                        "period");
        lines(table, question, result, "this");
        result.previous().ifPresent(previous -> lines(table, question, previous, "previous"));
        return table;
    }

    private static void lines(Table table, Trend question, TrendResult result, String period) {
        for (TrendResult.Line line : result.lines()) {
            List<String> group = Table.values(line.group(), question.breakdown().columns().size());
            for (int i = 0; i < result.intervals().size(); i++) {
                Interval interval = result.intervals().get(i);
                table.row(
                        group,
                        line.series().isPresent()
                                ? name(question.series().get(line.series().getAsInt()).events())
                                : "(formula)",
                        time(interval.from()),
                        time(interval.to()),
                        line.values().get(i),
                        line.averages().isEmpty() ? "" : line.averages().get(i),
                        interval.incomplete(),
                        period);
            }
        }
    }

    static Table stickiness(StickinessResult result) {
        Table table = Table.of("intervals", "people");
        for (int i = 0; i < result.people().size(); i++) {
            table.row(i + 1, result.people().get(i));
        }
        return table;
    }

    static Table lifecycle(LifecycleResult result) {
        Table table = Table.of("from", "to", "state", "people", "incomplete");
        for (int i = 0; i < result.intervals().size(); i++) {
            Interval interval = result.intervals().get(i);
            for (Lifecycle.State state : Lifecycle.State.values()) {
                List<Long> people = result.people().getOrDefault(state, List.of());
                table.row(
                        time(interval.from()),
                        time(interval.to()),
                        state,
                        people.isEmpty() ? 0 : people.get(i),
                        interval.incomplete());
            }
        }
        return table;
    }

    static Table attribution(AttributionResult result) {
        Table table = Table.of("touchpoint", "conversions", "value", "people");
        for (AttributionResult.Row row : result.rows()) {
            String source =
                    switch (row.source()) {
                        case AttributionResult.Source.Touchpoint(String name) -> name;
                        case AttributionResult.Source.Rest() -> "(rest)";
                        case AttributionResult.Source.None() -> Table.NONE;
                        case AttributionResult.Source.All() -> "(all)";
                    };
            table.row(source, row.conversions(), row.value(), row.people());
        }
        return table;
    }

    static Table people(PeopleReportJson.Definition question, PeopleTable result) {
        List<String> header = new ArrayList<>(List.of("person"));
        int number = 0;
        for (PeopleReportJson.Asked column : question.columns()) {
            header.add(
                    switch (column) {
                        case PeopleReportJson.Asked.Property(Column of) -> of.key();
                        case PeopleReportJson.Asked.Segment _ -> "segment_" + number;
                        case PeopleReportJson.Asked.Count(EventFilter events, var range) ->
                                name(events);
                    });
            number++;
        }
        Table table = new Table(header);
        result.rows().forEach(row -> table.row(List.of(row.person()), row.values().toArray()));
        return table;
    }
}
