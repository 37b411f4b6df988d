package io.sojourn.store.sql;

/// @param rows that were answered
/// @param cut whether there were more
public record SqlOutcome(long rows, boolean cut) {}
