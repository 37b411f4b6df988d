package io.sojourn.store.embedded.event;

import io.sojourn.core.event.Event;
import io.sojourn.core.event.EventChange;
import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.store.event.EventBatch;
import io.sojourn.store.event.EventScan;
import io.sojourn.store.event.EventStore;
import io.sojourn.store.event.Expiry;
import io.sojourn.store.event.TimelineQuery;
import io.sojourn.store.fault.FaultPoint;
import io.sojourn.store.fault.Faults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The events of one project in `events.duckdb` of the project's folder.
///
/// Rows lie in the order of arrival. One writer at a time (commit, compaction), under a fair lock; readers work in
/// snapshots on connections of their own and are never blocked by it, except that not more than
/// [EventStoreOptions#readersMax] read at once: a consumer must not read from the same store again.
public final class DuckDbEventStore implements EventStore {

    public static final String FILE = "events.duckdb";

    private static final int FOLDS_A_CHECKPOINT = 8;

    private static final Logger LOG = LoggerFactory.getLogger(DuckDbEventStore.class);

    private final Path folder;
    private final Path file;
    private final EventStoreOptions options;
    private final Faults faults;
    private final ReentrantLock writing = new ReentrantLock(true);
    private final ReentrantLock copying = new ReentrantLock();
    private volatile DuckDbFile duckDb;
    private volatile long position;
    private volatile Optional<EventListener> listener = Optional.empty();
    private volatile Optional<EventPlaces> places = Optional.empty();
    private boolean broken;
    private boolean closed;

    /// Opens the store of a project's folder, creates it where there is none.
    ///
    /// @throws ProblemException `DATA_FOLDER` when the file is in use, damaged, or written by a newer program
    public static DuckDbEventStore open(Path folder) {
        return open(folder, EventStoreOptions.DEFAULT, Faults.NONE);
    }

    public static DuckDbEventStore open(Path folder, EventStoreOptions options, Faults faults) {
        return new DuckDbEventStore(folder, options, faults);
    }

    private DuckDbEventStore(Path folder, EventStoreOptions options, Faults faults) {
        this.folder = folder;
        this.file = folder.resolve(FILE);
        this.options = options;
        this.faults = faults;
        this.duckDb = openFile();
        this.position = readPosition();
    }

    private DuckDbFile openFile() {
        String doing = "open events of " + folder;
        try {
            Files.createDirectories(folder);
            boolean created = !Files.exists(file);
            DuckDbFile opened = DuckDbFile.open(file, options);
            try {
                new Migrations().run(opened.writer(), file.toString());
            } catch (SQLException | RuntimeException e) {
                opened.close();
                throw e;
            }
            if (created) {
                EventBackup.force(folder, StandardOpenOption.READ);
            }
            return opened;
        } catch (SQLException e) {
            throw Failures.opening(doing, e);
        } catch (IOException e) {
            throw unusable(doing, e);
        }
    }

    private long readPosition() {
        try {
            return positionOf(duckDb.writer());
        } catch (SQLException e) {
            throw Failures.opening("read the position of " + file, e);
        }
    }

    static long positionOf(Connection connection) throws SQLException {
        return new Query("SELECT position FROM store_state").number(connection);
    }

    private static ProblemException unusable(String doing, IOException cause) {
        ProblemException problem =
                new ProblemException(Code.DATA_FOLDER, "cannot " + doing + ": " + cause);
        problem.initCause(cause);
        return problem;
    }

    @Override
    public long position() {
        return position;
    }

    // --- writing

    /// From now on. One at a time.
    public void listen(EventListener told) {
        writing.lock();
        try {
            listener = Optional.of(told);
        } finally {
            writing.unlock();
        }
    }

