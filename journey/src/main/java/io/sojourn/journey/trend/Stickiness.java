package io.sojourn.journey.trend;

import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.journey.Context;
import io.sojourn.journey.Extent;
import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.scan.Asking;
import io.sojourn.journey.scan.PersonSet;
import io.sojourn.journey.time.Buckets;
import io.sojourn.journey.time.Period;
import io.sojourn.journey.time.Range;
import java.util.ArrayList;
import java.util.List;

/// In how many intervals people are active.
///
/// @param occurrences events that make an interval count
/// @param cumulative people active in at least so many intervals, instead of exactly so many
public record Stickiness(
        EventFilter events,
        Period interval,
        Range range,
        Occurrences occurrences,
        boolean cumulative) {

    public StickinessResult ask(Asking asking, Context context) {
        Buckets buckets = buckets(asking, context);
        return asking.run(
                new StickinessAnalysis<>(
                        this,
                        context,
                        buckets,
                        Integer.MAX_VALUE,
                        0,
                        active ->
                                new StickinessResult(
                                        buckets.intervals(context.asOf()), people(active.people))));
    }

    /// The people active in so many intervals.
    public PersonSet people(Asking asking, Context context, int intervals) {
        Buckets buckets = buckets(asking, context);
        if (intervals < 1 || intervals > buckets.count()) {
            throw new ProblemException(
                    Problem.invalid(
                            "intervals",
                            "between 1 and " + buckets.count() + ", got " + intervals));
        }
        return asking.run(
                new StickinessAnalysis<>(
                        this,
                        context,
                        buckets,
                        intervals,
                        cumulative ? buckets.count() : intervals,
                        active -> active.picked.build()));
    }

    private Buckets buckets(Asking asking, Context context) {
        return Buckets.of(
                context.calendar(),
                interval,
                Extent.resolve(asking, context, range, interval.unit(), List.of(events)));
    }

    private List<Long> people(long[] exactly) {
        List<Long> people = new ArrayList<>();
        long sum = 0;
        for (int intervals = exactly.length - 1; intervals > 0; intervals--) {
            sum = cumulative ? sum + exactly[intervals] : exactly[intervals];
            people.addFirst(sum);
        }
        return people;
    }
}
