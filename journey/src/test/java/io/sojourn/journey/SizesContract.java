package io.sojourn.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.core.event.Attributes;
import io.sojourn.core.event.Event;
import io.sojourn.core.segment.Operator;
import io.sojourn.journey.attribution.Attribution;
import io.sojourn.journey.attribution.AttributionResult;
import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.funnel.Funnel;
import io.sojourn.journey.funnel.FunnelResult;
import io.sojourn.journey.group.Breakdown;
import io.sojourn.journey.kit.Asks;
import io.sojourn.journey.kit.Histories;
import io.sojourn.journey.kit.Journey;
import io.sojourn.journey.path.Anchors;
import io.sojourn.journey.path.PathVariantsAnalysis;
import io.sojourn.journey.path.Paths;
import io.sojourn.journey.path.Reading;
import io.sojourn.journey.people.PeopleReport;
import io.sojourn.journey.people.PeopleReport.ReportColumn;
import io.sojourn.journey.retention.Columns;
import io.sojourn.journey.retention.Retention;
import io.sojourn.journey.retention.RetentionResult;
import io.sojourn.journey.scan.Column;
import io.sojourn.journey.scan.JourneySource;
import io.sojourn.journey.segment.Comparison;
import io.sojourn.journey.segment.Criterion;
import io.sojourn.journey.segment.Definitions;
import io.sojourn.journey.segment.SegmentAnalysis;
import io.sojourn.journey.segment.Timeframe;
import io.sojourn.journey.time.Calendar;
import io.sojourn.journey.time.Period;
import io.sojourn.journey.time.Range;
import io.sojourn.journey.trend.Lifecycle;
import io.sojourn.journey.trend.Measure;
import io.sojourn.journey.trend.Occurrences;
import io.sojourn.journey.trend.Series;
import io.sojourn.journey.trend.Stickiness;
import io.sojourn.journey.trend.Trend;
import io.sojourn.journey.trend.TrendResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Questions to projects with nothing in them, with one event, with very many names and properties, with somebody who has
/// a million events. Whatever keeps the journeys, the answers are these.
public abstract class SizesContract {

    private static final Context CONTEXT = Asks.asOf(86_399_999, Calendar.UTC);
    private static final EventFilter VIEW = EventFilter.named("pv");
    private static final Range ALL = new Range.All();

    private static final int STEPS = 20;
    private static final int MANY = 1_000_000;

    /// @return a source of these journeys, whose events come in the order of their numbers
    protected abstract JourneySource source(List<Journey> journeys);

    private JourneySource source(String text) {
        return source(List.copyOf(Histories.read(text, 0).values()));
    }

    private static TrendResult trend(JourneySource source, EventFilter events, Breakdown by) {
        return new Trend(
                        List.of(new Series(events, new Measure.Events())),
                        Optional.empty(),
                        Period.DAILY,
                        ALL,
                        by,
                        true,
                        1)
                .ask(Asks.of(source), CONTEXT);
    }

    private static RetentionResult retention(JourneySource source) {
        return Retention.of(
                        VIEW,
                        VIEW,
                        Period.DAILY,
                        new Columns.Each(3, Columns.Criterion.ON),
                        Retention.Cohort.FIRST_EVER,
                        ALL)
                .ask(Asks.of(source), CONTEXT);
    }

    private static List<Long> funnel(JourneySource source) {
        FunnelResult result =
                new Funnel.Builder()
                        .steps(List.of(new Funnel.Step(VIEW), new Funnel.Step(VIEW)))
                        .windowMillis(3_600_000)
                        .build()
                        .ask(Asks.of(source), CONTEXT);
        return result.rows().getFirst().all().steps().stream()
                .map(step -> step.reached().count())
                .toList();
    }

    private static Attribution attribution() {
        return new Attribution(
                VIEW,
                Column.EVENT_NAME,
                VIEW,
                OptionalLong.empty(),
                Attribution.Model.DECAY,
                Optional.empty(),
                ALL,
                5);
    }

    private static long without(JourneySource source) {
        Criterion.Did didNot =
                new Criterion.Did(
                        EventFilter.named("buy"),
                        io.sojourn.journey.segment.Measure.COUNT,
                        Comparison.of(Operator.EQUALS, 0),
                        new Timeframe.AllTime());
        return Asks.of(source).run(new SegmentAnalysis(CONTEXT, Definitions.NONE, didNot)).size();
    }

    private static long people(JourneySource source) {
        return new PeopleReport(
                        List.of(new ReportColumn.Count(VIEW, ALL)),
                        OptionalInt.empty(),
                        false,
                        10,
                        0)
                .ask(Asks.of(source), CONTEXT)
                .people();
    }

    @Test
    void anEmptyProjectHasEveryAnswerAndItIsNothing() {
        JourneySource empty = source("");
        assertThat(trend(empty, VIEW, Breakdown.NONE).intervals()).isEmpty();
        assertThat(trend(empty, VIEW, Breakdown.by(Column.EVENT_NAME)).lines()).isEmpty();
        assertThat(retention(empty).cohorts()).isEmpty();
        assertThat(funnel(empty)).containsExactly(0L, 0L);
        assertThat(attribution().ask(Asks.of(empty), CONTEXT).rows()).isEmpty();
        assertThat(new Lifecycle(VIEW, Period.DAILY, ALL).ask(Asks.of(empty), CONTEXT).intervals())
                .isEmpty();
        assertThat(stickiness(empty)).isEmpty();
        assertThat(without(empty)).isZero();
        assertThat(people(empty)).isZero();
    }