    @Override
    public void commit(EventBatch batch) {
        writing.lock();
        try {
            if (batch.position() <= position) {
                throw new IllegalStateException(
                        "batch of position " + batch.position() + " after " + position);
            }
            faults.reach(FaultPoint.EVENTS_BEFORE_WRITE);
            EventBatch stored = stored(batch);
            transact(
                    "commit events of " + folder,
                    connection -> {
                        write(connection, stored);
                        faults.reach(FaultPoint.EVENTS_BEFORE_COMMIT);
                        return true;
                    });
            position = batch.position();
            listener.ifPresent(told -> told.committed(stored));
            faults.reach(FaultPoint.EVENTS_AFTER_COMMIT);
        } finally {
            writing.unlock();
        }
    }

    /// What is written of a batch: its events with those changes that came with them, nothing of deleted visitors.
    private static EventBatch stored(EventBatch batch) {
        Set<Long> deleted = new HashSet<>(batch.deletedVisitors());
        Map<Long, List<EventChange>> own = changesOfOwnEvents(batch);
        if (deleted.isEmpty() && own.isEmpty()) {
            return batch;
        }
        return new EventBatch(
                batch.position(),
                batch.events().stream()
                        .filter(event -> !deleted.contains(event.visitor()))
                        .map(
                                event ->
                                        EventChange.fold(
                                                event, own.getOrDefault(event.id(), List.of())))
                        .toList(),
                batch.changes().stream()
                        .filter(change -> !own.containsKey(change.event()))
                        .filter(change -> !deleted.contains(change.visitor()))
                        .toList(),
                batch.deletedVisitors(),
                batch.expiries());
    }

    /// @param batch as [#stored] makes it
    private static void write(DuckDBConnection connection, EventBatch batch) throws SQLException {
        if (!batch.events().isEmpty()) {
            try (DuckDBAppender rows = connection.createAppender("event")) {
                for (Event event : batch.events()) {
                    EventRows.append(rows, event);
                }
            }
        }
        if (!batch.changes().isEmpty()) {
            try (DuckDBAppender rows = connection.createAppender("event_change")) {
                int item = 0;
                for (EventChange change : batch.changes()) {
                    EventRows.append(rows, change, item++);
                }
            }
        }
        Set<Long> deleted = new HashSet<>(batch.deletedVisitors());
        if (!deleted.isEmpty()) {
            new Query("DELETE FROM event WHERE").in("visitor", deleted).update(connection);
            new Query("DELETE FROM event_change WHERE").in("visitor", deleted).update(connection);
        }
        for (Expiry expiry : batch.expiries()) {
            for (String table : List.of("event", "event_change")) {
                new Query("DELETE FROM " + table + " WHERE \"time\" < ? AND event < ?")
                        .add("", expiry.beforeTime(), expiry.beforeEvent())
                        .update(connection);
            }
        }
        new Query("UPDATE store_state SET position = ?")
                .add("", batch.position())
                .update(connection);
    }

    /// Changes whose event comes in the same batch: folded at once, they need no row.
    private static Map<Long, List<EventChange>> changesOfOwnEvents(EventBatch batch) {
        if (batch.changes().isEmpty()) {
            return Map.of();
        }
        Set<Long> ids = new HashSet<>();
        batch.events().forEach(event -> ids.add(event.id()));
        Map<Long, List<EventChange>> own = new HashMap<>();
        for (EventChange change : batch.changes()) {
            if (ids.contains(change.event())) {
                own.computeIfAbsent(change.event(), id -> new ArrayList<>()).add(change);
            }
        }
        own.values().forEach(list -> list.sort(Comparator.comparingLong(EventChange::arrival)));
        return own;
    }

    /// One transaction of the writer: committed when the work returns true, else rolled back.
    private boolean transact(String doing, DuckDbFile.Work<Boolean> work) {
        DuckDBConnection connection = writer().writer();
        boolean committed = false;
        try {
            DuckDbFile.execute(connection, "BEGIN TRANSACTION");
            if (work.run(connection)) {
                DuckDbFile.execute(connection, "COMMIT");
                committed = true;
            }
            return committed;
        } catch (SQLException e) {
            throw Failures.of(doing, e);
        } finally {
            if (!committed) {
                rollback(connection);
            }
        }
    }

