package io.sojourn.journey.people;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.journey.kit.Asks;
import io.sojourn.journey.kit.Script;
import io.sojourn.journey.kit.Terms;
import io.sojourn.journey.people.PeopleReport.ReportColumn;
import io.sojourn.journey.people.PeopleReportResult.Cell;
import io.sojourn.journey.people.PeopleReportResult.Row;
import io.sojourn.journey.people.PeopleReportResult.Total;
import io.sojourn.journey.time.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/// Reports on people as text. Every total is opened.
///
/// ```
/// ask columns=person.plan,count:buy:2025-01-06..2025-01-07,in:ann+cat sort=1 descending limit=2 offset=1
/// rows                   => ann pro 2 yes, bob - 1 no
/// totals                 => 2, 2 of 3, 2       people; of events also how many they are
/// people 1               => ann bob
/// ```
final class PeopleScript extends Script {

    private PeopleReport report = new PeopleReport(List.of(), OptionalInt.empty(), false, 100, 0);

    private PeopleScript(String histories) {
        super(histories);
    }

    static int run(List<String> lines) {
        return run(lines, PeopleScript::new);
    }

    static int run(String text) {
        return run(text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList());
    }

    @Override
    protected void ask(Terms terms) {
        List<ReportColumn> columns = new ArrayList<>();
        for (String column : terms.word("columns", "").split(",")) {
            columns.add(column(column));
        }
        report =
                new PeopleReport(
                        columns,
                        terms.has("sort")
                                ? OptionalInt.of(terms.number("sort", 0))
                                : OptionalInt.empty(),
                        terms.has("descending"),
                        terms.number("limit", 100),
                        terms.number("offset", 0));
        PeopleReportResult result = result();
        assertThat(people(OptionalInt.empty())).hasSize((int) result.people());
        for (int column = 0; column < columns.size(); column++) {
            assertThat(people(OptionalInt.of(column)))
                    .hasSize((int) result.totals().get(column).people());
        }
    }

    private ReportColumn column(String text) {
        String[] parts = text.split(":");
        return switch (parts[0]) {
            case "count" ->
                    new ReportColumn.Count(
                            Terms.filterOf(parts[1]),
                            parts.length == 2
                                    ? new Range.All()
                                    : Terms.of("range=" + parts[2]).range());
            case "in" -> new ReportColumn.Membership(named(parts[1]));
            default -> new ReportColumn.Property(Terms.columnOf(text));
        };
    }

    private PeopleReportResult result() {
        return report.ask(Asks.of(source()), context());
    }

    private List<Long> people(OptionalInt column) {
        return report.people(Asks.of(source()), context(), new PeopleCell(column)).stream()
                .boxed()
                .toList();
    }

    @Override
    protected String answer(List<String> words) {
        return switch (words.getFirst()) {
            case "rows" ->
                    result().rows().stream().map(this::text).collect(Collectors.joining(", "));
            case "totals" ->
                    result().totals().stream()
                            .map(PeopleScript::text)
                            .collect(Collectors.joining(", "));
            case "all" -> Long.toString(result().people());
            default ->
                    people(OptionalInt.of(Integer.parseInt(words.getLast()))).stream()
                            .map(this::name)
                            .collect(Collectors.joining(" "));
        };
    }

    private String text(Row row) {
        return name(row.person())
                + row.values().stream().map(cell -> " " + text(cell)).collect(Collectors.joining());
    }

    private static String text(Cell cell) {
        return switch (cell) {
            case Cell.Text text -> text.value().orElse("-");
            case Cell.Member(boolean value) -> value ? "yes" : "no";
            case Cell.Events(long count) -> Long.toString(count);
        };
    }

    private static String text(Total total) {
        return total.events() == 0
                ? Long.toString(total.people())
                : total.people() + " of " + total.events();
    }
}
