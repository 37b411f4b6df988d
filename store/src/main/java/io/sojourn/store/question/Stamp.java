package io.sojourn.store.question;

/// Who did something, and when.
///
/// @param by as the audit log calls them
/// @param at Unix milliseconds
public record Stamp(String by, long at) {}