    /// Leaves the store usable, if need be by opening the file anew before the next transaction.
    private void rollback(DuckDBConnection connection) {
        try {
            DuckDbFile.execute(connection, "ROLLBACK");
        } catch (SQLException e) {
            LOG.debug("nothing to roll back in {}: {}", file, e.getMessage());
        }
        try {
            position = positionOf(connection);
        } catch (SQLException e) {
            LOG.warn("{} is opened anew after a failure: {}", file, e.getMessage());
            broken = true;
        }
    }

    private DuckDbFile writer() {
        if (closed) {
            throw new IllegalStateException("the event store of " + folder + " is closed");
        }
        if (broken) {
            closeFile();
            duckDb = openFile();
            position = readPosition();
            broken = false;
        }
        return duckDb;
    }

    private void closeFile() {
        try {
            duckDb.close();
        } catch (SQLException e) {
            throw Failures.of("close events of " + folder, e);
        } catch (IOException e) {
            throw unusable("close events of " + folder, e);
        }
    }

    // --- reading

    /// From now on. One at a time.
    public void locate(EventPlaces known) {
        places = Optional.of(known);
    }

    /// What is known of places is asked for first: so the state that is read is no older.
    @Override
    public List<Event> timeline(TimelineQuery query) {
        Optional<EventPlaces.Found> found = places.flatMap(known -> known.find(query));
        return read(
                connection -> {
                    Optional<List<Event>> page =
                            found.isEmpty()
                                    ? Optional.empty()
                                    : EventReads.timeline(connection, query, found.get());
                    return page.isPresent() ? page.get() : EventReads.timeline(connection, query);
                });
    }

    @Override
    public void forEach(
            List<Long> visitors,
            long fromTime,
            long toTime,
            boolean bots,
            Consumer<Event> consumer) {
        read(
                connection -> {
                    EventReads.forEach(connection, visitors, fromTime, toTime, bots, consumer);
                    return true;
                });
    }

    @Override
    public long count(List<Long> visitors, long fromTime, long toTime, boolean bots) {
        return read(connection -> EventReads.count(connection, visitors, fromTime, toTime, bots));
    }

    @Override
    public Optional<Event> oldest() {
        return read(connection -> EventReads.end(connection, false));
    }

    @Override
    public Optional<Event> newest() {
        return read(connection -> EventReads.end(connection, true));
    }

    @Override
    public List<Event> received(long fromReceived, int limit) {
        return read(connection -> EventReads.received(connection, fromReceived, limit));
    }

    @Override
    public void scan(EventScan scan, Consumer<Event> consumer) {
        read(
                connection -> {
                    EventReads.scan(connection, scan, consumer);
                    return true;
                });
    }

    @Override
    public List<Long> visitorsBetween(long fromTime, long toTime) {
        return read(connection -> EventReads.visitorsBetween(connection, fromTime, toTime));
    }

    @Override
    public List<Long> visitorsSince(long time) {
        return read(connection -> EventReads.visitorsSince(connection, time));
    }

    @Override
    public void forEachEvent(Consumer<Event> consumer) {
        read(
                connection -> {
                    EventReads.forEachEvent(connection, consumer);
                    return true;
                });
    }

    @Override
    public OptionalLong oldestTime() {
        long oldest =
                read(
                        new Query(
                                        "SELECT coalesce(min(\"time\"), "
                                                + Long.MAX_VALUE
                                                + ") FROM event")
                                ::number);
        return oldest == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(oldest);
    }

    @Override
    public long size() {
        return read(new Query("SELECT count(*) FROM event")::number);
    }

    /// One state for several readers. Not more than [EventStoreOptions#snapshotsMax] are open at once; one more waits.
    ///
    /// @param readers at least 1
    public EventSnapshot snapshot(int readers) {
        return snapshot(readers, () -> {});
    }

