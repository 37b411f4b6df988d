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
import io.sojourn.journey.time.TimeRange;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Who is new in an interval, who stays, who comes back, who goes. Its intervals are whole: the range is widened to
/// where they begin and end.
public record Lifecycle(EventFilter events, Period interval, Range range) {

    /// What a person is in an interval.
    public enum State {
        /// The person's first event ever lies in it.
        NEW,
        /// Active in it and in the one before.
        RETURNING,
        /// Active in it and not in the one before, but earlier.
        RESURRECTING,
        /// Active in the one before and not in it.
        DORMANT
    }

    public LifecycleResult ask(Asking asking, Context context) {
        Buckets buckets = buckets(asking, context);
        return asking.run(
                analysis(
                        context,
                        buckets,
                        Optional.empty(),
                        states ->
                                new LifecycleResult(
                                        buckets.intervals(context.asOf()), people(states))));
    }

    /// The people behind a number of the answer.
    public PersonSet people(Asking asking, Context context, LifecycleCell cell) {
        Buckets buckets = buckets(asking, context);
        if (cell.interval() < 0 || cell.interval() >= buckets.count()) {
            throw new ProblemException(
                    Problem.invalid("interval", "there is no interval " + cell.interval()));
        }
        return asking.run(
                analysis(context, buckets, Optional.of(cell), states -> states.picked.build()));
    }

    private <R> LifecycleAnalysis<R> analysis(
            Context context,
            Buckets buckets,
            Optional<LifecycleCell> cell,
            Function<LifecycleAnalysis.States, R> answer) {
        long before = context.calendar().plus(buckets.start(0), interval.unit(), -interval.every());
        return new LifecycleAnalysis<>(this, context, buckets, before, cell, answer);
    }

    private Buckets buckets(Asking asking, Context context) {
        TimeRange said = Extent.resolve(asking, context, range, interval.unit(), List.of(events));
        Buckets buckets = Buckets.of(context.calendar(), interval, said);
        return buckets.count() == 0
                ? buckets
                : Buckets.of(
                        context.calendar(),
                        interval,
                        new TimeRange(buckets.start(0), buckets.end(buckets.count() - 1)));
    }

    private static Map<State, List<Long>> people(LifecycleAnalysis.States states) {
        Map<State, List<Long>> people = new EnumMap<>(State.class);
        for (State state : State.values()) {
            people.put(state, Arrays.stream(states.people[state.ordinal()]).boxed().toList());
        }
        return people;
    }
}
