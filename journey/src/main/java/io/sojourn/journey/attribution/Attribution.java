package io.sojourn.journey.attribution;

import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.journey.Context;
import io.sojourn.journey.Group;
import io.sojourn.journey.attribution.AttributionResult.Source;
import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.scan.Asking;
import io.sojourn.journey.scan.Column;
import io.sojourn.journey.scan.PersonSet;
import io.sojourn.journey.time.Range;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/// Which touchpoints conversions are due to.
///
/// @param touch events that are touchpoints, if they have a value in the column
/// @param touchpoint what they are called
/// @param conversion each of them is shared out
/// @param lookBackMillis how long before a conversion a touch counts, inclusive; empty = ever
/// @param value of a conversion, shared out like the conversion itself
/// @param range of the conversions; touches may lie before it
/// @param top touchpoints that are named, by conversions
public record Attribution(
        EventFilter touch,
        Column touchpoint,
        EventFilter conversion,
        OptionalLong lookBackMillis,
        Model model,
        Optional<Column> value,
        Range range,
        int top) {

    public static final int TOP_MAX = 1_000;

    /// How a conversion is shared among the touches before it.
    public enum Model {
        FIRST,
        LAST,
        /// Equally.
        LINEAR,
        /// 40 % to the first and to the last, the others share 20 %; of two, each half.
        POSITION,
        /// A touch 7 days older has half the share.
        DECAY
    }

    public Attribution {
        if (lookBackMillis.isPresent() && lookBackMillis.getAsLong() < 0) {
            throw new ProblemException(
                    Problem.invalid(
                            "lookBack", "not negative, got " + lookBackMillis.getAsLong() + " ms"));
        }
        if (top < 1 || top > TOP_MAX) {
            throw new ProblemException(
                    Problem.invalid("top", "between 1 and " + TOP_MAX + ", got " + top));
        }
    }

    /// In one pass where all touchpoints are named, else in two: the first finds the largest.
    public AttributionResult ask(Asking asking, Context context) {
        AttributionPlan plan = new AttributionPlan(this, context);
        return largest(
                asking,
                plan,
                AttributionFold::result,
                named ->
                        asking.run(
                                new AttributionAnalysis<>(
                                        plan,
                                        Optional.of(named),
                                        Optional.empty(),
                                        AttributionFold::result)));
    }

    /// The people behind a row of the answer.
    public PersonSet people(Asking asking, Context context, Source source) {
        AttributionPlan plan = new AttributionPlan(this, context);
        List<Group> named =
                switch (source) {
                    case Source.Touchpoint(String name) ->
                            List.of(new Group(List.of(Optional.of(name)), false));
                    case Source.Rest() ->
                            largest(asking, plan, fold -> named(fold), groups -> groups);
                    case Source.None(), Source.All() -> List.of();
                };
        return asking.run(
                new AttributionAnalysis<>(
                        plan, Optional.of(named), Optional.of(source), AttributionFold::picked));
    }

    /// What a pass over all touchpoints answers if they can all be named, else what the named ones lead to.
    private <R> R largest(
            Asking asking,
            AttributionPlan plan,
            Function<AttributionFold, R> all,
            Function<List<Group>, R> some) {
        record Found<R>(List<Group> named, Optional<R> answer) {}
        Found<R> found =
                asking.run(
                        new AttributionAnalysis<>(
                                plan,
                                Optional.empty(),
                                Optional.empty(),
                                fold ->
                                        new Found<>(
                                                named(fold),
                                                fold.touchpoints() <= top
                                                        ? Optional.of(all.apply(fold))
                                                        : Optional.empty())));
        return found.answer().orElseGet(() -> some.apply(found.named()));
    }

    private List<Group> named(AttributionFold fold) {
        return fold.ranked(top).stream().limit(top).map(fold.groups()::group).toList();
    }
}
