package io.sojourn.store.question;

/// Somebody entered or left a segment.
///
/// @param number ascending, never used twice
/// @param person as numbered then
/// @param at when it was found out, Unix milliseconds
public record MembershipChange(long number, long segment, long person, boolean entered, long at) {}
