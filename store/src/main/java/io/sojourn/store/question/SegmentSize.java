package io.sojourn.store.question;

/// How many belonged to a segment.
///
/// @param at Unix milliseconds
public record SegmentSize(long segment, long at, long people) {}
