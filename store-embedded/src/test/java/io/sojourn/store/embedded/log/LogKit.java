package io.sojourn.store.embedded.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sojourn.core.project.ProjectId;
import io.sojourn.store.fault.Faults;
import io.sojourn.store.log.EventLog;
import io.sojourn.store.log.EventLogContract.Appended;
import io.sojourn.store.log.LogRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Opens, fills and reads logs whose payloads are texts.
final class LogKit {

    static final ProjectId PROJECT = new ProjectId(1);
    static final FreeSpace PLENTY = folder -> 1;

    /// Small segments, no wait for more records.
    static final LogSettings SMALL =
            LogSettings.DEFAULT
                    .withSegmentBytes(1024)
                    .withUnconfirmedBytesMax(1 << 20)
                    .withRetention(new Retention.All());

    /// One segment.
    static final LogSettings LARGE =
            SMALL.withUnconfirmedBytesMax(1 << 30).withSegmentBytes(1 << 20);

    private LogKit() {}

    static FileEventLog open(Path folder, LogSettings settings) {
        return open(folder, settings, Disk.SYSTEM);
    }

    static FileEventLog open(Path folder, LogSettings settings, Disk disk) {
        return FileEventLog.open(
                folder, settings, 0, InstantSource.system(), Faults.NONE, PLENTY, disk);
    }

    static Appended append(EventLog log, String payload) {
        Appended appended = new Appended();
        log.append(PROJECT, 1, (byte) 1, payload.getBytes(UTF_8), appended);
        return appended;
    }

    /// One after the other, each durable before the next.
    static void appendAll(EventLog log, String... payloads) {
        for (String payload : payloads) {
            append(log, payload).position();
        }
    }

    static List<LogRecord> records(EventLog log, long from) {
        List<LogRecord> records = new ArrayList<>();
        try (EventLog.Reader reader = log.read(from)) {
            List<LogRecord> some = reader.next(1000, 1 << 20, 0);
            while (!some.isEmpty()) {
                records.addAll(some);
                some = reader.next(1000, 1 << 20, 0);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return records;
    }

    static List<String> payloads(EventLog log) {
        return records(log, log.begin()).stream().map(LogKit::text).toList();
    }

    static String text(LogRecord record) {
        return new String(record.payload(), UTF_8);
    }

    /// Segment files by name.
    static List<Path> segments(Path folder) {
        return files(folder).stream()
                .filter(file -> LogFormat.isFileName(file.getFileName() + ""))
                .toList();
    }

    static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A folder with the same files.
    static Path copy(Path folder, Path target) throws IOException {
        Files.createDirectories(target);
        for (Path file : files(folder)) {
            Files.copy(file, target.resolve(file.getFileName()));
        }
        return target;
    }

    static void flip(Path file, long offset) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[(int) offset] ^= 0x10;
        Files.write(file, bytes);
    }
}
