package io.sojourn.server.live;

import io.sojourn.core.event.Event;
import io.sojourn.core.event.EventChange;
import io.sojourn.core.value.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The newest events of one project, by arrival, bounded in number and bytes. Confined to whoever holds its project's
/// lock.
final class RecentEvents {

    static final int EVENTS_MAX = 200;

    private static final long BYTES_MAX = 4L << 20;

    /// @param person that the event's visitor belongs to now
    record Entry(Event event, long person, long bytes) {}

    private final int eventsMax;
    private Deque<Entry> entries = new ArrayDeque<>();
    private long bytes;

    /// Every event with a higher number is here, but for those that were deleted.
    private long completeAfter;

    private long newest;

    /// @param completeAfter number of an event
    RecentEvents(int eventsMax, long completeAfter) {
        this.eventsMax = eventsMax;
        this.completeAfter = completeAfter;
        this.newest = completeAfter;
    }

    /// @return false where it is known already
    boolean add(Event event, long person) {
        if (event.id() <= newest) {
            return false;
        }
        newest = event.id();
        Entry entry = new Entry(event, person, size(event));
        entries.addLast(entry);
        bytes += entry.bytes;
        while (entries.size() > eventsMax || (bytes > BYTES_MAX && entries.size() > 1)) {
            Entry oldest = entries.removeFirst();
            bytes -= oldest.bytes;
            completeAfter = Math.max(completeAfter, oldest.event.id());
        }
        return true;
    }

    private static long size(Event event) {
        long size = 1_000;
        for (Map<String, Value> properties : List.of(event.properties(), event.visitProperties())) {
            for (Map.Entry<String, Value> property : properties.entrySet()) {
                size += property.getKey().length() + property.getValue().text().length();
            }
        }
        return size;
    }

    void change(EventChange change) {
        if (entries.stream().noneMatch(entry -> entry.event.id() == change.event())) {
            return;
        }
        Deque<Entry> changed = new ArrayDeque<>(entries.size());
        for (Entry entry : entries) {
            changed.addLast(
                    entry.event.id() == change.event()
                            ? new Entry(
                                    EventChange.fold(entry.event, List.of(change)),
                                    entry.person,
                                    entry.bytes)
                            : entry);
        }
        entries = changed;
    }

    /// @param persons of visitors that may have moved
    void move(Map<Long, Long> persons) {
        Deque<Entry> moved = new ArrayDeque<>(entries.size());
        for (Entry entry : entries) {
            long person = persons.getOrDefault(entry.event.visitor(), entry.person);
            moved.addLast(
                    person == entry.person ? entry : new Entry(entry.event, person, entry.bytes));
        }
        entries = moved;
    }

    void forget(Set<Long> visitors) {
        entries.removeIf(entry -> visitors.contains(entry.event.visitor()));
    }

    /// Number of the newest event that it was told of.
    long newest() {
        return newest;
    }

    /// Whether all that came after an event is still here.
    boolean reaches(long event) {
        return event >= completeAfter;
    }

    List<Entry> list() {
        return new ArrayList<>(entries);
    }
}
