package io.sojourn.core.visit;

import io.sojourn.core.event.Attribute;
import io.sojourn.core.event.Event;
import io.sojourn.core.event.EventFlag;
import io.sojourn.core.value.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One session of a person: a run of events without a longer pause. The visits of a person do not overlap.
///
/// @param id the id of its first event that is not standalone
/// @param start time of that event, Unix milliseconds
/// @param end until when the person was active in it, Unix milliseconds; at most the start of the next visit
/// @param events in order, the standalone ones that fall into it included
/// @param properties attributes of the visit (`cs_`): the last value per key
public record Visit(
        long id, long start, long end, List<Event> events, Map<String, Value> properties) {

    public Visit {
        events = List.copyOf(events);
        properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
        long opened = id;
        if (events.stream().noneMatch(event -> event.id() == opened && opens(event))) {
            throw new IllegalArgumentException("visit " + id + " without the event that opens it");
        }
    }

    /// The event that opened it, which says where it came from.
    public Event first() {
        return events.stream().filter(event -> event.id() == id).findFirst().orElseThrow();
    }

    /// Source, campaign, country and the like: what its first event says.
    public String attribute(Attribute attribute) {
        return first().attributes().get(attribute);
    }

    /// The page it began on, empty where it did not begin with a page view.
    public String landingPage() {
        return attribute(Attribute.PAGE);
    }

    public long durationMillis() {
        return end - start;
    }

    static boolean opens(Event event) {
        return !event.is(EventFlag.STANDALONE);
    }
}
