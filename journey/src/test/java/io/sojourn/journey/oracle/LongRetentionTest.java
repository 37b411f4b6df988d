package io.sojourn.journey.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sojourn.core.problem.ProblemException;
import io.sojourn.journey.Context;
import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.group.Breakdown;
import io.sojourn.journey.kit.Asks;
import io.sojourn.journey.kit.Histories;
import io.sojourn.journey.kit.HistorySource;
import io.sojourn.journey.retention.Columns;
import io.sojourn.journey.retention.Columns.Bracket;
import io.sojourn.journey.retention.Columns.Criterion;
import io.sojourn.journey.retention.Retention;
import io.sojourn.journey.retention.Retention.Cohort;
import io.sojourn.journey.retention.Retention.Counting;
import io.sojourn.journey.scan.Column;
import io.sojourn.journey.time.Calendar;
import io.sojourn.journey.time.Period;
import io.sojourn.journey.time.Range;
import io.sojourn.journey.time.TimeRange;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Retention over more days, returns and groups than drawn histories have, against the oracle.
class LongRetentionTest {

    private static final long DAY = 86_400_000;
    private static final long BASE = 20_000 * DAY;
    private static final HistorySource SOURCE = source();
    private static final Context CONTEXT = Asks.asOf(BASE + 95 * DAY, Calendar.UTC);

    /// Two who act every few hours, at midnights too, for a hundred days and in many groups.
    private static HistorySource source() {
        StringBuilder text = new StringBuilder();
        for (int person = 0; person < 2; person++) {
            text.append('p').append(person).append("[plan=").append(person).append(']');
            for (int i = 0; i < 130; i++) {
                int hours = person * 37 + i * (12 + 3 * person);
                text.append(i % 3 == person ? " a@" : " b@").append(hours).append("h{g=");
                text.append(i % 40).append('}');
            }
            text.append('\n');
        }
        return Histories.source(text.toString(), BASE);
    }

    private static Retention retention(
            Columns columns, Counting counting, Cohort cohort, int occurrences, int days) {
        return new Retention(
                EventFilter.named("a"),
                EventFilter.named("b"),
                Period.DAILY,
                counting,
                columns,
                cohort,
                occurrences,
                Breakdown.NONE,
                range(days),
                days < 60);
    }

    private static Range range(int days) {
        return new Range.Between(new TimeRange(BASE + 2 * DAY, BASE + (2 + days) * DAY));
    }

    private static Retention by(Retention of, Breakdown breakdown) {
        return new Retention(
                of.start(),
                of.returning(),
                of.period(),
                of.counting(),
                of.columns(),
                of.cohort(),
                of.occurrencesMin(),
                breakdown,
                of.range(),
                of.returnsAfterRange());
    }

    private static void agrees(Retention question) {
        for (Folds folds : new Folds[] {Folds.PLAIN, new Folds(1, true)}) {
            assertThat(
                            Differences.first(
                                    RetentionOracle.answer(SOURCE.journeys(), question, CONTEXT),
                                    folds.ask(SOURCE, asking -> question.ask(asking, CONTEXT))))
                    .as("%s", question)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Cohort.class)
    void everyWayOfCountingAgreesOverManyPeriods(Cohort cohort) {
        for (Criterion criterion : Criterion.values()) {
            agrees(retention(new Columns.Each(70, criterion), Counting.CALENDAR, cohort, 1, 70));
            agrees(retention(new Columns.Each(8, criterion), Counting.CALENDAR, cohort, 1, 20));
            agrees(retention(new Columns.Each(64, criterion), Counting.CALENDAR, cohort, 1, 12));
            agrees(retention(new Columns.Each(6, criterion), Counting.ROLLING, cohort, 2, 70));
            agrees(retention(new Columns.Each(6, criterion), Counting.CALENDAR, cohort, 3, 40));
        }
        Columns brackets =
                new Columns.Brackets(
                        List.of(new Bracket(0, 0), new Bracket(1, 3), new Bracket(2, 90)));
        agrees(retention(brackets, Counting.CALENDAR, cohort, 3, 80));
        agrees(retention(brackets, Counting.CALENDAR, cohort, 1, 30));
        agrees(retention(brackets, Counting.ROLLING, cohort, 1, 40));
    }

    @Test
    void groupsAgreeWhetherAllAreNamedOrTheLargest() {
        Column event = new Column(Column.Scope.EVENT, "g");
        Column person = new Column(Column.Scope.PERSON, "plan");
        Retention daily =
                retention(
                        new Columns.Each(4, Criterion.ON),
                        Counting.CALENDAR,
                        Cohort.RECURRING,
                        1,
                        30);
        for (int top : new int[] {1, 2, 3, 40}) {
            agrees(by(daily, new Breakdown(List.of(event), top)));
            agrees(by(daily, new Breakdown(List.of(person), top)));
        }
        agrees(by(daily, new Breakdown(List.of(event, person), 100)));
    }

    @Test
    void everyGroupIsMemoryOfTheQuestion() {
        Retention daily =
                retention(
                        new Columns.Each(4, Criterion.ON),
                        Counting.CALENDAR,
                        Cohort.FIRST_EVER,
                        1,
                        30);
        // 24 bytes a group, 30 cohorts of 4 cells of 8 bytes, 30 of 8 patterns of 4; in a part and
        // where parts are merged.
        long bytes = 2 * (24 + 30 * 4 * 8 + 30 * 8 * 4);
        HistorySource one = Histories.source("ann a@3d b@4d", BASE);
        assertThat(daily.ask(Asks.within(bytes, one), CONTEXT).groups()).hasSize(1);
        for (long less : new long[] {bytes - 1, bytes / 2 - 1, 24 + 30 * 4 * 8 - 1, 23}) {
            assertThatThrownBy(() -> daily.ask(Asks.within(less, one), CONTEXT))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("longer intervals");
        }
    }

    @Test
    void whatIsJustNotTooMuchIsAsked() {
        assertThat(new Bracket(0, Bracket.PERIOD_MAX).last()).isEqualTo(10_000);
        assertThatThrownBy(() -> new Bracket(0, Bracket.PERIOD_MAX + 1))
                .isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> new Bracket(-1, 1)).isInstanceOf(ProblemException.class);
        assertThat(brackets(399).count()).isEqualTo(400);
        assertThatThrownBy(() -> brackets(400)).isInstanceOf(ProblemException.class);
        Columns each = new Columns.Each(2, Criterion.ON);
        assertThat(retention(each, Counting.CALENDAR, Cohort.RECURRING, 10_000, 5).occurrencesMin())
                .isEqualTo(Retention.OCCURRENCES_MAX);
        for (int occurrences : new int[] {0, 10_001}) {
            assertThatThrownBy(
                            () ->
                                    retention(
                                            each,
                                            Counting.CALENDAR,
                                            Cohort.RECURRING,
                                            occurrences,
                                            5))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("occurrencesMin");
        }
    }

    private static Columns brackets(int count) {
        return new Columns.Brackets(Collections.nCopies(count, new Bracket(1, 1)));
    }
}
