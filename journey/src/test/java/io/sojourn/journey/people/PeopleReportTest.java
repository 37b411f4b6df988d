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
import java.util.Collections;
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

    @Test
    void anEventCountsInEveryColumnThatItBelongsTo() {
        assertThat(
                        PeopleScript.run(
                                """
                                ann  buy@1h  buy@25h  pay@2h
                                ask columns=count:buy,count:buy|pay,count:pay
                                rows => ann 2 3 1
                                totals => 1 of 2, 1 of 3, 1 of 1
                                """))
                .isEqualTo(2);
    }

    @Test
    void aReportHasUpToFiftyColumns() {
        ReportColumn column = new ReportColumn.Property(new Column(Column.Scope.PERSON, "age"));
        assertThat(columns(column, PeopleReport.COLUMNS_MAX).columns()).hasSize(50);
        assertThatThrownBy(() -> columns(column, PeopleReport.COLUMNS_MAX + 1))
                .isInstanceOf(ProblemException.class)
                .hasMessage("columns: at most 50, got 51");
    }

    private static PeopleReport columns(ReportColumn column, int count) {
        return new PeopleReport(
                Collections.nCopies(count, column), OptionalInt.empty(), false, 1, 0);
    }

    @Test
    void aTotalThatIsNotThereCannotBeOpened() {
        HistorySource source = Histories.source("ann[age=9]\n", 0);
        Context context = Asks.asOf(Long.MAX_VALUE, Calendar.UTC);
        PeopleReport report = report(0, 1, 0);
        for (int column : new int[] {-1, 1}) {
            PeopleCell cell = new PeopleCell(OptionalInt.of(column));
            assertThatThrownBy(() -> report.people(Asks.of(source), context, cell))
                    .isInstanceOf(ProblemException.class)
                    .hasMessage("column: there is no column " + column);
        }
    }

    @Test
    void everyRowIsMemoryOfTheQuestion() {
        StringBuilder people = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            people.append('p').append(i).append("[age=9]\n");
        }
        HistorySource source = Histories.source(people.toString(), 0);
        // While they are found 120 bytes and 8 a value, then 72 and the text of it.
        assertThat(isAnswered(source, 100 * 128 - 1)).isFalse();
        assertThat(isAnswered(source, 100 * (128 + 72 + 1) - 1)).isFalse();
        assertThat(isAnswered(source, 100 * (128 + 72 + 1))).isTrue();
    }

    private static boolean isAnswered(HistorySource source, long bytes) {
        try {
            report(0, 100, 0)
                    .ask(Asks.within(bytes, source), Asks.asOf(Long.MAX_VALUE, Calendar.UTC));
            return true;
        } catch (ProblemException e) {
            assertThat(e).hasMessageContaining("fewer rows");
            return false;
        }
    }
}
