package io.sojourn.store.event;

import io.sojourn.core.event.Event;
import io.sojourn.core.event.EventChange;
import io.sojourn.core.event.EventFlag;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// An event store of plain lists, slow and obvious.
public final class InMemoryEventStore implements EventStore {

    /// What is left when a store is closed, by folder.
    public static final class Disk {
        private final Map<Path, State> folders = new HashMap<>();
    }

    private record State(long position, List<Event> events, List<EventChange> changes) {
        private State {
            events = List.copyOf(events);
            changes = List.copyOf(changes);
        }
    }

    private static final Comparator<Event> BY_TIME =
            Comparator.comparingLong(Event::time).thenComparingLong(Event::id);

    private final Disk disk;
    private final Path folder;

    public InMemoryEventStore() {
        this(new Disk(), Path.of("memory"));
    }

    public InMemoryEventStore(Disk disk, Path folder) {
        this.disk = disk;
        this.folder = folder;
    }

    private synchronized State state() {
        return disk.folders.getOrDefault(folder, new State(0, List.of(), List.of()));
    }

    @Override
    public long position() {
        return state().position;
    }

    @Override
    public synchronized void commit(EventBatch batch) {
        State old = state();
        if (batch.position() <= old.position) {
            throw new IllegalStateException(
                    "batch of position " + batch.position() + " after " + old.position);
        }
        List<Event> events = new ArrayList<>(old.events);
        List<EventChange> changes = new ArrayList<>(old.changes);
        events.addAll(batch.events());
        changes.addAll(batch.changes());
        for (long visitor : batch.deletedVisitors()) {
            events.removeIf(event -> event.visitor() == visitor);
            changes.removeIf(change -> change.visitor() == visitor);
        }
        for (Expiry expiry : batch.expiries()) {
            events.removeIf(event -> expiry.takes(event.time(), event.id()));
            changes.removeIf(change -> expiry.takes(change.time(), change.event()));
        }
        disk.folders.put(folder, new State(batch.position(), events, changes));
    }

    /// Changes laid over.
    private Stream<Event> events() {
        State state = state();
        return state.events.stream().map(event -> EventChange.fold(event, of(event, state)));
    }

    private static List<EventChange> of(Event event, State state) {
        return state.changes.stream()
                .filter(change -> change.event() == event.id())
                .sorted(Comparator.comparingLong(EventChange::arrival))
                .toList();
    }

    private Stream<Event> events(List<Long> visitors, boolean bots) {
        return events().filter(event -> visitors.contains(event.visitor()))
                .filter(event -> bots || !event.is(EventFlag.BOT));
    }

    @Override
    public List<Event> timeline(TimelineQuery query) {
        boolean fromNewest =
                query.beforeTime() == Long.MAX_VALUE && query.beforeId() == Long.MAX_VALUE;
        return events(query.visitors(), query.bots())
                .filter(event -> fromNewest || isBefore(event, query))
                .filter(event -> event.time() >= query.fromTime())
                .filter(event -> query.toTime() == Long.MAX_VALUE || event.time() < query.toTime())
                .filter(event -> query.names().contain(event.name()))
                .sorted(BY_TIME.reversed())
                .limit(query.limit())
                .toList();
    }

    private static boolean isBefore(Event event, TimelineQuery query) {
        return event.time() < query.beforeTime()
                || (event.time() == query.beforeTime() && event.id() < query.beforeId());
    }

    @Override
    public void forEach(
            List<Long> visitors,
            long fromTime,
            long toTime,
            boolean bots,
            Consumer<Event> consumer) {
        events(visitors, bots)
                .filter(event -> event.time() >= fromTime && event.time() < toTime)
                .sorted(BY_TIME)
                .forEach(consumer);
    }

    @Override
    public long count(List<Long> visitors, long fromTime, long toTime, boolean bots) {
        return events(visitors, bots)
                .filter(event -> event.time() >= fromTime && event.time() < toTime)
                .count();
    }

    @Override
    public Optional<Event> oldest() {
        return events().min(Comparator.comparingLong(Event::id));
    }

    @Override
    public Optional<Event> newest() {
        return events().max(Comparator.comparingLong(Event::id));
    }

    @Override
    public List<Event> received(long fromReceived, int limit) {
        List<Event> found =
                events().filter(event -> event.received() >= fromReceived)
                        .sorted(Comparator.comparingLong(Event::id))
                        .toList();
        return found.subList(Math.max(0, found.size() - limit), found.size());
    }

    @Override
    public void scan(EventScan scan, Consumer<Event> consumer) {
        events().filter(event -> scan.bots() || !event.is(EventFlag.BOT))
                .filter(event -> event.time() >= scan.fromTime() && event.time() < scan.toTime())
                .filter(event -> scan.names().isEmpty() || scan.names().contains(event.name()))
                .forEach(consumer);
    }

    @Override
    public List<Long> visitorsBetween(long fromTime, long toTime) {
        return events().filter(event -> event.time() >= fromTime && event.time() < toTime)
                .map(Event::visitor)
                .distinct()
                .sorted()
                .toList();
    }

    @Override
    public List<Long> visitorsSince(long time) {
        return events().filter(event -> event.received() >= time || event.activeUntil() >= time)
                .map(Event::visitor)
                .distinct()
                .sorted()
                .toList();
    }

    @Override
    public void forEachEvent(Consumer<Event> consumer) {
        events().sorted(Comparator.comparingLong(Event::visitor).thenComparing(BY_TIME))
                .forEach(consumer);
    }

    @Override
    public OptionalLong oldestTime() {
        return events().mapToLong(Event::time).min();
    }

    @Override
    public long size() {
        return state().events.size();
    }

    @Override
    public void compact() {
        // nothing to gain in memory
    }

    @Override
    public synchronized long backup(Path target) {
        State state = state();
        disk.folders.put(target, state);
        return state.position;
    }

    @Override
    public void close() {
        // the disk keeps it
    }
}
