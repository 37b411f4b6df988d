package io.sojourn.server.question;

/// How many people meet a criterion.
///
/// @param people who do
/// @param of all that it was asked about
public record SegmentResult(long people, long of) {}
