package io.sojourn.store.schema;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// The events and properties that a project has seen, as ingest met them.
///
/// @param events by name
/// @param properties by scope and name
/// @param days events of each name and day that are not marked as a bot's, of the last [#DAYS] days
public record Schema(
        List<EventUse> events, List<PropertyUse> properties, Map<EventDay, Long> days) {

    public static final Schema EMPTY = new Schema(List.of(), List.of(), Map.of());

    /// Days that are counted, the newest included.
    public static final int DAYS = 30;

    /// Kept per project; what comes beyond is counted as [#FULL].
    public static final int EVENTS_MAX = 10_000;

    public static final int PROPERTIES_MAX = 10_000;

    /// Kept per property.
    public static final int EVENTS_OF_PROPERTY_MAX = 50;

    public static final int EXAMPLE_CHARS_MAX = 200;

    /// What is counted of names that found no place.
    public static final String FULL = "schema_full";

    /// In the order that this demands, whatever theirs is.
    public static Schema of(
            Collection<EventUse> events,
            Collection<PropertyUse> properties,
            Map<EventDay, Long> days) {
        return new Schema(
                events.stream().sorted(Comparator.comparing(EventUse::name)).toList(),
                properties.stream().sorted(Comparator.comparing(PropertyUse::key)).toList(),
                days);
    }

    public Schema {
        events = List.copyOf(events);
        properties = List.copyOf(properties);
        days = Map.copyOf(days);
    }
}
