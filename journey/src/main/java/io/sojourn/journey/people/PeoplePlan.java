package io.sojourn.journey.people;

import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.journey.Context;
import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.people.PeopleReport.ReportColumn;
import io.sojourn.journey.scan.Column;
import io.sojourn.journey.scan.JourneyScan;
import io.sojourn.journey.scan.PersonSet;
import io.sojourn.journey.time.Range;
import java.util.List;

/// A report on people as its fold reads it.
final class PeoplePlan {

    final PeopleReport report;
    final JourneyScan scan;

    /// Of each column that counts events its condition, of each property its column of the scan.
    private final int[] number;

    PeoplePlan(PeopleReport report, Context context) {
        this.report = report;
        JourneyScan.Builder builder = context.scan().everyone();
        List<ReportColumn> columns = report.columns();
        number = new int[columns.size()];
        for (int i = 0; i < number.length; i++) {
            number[i] =
                    switch (columns.get(i)) {
                        case ReportColumn.Property(Column column) -> builder.column(column);
                        case ReportColumn.Membership(PersonSet members) -> -1;
                        case ReportColumn.Count(EventFilter events, Range range) ->
                                builder.condition(
                                        events, range.resolve(context.calendar(), context.asOf()));
                    };
        }
        scan = builder.build();
    }

    int columns() {
        return number.length;
    }

    int number(int column) {
        return number[column];
    }

    ReportColumn column(int column) {
        return report.columns().get(column);
    }

    void check(PeopleCell cell) {
        cell.column()
                .ifPresent(
                        column -> {
                            if (column < 0 || column >= number.length) {
                                throw new ProblemException(
                                        Problem.invalid("column", "there is no column " + column));
                            }
                        });
    }
}
