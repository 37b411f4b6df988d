package io.sojourn.journey.funnel;

import io.sojourn.journey.Group;
import java.util.List;

/// How far people came.
///
/// @param people that the question was asked about
/// @param rows the first is of everyone; with a breakdown its groups follow, most entries first, and the rest last
public record FunnelResult(long people, List<Row> rows) {

    public FunnelResult {
        rows = List.copyOf(rows);
    }

    /// @param intervals by entry; empty where the funnel has no interval
    public record Row(Group group, Flow all, List<Interval> intervals) {
        public Row {
            intervals = List.copyOf(intervals);
        }
    }

    /// @param excluded whose every attempt is void; in no step
    public record Flow(List<Step> steps, Tally excluded) {
        public Flow {
            steps = List.copyOf(steps);
        }
    }

    /// @param reached came to the step
    /// @param open came to it and no further yet, and have time left to
    /// @param dropped came to it and no further, and their time is over
    /// @param fromPrevious time since the step reached before; nothing for the first step
    public record Step(Tally reached, Tally open, Tally dropped, Times fromPrevious) {}

    /// @param count of what is counted: people, attempts or visits
    /// @param people distinct
    public record Tally(long count, long people) {}

    /// @param mean seconds, NaN where there is nothing to measure, as the next two
    /// @param median nearest rank, as p90
    /// @param histogram counts between [#EDGES]; the last is what lasted longer
    public record Times(long count, double mean, double median, double p90, List<Long> histogram) {

        /// Seconds at which the columns of a histogram begin.
        public static final List<Long> EDGES =
                List.of(
                        0L,
                        1L,
                        2L,
                        5L,
                        10L,
                        30L,
                        60L,
                        120L,
                        300L,
                        600L,
                        1_800L,
                        3_600L,
                        7_200L,
                        21_600L,
                        43_200L,
                        86_400L,
                        172_800L,
                        259_200L,
                        604_800L,
                        1_209_600L,
                        2_592_000L,
                        7_776_000L,
                        31_536_000L);

        public Times {
            histogram = List.copyOf(histogram);
        }
    }

    /// The funnel of what was entered in one interval.
    ///
    /// @param from Unix milliseconds, inclusive
    /// @param to exclusive
    /// @param incomplete a part of it lies outside the range or after `asOf`
    public record Interval(long from, long to, boolean incomplete, Flow flow) {}
}
