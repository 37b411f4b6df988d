package io.sojourn.journey.people;

import java.util.List;
import java.util.Optional;

/// @param people all that the report is about, whatever the limit
/// @param totals one per column
public record PeopleReportResult(long people, List<Row> rows, List<Total> totals) {

    public PeopleReportResult {
        rows = List.copyOf(rows);
        totals = List.copyOf(totals);
    }

    /// @param values one per column
    public record Row(long person, List<Cell> values) {
        public Row {
            values = List.copyOf(values);
        }
    }

    public sealed interface Cell {
        record Text(Optional<String> value) implements Cell {}

        record Member(boolean value) implements Cell {}

        record Events(long count) implements Cell {}
    }

    /// @param people who have the property, belong to the set, have an event
    /// @param events of a column that counts events, else 0
    public record Total(long people, long events) {}
}
