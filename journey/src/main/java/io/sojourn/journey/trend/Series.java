package io.sojourn.journey.trend;

import io.sojourn.journey.filter.EventFilter;

/// One line of a trend: some events and what is measured of them.
public record Series(EventFilter events, Measure measure) {}
