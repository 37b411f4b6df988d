package io.sojourn.store.event;

import io.sojourn.core.event.Event;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// The events of one project. Written by one thread, read by any; a reader sees whole batches only.
/// Every event that comes out has its changes laid over it.
public interface EventStore extends AutoCloseable {

    /// Position of the last batch.
    long position();

    /// One transaction; durable on return.
    void commit(EventBatch batch);

    List<Event> timeline(TimelineQuery query);

    /// Events of some visitors with `fromTime <= time < toTime`, oldest first by (time, id), as a stream.
    void forEach(
            List<Long> visitors,
            long fromTime,
            long toTime,
            boolean bots,
            Consumer<Event> consumer);

    long count(List<Long> visitors, long fromTime, long toTime, boolean bots);

    /// The first event that arrived.
    Optional<Event> oldest();

    /// The last event that arrived.
    Optional<Event> newest();

    /// The newest events that were received at a time or later, by arrival.
    ///
    /// @param limit at least 1; of more than these the oldest are left out
    List<Event> received(long fromReceived, int limit);

    /// Events in no particular order, as a stream that holds few of them at a time, however many there are.
    void scan(EventScan scan, Consumer<Event> consumer);

    /// Visitors that have an event with `fromTime <= time < toTime`, ascending.
    List<Long> visitorsBetween(long fromTime, long toTime);

    /// Visitors of events that were received, or whose person is known to have been active, at or after a time; ascending.
    List<Long> visitorsSince(long time);

    /// Every event, by (visitor, time, id): what the canonical dump is made of.
    void forEachEvent(Consumer<Event> consumer);

    /// Number of stored events.
    long size();

    /// Time of the event that lies furthest back, none where there is none.
    OptionalLong oldestTime();

    /// Folds changes into their events and checkpoints; called when there is time for it.
    void compact();

    /// A consistent copy into a folder, while writing goes on.
    ///
    /// @return position of the copy
    long backup(java.nio.file.Path folder);

    @Override
    void close();
}
