package io.sojourn.journey.retention;

import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.journey.Context;
import io.sojourn.journey.group.GroupColumns;
import io.sojourn.journey.scan.JourneyScan;
import io.sojourn.journey.time.Buckets;
import io.sojourn.journey.time.TimeRange;
import java.util.List;
import java.util.stream.IntStream;

/// A retention question with its dates settled: what its fold reads.
final class RetentionPlan {

    private static final long HOUR = 3_600_000;
    private static final long DAY = 24 * HOUR;

    final Retention retention;
    final Context context;

    /// The rows.
    final Buckets cohorts;

    /// Periods that returns fall into; the first ones are the rows.
    final Buckets periods;

    /// The last period that any column names.
    final int periodMax;

    final JourneyScan scan;
    final long startBit;
    final long returnBit;
    final GroupColumns groupColumns;

    /// First millisecond that is not asked about or not known.
    private final long end;

    /// @param range with both ends
    RetentionPlan(Retention retention, Context context, TimeRange range) {
        this.retention = retention;
        this.context = context;
        this.periodMax = IntStream.range(0, columns()).map(this::lastPeriod).max().orElseThrow();
        this.cohorts = Buckets.of(context.calendar(), retention.period(), range);
        long known = context.asOf() == Long.MAX_VALUE ? context.asOf() : context.asOf() + 1;
        this.end = retention.returnsAfterRange() ? known : Math.min(known, range.to());
        this.periods =
                retention.returnsAfterRange() && cohorts.count() > 0 ? later(range) : cohorts;
        JourneyScan.Builder builder = context.scan();
        boolean ever = retention.cohort() == Retention.Cohort.FIRST_EVER;
        int start = builder.condition(retention.start(), ever ? TimeRange.ALL : range);
        builder.opening(start);
        startBit = 1L << start;
        long returnsTo = retention.returnsAfterRange() ? Long.MAX_VALUE : range.to();
        returnBit =
                1L
                        << builder.condition(
                                retention.returning(), new TimeRange(range.from(), returnsTo));
        groupColumns = new GroupColumns(retention.breakdown(), builder);
        scan = builder.build();
    }

    /// Up to the last period of the last cohort, as far as it is known.
    private Buckets later(TimeRange range) {
        long edge =
                context.calendar()
                        .plus(
                                cohorts.start(0),
                                retention.period().unit(),
                                (long) retention.period().every() * (cohorts.count() + periodMax));
        return Buckets.of(
                context.calendar(),
                retention.period(),
                new TimeRange(range.from(), Math.max(range.to(), Math.min(edge, end))));
    }

    int columns() {
        return retention.columns().count();
    }

    boolean isRolling() {
        return retention.counting() == Retention.Counting.ROLLING;
    }

    /// Of a rolling period.
    long periodMillis() {
        long unit =
                switch (retention.period().unit()) {
                    case HOUR -> HOUR;
                    case DAY -> DAY;
                    case WEEK -> 7 * DAY;
                    case MONTH -> 30 * DAY;
                    case QUARTER -> 90 * DAY;
                    case SECOND, MINUTE, YEAR ->
                            throw new IllegalStateException("period " + retention.period());
                };
        return unit * retention.period().every();
    }

    /// Whether the starts and the returns of a person are all said by one bit per period each: what most questions ask.
    boolean fitsIntoBits() {
        return !isRolling()
                && retention.occurrencesMin() == 1
                && retention.columns() instanceof Columns.Each(int count, Columns.Criterion on)
                && on != Columns.Criterion.ON_OR_BEFORE
                && count <= Long.SIZE
                && periods.count() < Long.SIZE
                && groupColumns.areOfPersons();
    }

    /// The last period that must be over for a column to be complete.
    private int lastPeriod(int column) {
        return switch (retention.columns()) {
            case Columns.Each each -> column;
            case Columns.Brackets(List<Columns.Bracket> brackets) ->
                    column == 0 ? 0 : brackets.get(column - 1).last();
        };
    }

    boolean isIncomplete(int cohort, int column) {
        if (column == 0) {
            return cohorts.isIncomplete(cohort, context.asOf());
        }
        int period = lastPeriod(column);
        if (isRolling()) {
            long lastStart = Math.min(cohorts.end(cohort), cohorts.range().to()) - 1;
            return lastStart + (period + 1L) * periodMillis() > end;
        }
        int bucket = cohort + period;
        return bucket >= periods.count() || periods.end(bucket) > end;
    }

    void check(RetentionCell cell) {
        if (cell.column() < 0 || cell.column() >= columns()) {
            throw new ProblemException(
                    Problem.invalid("column", "there is no column " + cell.column()));
        }
        cell.cohort()
                .ifPresent(
                        cohort -> {
                            if (cohort < 0 || cohort >= cohorts.count()) {
                                throw new ProblemException(
                                        Problem.invalid("cohort", "there is no cohort " + cohort));
                            }
                        });
        groupColumns.check(cell.group());
    }
}
