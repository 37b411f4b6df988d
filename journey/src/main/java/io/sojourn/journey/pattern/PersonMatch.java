package io.sojourn.journey.pattern;

import java.util.List;

/// A person in whose journey a pattern occurs.
///
/// @param times of the single events of the first occurrence, Unix milliseconds
public record PersonMatch(long person, long occurrences, List<Long> times) {
    public PersonMatch {
        times = List.copyOf(times);
    }
}
