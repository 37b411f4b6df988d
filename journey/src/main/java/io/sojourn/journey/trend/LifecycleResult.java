package io.sojourn.journey.trend;

import io.sojourn.journey.time.Interval;
import java.util.List;
import java.util.Map;

/// @param people per state and interval
public record LifecycleResult(List<Interval> intervals, Map<Lifecycle.State, List<Long>> people) {
    public LifecycleResult {
        intervals = List.copyOf(intervals);
        people = Map.copyOf(people);
    }
}
