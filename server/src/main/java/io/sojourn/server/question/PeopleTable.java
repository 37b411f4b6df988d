package io.sojourn.server.question;

import io.sojourn.journey.people.PeopleReportResult;
import io.sojourn.journey.people.PeopleReportResult.Cell;
import java.util.ArrayList;
import java.util.List;

/// A report about people as it is answered: persons by their number as a text, cells as plain values.
///
/// @param people all that the report is about
public record PeopleTable(long people, List<Row> rows, List<PeopleReportResult.Total> totals) {

    /// @param values texts that may be absent, whether the person belongs to a segment, counts of events
    public record Row(String person, List<Object> values) {
        public Row {
            values = List.copyOf(values);
        }
    }

    public PeopleTable {
        rows = List.copyOf(rows);
        totals = List.copyOf(totals);
    }

    static PeopleTable of(PeopleReportResult result) {
        List<Row> rows = new ArrayList<>();
        for (PeopleReportResult.Row row : result.rows()) {
            rows.add(
                    new Row(
                            Long.toString(row.person()),
                            row.values().stream().map(PeopleTable::plain).toList()));
        }
        return new PeopleTable(result.people(), rows, result.totals());
    }

    private static Object plain(Cell cell) {
        return switch (cell) {
            case Cell.Text(var value) -> value;
            case Cell.Member(boolean value) -> value;
            case Cell.Events(long count) -> count;
        };
    }
}
