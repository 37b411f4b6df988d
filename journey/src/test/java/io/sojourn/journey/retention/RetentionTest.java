package io.sojourn.journey.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sojourn.core.problem.ProblemException;
import io.sojourn.journey.Context;
import io.sojourn.journey.Group;
import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.group.Breakdown;
import io.sojourn.journey.kit.Asks;
import io.sojourn.journey.kit.Histories;
import io.sojourn.journey.kit.HistorySource;
import io.sojourn.journey.kit.Terms;
import io.sojourn.journey.retention.Columns.Bracket;
import io.sojourn.journey.retention.Columns.Criterion;
import io.sojourn.journey.retention.Retention.Cohort;
import io.sojourn.journey.retention.Retention.Counting;
import io.sojourn.journey.retention.RetentionResult.Cell;
import io.sojourn.journey.scan.PersonSet;
import io.sojourn.journey.time.Calendar;
import io.sojourn.journey.time.Period;
import io.sojourn.journey.time.Range;
import io.sojourn.journey.time.TimeRange;
import io.sojourn.journey.time.Unit;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RetentionTest {

    private static final long DAY = 86_400_000;
    private static final int COLUMNS = 6;
    private static final long SEED = Long.getLong("seed", 4);

    private static final Context CONTEXT = Asks.asOf(Terms.BASE + 9 * DAY, Calendar.UTC);

    private static HistorySource someone() {
        return Histories.source("ann  a@0s  b@1d", Terms.BASE);
    }

    private static Retention retention(Columns columns, Cohort cohort, boolean later) {
        return new Retention(
                EventFilter.named("a"),
                EventFilter.named("b"),
                Period.DAILY,
                Counting.CALENDAR,
                columns,
                cohort,
                1,
                Breakdown.NONE,
                new Range.Between(
                        new TimeRange(Terms.BASE + DAY / 2, Terms.BASE + 5 * DAY + DAY / 2)),
                later);
    }

    /// Brackets of one period each are answered by another fold than single periods.
    @ParameterizedTest
    @EnumSource(Cohort.class)
    void singlePeriodsAreBracketsOfOnePeriod(Cohort cohort) {
        Random random = new Random(SEED);
        for (int round = 0; round < 40; round++) {
            HistorySource source = random(random);
            boolean later = random.nextBoolean();
            Columns brackets =
                    new Columns.Brackets(
                            IntStream.range(1, COLUMNS).mapToObj(j -> new Bracket(j, j)).toList());
            Columns after =
                    new Columns.Brackets(
                            IntStream.range(1, COLUMNS)
                                    .mapToObj(j -> new Bracket(j, Bracket.PERIOD_MAX))
                                    .toList());
            assertThat(people(source, new Columns.Each(COLUMNS, Criterion.ON), cohort, later))
                    .as("seed " + SEED + " round " + round)
                    .isEqualTo(people(source, brackets, cohort, later));
            assertThat(
                            people(
                                    source,
                                    new Columns.Each(COLUMNS, Criterion.ON_OR_AFTER),
                                    cohort,
                                    later))
                    .as("seed " + SEED + " round " + round)
                    .isEqualTo(people(source, after, cohort, later));
        }
    }

    private static List<List<Long>> people(
            HistorySource source, Columns columns, Cohort cohort, boolean later) {
        Retention retention = retention(columns, cohort, later);
        RetentionScript.everyCellOpensItsPeople(retention, CONTEXT, source);
        return retention.ask(Asks.of(source), CONTEXT).groups().getFirst().rows().stream()
                .map(row -> row.stream().map(Cell::people).toList())
                .toList();
    }

    private static HistorySource random(Random random) {
        StringBuilder text = new StringBuilder();
        for (int person = 0; person < 5; person++) {
            text.append("p").append(person);
            for (int event = random.nextInt(8); event > 0; event--) {
                text.append(
                        String.format(
                                Locale.ROOT,
                                "  %s@%dh",
                                random.nextBoolean() ? "a" : "b",
                                random.nextInt(220)));
            }
            text.append('\n');
        }
        return Histories.source(text.toString(), Terms.BASE);
    }

    @Test
    void aDayOfTwentyFiveHoursIsOneDay() {
        Calendar berlin = new Calendar(ZoneId.of("Europe/Berlin"), DayOfWeek.MONDAY);
        // The clock goes back on 2025-10-26; both events are local 00:30, 25 hours apart.
        HistorySource source = Histories.source("ann  a@22h30m  b@1d23h30m", 1_761_350_400_000L);
        Retention retention =
                Retention.of(
                        EventFilter.named("a"),
                        EventFilter.named("b"),
                        Period.DAILY,
                        new Columns.Each(3, Criterion.ON),
                        Cohort.RECURRING,
                        new Range.All());
        Context context = Asks.asOf(1_761_350_400_000L + 5 * DAY, berlin);
        assertThat(retention.ask(Asks.of(source), context).groups().getFirst().rows().getFirst())
                .extracting(Cell::people)
                .containsExactly(1L, 1L, 0L);
    }

    @Test
    void aPeriodIsCompleteInItsLastMillisecond() {
        for (String kind : new String[] {"", " rolling"}) {
            String ask =
                    "ask start=a return=b period=day columns=2 range=2025-01-06..2025-01-06 later"
                            + kind;
            // A rolling day of whoever starts last in the day ends one day later.
            String last = kind.isEmpty() ? "1d23h59m59s" : "2d23h59m59s";
            assertThat(
                            RetentionScript.run(
                                    List.of(
                                            "ann  a@0s  b@1d",
                                            ask + " asof=" + last + "999ms",
                                            "2025-01-06 => 1 1",
                                            ask + " asof=1d23h59m59s997ms",
                                            "2025-01-06 => 1 1*")))
                    .isEqualTo(2);
        }
        Retention later = retention(new Columns.Each(2, Criterion.ON), Cohort.FIRST_EVER, true);
        HistorySource source = Histories.source("ann  a@1d  b@2d", Terms.BASE);
        Context ever = Asks.asOf(Long.MAX_VALUE, Calendar.UTC);
        assertThat(later.ask(Asks.of(source), ever).groups().getFirst().rows().get(1))
                .containsExactly(new Cell(1, false), new Cell(1, false));
    }

    @Test
    void onlyThePeopleAskedAboutCount() {
        HistorySource source = Histories.source("ann  a@1d  b@2d\nbob  a@1d", Terms.BASE);
        Retention retention = retention(new Columns.Each(2, Criterion.ON), Cohort.RECURRING, false);
        RetentionResult result = retention.ask(Asks.of(source), CONTEXT.among(PersonSet.of(2)));
        assertThat(result.groups().getFirst().rows().get(1))
                .extracting(Cell::people)
                .containsExactly(1L, 0L);
    }

    @Test
    void nobodyAtAllIsATableOfNothing() {
        Retention retention =
                Retention.of(
                        EventFilter.named("x"),
                        EventFilter.named("y"),
                        Period.DAILY,
                        new Columns.Each(3, Criterion.ON),
                        Cohort.RECURRING,
                        new Range.All());
        RetentionResult result = retention.ask(Asks.of(someone()), CONTEXT);
        assertThat(result.cohorts()).isEmpty();
        assertThat(result.groups().getFirst().people()).isZero();
        assertThat(result.groups().getFirst().average().getFirst().share()).isEmpty();
    }

    @Test
    void manyColumnsTakeSeveralWords() {
        HistorySource source = Histories.source("ann  a@0s  b@64d  b@100d", Terms.BASE);
        Retention retention =
                Retention.of(
                        EventFilter.named("a"),
                        EventFilter.named("b"),
                        Period.DAILY,
                        new Columns.Each(Columns.COUNT_MAX, Criterion.ON),
                        Cohort.FIRST_EVER,
                        new Range.Between(new TimeRange(Terms.BASE, Terms.BASE + 100 * DAY + DAY)));
        Context context = Asks.asOf(Terms.BASE + 400 * DAY, Calendar.UTC);
        List<Cell> row =
                retention.ask(Asks.of(source), context).groups().getFirst().rows().getFirst();
        assertThat(IntStream.range(0, row.size()).filter(j -> row.get(j).people() > 0))
                .containsExactly(0, 64, 100);
    }

    @Test
    void whatCannotBeAskedIsRefusedByName() {
        assertThatThrownBy(() -> new Columns.Each(Columns.COUNT_MAX + 1, Criterion.ON))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("columns: between 1 and 400, got 401");
        assertThatThrownBy(() -> new Bracket(2, 1))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("brackets");
        assertThatThrownBy(
                        () ->
                                Retention.of(
                                        EventFilter.ANY,
                                        EventFilter.ANY,
                                        new Period(Unit.MINUTE, 1),
                                        new Columns.Each(1, Criterion.ON),
                                        Cohort.RECURRING,
                                        new Range.All()))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("period");
        Retention retention = retention(new Columns.Each(2, Criterion.ON), Cohort.RECURRING, false);
        assertThatThrownBy(() -> open(retention, Group.EVERYONE, 0, 2))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("there is no column 2");
        assertThatThrownBy(() -> open(retention, Group.EVERYONE, 6, 0))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("there is no cohort 6");
        assertThatThrownBy(() -> open(retention, Terms.groupOf("pro"), 0, 0))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("group: 0 values, got 1");
    }

    private static PersonSet open(Retention retention, Group group, int cohort, int column) {
        return retention.people(
                Asks.of(someone()),
                CONTEXT,
                new RetentionCell(group, OptionalInt.of(cohort), column));
    }
}
