package io.sojourn.journey.trend;

import io.sojourn.journey.Group;
import java.util.OptionalInt;

/// The people behind a value of a [TrendResult]: those whose events made it.
///
/// @param interval empty = the total
/// @param previous in the period before
public record TrendCell(int series, Group group, OptionalInt interval, boolean previous) {}
