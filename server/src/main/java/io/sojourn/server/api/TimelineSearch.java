package io.sojourn.server.api;

import io.sojourn.core.event.Attribute;
import io.sojourn.core.event.Event;
import io.sojourn.core.segment.TextSearch;
import io.sojourn.store.event.EventStore;
import io.sojourn.store.event.TimelineQuery;
import io.sojourn.store.schema.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Pages through a timeline, newest first. With a text it reads on until the page is full or the time is up; then the
/// page is short, and its cursor goes on where the reading stopped.
final class TimelineSearch {

    private static final int READ_EVENTS = 250;
    private static final int READ_EVENTS_MAX = 4_000;

    private final EventStore events;
    private final Masking masking;
    private final Duration time;

    /// @param masking what it hides is not searched
    TimelineSearch(EventStore events, Masking masking, Duration time) {
        this.events = events;
        this.masking = masking;
        this.time = time;
    }

    /// @param next the event after which the next page begins
    record Page(List<Event> events, Optional<Event> next) {}

    /// @param query its limit is that of the page
    Page page(TimelineQuery query, Optional<TextSearch> text) {
        long begun = System.nanoTime();
        List<Event> found = new ArrayList<>();
        int size = text.isEmpty() ? query.limit() + 1 : READ_EVENTS;
        TimelineQuery from = query.before(query.beforeTime(), query.beforeId(), size);
        while (true) {
            List<Event> read = events.timeline(from);
            for (Event event : read) {
                if (text.isEmpty() || holds(event, text.get())) {
                    if (found.size() == query.limit()) {
                        return new Page(found, Optional.of(found.getLast()));
                    }
                    found.add(event);
                }
            }
            if (read.size() < size) {
                return new Page(found, Optional.empty());
            }
            Event last = read.getLast();
            if (System.nanoTime() - begun >= time.toNanos()) {
                return new Page(found, Optional.of(last));
            }
            size = Math.min(2 * size, READ_EVENTS_MAX);
            from = query.before(last.time(), last.id(), size);
        }
    }

    private boolean holds(Event event, TextSearch text) {
        return text.isIn(event.name())
                || text.isIn(event.attributes().get(Attribute.PAGE))
                || event.properties().entrySet().stream()
                        .anyMatch(
                                property ->
                                        text.isIn(property.getValue().text())
                                                && !masking.hides(Scope.EVENT, property.getKey()));
    }
}
