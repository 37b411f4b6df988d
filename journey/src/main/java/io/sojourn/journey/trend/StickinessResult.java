package io.sojourn.journey.trend;

import io.sojourn.journey.time.Interval;
import java.util.List;

/// @param people `people.get(n - 1)` were active in `n` intervals
public record StickinessResult(List<Interval> intervals, List<Long> people) {
    public StickinessResult {
        intervals = List.copyOf(intervals);
        people = List.copyOf(people);
    }
}