    /// @param check run now and then while it waits and while it is read, by any of its threads; what it throws ends that
    public EventSnapshot snapshot(int readers, Runnable check) {
        try {
            return duckDb.snapshot(folder.toString(), readers, check);
        } catch (SQLException e) {
            throw Failures.reading("read events of " + folder, e);
        }
    }

    /// Threads that a statement of this store may use.
    public int threads() {
        return options.threads();
    }

    /// Reads columns of all events, in the order of their arrival, as of one state.
    ///
    /// @param work not to read from the same store again; may be run twice
    public <T> T arrivals(Function<EventArrivals, T> work) {
        return read(connection -> EventArrivals.read(connection, folder.toString(), work));
    }

    private <T> T read(DuckDbFile.Work<T> work) {
        try {
            return duckDb.read(work);
        } catch (SQLException e) {
            throw Failures.reading("read events of " + folder, e);
        }
    }

    /// Work on a connection.
    @FunctionalInterface
    public interface Apart<T> {
        T on(DuckDBConnection connection) throws SQLException;
    }

    /// Runs something on a connection of its own, beside readers and writer, whose temporary table `folded` (event,
    /// active_until, properties) holds the events that have changes beside them, as they are with these.
    public <T> T apart(Apart<T> work) throws SQLException {
        try (DuckDBConnection connection = duckDb.another()) {
            new Compaction(Integer.MAX_VALUE, Long.MIN_VALUE).stage(connection);
            return work.on(connection);
        }
    }

    /// The folder of the project.
    public Path folder() {
        return folder;
    }

    // --- keeping house

    /// Folds changes into their events, [EventStoreOptions#foldChanges] a transaction and at most
    /// [EventStoreOptions#foldsMax] of them, between which commits get their turn. Before, after and now and then, the
    /// write-ahead log is moved into the file, which the writer waits for: rows still in the log are slow to fold, and
    /// what row groups left behind takes up what the next ones become, so that the file hardly grows.
    @Override
    public void compact() {
        checkpoint();
        long done = Long.MIN_VALUE;
        for (int i = 0; i < options.foldsMax(); i++) {
            Compaction compaction = new Compaction(options.foldChanges(), done);
            if (!fold(compaction)) {
                break;
            }
            done = compaction.last();
            if ((i + 1) % FOLDS_A_CHECKPOINT == 0) {
                checkpoint();
            }
        }
        checkpoint();
    }

    private boolean fold(Compaction compaction) {
        writing.lock();
        try {
            boolean folded =
                    transact(
                            "compact events of " + folder,
                            connection -> {
                                if (!compaction.fold(connection)) {
                                    return false;
                                }
                                faults.reach(FaultPoint.COMPACTION_BEFORE_COMMIT);
                                return true;
                            });
            if (folded) {
                faults.reach(FaultPoint.COMPACTION_AFTER_COMMIT);
            }
            return folded;
        } finally {
            writing.unlock();
        }
    }

    private void checkpoint() {
        writing.lock();
        try {
            DuckDbFile.execute(writer().writer(), "CHECKPOINT");
        } catch (SQLException e) {
            LOG.info("checkpoint of {} has to wait: {}", file, e.getMessage());
        } finally {
            writing.unlock();
        }
    }

    @Override
    public long backup(Path target) {
        String doing = "back up events of " + folder + " to " + target;
        copying.lock();
        try (DuckDBConnection connection = duckDb.another()) {
            return EventBackup.copy(connection, target, FILE);
        } catch (SQLException e) {
            throw Failures.of(doing, e);
        } catch (IOException e) {
            throw unusable(doing, e);
        } finally {
            copying.unlock();
        }
    }

    @Override
    public void close() {
        copying.lock();
        writing.lock();
        try {
            if (closed) {
                return;
            }
            if (!broken) {
                checkpoint();
            }
            closed = true;
            closeFile();
        } finally {
            writing.unlock();
            copying.unlock();
        }
    }
}
