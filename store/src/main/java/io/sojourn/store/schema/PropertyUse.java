package io.sojourn.store.schema;

import java.util.List;

/// A property that was seen.
///
/// @param firstSeen lowest event time, Unix milliseconds
/// @param lastSeen highest event time
/// @param strings values that were texts
/// @param example of a value, cut to a length; empty where there is none
/// @param exampleVisitor whose it is, so that it goes with them; 0 = nobody's
/// @param events names of events that carried it, for [Scope#EVENT], in the order they came; bounded
public record PropertyUse(
        PropertyKey key,
        long firstSeen,
        long lastSeen,
        long strings,
        long numbers,
        long booleans,
        String example,
        long exampleVisitor,
        List<String> events,
        Label label) {

    public PropertyUse {
        events = List.copyOf(events);
    }

    public long count() {
        return strings + numbers + booleans;
    }
}
