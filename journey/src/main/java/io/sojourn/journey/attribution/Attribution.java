package io.sojourn.journey.attribution;

import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.scan.Column;
import io.sojourn.journey.time.Range;
import java.util.Optional;
import java.util.OptionalLong;

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
}
