package io.sojourn.store.embedded.log;

import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.store.fault.FaultPoint;
import io.sojourn.store.fault.Faults;
import io.sojourn.store.log.EventLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The segment files of a log, oldest to newest, held by one process.
///
/// Names and sizes chain up: each header names the first position and the size of the file before it, so that a
/// missing or shortened older file is noticed without reading it.
final class LogFolder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LogFolder.class);

    private final Path folder;
    private final Disk disk;
    private final Faults faults;
    private final FileChannel lock;
    private final ConcurrentSkipListMap<Long, Segment> segments = new ConcurrentSkipListMap<>();
    private Optional<Recovery> recovery = Optional.empty();
    private int holds;

    private LogFolder(Path folder, Disk disk, Faults faults, FileChannel lock) {
        this.folder = folder;
        this.disk = disk;
        this.faults = faults;
        this.lock = lock;
    }

    /// @param positionsUsed positions up to here are known to a store and are not given out again
    /// @throws ProblemException `DATA_FOLDER` when it is in use, not writable, newer or damaged in its middle
    static LogFolder open(Path folder, Disk disk, Faults faults, long positionsUsed, long now) {
        FileChannel lock;
        try {
            Files.createDirectories(folder);
            lock = lock(folder);
        } catch (IOException e) {
            throw unusable(folder, e);
        }
        LogFolder opened = new LogFolder(folder, disk, faults, lock);
        try {
            opened.load(positionsUsed, now);
            return opened;
        } catch (IOException e) {
            opened.close();
            throw unusable(folder, e);
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private static ProblemException unusable(Path folder, IOException cause) {
        ProblemException problem =
                new ProblemException(
                        Code.DATA_FOLDER,
                        "log folder %s cannot be used: %s".formatted(folder, cause));
        problem.initCause(cause);
        return problem;
    }

    @SuppressWarnings("resource") // the lock lives as long as its channel
    private static FileChannel lock(Path folder) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        folder.resolve("lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        Optional<FileLock> held;
        try {
            held = Optional.ofNullable(channel.tryLock());
        } catch (OverlappingFileLockException e) {
            held = Optional.empty();
        }
        if (held.isEmpty()) {
            channel.close();
            throw new ProblemException(
                    Code.DATA_FOLDER,
                    "log folder %s is in use by another server".formatted(folder));
        }
        return channel;
    }

    private void load(long positionsUsed, long now) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files =
                    all.filter(file -> LogFormat.isFileName(file.getFileName() + ""))
                            .sorted()
                            .toList();
        }
        int newest = files.size() - 1;
        while (newest >= 0 && !loadNewest(files.get(newest))) {
            newest--;
        }
        for (int i = newest - 1; i >= 0; i--) {
            loadOlder(files.get(i), firstOf(files.get(i + 1)) - 1);
        }
        if (segments.isEmpty()) {
            create(positionsUsed + 1, now).close();
        } else if (newest().last() < positionsUsed) {
            LOG.warn(
                    "log ends at position {} but a store knows position {}: going on after that",
                    newest().last(),
                    positionsUsed);
            if (newest().isEmpty()) {
                delete(newest());
            }
            create(positionsUsed + 1, now).close();
        }
    }

    /// @return false when the file was begun and never finished, and is gone now
    private boolean loadNewest(Path file) throws IOException {
        String name = file.getFileName() + "";
        SegmentScan scan = SegmentScan.of(file, firstOf(file), Long.MAX_VALUE);
        ByteBuffer head = head(file);
        if (scan.fileBytes() <= LogFormat.HEADER_BYTES && LogFormat.Header.isTorn(head)) {
            report(new Recovery(name, firstOf(file) - 1, 0, scan.fileBytes(), "", "a torn header"));
            disk.delete(file);
            disk.forceFolder(folder);
            return false;
        }
        LogFormat.Header header = LogFormat.Header.decode(head, name);
        try (Disk.Output output = disk.open(file)) {
            if (!scan.flaw().isEmpty()) {
                report(cut(file, scan, output));
            }
            output.force(true);
        }
        Segment segment = new Segment(file, header, scan.end(), scan.last());
        segments.put(segment.first(), segment);
        return true;
    }

    private Recovery cut(Path file, SegmentScan scan, Disk.Output output) throws IOException {
        String name = file.getFileName() + "";
        String saved = "";
        if (scan.hidesRecords(file)) {
            saved = unusedName(name + ".damaged");
            Path aside = folder.resolve(saved);
            try (Disk.Output copy = disk.create(aside)) {
                copy.write(ByteBuffer.wrap(scan.tail(file)), 0);
                copy.force(true);
            }
            disk.forceFolder(folder);
        }
        output.truncate(scan.end());
        return new Recovery(
                name, scan.last(), scan.end(), scan.fileBytes() - scan.end(), saved, scan.flaw());
    }

    private String unusedName(String wanted) {
        String name = wanted;
        for (int i = 2; Files.exists(folder.resolve(name)); i++) {
            name = wanted + "-" + i;
        }
        return name;
    }

    private void report(Recovery found) {
        LOG.warn("{}", found);
        recovery = Optional.of(found);
    }

    private void loadOlder(Path file, long last) throws IOException {
        SegmentScan scan = SegmentScan.of(file, firstOf(file), 1);
        LogFormat.Header header = LogFormat.Header.decode(head(file), file.getFileName() + "");
        Segment segment = new Segment(file, header, scan.fileBytes(), last);
        Segment next = segments.firstEntry().getValue();
        if (!segment.precedes(next) || !scan.flaw().isEmpty()) {
            LOG.error(
                    "log segment {} is damaged or a file between it and {} is missing; reading stops there",
                    segment.name(),
                    next.name());
        }
        segments.put(segment.first(), segment);
    }

    private static ByteBuffer head(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer bytes = ByteBuffer.allocate(LogFormat.HEADER_BYTES);
            SegmentScan.readAt(channel, bytes, 0);
            return bytes.flip();
        }
    }

    private static long firstOf(Path file) {
        return LogFormat.firstOf(file.getFileName() + "");
    }

    /// Begins a segment behind the newest one; durable on return, and open for writing.
    ///
    /// @throws IOException nothing is left of the file then
    /// @throws IllegalStateException when something is left of it that cannot be removed
    Disk.Output create(long first, long now) throws IOException {
        LogFormat.Header header =
                segments.isEmpty()
                        ? new LogFormat.Header(now, first, 0, 0)
                        : new LogFormat.Header(now, first, newest().first(), newest().bytes());
        Path file = folder.resolve(LogFormat.fileName(first));
        faults.reach(FaultPoint.LOG_BEFORE_SEGMENT_CREATE);
        Disk.Output output = disk.create(file);
        try {
            output.write(header.encode(), 0);
            output.force(true);
            disk.forceFolder(folder);
            faults.reach(FaultPoint.LOG_AFTER_SEGMENT_CREATE);
        } catch (IOException | RuntimeException e) {
            try (output) {
                disk.delete(file);
                disk.forceFolder(folder);
            } catch (IOException left) {
                e.addSuppressed(left);
                throw new IllegalStateException("segment " + file + " cannot be removed", e);
            }
            throw e;
        }
        segments.put(first, new Segment(file, header, LogFormat.HEADER_BYTES, first - 1));
        return output;
    }

    /// Deletes the oldest segments as far as all below the position is confirmed and they are old enough.
    synchronized void release(long confirmed, Retention retention, long now) {
        while (segments.size() > 1 && holds == 0) {
            Segment oldest = segments.firstEntry().getValue();
            Segment next = segments.higherEntry(oldest.first()).getValue();
            if (oldest.last() >= confirmed || !retention.expired(next.begun(), now)) {
                return;
            }
            try {
                faults.reach(FaultPoint.LOG_BEFORE_SEGMENT_DELETE);
                delete(oldest);
                faults.reach(FaultPoint.LOG_AFTER_SEGMENT_DELETE);
            } catch (IOException e) {
                LOG.warn(
                        "log segment {} could not be deleted, trying again later",
                        oldest.name(),
                        e);
                return;
            }
        }
    }

    /// No segment is deleted until all holds are over; one that is being deleted is gone before this returns.
    synchronized Hold retain() {
        holds++;
        return new Hold();
    }

    /// Its end deletes nothing by itself: the next confirmation does.
    final class Hold implements EventLog.Retained {
        private boolean over;

        @Override
        public void close() {
            synchronized (LogFolder.this) {
                holds -= over ? 0 : 1;
                over = true;
            }
        }
    }

    private void delete(Segment segment) throws IOException {
        disk.delete(segment.file());
        disk.forceFolder(folder);
        segments.remove(segment.first());
    }

    Path path() {
        return folder;
    }

    Disk disk() {
        return disk;
    }

    Optional<Recovery> recovery() {
        return recovery;
    }

    Segment newest() {
        return segments.lastEntry().getValue();
    }

    long begin() {
        return segments.firstKey();
    }

    /// The segment that a position is in or will be in; empty when it is no longer kept.
    Optional<Segment> holding(long position) {
        return Optional.ofNullable(segments.floorEntry(position)).map(entry -> entry.getValue());
    }

    Optional<Segment> after(Segment segment) {
        return Optional.ofNullable(segments.higherEntry(segment.first()))
                .map(entry -> entry.getValue());
    }

    long bytes() {
        return segments.values().stream().mapToLong(Segment::bytes).sum();
    }

    /// Size of the segments that hold records from the position on.
    long bytesFrom(long position) {
        long bytes = 0;
        for (Segment segment : segments.descendingMap().values()) {
            if (segment.last() < position) {
                break;
            }
            bytes += segment.isEmpty() ? 0 : segment.bytes();
        }
        return bytes;
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            LOG.warn("lock of log folder {} could not be released", folder, e);
        }
    }
}
