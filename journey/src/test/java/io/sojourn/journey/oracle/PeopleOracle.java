package io.sojourn.journey.oracle;

import io.sojourn.core.value.Value;
import io.sojourn.journey.Context;
import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.kit.Journey;
import io.sojourn.journey.people.PeopleReport;
import io.sojourn.journey.people.PeopleReport.ReportColumn;
import io.sojourn.journey.people.PeopleReportResult;
import io.sojourn.journey.people.PeopleReportResult.Cell;
import io.sojourn.journey.people.PeopleReportResult.Row;
import io.sojourn.journey.people.PeopleReportResult.Total;
import io.sojourn.journey.scan.Column;
import io.sojourn.journey.scan.PersonSet;
import io.sojourn.journey.time.Range;
import io.sojourn.journey.time.TimeRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// People as a table: all rows are made, sorted and cut.
public final class PeopleOracle {

    private PeopleOracle() {}

    public static PeopleReportResult answer(
            List<Journey> journeys, PeopleReport question, Context context) {
        List<Row> rows = new ArrayList<>();
        for (SeenPerson person : SeenPerson.all(journeys, context)) {
            rows.add(
                    new Row(
                            person.person(),
                            question.columns().stream()
                                    .map(column -> cell(person, column, context))
                                    .toList()));
        }
        List<Total> totals = new ArrayList<>();
        for (int i = 0; i < question.columns().size(); i++) {
            totals.add(total(rows, i));
        }
        if (question.sort().isPresent()) {
            int sort = question.sort().getAsInt();
            rows.sort(
                    (one, other) ->
                            compare(
                                    one.values().get(sort),
                                    other.values().get(sort),
                                    question.descending()));
        } else if (question.descending()) {
            rows.sort(Comparator.comparingLong((Row row) -> -row.person()));
        }
        return new PeopleReportResult(
                rows.size(),
                rows.stream().skip(question.offset()).limit(question.limit()).toList(),
                totals);
    }

    private static Cell cell(SeenPerson person, ReportColumn column, Context context) {
        return switch (column) {
            case ReportColumn.Property(Column property) -> new Cell.Text(person.value(property));
            case ReportColumn.Membership(PersonSet members) ->
                    new Cell.Member(members.contains(person.person()));
            case ReportColumn.Count(EventFilter events, Range range) -> {
                TimeRange in = range.resolve(context.calendar(), context.asOf());
                yield new Cell.Events(
                        person.matching(events).stream()
                                .filter(event -> in.contains(person.time(event)))
                                .count());
            }
        };
    }

    private static Total total(List<Row> rows, int column) {
        long people = 0;
        long events = 0;
        for (Row row : rows) {
            switch (row.values().get(column)) {
                case Cell.Text(Optional<String> value) -> people += value.isPresent() ? 1 : 0;
                case Cell.Member(boolean member) -> people += member ? 1 : 0;
                case Cell.Events(long count) -> {
                    people += count > 0 ? 1 : 0;
                    events += count;
                }
            }
        }
        return new Total(people, events);
    }

    /// Numbers before other texts, no value last either way.
    private static int compare(Cell one, Cell other, boolean descending) {
        if (isMissing(one) || isMissing(other)) {
            return Boolean.compare(isMissing(one), isMissing(other));
        }
        int order =
                switch (one) {
                    case Cell.Text(Optional<String> value) ->
                            texts(value.orElseThrow(), ((Cell.Text) other).value().orElseThrow());
                    case Cell.Member(boolean member) ->
                            Boolean.compare(member, ((Cell.Member) other).value());
                    case Cell.Events(long count) ->
                            Long.compare(count, ((Cell.Events) other).count());
                };
        return descending ? -order : order;
    }

    private static boolean isMissing(Cell cell) {
        return cell instanceof Cell.Text(Optional<String> value) && value.isEmpty();
    }

    private static int texts(String one, String other) {
        double number = Value.string(one).number();
        double otherNumber = Value.string(other).number();
        if (Double.isNaN(number) != Double.isNaN(otherNumber)) {
            return Double.isNaN(number) ? 1 : -1;
        }
        return Double.isNaN(number) ? one.compareTo(other) : Double.compare(number, otherNumber);
    }
}
