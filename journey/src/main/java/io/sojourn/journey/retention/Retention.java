package io.sojourn.journey.retention;

import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.journey.Context;
import io.sojourn.journey.Extent;
import io.sojourn.journey.Group;
import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.group.Breakdown;
import io.sojourn.journey.retention.RetentionTally.Counted;
import io.sojourn.journey.scan.Asking;
import io.sojourn.journey.scan.PersonSet;
import io.sojourn.journey.time.Period;
import io.sojourn.journey.time.Range;
import java.util.List;
import java.util.Optional;

/// Of the people who did something in an interval, how many came back in each period after it.
///
/// @param start what puts a person into a cohort
/// @param returning what counts as coming back
/// @param period hour, day, week, month, quarter, or blocks of several
/// @param occurrencesMin returning events that a cell asks of a person; column 0 asks for none
/// @param range cohorts lie in it, and so do the returns unless they may come later
/// @param returnsAfterRange returns count up to `asOf`, also after the range
public record Retention(
        EventFilter start,
        EventFilter returning,
        Period period,
        Counting counting,
        Columns columns,
        Cohort cohort,
        int occurrencesMin,
        Breakdown breakdown,
        Range range,
        boolean returnsAfterRange) {

    public static final int OCCURRENCES_MAX = 10_000;

    /// Where the periods after a start begin.
    public enum Counting {
        /// With the intervals of the calendar, the one of the start being period 0.
        CALENDAR,
        /// With the start itself: a day is 24 hours, a week 7 days, a month 30 days, a quarter 90 days.
        ROLLING
    }

    /// Which start events put a person into a cohort.
    public enum Cohort {
        /// The person's first one ever, if it lies in the range.
        FIRST_EVER,
        /// The first one in the range.
        FIRST_IN_RANGE,
        /// The first one of every interval: a person may be in several cohorts.
        RECURRING
    }

    public Retention {
        switch (period.unit()) {
            case HOUR, DAY, WEEK, MONTH, QUARTER -> {}
            case SECOND, MINUTE, YEAR ->
                    throw new ProblemException(
                            Problem.invalid(
                                    "period",
                                    "hour, day, week, month or quarter, got "
                                            + period.unit().key()));
        }
        if (occurrencesMin < 1 || occurrencesMin > OCCURRENCES_MAX) {
            throw new ProblemException(
                    Problem.invalid(
                            "occurrencesMin",
                            "between 1 and " + OCCURRENCES_MAX + ", got " + occurrencesMin));
        }
    }

    public RetentionResult ask(Asking asking, Context context) {
        RetentionPlan plan = plan(asking, context);
        return asking.run(RetentionAnalysis.table(plan, Optional.empty()))
                .orElseGet(
                        () ->
                                asking.run(
                                                RetentionAnalysis.table(
                                                        plan, Optional.of(largest(asking, plan))))
                                        .orElseThrow());
    }

    /// The people behind a number of the answer.
    public PersonSet people(Asking asking, Context context, RetentionCell cell) {
        RetentionPlan plan = plan(asking, context);
        plan.check(cell);
        List<Group> named = cell.group().rest() ? largest(asking, plan) : List.of(cell.group());
        return asking.run(
                new RetentionAnalysis<>(
                        plan,
                        new Counted.PeopleOf(cell),
                        Optional.of(named),
                        RetentionTally::picked));
    }

    private RetentionPlan plan(Asking asking, Context context) {
        return new RetentionPlan(
                this,
                context,
                Extent.resolve(asking, context, range, period.unit(), List.of(start)));
    }

    private List<Group> largest(Asking asking, RetentionPlan plan) {
        return asking.run(
                new RetentionAnalysis<>(
                        plan,
                        new Counted.Sizes(),
                        Optional.empty(),
                        tally -> tally.largest(breakdown.top())));
    }

    /// By the calendar, one return is enough, undivided.
    public static Retention of(
            EventFilter start,
            EventFilter returning,
            Period period,
            Columns columns,
            Cohort cohort,
            Range range) {
        return new Retention(
                start,
                returning,
                period,
                Counting.CALENDAR,
                columns,
                cohort,
                1,
                Breakdown.NONE,
                range,
                false);
    }
}
