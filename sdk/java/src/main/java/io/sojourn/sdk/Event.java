package io.sojourn.sdk;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Something that happened. Immutable: {@code with} and the like give a changed copy. */
public final class Event {
    private final String name;
    private final Map<String, Object> properties;
    private final Optional<Instant> time;
    private final Optional<String> id;

    private Event(
            String name,
            Map<String, Object> properties,
            Optional<Instant> time,
            Optional<String> id) {
        this.name = name;
        this.properties = properties;
        this.time = time;
        this.id = id;
    }

    /**
     * An event that happens now.
     *
     * @param name not empty
     * @return an event without properties
     */
    public static Event named(String name) {
        return new Event(
                Visitor.notEmpty("the name of an event", name),
                Map.of(),
                Optional.empty(),
                Optional.empty());
    }

    /**
     * With a property.
     *
     * @param property its name
     * @param value text, number, boolean, time, enum, map, list or array
     * @return a changed copy
     */
    public Event with(String property, Object value) {
        return new Event(name, Visitor.plus(properties, property, value), time, id);
    }

    /**
     * With properties.
     *
     * @param more as in {@link #with(String, Object)}
     * @return a changed copy
     */
    public Event with(Map<String, ?> more) {
        Map<String, Object> all = new LinkedHashMap<>(properties);
        all.putAll(more);
        return new Event(name, all, time, id);
    }

    /**
     * At another time than now.
     *
     * @param when years 1 to 9999
     * @return a changed copy
     */
    public Event at(Instant when) {
        return new Event(name, properties, Optional.of(when), id);
    }

    /**
     * With an id of the program's own, such as an invoice number: a second event with it is a duplicate.
     *
     * @param own not empty; a random one where this is not called
     * @return a changed copy
     */
    public Event withId(String own) {
        return new Event(
                name, properties, time, Optional.of(Visitor.notEmpty("the id of an event", own)));
    }

    void write(Json json, Instant now, String random) {
        json.field("event", name);
        json.field("event_id", id.orElse(random));
        json.field("time", time.orElse(now).toEpochMilli());
        if (!properties.isEmpty()) {
            json.field("properties", properties);
        }
    }
}
