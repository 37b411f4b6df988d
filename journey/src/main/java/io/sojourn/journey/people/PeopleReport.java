package io.sojourn.journey.people;

import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.journey.Context;
import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.scan.Asking;
import io.sojourn.journey.scan.Column;
import io.sojourn.journey.scan.PersonSet;
import io.sojourn.journey.time.Range;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// People as a table.
///
/// @param sort column, empty = by number of the person
/// @param descending people without a value come last either way
/// @param offset rows left out at the beginning
public record PeopleReport(
        List<ReportColumn> columns, OptionalInt sort, boolean descending, int limit, int offset) {

    public static final int COLUMNS_MAX = 50;
    public static final int ROWS_MAX = 1_000_000;

    public sealed interface ReportColumn {

        /// @param column of a person's scope
        record Property(Column column) implements ReportColumn {
            public Property {
                if (!column.scope().isOfPerson()) {
                    throw new ProblemException(
                            Problem.invalid("columns", column.key() + " is no property of people"));
                }
            }
        }

        /// Whether the person belongs to a set.
        record Membership(PersonSet members) implements ReportColumn {}

        /// How many events the person has.
        record Count(EventFilter events, Range range) implements ReportColumn {}
    }

    public PeopleReport {
        columns = List.copyOf(columns);
        if (columns.size() > COLUMNS_MAX) {
            throw new ProblemException(
                    Problem.invalid(
                            "columns", "at most " + COLUMNS_MAX + ", got " + columns.size()));
        }
        if (sort.isPresent() && (sort.getAsInt() < 0 || sort.getAsInt() >= columns.size())) {
            throw new ProblemException(
                    Problem.invalid("sort", "there is no column " + sort.getAsInt()));
        }
        if (limit < 0 || offset < 0 || (long) limit + offset > ROWS_MAX) {
            throw new ProblemException(
                    Problem.invalid(
                            "limit",
                            "limit and offset together at most "
                                    + ROWS_MAX
                                    + ", got "
                                    + limit
                                    + " and "
                                    + offset));
        }
    }

    public PeopleReportResult ask(Asking asking, Context context) {
        return asking.run(
                new PeopleAnalysis<>(
                        new PeoplePlan(this, context), Optional.empty(), PeopleFold::result));
    }

    /// The people behind a total of the answer.
    public PersonSet people(Asking asking, Context context, PeopleCell cell) {
        PeoplePlan plan = new PeoplePlan(this, context);
        plan.check(cell);
        return asking.run(new PeopleAnalysis<>(plan, Optional.of(cell), PeopleFold::picked));
    }
}
