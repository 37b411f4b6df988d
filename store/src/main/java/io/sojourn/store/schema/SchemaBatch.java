package io.sojourn.store.schema;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/// What one batch changes of a schema.
///
/// @param events changed ones, whole
/// @param properties changed ones, whole
/// @param days to be added: events that are not marked as a bot's
/// @param oldestDay days before it go
public record SchemaBatch(
        Collection<EventUse> events,
        Collection<PropertyUse> properties,
        Map<EventDay, Long> days,
        long oldestDay) {

    public static final SchemaBatch NONE =
            new SchemaBatch(List.of(), List.of(), Map.of(), Long.MIN_VALUE);

    public SchemaBatch {
        events = List.copyOf(events);
        properties = List.copyOf(properties);
        days = Map.copyOf(days);
    }
}
