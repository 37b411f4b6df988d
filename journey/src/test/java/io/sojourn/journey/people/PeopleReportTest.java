package io.sojourn.journey.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sojourn.core.problem.ProblemException;
import io.sojourn.journey.Context;
import io.sojourn.journey.kit.Asks;
import io.sojourn.journey.kit.Histories;
import io.sojourn.journey.kit.HistorySource;
import io.sojourn.journey.people.PeopleReport.ReportColumn;
import io.sojourn.journey.scan.Asking;
import io.sojourn.journey.scan.Column;
import io.sojourn.journey.scan.Runner;
import io.sojourn.journey.scan.Stop;
import io.sojourn.journey.time.Calendar;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class PeopleReportTest {

    @Test
    void numbersComeBeforeOtherTextsAndNothingComesLastEitherWay() {
        assertThat(
                        PeopleScript.run(
                                """
                                ann[age=9]
                                bob[age=old]
                                cat
                                dan[age=10]
                                eve[age=9.0]
                                fay[age=Old]
                                ask columns=person.age sort=0
                                rows => ann 9, eve 9.0, dan 10, fay Old, bob old, cat -
                                ask columns=person.age sort=0 descending
                                rows => bob old, fay Old, dan 10, ann 9, eve 9.0, cat -
                                ask columns=person.age sort=0 descending limit=2 offset=1
                                rows => fay Old, dan 10
                                totals => 5
                                all => 6
                                ask columns=person.age limit=0
                                rows =>
                                totals => 5
                                """))
                .isEqualTo(7);
    }

    @Test
    void whatCannotBeAskedIsRefusedByName() {
        assertThatThrownBy(() -> report(0, PeopleReport.ROWS_MAX, 1))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("limit: limit and offset together at most 1000000");
        assertThat(report(0, PeopleReport.ROWS_MAX, 0).limit()).isEqualTo(PeopleReport.ROWS_MAX);
        assertThatThrownBy(() -> report(1, 1, 0))
                .isInstanceOf(ProblemException.class)
                .hasMessage("sort: there is no column 1");
        assertThatThrownBy(
                        () -> new ReportColumn.Property(new Column(Column.Scope.EVENT, "browser")))
                .isInstanceOf(ProblemException.class)
                .hasMessage("columns: browser is no property of people");
    }

    private static PeopleReport report(int sort, int limit, int offset) {
        return new PeopleReport(
                List.of(new ReportColumn.Property(new Column(Column.Scope.PERSON, "age"))),
                OptionalInt.of(sort),
                false,
                limit,
                offset);
    }

    @Test
    void theRowsOfTheAnswerAreMemoryOfTheQuestion() {
        HistorySource source = Histories.source("ann[age=" + "9".repeat(5_000) + "]\n", 0);
        PeopleReport report = report(0, 10, 0);
        Context context = Asks.asOf(Long.MAX_VALUE, Calendar.UTC);
        assertThat(report.ask(Asks.of(source), context).rows()).hasSize(1);
        try (Runner runner = new Runner(1)) {
            Stop stop = new Stop(System.nanoTime() + Long.MAX_VALUE / 2, 5_000);
            assertThatThrownBy(() -> report.ask(new Asking(runner, source, stop), context))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("fewer rows");
        }
    }
}
