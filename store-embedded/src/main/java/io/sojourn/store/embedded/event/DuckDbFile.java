package io.sojourn.store.embedded.event;

import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/// One open DuckDB file: the writer's connection and a bounded pool of readers'.
///
/// Transactions are begun and ended by statements: with JDBC's `setAutoCommit(false)` a transaction
/// begins at the first statement, so that rows of an appender before it are committed on their own.
final class DuckDbFile implements AutoCloseable {

    /// How often who waits looks whether it still has to.
    private static final int CHECK_MILLIS = 50;

    private final DuckDBConnection writer;

    /// Only to make others from; a connection is not for two threads.
    private final DuckDBConnection source;

    private final SpillFolder spill;
    private final int readersMax;
    private final int snapshotsMax;

    /// Half of the memory, for all who sort at one time.
    private final long sortBytesMax;

    private final Semaphore permits;
    private final Semaphore snapshots;
    private final ConcurrentLinkedQueue<DuckDBConnection> idle = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    @FunctionalInterface
    interface Work<T extends @Nullable Object> {
        T run(DuckDBConnection connection) throws SQLException;
    }

    private DuckDbFile(DuckDBConnection writer, SpillFolder spill, EventStoreOptions options)
            throws SQLException {
        this.spill = spill;
        this.writer = writer;
        this.source = writer.duplicate();
        this.readersMax = options.readersMax();
        this.snapshotsMax = options.snapshotsMax();
        this.sortBytesMax = ((long) options.memoryMegabytes() << 20) / 2;
        this.permits = new Semaphore(readersMax, true);
        this.snapshots = new Semaphore(snapshotsMax, true);
    }

    /// Opens a file, creates it where there is none. What does not fit into memory goes beside it.
    static DuckDbFile open(Path file, EventStoreOptions options) throws SQLException, IOException {
        SpillFolder spill = SpillFolder.create(file.resolveSibling("."));
        try {
            DuckDBConnection connection =
                    DuckDBConnection.newConnection(
                            "jdbc:duckdb:" + file, false, "", settings(spill, options));
            try {
                spill.removeOthers();
                return new DuckDbFile(connection, spill, options);
            } catch (SQLException | IOException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException | IOException e) {
            spill.remove();
            throw e;
        }
    }

    private static Properties settings(SpillFolder spill, EventStoreOptions options) {
        Properties settings = new Properties();
        settings.setProperty("memory_limit", options.memoryMegabytes() + "MB");
        settings.setProperty("threads", Integer.toString(options.threads()));
        settings.setProperty("temp_directory", spill.path().toString());
        settings.setProperty("checkpoint_threshold", "1GB");
        settings.setProperty("asof_loop_join_threshold", "0");
        settings.setProperty("autoinstall_known_extensions", "false");
        settings.setProperty("autoload_known_extensions", "false");
        settings.setProperty("jdbc_stream_results", "true");
        settings.setProperty("jdbc_instance_cache", "false");
        return settings;
    }

    /// For one thread at a time.
    DuckDBConnection writer() {
        return writer;
    }

    static void execute(DuckDBConnection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /// Runs something in one snapshot, on a connection of its own. Waits while all readers are busy.
    <T extends @Nullable Object> T read(Work<T> work) throws SQLException {
        permits.acquireUninterruptibly();
        try {
            DuckDBConnection connection = take();
            boolean ended = false;
            try {
                execute(connection, "BEGIN TRANSACTION READ ONLY");
                T result = work.run(connection);
                execute(connection, "COMMIT");
                ended = true;
                return result;
            } finally {
                giveBack(connection, ended);
            }
        } finally {
            permits.release();
        }
    }

    /// The same state on several connections. Waits while too many are open.
    ///
    /// @param check run meanwhile, and by its readers; what it throws ends the waiting
    EventSnapshot snapshot(String about, int readers, Runnable check) throws SQLException {
        awaitSnapshot(check);
        List<DuckDBConnection> connections = new ArrayList<>();
        boolean open = false;
        try {
            if (closed) {
                throw new IllegalStateException("the event store is closed");
            }
            for (int i = 0; i < readers; i++) {
                connections.add(another());
            }
            EventSnapshot snapshot =
                    EventSnapshot.of(
                            about,
                            connections,
                            sortBytesMax / snapshotsMax / readers,
                            check,
                            snapshots::release);
            open = true;
            return snapshot;
        } finally {
            if (!open) {
                for (DuckDBConnection connection : connections) {
                    connection.close();
                }
                snapshots.release();
            }
        }
    }

    private void awaitSnapshot(Runnable check) {
        try {
            while (!snapshots.tryAcquire(CHECK_MILLIS, TimeUnit.MILLISECONDS)) {
                check.run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(
                    Code.CANCELLED, "the question was cancelled while it waited for others");
        }
    }

    private DuckDBConnection take() throws SQLException {
        if (closed) {
            throw new IllegalStateException("the event store is closed");
        }
        DuckDBConnection connection = idle.poll();
        return connection != null ? connection : another();
    }

    /// A connection beside the pool, to be closed by the caller.
    synchronized DuckDBConnection another() throws SQLException {
        return source.duplicate();
    }

    private void giveBack(DuckDBConnection connection, boolean ended) throws SQLException {
        if (ended) {
            idle.add(connection);
        } else {
            connection.close();
        }
    }

    /// Waits for readers, then closes.
    @Override
    public void close() throws SQLException, IOException {
        closed = true;
        permits.acquireUninterruptibly(readersMax);
        snapshots.acquireUninterruptibly(snapshotsMax);
        try {
            for (DuckDBConnection connection = idle.poll();
                    connection != null;
                    connection = idle.poll()) {
                connection.close();
            }
            source.close();
            writer.close();
            spill.remove();
        } finally {
            snapshots.release(snapshotsMax);
            permits.release(readersMax);
        }
    }
}
