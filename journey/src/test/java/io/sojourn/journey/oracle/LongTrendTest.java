package io.sojourn.journey.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.journey.Context;
import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.group.Breakdown;
import io.sojourn.journey.kit.Asks;
import io.sojourn.journey.kit.Histories;
import io.sojourn.journey.kit.HistorySource;
import io.sojourn.journey.scan.Column;
import io.sojourn.journey.time.Calendar;
import io.sojourn.journey.time.Period;
import io.sojourn.journey.time.Range;
import io.sojourn.journey.time.TimeRange;
import io.sojourn.journey.time.Unit;
import io.sojourn.journey.trend.Measure;
import io.sojourn.journey.trend.Measure.Statistic;
import io.sojourn.journey.trend.Series;
import io.sojourn.journey.trend.Trend;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Trends of more events, values and groups than drawn histories have, against the oracle: each measure, alone and beside
/// another, of everything and of a part of the time, by events' groups, persons' groups and both.
class LongTrendTest {

    private static final long HOUR = 3_600_000;
    private static final long BASE = 480_000 * HOUR;
    private static final Context CONTEXT = Asks.asOf(BASE + 900 * HOUR, Calendar.UTC);
    private static final Column NUMBER = new Column(Column.Scope.EVENT, "n");
    private static final Column GROUP = new Column(Column.Scope.EVENT, "g");
    private static final Column PLAN = new Column(Column.Scope.PERSON, "plan");
    private static final HistorySource SOURCE = source();

    /// Four who act every few hours, at midnights too; every ninth number is none, and every seventh event has none.
    private static HistorySource source() {
        StringBuilder text = new StringBuilder();
        for (int person = 0; person < 4; person++) {
            text.append('p').append(person).append("[plan=").append(person % 3).append(']');
            for (int i = 0; i < 120; i++) {
                int hours = person * 31 + i * (6 + person);
                text.append(i % 3 == 0 ? " a@" : " b@")
                        .append(hours)
                        .append("h{g=g")
                        .append(i % 37);
                if (i % 7 != 0) {
                    text.append(" n=").append(i % 9 == 0 ? "x" : (i * 37 % 101) - 20);
                }
                text.append('}');
            }
            text.append('\n');
        }
        return Histories.source(text.toString(), BASE);
    }

    static Stream<Measure> measures() {
        return Stream.concat(
                Stream.of(
                        new Measure.Events(),
                        new Measure.People(),
                        new Measure.Visits(),
                        new Measure.EventsPerPerson()),
                Stream.of(
                                new Statistic.Sum(),
                                new Statistic.Mean(),
                                new Statistic.Min(),
                                new Statistic.Max(),
                                new Statistic.Percentile(0),
                                new Statistic.Percentile(75),
                                new Statistic.Percentile(100))
                        .map(statistic -> new Measure.OfNumbers(NUMBER, statistic)));
    }

    private static void agrees(List<Series> series, Range range, Breakdown breakdown) {
        for (Period period : List.of(Period.DAILY, new Period(Unit.WEEK, 1))) {
            Trend question =
                    new Trend(series, Optional.empty(), period, range, breakdown, false, 3);
            for (Folds folds : new Folds[] {Folds.PLAIN, new Folds(1, true)}) {
                assertThat(
                                Differences.first(
                                        TrendOracle.answer(SOURCE.journeys(), question, CONTEXT),
                                        folds.ask(SOURCE, asking -> question.ask(asking, CONTEXT))))
                        .as("%s", question)
                        .isEmpty();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("measures")
    void everyMeasureAgreesOverManyEventsAndGroups(Measure measure) {
        Range all = new Range.All();
        Range part =
                new Range.Between(new TimeRange(BASE + 48 * HOUR, BASE + 24 * 20 * HOUR + HOUR));
        List<Series> every = List.of(new Series(EventFilter.ANY, measure));
        List<Series> one = List.of(new Series(EventFilter.named("a"), measure));
        List<Series> both = List.of(every.getFirst(), one.getFirst());
        agrees(every, all, Breakdown.NONE);
        agrees(one, part, Breakdown.NONE);
        agrees(every, all, new Breakdown(List.of(PLAN), 3));
        agrees(every, part, new Breakdown(List.of(PLAN), 2));
        agrees(one, all, new Breakdown(List.of(GROUP), 40));
        agrees(every, all, new Breakdown(List.of(GROUP), 5));
        agrees(both, part, new Breakdown(List.of(GROUP, PLAN), 200));
    }
}
