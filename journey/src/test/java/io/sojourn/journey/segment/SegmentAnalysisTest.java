package io.sojourn.journey.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sojourn.core.problem.ProblemException;
import io.sojourn.core.project.ProjectSettings.VisitSettings;
import io.sojourn.core.segment.Operator;
import io.sojourn.core.segment.PropertyFilter;
import io.sojourn.journey.Context;
import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.filter.PropertyCondition;
import io.sojourn.journey.kit.Asks;
import io.sojourn.journey.kit.HistorySource;
import io.sojourn.journey.kit.Journey;
import io.sojourn.journey.scan.Column;
import io.sojourn.journey.scan.JourneyScan;
import io.sojourn.journey.scan.PersonSet;
import io.sojourn.journey.scan.Runner;
import io.sojourn.journey.scan.Stop;
import io.sojourn.journey.scan.VisitCut;
import io.sojourn.journey.time.Calendar;
import io.sojourn.journey.time.Period;
import io.sojourn.journey.time.Unit;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SegmentAnalysisTest {

    private static final Context CONTEXT =
            new Context(
                    SegmentScript.BASE,
                    Calendar.UTC,
                    new VisitCut(VisitSettings.DEFAULT, Calendar.UTC.zone()),
                    Optional.empty(),
                    false);

    private static void run(String text) {
        assertThat(SegmentScript.run(text.lines().map(String::strip).toList())).isPositive();
    }

    @Test
    void daysAreThoseOfTheProjectsZone() {
        run(
                """
                ann  a@22h59m  a@23h1m
                bob  a@0s  a@22h59m
                now 10d in Europe/Berlin
                did a days equals 2  => ann
                did a days equals 1  => bob
                """);
    }

    @Test
    void theLastDayIsShorterWhereTheClockWasPutForward() {
        // 30 March 2025, 12:00 in Berlin is 10:00 UTC; a day before it was 11:00 UTC
        run(
                """
                ann  a@87d11h
                bob  a@87d10h59m59s999ms
                cat  a@87d10h
                now 88d10h in Europe/Berlin
                did a in last 1 day     => ann
                did a in last 24 hours  => ann bob cat
                """);
    }

    @Test
    void aMonthBackFromTheLastDayEndsOnTheLastDayThereIs() {
        // 31 March 2025, 12:00; 28 February is day 58
        run(
                """
                ann  a@58d12h
                bob  a@58d11h59m59s999ms
                now 89d12h
                did a in last 1 month            => ann
                did a from 2 to 1 months ago     => bob
                did a in last 2 quarters         => ann bob
                """);
    }

    @Test
    void eventsOutsideAnyVisitCountInNone() {
        run(
                """
                ann  a@0s  a@10m  a@2h  a@9h{standalone}
                bob  a@0s{standalone}
                now 1d
                did a visits equals 2  => ann
                did a visits equals 0  => bob
                did a count equals 4   => ann
                """);
    }

    @Test
    void anEventIsKnownByItsVisit() {
        run(
                """
                ann  a@0s{country=DE}  b@1m{country=FR}
                bob  a@0s{country=FR}  b@1h{country=DE}
                now 1d
                did b{visit.country=DE}  => ann bob
                did a{visit.country=DE}  => ann
                did b{visit.country=DE} visits gte 1 in last 23 hours  => bob
                """);
    }

    @Test
    void whatIsMeasuredSinceThePersonWasFirstSeenEndsWithTheSpan() {
        run(
                """
                ann  home@1d  a@2d{n=1}  a@2d23h59m{n=5}  a@3d{n=100}
                bob  a@3d{n=7}
                now 10d
                did a count equals 2 in first 2 days    => ann
                did a sum n equals 6 in first 2 days    => ann
                did a max n equals 5 in first 48 hours  => ann
                did a days equals 1 in first 2 days     => ann bob
                did a visits equals 2 in first 2 days   => ann
                first did a in first 24 hours           => bob
                first did a in first 2 days             => ann bob
                stopped a in first 1 day                =>
                sequence a > a in first 2 days          => ann
                sequence a > a > a in first 2 days      =>
                """);
    }

    @Test
    void numbersAreMeasuredExactly() {
        run(
                """
                ann  a@0s{n=-3}  a@1s{n=1.5}  a@2s
                bob  a@0s{n=x}
                cat  b@0s{n=4}
                now 1d
                did a sum n equals -1.5      => ann
                did a sum n equals 0         => bob cat
                did a min n equals -3        => ann
                did a max n equals 1.5       => ann
                did a avg n equals -0.75     => ann
                did a avg n lt 1000          => ann
                not (did a avg n lt 1000)    => bob cat
                did a min n not_equals 7     => ann
                did a max n between 1.5 2    => ann
                did a max n between 1 1.4    =>
                """);
    }

    @Test
    void whatLiesAtAnEdgeLiesOnItsRightSide() {
        run(
                """
                ann  a@3d
                bob  a@2d23h59m59s999ms
                cat  a@10d
                dan  a@6d
                now 10d
                regularly a 1 of 1 periods of 7 days        => ann cat dan
                stopped a in last 7 days                    => bob
                first did a in 3d to 10d                    => ann dan
                restarted a quiet 7 days again in 4 days    =>
                regularly a count equals 0 2 of 2 periods of 3 days  => ann bob
                regularly a 1 of 2 periods of 4 days        => ann bob cat dan
                regularly a count equals 0 1 of 2 periods of 4 days  => ann bob cat dan
                """);
    }

    @Test
    void whoeverIsQuietUntilTheSecondTimeframeBeganRestarted() {
        run(
                """
                ann  a@1d  a@8d
                bob  a@1d  a@3d  a@8d
                cat  a@1d  a@7d23h59m59s999ms  a@8d
                dan  a@8d
                eve  a@1d
                now 10d
                restarted a quiet 7 days again in 2 days    => ann
                restarted a quiet 2 days again in 2 days    =>
                """);
    }

    @Test
    void thePartsOfASequenceNeedDifferentEvents() {
        run(
                """
                ann  x@1h  y@1h
                bob  x@1h
                cat  y@1h  x@1h  x@1h
                now 1d
                sequence x|y > x          => ann cat
                sequence x|y > x|y        => ann cat
                sequence x|y > x|y > x|y  => cat
                sequence x > y > x        => cat
                sequence x > y > x > y    =>
                sequence y > x            => ann cat
                """);
    }

    @Test
    void anyWayThroughASequenceCounts() {
        run(
                """
                ann  a@0s  b@1h  c@2h  a@3h  b@4h  d@5h
                bob  a@0s  b@1h  b@3h  d@3h30m
                cat  a@0s  c@0s  b@1h
                dan  a@0s  c@1h  b@1h
                eve  a@0s  c@1m  a@1m  b@2m
                now 1d
                sequence a > b > d within 1h                     => ann bob
                sequence a > b within 1h > d within 30m          =>
                sequence a > b within 1h > d without c           => ann bob
                sequence a > b without c > d within 1h without c => ann bob
                sequence a > b without c                         => ann bob cat dan eve
                sequence a > b within 59m                        => eve
                """);
    }

    @Test
    void aSegmentThatIsNamedTwiceIsTheSameTwice() {
        run(
                """
                ann  a@1h
                bob  b@1h
                cat  a@1h  b@1h
                now 1d
                segment one = did a
                segment two = any (member one, all (member one, did b))
                segment three = all (member one, member two, not (not (member two)))
                member three            => ann cat
                not (member three)      => bob
                all (member three, member nobody) => refused: there is no segment
                """);
    }

    @Test
    void whoIsSeenFirstLaterIsNotAmongThePeople() {
        run(
                """
                ann  a@1h
                bob  a@2h
                now 1h
                did a        => ann
                not (did b)  => ann
                """);
    }

    // --- what is looked at

    private static JourneyScan scan(Criterion... criteria) {
        return new SegmentAnalysis(CONTEXT, Definitions.NONE, new Criterion.All(List.of(criteria)))
                .scan();
    }

    private static Criterion did(String event, Operator operator, double value) {
        return new Criterion.Did(
                EventFilter.named(event),
                Measure.COUNT,
                Comparison.of(operator, value),
                new Timeframe.AllTime());
    }

    @Test
    void onlyWhoeverMayBelongWithoutEventsIsLookedAtWithoutThem() {
        Criterion did = did("a", Operator.GTE, 1);
        Criterion never = did("a", Operator.EQUALS, 0);
        Criterion listed = new Criterion.Listed(PersonSet.of(1));
        assertThat(scan(did).everyone()).isFalse();
        assertThat(scan(never).everyone()).isTrue();
        assertThat(scan(new Criterion.Not(did)).everyone()).isTrue();
        assertThat(scan(new Criterion.Not(never)).everyone()).isFalse();
        assertThat(scan(listed).everyone()).isTrue();
        assertThat(scan(did, listed).everyone()).isFalse();
        assertThat(scan(did, never).everyone()).isFalse();
        assertThat(scan(new Criterion.Any(List.of(did, listed))).everyone()).isTrue();
        assertThat(scan(new Criterion.Any(List.of(did, never))).everyone()).isTrue();
        assertThat(scan(new Criterion.Any(List.of())).everyone()).isFalse();
        assertThat(scan(new Criterion.Listed(PersonSet.EMPTY)).everyone()).isFalse();
    }

    @Test
    void whereAListMustHoldOnlyItsPeopleAreLookedAt() {
        JourneyScan scan =
                scan(
                        new Criterion.Listed(PersonSet.of(1, 2, 3)),
                        new Criterion.All(List.of(new Criterion.Listed(PersonSet.of(2, 3, 4)))),
                        new Criterion.Not(new Criterion.Listed(PersonSet.of(3))));
        assertThat(scan.people()).contains(PersonSet.of(2, 3));
    }

    @Test
    void equalConditionsAreLookedAtOnce() {
        assertThat(scan(did("a", Operator.GTE, 1), did("a", Operator.LT, 9)).conditions())
                .hasSize(1);
    }

    @Test
    void aPeriodBeginsInTheMomentInWhichTheOneBeforeEnds() {
        run(
                """
                ann  a@2d  a@6d
                bob  a@2d  a@5d23h
                now 10d
                regularly a 2 of 2 periods of 4 days  => ann
                did a days equals 2                   => ann bob
                """);
        run(
                """
                ann  a@23h59m  a@24h
                bob  a@24h     a@47h59m
                now 10d
                did a days equals 2  => ann
                did a days equals 1  => bob
                """);
    }

    @Test
    void whatNobodyMeasuredMeetsNoComparison() {
        run(
                """
                ann  a@0s{n=x}
                bob  a@0s{n=4}
                now 1d
                did a max n lt 5         => bob
                did a min n gt 3         => bob
                did a avg n not-equals 5 => bob
                """
                        .replace("not-equals", "not_equals"));
    }

    @Test
    void tiedEventsThatReachNothingProlongNothing() {
        run(
                """
                ann  a@0s  b@0s  c@10s  c@10s  c@12s
                bob  a@0s  b@0s  c@5s   c@5s
                now 1d
                sequence a > b > c within 5s  => bob
                """);
    }

    @Test
    void anyNumberOfEventsMayBeTied() {
        String many = " a@0s".repeat(40);
        run("ann" + many + " b@0s\nbob" + many + "\nnow 1d\nsequence a > b  => ann\n");
        run("ann b@0s" + many + "\nbob b@0s\nnow 1d\nsequence a > a > b  => ann\n");
    }

    @Test
    void aPropertyMayHaveAnyNumberOfValues() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 50; i++) {
            text.append('p').append(i).append("[plan=v").append(i).append("]\n");
        }
        run(text + "now 1d\nplan equals v49  => p49\nplan equals v17  => p17\n");
    }

    @Test
    void theLastDayBeforeTheEndOfTimeEndsThere() {
        Timeframe day = new Timeframe.Last(1, Unit.DAY);
        assertThat(day.resolve(Calendar.UTC, 1_000).to()).isEqualTo(1_001);
        assertThat(day.resolve(Calendar.UTC, Long.MAX_VALUE).to()).isEqualTo(Long.MAX_VALUE);
        assertThat(day.isRelative()).isTrue();
        assertThat(new Timeframe.Ago(2, 1, Unit.DAY).isRelative()).isTrue();
        assertThat(new Timeframe.AllTime().isRelative()).isFalse();
        assertThat(new Timeframe.SinceFirstSeen(1, Unit.DAY).isRelative()).isFalse();
    }

    // --- what makes no sense

    @Test
    void whatMakesNoSenseIsNoCriterion() {
        EventFilter a = EventFilter.named("a");
        Timeframe ever = new Timeframe.AllTime();
        Period day = Period.DAILY;
        Comparison once = Comparison.AT_LEAST_ONCE;
        refused(() -> new Criterion.Regularly(a, once, day, 0, 1));
        refused(() -> new Criterion.Regularly(a, once, day, 3, 2));
        refused(() -> new Criterion.Regularly(a, once, day, 1, 1_001));
        refused(() -> new Criterion.Sequence(List.of(), ever));
        refused(
                () ->
                        new Criterion.Sequence(
                                List.of(new Criterion.Part(a, OptionalLong.of(1), List.of())),
                                ever));
        refused(
                () ->
                        new Criterion.Sequence(
                                List.of(new Criterion.Part(a, OptionalLong.empty(), List.of(a))),
                                ever));
        refused(() -> new Criterion.Sequence(Collections.nCopies(33, Criterion.Part.of(a)), ever));
        refused(() -> new Criterion.Part(a, OptionalLong.of(-1), List.of()));
        refused(() -> new Criterion.Has(condition(Column.Scope.EVENT)));
        refused(() -> Comparison.of(Operator.CONTAINS, 1));
        refused(() -> Comparison.of(Operator.GT, Double.NaN));
        refused(() -> new Timeframe.Last(0, Unit.DAY));
        refused(() -> new Timeframe.Ago(1, 1, Unit.DAY));
        refused(() -> new Timeframe.Ago(1, 0, Unit.DAY));
        refused(() -> new Timeframe.SinceFirstSeen(0, Unit.DAY));
        refused(() -> new Measure(Measure.Kind.SUM, Optional.empty()));
        refused(() -> Measure.of(Measure.Kind.COUNT, new Column(Column.Scope.EVENT, "n")));
        refused(() -> Measure.of(Measure.Kind.SUM, new Column(Column.Scope.PERSON, "n")));
    }

    private static PropertyCondition condition(Column.Scope scope) {
        return new PropertyCondition(
                new Column(scope, "n"),
                new PropertyFilter("filter", "n", Operator.EXISTS, List.of()),
                false);
    }

    @Test
    void whatJustMakesSenseIsOne() {
        EventFilter a = EventFilter.named("a");
        Comparison once = Comparison.AT_LEAST_ONCE;
        assertThat(new Criterion.Regularly(a, once, Period.DAILY, 1_000, 1_000).of())
                .isEqualTo(1_000);
        Criterion.Sequence longest =
                new Criterion.Sequence(
                        Collections.nCopies(32, Criterion.Part.of(a)), new Timeframe.AllTime());
        assertThat(longest.parts()).hasSize(32);
        assertThat(new Criterion.Part(a, OptionalLong.of(0), List.of()).withinMillis()).hasValue(0);
        assertThat(new Criterion.Has(condition(Column.Scope.PERSON)).condition().list()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "EQUALS, false, true, false, false",
        "NOT_EQUALS, true, false, true, true",
        "GT, false, false, true, true",
        "GTE, false, true, true, true",
        "LT, true, false, false, false",
        "LTE, true, true, false, false",
        "BETWEEN, false, true, true, false",
    })
    void aNumberComparesWithTwoToFour(
            Operator operator, boolean one, boolean two, boolean four, boolean five) {
        Comparison comparison = new Comparison(operator, 2, 4);
        assertThat(comparison.test(1)).isEqualTo(one);
        assertThat(comparison.test(2)).isEqualTo(two);
        assertThat(comparison.test(4)).isEqualTo(four);
        assertThat(comparison.test(5)).isEqualTo(five);
        assertThat(comparison.test(Double.NaN)).isFalse();
    }

    private static void refused(ThrowingCallable making) {
        assertThatThrownBy(making).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void innerSegmentsComeBeforeThoseThatNameThem() {
        Definitions definitions =
                new Definitions(
                        Map.of(
                                1L,
                                new Definitions.Definition("a", new Criterion.Member(2)),
                                2L,
                                new Definitions.Definition("b", did("b", Operator.GTE, 1)),
                                3L,
                                new Definitions.Definition("c", new Criterion.Member(3))));
        assertThat(definitions.reached(new Criterion.Member(1))).containsExactly(2L, 1L);
        assertThatThrownBy(() -> definitions.reached(new Criterion.Member(3)))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("c > c");
    }

    @Test
    void membersTakeOfTheMemoryOfQuestions() {
        List<Journey> people =
                LongStream.rangeClosed(1, 10_000)
                        .mapToObj(person -> new Journey(person, 0, List.of(), List.of()))
                        .toList();
        SegmentAnalysis everyone =
                new SegmentAnalysis(
                        Asks.asOf(1, Calendar.UTC), Definitions.NONE, new Criterion.All(List.of()));
        try (Runner runner = new Runner(1)) {
            Stop enough = new Stop(System.nanoTime() + Long.MAX_VALUE / 2, 20_000);
            assertThat(runner.run(new HistorySource(people), everyone, enough).result().size())
                    .isEqualTo(10_000);
            Stop little = new Stop(System.nanoTime() + Long.MAX_VALUE / 2, 10_000);
            assertThatThrownBy(() -> runner.run(new HistorySource(people), everyone, little))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("fewer segments");
        }
    }
}
