package io.sojourn.journey.trend;

import io.sojourn.journey.Group;
import io.sojourn.journey.time.Interval;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// Lines over intervals.
///
/// @param lines series by series, each with its groups, largest first, then the rest; then those of the formula
/// @param previous the period before, its intervals counted from its own start
public record TrendResult(
        List<Interval> intervals, List<Line> lines, Optional<TrendResult> previous) {

    public TrendResult {
        intervals = List.copyOf(intervals);
        lines = List.copyOf(lines);
    }

    /// @param series number, empty = the formula
    /// @param values one per interval; empty where the measure has none, such as the mean of nothing
    /// @param total over the whole range: people and visits count once in it
    /// @param skipped values that are no number
    /// @param averages rolling, one per interval; none at all where not asked for
    public record Line(
            OptionalInt series,
            Group group,
            List<OptionalDouble> values,
            OptionalDouble total,
            long skipped,
            List<OptionalDouble> averages) {
        public Line {
            values = List.copyOf(values);
            averages = List.copyOf(averages);
        }
    }
}
