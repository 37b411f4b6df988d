package io.sojourn.core.event;

import io.sojourn.core.value.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A later statement about an event: an update, or a ping that prolonged it. Laid over the event by
/// readers and folded into it by compaction; both go through [#fold].
///
/// @param event the event it changes
/// @param visitor the event's visitor
/// @param time the event's time
/// @param arrival event id that the update or ping has itself, so ordering by it is ordering by arrival: per
///     property the highest one wins, that of the event included
/// @param activeUntil raises the event's `activeUntil`; 0 = says nothing
/// @param properties sets these; [#MAXIMUM_OF] keys keep the greatest number instead of the latest
public record EventChange(
        long event,
        long visitor,
        long time,
        long arrival,
        long activeUntil,
        Map<String, Value> properties) {

    /// Properties that only ever grow, whatever the order of arrival.
    public static final List<String> MAXIMUM_OF = List.of("duration", "scroll depth");

    public EventChange {
        properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    }

    /// The event with its changes. One that arrived before the event (an update that waited for it) lies under the
    /// event's own properties, the others over them.
    ///
    /// @param changes of this event, ascending by arrival
    public static Event fold(Event event, List<EventChange> changes) {
        if (changes.isEmpty()) {
            return event;
        }
        long activeUntil = event.activeUntil();
        Map<String, Value> earlier = new LinkedHashMap<>();
        for (EventChange change : changes) {
            activeUntil = Math.max(activeUntil, change.activeUntil);
            if (change.arrival < event.id()) {
                change.properties.forEach((key, value) -> lay(earlier, key, value));
            }
        }
        Map<String, Value> properties = new LinkedHashMap<>(event.properties());
        earlier.forEach((key, value) -> layUnder(properties, key, value));
        for (EventChange change : changes) {
            if (change.arrival >= event.id()) {
                change.properties.forEach((key, value) -> lay(properties, key, value));
            }
        }
        return new Event(
                event.id(),
                event.visitor(),
                event.time(),
                event.received(),
                event.name(),
                event.flags(),
                activeUntil,
                event.timeout(),
                event.attributes(),
                properties,
                event.visitProperties());
    }

    /// Sets one property as a change does.
    public static void lay(Map<String, Value> properties, String key, Value value) {
        if (MAXIMUM_OF.contains(key)) {
            properties.merge(key, value, EventChange::greater);
        } else {
            properties.put(key, value);
        }
    }

    private static void layUnder(Map<String, Value> properties, String key, Value value) {
        if (MAXIMUM_OF.contains(key)) {
            properties.merge(key, value, (latest, old) -> greater(old, latest));
        } else {
            properties.putIfAbsent(key, value);
        }
    }

    /// The greater number; what is no number gives way to one. Between equals the old one stays, between two that
    /// are no numbers the latest.
    private static Value greater(Value old, Value latest) {
        double before = old.number();
        double now = latest.number();
        if (Double.isNaN(before)) {
            return latest;
        }
        return Double.isNaN(now) || before >= now ? old : latest;
    }
}
