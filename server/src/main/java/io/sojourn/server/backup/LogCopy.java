package io.sojourn.server.backup;

import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.core.project.ProjectId;
import io.sojourn.store.embedded.log.FileEventLog;
import io.sojourn.store.embedded.log.FreeSpace;
import io.sojourn.store.embedded.log.LogSettings;
import io.sojourn.store.fault.Faults;
import io.sojourn.store.log.EventLog;
import io.sojourn.store.log.LogRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.LongConsumer;
import java.util.function.Predicate;

/// Copies durable records of a log into a log of their own, under the same positions. Every record is read and its
/// checksum held against it, so that a damaged log is noticed now and not when it is needed.
final class LogCopy {

    private static final int RECORDS_MAX = 8_192;
    private static final int BYTES_MAX = 8 << 20;
    private static final long WAIT_MILLIS = 1_000;

    private LogCopy() {}

    /// Ends at the log's end as it is now, or before the first record of a project that is not known.
    ///
    /// @param after position before the first one that is copied; records from there on are held
    /// @param position told how far it is
    /// @return position of the last record of the copy, `after` when it has none
    static long copy(
            EventLog log,
            long after,
            Predicate<ProjectId> known,
            Path folder,
            InstantSource clock,
            LongConsumer position) {
        LogSettings settings =
                LogSettings.DEFAULT
                        .withLinger(Duration.ZERO)
                        .withUnconfirmedBytesMax(Long.MAX_VALUE);
        long end = log.end();
        try (FileEventLog copy =
                        FileEventLog.open(
                                folder,
                                settings,
                                after,
                                clock,
                                Faults.NONE,
                                FreeSpace.OF_FILE_STORE);
                EventLog.Reader reader = log.read(after + 1)) {
            while (copy.end() < end) {
                List<LogRecord> records = reader.next(RECORDS_MAX, BYTES_MAX, WAIT_MILLIS);
                List<LogRecord> kept =
                        records.stream()
                                .takeWhile(r -> r.position() <= end && known.test(r.project()))
                                .toList();
                append(copy, kept);
                position.accept(copy.end());
                if (kept.size() < records.size()) {
                    break;
                }
                if (records.isEmpty()) {
                    throw new ProblemException(Code.SHUTTING_DOWN, "the server is stopping");
                }
            }
            return copy.end();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(Code.SHUTTING_DOWN, "the backup was interrupted");
        }
    }

    private static void append(FileEventLog copy, List<LogRecord> records)
            throws InterruptedException {
        CompletableFuture<Long> last = new CompletableFuture<>();
        for (LogRecord record : records) {
            boolean isLast = record.position() == records.getLast().position();
            copy.append(
                    record.project(),
                    record.received(),
                    record.kind(),
                    record.payload(),
                    new EventLog.Listener() {
                        @Override
                        public void durable(long position) {
                            if (position != record.position()) {
                                last.completeExceptionally(
                                        new IllegalStateException(
                                                "record %d was copied to position %d"
                                                        .formatted(record.position(), position)));
                            } else if (isLast) {
                                last.complete(position);
                            }
                        }

                        @Override
                        public void refused(Code code, String message) {
                            last.completeExceptionally(new ProblemException(code, message));
                        }
                    });
        }
        if (!records.isEmpty()) {
            await(last);
        }
    }

    private static void await(CompletableFuture<Long> last) throws InterruptedException {
        try {
            last.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ProblemException problem) {
                throw problem;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