    @Test
    void aProjectOfOneEventHasIt() {
        JourneySource one = source("ann  pv@1h\n");
        assertThat(trend(one, VIEW, Breakdown.NONE).lines().getFirst().values())
                .containsExactly(OptionalDouble.of(1));
        assertThat(retention(one).groups().getFirst().rows().getFirst().getFirst().people())
                .isEqualTo(1);
        assertThat(funnel(one)).containsExactly(1L, 0L);
        assertThat(attribution().ask(Asks.of(one), CONTEXT).rows())
                .extracting(row -> row.source())
                .containsExactly(new AttributionResult.Source.None());
        assertThat(
                        new Lifecycle(VIEW, Period.DAILY, ALL)
                                .ask(Asks.of(one), CONTEXT)
                                .people()
                                .get(Lifecycle.State.NEW))
                .containsExactly(1L);
        assertThat(stickiness(one)).containsExactly(1L);
        assertThat(without(one)).isEqualTo(1);
        assertThat(people(one)).isEqualTo(1);
    }

    private static List<Long> stickiness(JourneySource source) {
        return new Stickiness(VIEW, Period.DAILY, ALL, Occurrences.ANY, false)
                .ask(Asks.of(source), CONTEXT)
                .people();
    }

    @Test
    void tenThousandNamesAreGroupsAndTheRest() {
        String events =
                IntStream.range(0, 10_000)
                        .mapToObj(i -> "e" + i + "@" + i + "s")
                        .collect(Collectors.joining("  "));
        JourneySource source = source("ann  " + events + "  e7@3h\n");
        TrendResult result =
                trend(source, EventFilter.ANY, new Breakdown(List.of(Column.EVENT_NAME), 2));
        assertThat(result.lines().stream().map(line -> line.total().orElseThrow()))
                .containsExactly(2.0, 1.0, 9_998.0);
        assertThat(result.lines().getFirst().group().values()).containsExactly(Optional.of("e7"));
    }

    @Test
    void oneOfAThousandPropertiesDividesLikeAnyOther() {
        String properties =
                IntStream.range(0, 1_000)
                        .mapToObj(i -> "p" + i + "=v" + i)
                        .collect(Collectors.joining(" "));
        JourneySource source = source("ann  pv@1h{" + properties + "}\n");
        for (int property : new int[] {0, 500, 999}) {
            Column column = new Column(Column.Scope.EVENT, "p" + property);
            assertThat(
                            trend(source, VIEW, Breakdown.by(column))
                                    .lines()
                                    .getFirst()
                                    .group()
                                    .values())
                    .containsExactly(Optional.of("v" + property));
        }
    }

    /// Every twentieth second she does the first of twenty things, then the others in turn.
    private static List<Journey> rounds() {
        List<Event> events = new ArrayList<>(MANY);
        for (int i = 0; i < MANY; i++) {
            long time = 1_000L * i;
            events.add(
                    new Event(
                            i + 1,
                            1,
                            time,
                            time,
                            "e" + i % STEPS,
                            0,
                            time,
                            0,
                            Attributes.NONE,
                            Map.of(),
                            Map.of()));
        }
        return List.of(Journey.of(1, events, Map.of()));
    }

    @Test
    @Tag("slow")
    @Timeout(120)
    void twentyStepsOfSomebodyWithAMillionEventsAreReachedInEveryRound() {
        JourneySource source = source(rounds());
        Context after = Asks.asOf(1_000L * MANY, Calendar.UTC);
        Funnel.Builder funnel =
                new Funnel.Builder()
                        .steps(
                                IntStream.range(0, STEPS)
                                        .mapToObj(i -> new Funnel.Step(EventFilter.named("e" + i)))
                                        .toList())
                        .windowMillis(3_600_000)
                        .counting(Funnel.Counting.ATTEMPTS);
        assertThat(funnel.build().ask(Asks.of(source), after).rows().getFirst().all().steps())
                .extracting(step -> step.reached().count())
                .hasSize(STEPS)
                .containsOnly((long) MANY / STEPS);
        Criterion.Did allOfThem =
                new Criterion.Did(
                        EventFilter.ANY,
                        io.sojourn.journey.segment.Measure.COUNT,
                        Comparison.of(Operator.EQUALS, MANY),
                        new Timeframe.AllTime());
        assertThat(
                        Asks.of(source)
                                .run(new SegmentAnalysis(after, Definitions.NONE, allOfThem))
                                .size())
                .isEqualTo(1);
        Paths whole = Paths.of(Reading.EVERYTHING, Anchors.NONE).depth(Paths.WHOLE).top(3);
        assertThat(
                        Asks.of(source)
                                .run(new PathVariantsAnalysis(whole, after))
                                .variants()
                                .getFirst()
                                .items())
                .hasSize(MANY)
                .startsWith("e0", "e1")
                .endsWith("e19");
    }
}
