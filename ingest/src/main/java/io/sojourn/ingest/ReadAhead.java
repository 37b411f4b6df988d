package io.sojourn.ingest;

import io.sojourn.core.project.ProjectId;
import io.sojourn.core.project.ProjectSettings;
import io.sojourn.store.log.EventLog;
import io.sojourn.store.log.LogRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/// Reads the log ahead of the ingest thread and prepares what it reads on a thread of its own, in the order of the
/// log, while ingest commits. What is ahead is bounded by [#CHUNKS_MAX] and [#CHUNK_BYTES_MAX]. Confined to the ingest
/// thread.
final class ReadAhead implements AutoCloseable {

    private static final int CHUNKS_MAX = 10;
    private static final int CHUNK_RECORDS_MAX = 1_024;
    private static final int CHUNK_BYTES_MAX = 512 << 10;

    /// Payload bytes that are prepared sooner than another thread has them.
    private static final int AT_ONCE_BYTES_MAX = 8 << 10;

    private final EventLog.Reader reader;
    private final Preparation preparation;
    private final Function<ProjectId, Optional<ProjectSettings>> settings;
    private final ArrayDeque<CompletableFuture<List<Prepared>>> ahead = new ArrayDeque<>();
    private final ExecutorService worker =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().name("ingest-prepare").daemon().factory());

    /// @param settings as they are now; none where the project is not open, whose records are not prepared
    ReadAhead(
            EventLog.Reader reader,
            Preparation preparation,
            Function<ProjectId, Optional<ProjectSettings>> settings) {
        this.reader = reader;
        this.preparation = preparation;
        this.settings = settings;
    }

    /// The next records of the log; waits for the first one.
    ///
    /// @return empty when none came in time
    List<Prepared> next(long waitMillis) throws InterruptedException {
        while (ahead.size() < CHUNKS_MAX) {
            List<LogRecord> records = read(ahead.isEmpty() ? waitMillis : 0);
            if (records.isEmpty()) {
                break;
            }
            Map<ProjectId, ProjectSettings> open = settingsOf(records);
            if (ahead.isEmpty() && bytes(records) <= AT_ONCE_BYTES_MAX) {
                return prepare(records, open);
            }
            ahead.add(CompletableFuture.supplyAsync(() -> prepare(records, open), worker));
        }
        return ahead.isEmpty() ? List.of() : ahead.remove().join();
    }

    /// A log that cannot be read on is a failure in its turn, after what was read before.
    private List<LogRecord> read(long waitMillis) throws InterruptedException {
        try {
            return reader.next(CHUNK_RECORDS_MAX, CHUNK_BYTES_MAX, waitMillis);
        } catch (RuntimeException e) {
            ahead.add(CompletableFuture.failedFuture(e));
            return List.of();
        }
    }

    private static long bytes(List<LogRecord> records) {
        return records.stream().mapToLong(record -> record.payload().length).sum();
    }

    private Map<ProjectId, ProjectSettings> settingsOf(List<LogRecord> records) {
        Map<ProjectId, ProjectSettings> known = new HashMap<>();
        for (LogRecord record : records) {
            if (!known.containsKey(record.project())) {
                settings.apply(record.project())
                        .ifPresent(found -> known.put(record.project(), found));
            }
        }
        return known;
    }

    private List<Prepared> prepare(List<LogRecord> records, Map<ProjectId, ProjectSettings> open) {
        List<Prepared> prepared = new ArrayList<>(records.size());
        for (LogRecord record : records) {
            ProjectSettings own = open.get(record.project());
            prepared.add(own == null ? new Prepared.Plain(record) : prepare(record, own));
        }
        return prepared;
    }

    /// A record that fails here fails again in its turn, where its project is set aside for it.
    private Prepared prepare(LogRecord record, ProjectSettings own) {
        try {
            return preparation.prepare(record, own);
        } catch (RuntimeException e) {
            return new Prepared.Plain(record);
        }
    }

    @Override
    public void close() {
        worker.shutdownNow();
        reader.close();
    }
}
