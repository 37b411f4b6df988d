package io.sojourn.store.schema;

/// An event name that was seen.
///
/// @param firstSeen lowest event time, Unix milliseconds
/// @param lastSeen highest event time
/// @param count events that are not marked as a bot's
public record EventUse(
        String name, long firstSeen, long lastSeen, long count, long botCount, Label label) {}
