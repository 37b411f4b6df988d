package io.sojourn.store.event;

import io.sojourn.core.event.Attribute;
import io.sojourn.core.event.Attributes;
import io.sojourn.core.event.Event;
import io.sojourn.core.event.EventChange;
import io.sojourn.core.event.EventFlag;
import io.sojourn.core.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// Events to store, and questions to ask of a store.
public final class EventKit {

    private EventKit() {}

    public static Event event(long id, long visitor, long time) {
        return event(id, visitor, time, "pv", 0);
    }

    public static Event bot(long id, long visitor, long time) {
        return event(id, visitor, time, "pv", EventFlag.BOT.bit());
    }

    public static Event event(long id, long visitor, long time, String name, int flags) {
        return new Event(
                id, visitor, time, time, name, flags, time, 0, Attributes.NONE, Map.of(), Map.of());
    }

    public static EventChange change(Event event, long arrival, String key, Value value) {
        return new EventChange(
                event.id(), event.visitor(), event.time(), arrival, 0, Map.of(key, value));
    }

    public static EventBatch batch(long position, Event... events) {
        return new EventBatch(position, List.of(events), List.of(), List.of());
    }

    public static EventBatch batch(long position, List<Event> events) {
        return new EventBatch(position, events, List.of(), List.of());
    }

    public static EventBatch changes(long position, EventChange... changes) {
        return new EventBatch(position, List.of(), List.of(changes), List.of());
    }

    public static EventBatch deletion(long position, Long... visitors) {
        return new EventBatch(position, List.of(), List.of(), List.of(visitors));
    }

    public static TimelineQuery newest(int limit, Long... visitors) {
        return new TimelineQuery(List.of(visitors), Long.MAX_VALUE, Long.MAX_VALUE, limit, false);
    }

    /// Everything that is stored, in the order of the dump.
    public static List<Event> dump(EventStore store) {
        List<Event> events = new ArrayList<>();
        store.forEachEvent(events::add);
        return events;
    }

    /// Keys of the properties in order; `equals` of maps does not see it.
    public static List<String> keys(Event event) {
        return List.copyOf(event.properties().keySet());
    }

    /// An event with something in every field.
    public static Event full(RandomGenerator random, long id, long visitor, long time) {
        Attributes.Builder attributes = new Attributes.Builder();
        for (Attribute attribute : Attribute.values()) {
            if (random.nextInt(3) > 0) {
                attributes.set(attribute, attribute.key() + ' ' + random.nextInt(20));
            }
        }
        int flags = random.nextInt(4) == 0 ? EventFlag.BOT.bit() : 0;
        flags |= random.nextInt(4) == 0 ? EventFlag.STANDALONE.bit() : 0;
        return new Event(
                id,
                visitor,
                time,
                time + random.nextInt(5_000),
                "event " + random.nextInt(10),
                flags,
                time + random.nextInt(60_000),
                random.nextInt(2) * 1_800_000L,
                attributes.build(),
                properties(random),
                random.nextInt(3) == 0 ? properties(random) : Map.of());
    }

    public static Map<String, Value> properties(RandomGenerator random) {
        Map<String, Value> properties = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            properties.put(key(random), value(random));
        }
        return properties;
    }

    private static String key(RandomGenerator random) {
        return switch (random.nextInt(6)) {
            case 0 -> EventChange.MAXIMUM_OF.get(0);
            case 1 -> EventChange.MAXIMUM_OF.get(1);
            default -> "key " + random.nextInt(5);
        };
    }

    private static Value value(RandomGenerator random) {
        return switch (random.nextInt(4)) {
            case 0 -> Value.string("text " + random.nextInt(100));
            case 1 -> Value.bool(random.nextBoolean());
            case 2 -> Value.number(random.nextInt(100) + ".50");
            default -> Value.number(random.nextInt(1_000));
        };
    }
}
