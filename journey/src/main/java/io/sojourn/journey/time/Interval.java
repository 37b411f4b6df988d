package io.sojourn.journey.time;

/// A bucket of an answer.
///
/// @param from Unix milliseconds, inclusive
/// @param to exclusive
/// @param incomplete a part of it lies outside the question's range or after `asOf`
public record Interval(long from, long to, boolean incomplete) {}
