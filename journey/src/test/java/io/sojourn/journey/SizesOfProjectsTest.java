package io.sojourn.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.core.segment.Operator;
import io.sojourn.journey.attribution.Attribution;
import io.sojourn.journey.attribution.AttributionResult;
import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.funnel.Funnel;
import io.sojourn.journey.funnel.FunnelResult;
import io.sojourn.journey.group.Breakdown;
import io.sojourn.journey.kit.Asks;
import io.sojourn.journey.kit.Histories;
import io.sojourn.journey.kit.HistorySource;
import io.sojourn.journey.people.PeopleReport;
import io.sojourn.journey.people.PeopleReport.ReportColumn;
import io.sojourn.journey.retention.Columns;
import io.sojourn.journey.retention.Retention;
import io.sojourn.journey.retention.RetentionResult;
import io.sojourn.journey.scan.Column;
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
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Questions to projects with nothing in them, with one event, with very many names and properties.
class SizesOfProjectsTest {

    private static final Context CONTEXT = Asks.asOf(86_399_999, Calendar.UTC);
    private static final EventFilter VIEW = EventFilter.named("pv");
    private static final Range ALL = new Range.All();

    private static final HistorySource EMPTY = Histories.source("", 0);
    private static final HistorySource ONE = Histories.source("ann  pv@1h\n", 0);

    private static TrendResult trend(HistorySource source, EventFilter events, Breakdown by) {
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

    private static RetentionResult retention(HistorySource source) {
        return Retention.of(
                        VIEW,
                        VIEW,
                        Period.DAILY,
                        new Columns.Each(3, Columns.Criterion.ON),
                        Retention.Cohort.FIRST_EVER,
                        ALL)
                .ask(Asks.of(source), CONTEXT);
    }

    private static List<Long> funnel(HistorySource source) {
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

    private static long without(HistorySource source) {
        Criterion.Did didNot =
                new Criterion.Did(
                        EventFilter.named("buy"),
                        io.sojourn.journey.segment.Measure.COUNT,
                        Comparison.of(Operator.EQUALS, 0),
                        new Timeframe.AllTime());
        return Asks.of(source).run(new SegmentAnalysis(CONTEXT, Definitions.NONE, didNot)).size();
    }

    private static long people(HistorySource source) {
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
        assertThat(trend(EMPTY, VIEW, Breakdown.NONE).intervals()).isEmpty();
        assertThat(trend(EMPTY, VIEW, Breakdown.by(Column.EVENT_NAME)).lines()).isEmpty();
        assertThat(retention(EMPTY).cohorts()).isEmpty();
        assertThat(funnel(EMPTY)).containsExactly(0L, 0L);
        assertThat(attribution().ask(Asks.of(EMPTY), CONTEXT).rows()).isEmpty();
        assertThat(new Lifecycle(VIEW, Period.DAILY, ALL).ask(Asks.of(EMPTY), CONTEXT).intervals())
                .isEmpty();
        assertThat(stickiness(EMPTY)).isEmpty();
        assertThat(without(EMPTY)).isZero();
        assertThat(people(EMPTY)).isZero();
    }

    @Test
    void aProjectOfOneEventHasIt() {
        assertThat(trend(ONE, VIEW, Breakdown.NONE).lines().getFirst().values())
                .containsExactly(OptionalDouble.of(1));
        assertThat(retention(ONE).groups().getFirst().rows().getFirst().getFirst().people())
                .isEqualTo(1);
        assertThat(funnel(ONE)).containsExactly(1L, 0L);
        assertThat(attribution().ask(Asks.of(ONE), CONTEXT).rows())
                .extracting(row -> row.source())
                .containsExactly(new AttributionResult.Source.None());
        assertThat(
                        new Lifecycle(VIEW, Period.DAILY, ALL)
                                .ask(Asks.of(ONE), CONTEXT)
                                .people()
                                .get(Lifecycle.State.NEW))
                .containsExactly(1L);
        assertThat(stickiness(ONE)).containsExactly(1L);
        assertThat(without(ONE)).isEqualTo(1);
        assertThat(people(ONE)).isEqualTo(1);
    }

    private static List<Long> stickiness(HistorySource source) {
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
        HistorySource source = Histories.source("ann  " + events + "  e7@3h\n", 0);
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
        HistorySource source = Histories.source("ann  pv@1h{" + properties + "}\n", 0);
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
}
