package io.sojourn.journey.trend;

import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.journey.Context;
import io.sojourn.journey.group.GroupColumns;
import io.sojourn.journey.scan.Column;
import io.sojourn.journey.scan.Dictionary;
import io.sojourn.journey.scan.JourneyBatch;
import io.sojourn.journey.scan.JourneyScan;
import io.sojourn.journey.scan.OpenScan;
import io.sojourn.journey.time.Buckets;
import io.sojourn.journey.time.Calendar;
import io.sojourn.journey.time.TimeRange;
import io.sojourn.journey.time.Unit;
import java.time.temporal.ChronoUnit;

/// A trend with its dates settled: what its fold reads.
final class TrendPlan {

    final Trend trend;
    final Context context;
    final Buckets buckets;
    final JourneyScan scan;
    final GroupColumns groupColumns;

    /// Of each series.
    final long[] bits;

    /// Of each series that measures numbers: where its column stands, among those of persons or of events.
    private final int[] column;

    private final boolean[] ofPerson;

    /// @param range with both ends
    static TrendPlan of(Trend trend, Context context, TimeRange range) {
        return new TrendPlan(
                trend, context, Buckets.of(context.calendar(), trend.interval(), range));
    }

    private TrendPlan(Trend trend, Context context, Buckets buckets) {
        this.trend = trend;
        this.context = context;
        this.buckets = buckets;
        JourneyScan.Builder builder = context.scan();
        bits = new long[trend.series().size()];
        column = new int[bits.length];
        ofPerson = new boolean[bits.length];
        for (int i = 0; i < bits.length; i++) {
            Series series = trend.series().get(i);
            bits[i] = 1L << builder.condition(series.events(), buckets.range());
            switch (series.measure()) {
                case Measure.OfNumbers(Column of, Measure.Statistic statistic) -> {
                    column[i] = builder.column(of);
                    ofPerson[i] = of.scope().isOfPerson();
                }
                case Measure.Visits() -> builder.visits(context.visits());
                case Measure.Events(), Measure.People(), Measure.EventsPerPerson() -> {}
            }
        }
        groupColumns = new GroupColumns(trend.breakdown(), builder);
        scan = builder.build();
    }

    /// The same over the whole range at once.
    TrendPlan whole() {
        return new TrendPlan(trend, context, Buckets.whole(buckets.range()));
    }

    /// The same over the period before.
    TrendPlan previous() {
        TimeRange range = buckets.range();
        if (range.isEmpty()) {
            return this;
        }
        Calendar calendar = context.calendar();
        long days =
                ChronoUnit.DAYS.between(calendar.date(range.from()), calendar.date(range.to() - 1))
                        + 1;
        return of(
                trend,
                context,
                new TimeRange(
                        calendar.plus(range.from(), Unit.DAY, -days),
                        calendar.plus(range.to(), Unit.DAY, -days)));
    }

    Measure measure(int series) {
        return trend.series().get(series).measure();
    }

    /// The code of what a series measures of an event.
    int code(JourneyBatch batch, int series, int person, int row) {
        return ofPerson[series]
                ? batch.personColumns()[column[series]][person]
                : batch.eventColumns()[column[series]][row];
    }

    Dictionary dictionary(OpenScan open, int series) {
        return ofPerson[series]
                ? open.personColumn(column[series])
                : open.eventColumn(column[series]);
    }

    void check(TrendCell cell) {
        if (cell.series() < 0 || cell.series() >= trend.series().size()) {
            throw new ProblemException(
                    Problem.invalid("series", "there is no series " + cell.series()));
        }
        cell.interval()
                .ifPresent(
                        interval -> {
                            if (interval < 0 || interval >= buckets.count()) {
                                throw new ProblemException(
                                        Problem.invalid(
                                                "interval", "there is no interval " + interval));
                            }
                        });
        groupColumns.check(cell.group());
    }
}
