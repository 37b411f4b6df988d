package io.sojourn.journey.pattern;

import java.util.List;

/// How often a pattern occurs.
///
/// @param people in whose journeys it occurs
/// @param occurrences without overlap
/// @param gaps one for every single event of the expression but the first: the time since the single event before
/// @param total from the first event of an occurrence to the last
public record PatternResult(long people, long occurrences, List<Seconds> gaps, Seconds total) {

    /// Over all occurrences.
    ///
    /// @param mean NaN where there is none
    /// @param median NaN also where no medians were asked for
    public record Seconds(double mean, double median) {}

    public PatternResult {
        gaps = List.copyOf(gaps);
    }
}
