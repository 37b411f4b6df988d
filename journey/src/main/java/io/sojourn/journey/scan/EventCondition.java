package io.sojourn.journey.scan;

import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.time.TimeRange;

/// Marks the events that a filter matches within a time range. Equal conditions of one scan are one bit.
public record EventCondition(EventFilter filter, TimeRange range) {}
