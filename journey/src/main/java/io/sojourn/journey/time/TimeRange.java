package io.sojourn.journey.time;

/// A half-open span of event time.
///
/// @param from Unix milliseconds, inclusive
/// @param to exclusive
public record TimeRange(long from, long to) {

    public static final TimeRange ALL = new TimeRange(Long.MIN_VALUE, Long.MAX_VALUE);

    public boolean contains(long time) {
        return from <= time && time < to;
    }

    public boolean isEmpty() {
        return from >= to;
    }

    public TimeRange and(TimeRange other) {
        return new TimeRange(Math.max(from, other.from), Math.min(to, other.to));
    }
}
