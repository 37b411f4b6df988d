package io.sojourn.journey.trend;

import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.time.Period;
import io.sojourn.journey.time.Range;

/// In how many intervals people are active.
///
/// @param occurrences events that make an interval count
/// @param cumulative people active in at least so many intervals, instead of exactly so many
public record Stickiness(
        EventFilter events,
        Period interval,
        Range range,
        Occurrences occurrences,
        boolean cumulative) {}
