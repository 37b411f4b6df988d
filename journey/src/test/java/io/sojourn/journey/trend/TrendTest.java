package io.sojourn.journey.trend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sojourn.core.event.Event;
import io.sojourn.core.kit.Timelines;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.core.value.Value;
import io.sojourn.journey.Context;
import io.sojourn.journey.Group;
import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.group.Breakdown;
import io.sojourn.journey.kit.Asks;
import io.sojourn.journey.kit.Histories;
import io.sojourn.journey.kit.HistorySource;
import io.sojourn.journey.kit.Journey;
import io.sojourn.journey.kit.Journey.Statement;
import io.sojourn.journey.kit.Terms;
import io.sojourn.journey.scan.Asking;
import io.sojourn.journey.scan.Column;
import io.sojourn.journey.scan.Column.Scope;
import io.sojourn.journey.scan.Runner;
import io.sojourn.journey.scan.Stop;
import io.sojourn.journey.time.Calendar;
import io.sojourn.journey.time.Period;
import io.sojourn.journey.time.Range;
import io.sojourn.journey.time.TimeRange;
import io.sojourn.journey.time.Unit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrendTest {

    private static final long DAY = 86_400_000;
    private static final Context CONTEXT = Asks.asOf(Terms.BASE + 30 * DAY, Calendar.UTC);

    private static final Range TWO_DAYS =
            new Range.Between(new TimeRange(Terms.BASE, Terms.BASE + 2 * DAY));

    private static Trend by(Measure measure, Breakdown breakdown) {
        return new Trend(
                List.of(new Series(EventFilter.named("pv"), measure)),
                Optional.empty(),
                Period.DAILY,
                TWO_DAYS,
                breakdown,
                false,
                1);
    }

    private static String lines(TrendResult result) {
        return result.lines().stream()
                .map(
                        line ->
                                Terms.textOf(line.group())
                                        + " "
                                        + line.values().stream()
                                                .map(TrendScript::text)
                                                .collect(Collectors.joining(" ")))
                .collect(Collectors.joining(", "));
    }

    /// Ann became pro between two events.
    private static HistorySource upgraded() {
        List<Event> events = Timelines.line("pv@1h{cs.ad=x}  pv@1h1m  pv@1d", Terms.BASE);
        return new HistorySource(
                List.of(
                        new Journey(
                                1,
                                Terms.BASE,
                                events,
                                List.of(
                                        statement("free", 0),
                                        statement("pro", Terms.BASE + 2 * 3_600_000)))));
    }

    private static Statement statement(String plan, long time) {
        return new Statement("plan", time, 0, Optional.of(Value.string(plan)));
    }

    @Test
    void aPersonsPropertyIsReadNowAtFirstOrAsOfTheEvent() {
        assertThat(by(upgraded(), new Column(Scope.PERSON, "plan"))).isEqualTo("pro 2 1");
        assertThat(by(upgraded(), new Column(Scope.PERSON_FIRST, "plan"))).isEqualTo("free 2 1");
        assertThat(by(upgraded(), new Column(Scope.PERSON_AT_EVENT, "plan")))
                .isEqualTo("free 2 0, pro 0 1");
    }

    @Test
    void aPropertyOfTheVisitIsCutByTheProjectsRule() {
        assertThat(by(upgraded(), new Column(Scope.VISIT, "ad"))).isEqualTo("x 2 0, (none) 0 1");
    }

    private static String by(HistorySource source, Column column) {
        return lines(by(new Measure.Events(), Breakdown.by(column)).ask(Asks.of(source), CONTEXT));
    }

    @Test
    void manyGroupsAreRankedInASecondPass() {
        String text =
                IntStream.range(0, 50)
                        .mapToObj(
                                i ->
                                        "p"
                                                + i
                                                + "  pv@1h{n="
                                                + i % 10
                                                + "}"
                                                + "  pv@2h{n=3}".repeat(i % 2)
                                                + "  pv@1d{n=7}")
                        .collect(Collectors.joining("\n"));
        HistorySource source = Histories.source(text, Terms.BASE);
        Breakdown two = new Breakdown(List.of(new Column(Scope.EVENT, "n")), 2);
        // Day 1: 5 people each have n = 0 to 9, the 25 odd ones 3 again (5 of them had it). Day 2:
        // 7 for all 50.
        assertThat(lines(by(new Measure.Events(), two).ask(Asks.of(source), CONTEXT)))
                .isEqualTo("7 5 50, 3 30 0, rest 40 0");
        assertThat(lines(by(new Measure.People(), two).ask(Asks.of(source), CONTEXT)))
                .isEqualTo("7 5 50, 3 25 0, rest 40 0");
        TrendScript.everyCellOpensItsPeople(by(new Measure.People(), two), CONTEXT, source);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 10, 0",
        "1, 10, 0",
        "10, 10, 0",
        "11, 10, 1",
        "50, 10, 4",
        "50, 11, 5",
        "70, 10, 6",
        "90, 10, 8",
        "99, 100, 98",
        "99.9, 1000, 998",
        "100, 10, 9",
        "50, 1, 0"
    })
    void aPercentileIsTheValueAtNearestRank(double percent, int count, int index) {
        assertThat(NearestRank.of(percent, count)).isEqualTo(index);
    }

    @Test
    void aSumDoesNotDependOnWhoComesFirst() {
        String text =
                """
                ann  buy@1h{price=1e16}
                bob  buy@1h{price=1}
                cat  buy@1h{price=-1e16}
                dan  buy@1h{price=0.1}
                """;
        Measure sum =
                new Measure.OfNumbers(
                        new Column(Scope.EVENT, "price"), new Measure.Statistic.Sum());
        Trend trend = Trend.of(new Series(EventFilter.named("buy"), sum), Period.DAILY, TWO_DAYS);
        TrendResult result = trend.ask(Asks.of(Histories.source(text, Terms.BASE)), CONTEXT);
        assertThat(result.lines().getFirst().total()).hasValue(1.1);
    }

    @Test
    void aTrendThatDoesNotFitIntoMemorySaysWhatToNarrow() {
        Stop stop = new Stop(System.nanoTime() + Long.MAX_VALUE / 2, 20_000);
        Trend hours =
                Trend.of(
                        new Series(EventFilter.named("pv"), new Measure.People()),
                        new Period(Unit.HOUR, 1),
                        new Range.Between(new TimeRange(Terms.BASE, Terms.BASE + 400 * DAY)));
        try (Runner runner = new Runner(1)) {
            Asking asking = new Asking(runner, upgraded(), stop);
            assertThatThrownBy(() -> hours.ask(asking, CONTEXT))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("longer intervals, a shorter range or fewer groups");
        }
    }

    @Test
    void whatCannotBeAskedIsRefusedByName() {
        Trend trend = by(new Measure.Events(), Breakdown.NONE);
        assertThatThrownBy(() -> open(trend, new TrendCell(1, Group.EVERYONE, at(0), false)))
                .hasMessageContaining("there is no series 1");
        assertThatThrownBy(() -> open(trend, new TrendCell(0, Group.EVERYONE, at(2), false)))
                .hasMessageContaining("there is no interval 2");
        assertThatThrownBy(() -> new Measure.Statistic.Percentile(101))
                .hasMessage("percentile: between 0 and 100, got 101.0");
        assertThatThrownBy(
                        () ->
                                new Trend(
                                        trend.series(),
                                        Optional.of(Formula.parse("A/B")),
                                        Period.DAILY,
                                        TWO_DAYS,
                                        Breakdown.NONE,
                                        false,
                                        1))
                .hasMessage("formula: there is no series B");
    }

    private static OptionalInt at(int interval) {
        return OptionalInt.of(interval);
    }

    private static void open(Trend trend, TrendCell cell) {
        trend.people(Asks.of(upgraded()), CONTEXT, cell);
    }
}
