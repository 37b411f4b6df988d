package io.sojourn.store.embedded.log;

import io.sojourn.core.problem.Code;
import io.sojourn.store.fault.FaultPoint;
import io.sojourn.store.fault.Faults;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one thread that writes: takes all that wait, encodes them, writes once, syncs once, tells them.
///
/// Invariant: behind the newest segment's published size there is nothing in the file unless a commit is under way.
/// A commit that fails is cut off again; where even that fails, or the outcome of a sync cannot be checked, nothing
/// more is taken. Hot code: no allocation per record.
final class LogWriter implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(LogWriter.class);

    private static final int BUFFER_BYTES = 4 << 20;
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(30);

    /// After a smaller batch a wait costs more than the syncs it saves: measured, decision 002.
    private static final int LINGER_RECORDS_MIN = 256;

    private final LogFolder folder;
    private final LogSettings settings;
    private final InstantSource clock;
    private final Faults faults;
    private final FreeSpace freeSpace;
    private final Progress progress;
    private final Intake intake;
    private final AtomicLong queuedBytes;
    private final AtomicLong commits = new AtomicLong();

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final ByteBuffer checked = buffer.duplicate();
    private final CRC32C crc = new CRC32C();

    private Disk.Output output;
    private long offset;
    private boolean sealed;
    private int lastRecords;
    private long lastBytes;
    private long lastSyncNanos;
    private volatile boolean closing;
    private volatile long confirmed;
    private volatile long unconfirmedBytes;
    private volatile String stopped = "";

    LogWriter(
            LogFolder folder,
            LogSettings settings,
            InstantSource clock,
            Faults faults,
            FreeSpace freeSpace,
            Progress progress,
            Intake intake,
            AtomicLong queuedBytes)
            throws IOException {
        this.folder = folder;
        this.settings = settings;
        this.clock = clock;
        this.faults = faults;
        this.freeSpace = freeSpace;
        this.progress = progress;
        this.intake = intake;
        this.queuedBytes = queuedBytes;
        this.output = folder.disk().open(folder.newest().file());
        this.unconfirmedBytes = folder.bytesFrom(0);
    }

    /// Makes the thread finish what was taken and end.
    void close() {
        closing = true;
    }

    void confirm(long position) {
        if (closing) {
            return;
        }
        synchronized (this) {
            confirmed = Math.max(confirmed, position);
            unconfirmedBytes = folder.bytesFrom(confirmed);
        }
        folder.release(confirmed, settings.retention(), clock.millis());
    }

    /// Size of the segments with records that are not confirmed.
    long unconfirmedBytes() {
        return unconfirmedBytes;
    }

    /// Why nothing is taken any more, empty while the log works.
    String stopped() {
        return stopped;
    }

    long commits() {
        return commits.get();
    }

    @Override
    public void run() {
        try {
            work();
        } catch (RuntimeException | Error e) {
            LOG.error("log writer failed", e);
            stop("log stopped: " + e);
        }
        try {
            output.close();
        } catch (IOException e) {
            LOG.warn("log segment {} could not be closed", folder.newest().name(), e);
        }
    }

    private void work() {
        while (stopped.isEmpty()) {
            Pending batch = intake.takeAll();
            if (batch != Pending.END) {
                commitAll(linger(batch));
            } else if (closing) {
                commitAll(intake.shut(Pending.CLOSED));
                break;
            } else {
                long parked = System.nanoTime();
                LockSupport.parkNanos(this, IDLE_NANOS);
                if (System.nanoTime() - parked >= IDLE_NANOS) {
                    whenIdle();
                }
            }
        }
    }

    /// An idle server's records grow old too.
    private void whenIdle() {
        try {
            if (isAged(folder.newest())) {
                roll();
            }
            folder.release(confirmed, settings.retention(), clock.millis());
        } catch (IOException | RuntimeException e) {
            LOG.warn("log folder {} could not be tidied, trying again later", folder.path(), e);
        }
    }

    /// Under load the first record of a batch is alone when the thread wakes for it: waits for the others, for no longer
    /// than half a sync, since a wait of a whole one could as well have been one.
    private Pending linger(Pending batch) {
        if (settings.linger().isZero()
                || lastRecords < LINGER_RECORDS_MIN
                || queuedBytes.get() >= lastBytes / 2) {
            return batch;
        }
        long most = Math.min(settings.linger().toNanos(), lastSyncNanos / 2);
        long until = System.nanoTime() + most;
        for (long left = most; left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(this, left);
        }
        Pending last = batch;
        while (last.next != Pending.END) {
            last = last.next;
        }
        last.next = intake.takeAll();
        return batch;
    }

    /// Commits a chain in pieces that fit the buffer and a segment.
    private void commitAll(Pending chain) {
        long most = Math.min(BUFFER_BYTES, settings.segmentBytes() - LogFormat.HEADER_BYTES);
        Pending first = chain;
        lastRecords = 0;
        lastBytes = 0;
        while (first != Pending.END) {
            long bytes = 0;
            long queued = 0;
            int records = 0;
            Pending behind = first;
            do {
                bytes += behind.recordBytes();
                queued += behind.queuedBytes();
                records++;
                behind = behind.next;
            } while (behind != Pending.END && bytes + behind.recordBytes() <= most);
            lastRecords += records;
            lastBytes += queued;
            commit(first, behind, bytes, records);
            first = behind;
        }
    }

    private void commit(Pending first, Pending behind, long bytes, int records) {
        if (!stopped.isEmpty()) {
            refuse(first, behind, Code.INTERNAL, stopped);
            return;
        }
        if (isFull()) {
            refuse(first, behind, Code.DISK_FULL, "disk is full: less than 2 % are free");
            return;
        }
        boolean syncing = false;
        try {
            rollFor(bytes);
            faults.reach(FaultPoint.LOG_BEFORE_WRITE);
            write(first, behind, progress.end() + 1);
            faults.reach(FaultPoint.LOG_AFTER_WRITE);
            syncing = true;
            long start = System.nanoTime();
            output.force(false);
            lastSyncNanos = System.nanoTime() - start;
            faults.reach(FaultPoint.LOG_AFTER_FSYNC);
        } catch (IOException | RuntimeException | Error e) {
            LOG.error("log commit of {} records failed, refusing them", records, e);
            undo(syncing);
            refuse(first, behind, codeOf(e), "record could not be stored: " + e.getMessage());
            return;
        }
        Segment segment = folder.newest();
        long last = progress.end() + records;
        segment.grow(offset, last);
        synchronized (this) {
            unconfirmedBytes = folder.bytesFrom(confirmed);
        }
        progress.advance(last);
        commits.incrementAndGet();
        announce(first, behind, last - records + 1);
    }

    private boolean isFull() {
        try {
            return freeSpace.share(folder.path()) < LogSettings.FULL_SHARE;
        } catch (IOException e) {
            LOG.warn("free space of {} is unknown", folder.path(), e);
            return false;
        }
    }

    private void write(Pending first, Pending behind, long position) throws IOException {
        buffer.clear();
        offset = folder.newest().bytes();
        long next = position;
        for (Pending at = first; at != behind; at = at.next) {
            encode(at, next++);
        }
        flush();
    }

    private void encode(Pending record, long position) throws IOException {
        if (buffer.remaining() < LogFormat.RECORD_OVERHEAD_BYTES) {
            flush();
        }
        byte[] payload = record.payload;
        int start = buffer.position();
        buffer.putInt(LogFormat.FIELDS_BYTES + payload.length).putInt(0);
        buffer.put(LogFormat.RECORD_VERSION).put(record.kind).putInt(record.project.number());
        buffer.putLong(position).putLong(record.received);
        crc.reset();
        checked.limit(buffer.position()).position(start + LogFormat.PREFIX_BYTES);
        crc.update(checked);
        crc.update(payload, 0, payload.length);
        buffer.putInt(start + 4, (int) crc.getValue());
        for (int done = 0; done < payload.length; ) {
            if (!buffer.hasRemaining()) {
                flush();
            }
            int part = Math.min(buffer.remaining(), payload.length - done);
            buffer.put(payload, done, part);
            done += part;
        }
    }

    private void flush() throws IOException {
        buffer.flip();
        int bytes = buffer.remaining();
        output.write(buffer, offset);
        offset += bytes;
        buffer.clear();
    }

    private void rollFor(long bytes) throws IOException {
        Segment newest = folder.newest();
        if (!newest.isEmpty()
                && (sealed || newest.bytes() + bytes > settings.segmentBytes() || isAged(newest))) {
            roll();
        }
    }

    /// Old enough that waiting for it to fill up would keep a deleted person's records for too long.
    private boolean isAged(Segment segment) {
        return !segment.isEmpty() && clock.millis() - segment.begun() >= Retention.DAY_MILLIS;
    }

    private void roll() throws IOException {
        Disk.Output next;
        try {
            next = folder.create(progress.end() + 1, clock.millis());
        } catch (IllegalStateException e) {
            stop(e.getMessage() + "");
            throw e;
        }
        Disk.Output before = output;
        output = next;
        sealed = false;
        before.close();
    }

    /// Cuts a failed commit off. After a failed sync the kernel may have dropped what it could not write and call the
    /// next sync a success, so the file is opened anew, read back as a whole, and not written to any more.
    private void undo(boolean syncFailed) {
        Segment newest = folder.newest();
        try {
            if (syncFailed) {
                output.close();
                output = folder.disk().open(newest.file());
                sealed = true;
            }
            output.truncate(newest.bytes());
            output.force(true);
            if (syncFailed) {
                SegmentScan scan = SegmentScan.of(newest.file(), newest.first(), Long.MAX_VALUE);
                if (scan.end() != newest.bytes()
                        || scan.last() != newest.last()
                        || !scan.flaw().isEmpty()) {
                    throw new IOException("the segment does not read back as it was written");
                }
            }
        } catch (IOException | RuntimeException e) {
            LOG.error("failed log commit could not be undone", e);
            stop(
                    "log stopped, segment %s cannot be trusted: %s"
                            .formatted(newest.name(), e.getMessage()));
        }
    }

    private void stop(String reason) {
        LOG.error("the log takes no more records: {}", reason);
        stopped = reason;
        Pending left = intake.shut(Pending.STOPPED);
        refuse(left, Pending.END, Code.INTERNAL, reason);
    }

    /// Their room in the queue is free before anyone is told, so that who is told finds room.
    private void release(Pending first, Pending behind) {
        long bytes = 0;
        for (Pending at = first; at != behind; at = at.next) {
            bytes += at.queuedBytes();
        }
        queuedBytes.addAndGet(-bytes);
    }

    private void announce(Pending first, Pending behind, long position) {
        release(first, behind);
        long next = position;
        for (Pending at = first; at != behind; at = at.next) {
            try {
                at.listener.durable(next++);
            } catch (RuntimeException | Error e) {
                LOG.error("listener of log position {} failed", next - 1, e);
            }
        }
    }

    private void refuse(Pending first, Pending behind, Code code, String message) {
        release(first, behind);
        for (Pending at = first; at != behind; at = at.next) {
            try {
                at.listener.refused(code, message);
            } catch (RuntimeException | Error e) {
                LOG.error("listener of a refused record failed", e);
            }
        }
    }

    private Code codeOf(Throwable failure) {
        String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        boolean full =
                failure instanceof IOException
                        && (message.contains("no space left")
                                || message.contains("file too large")
                                || message.contains("quota exceeded")
                                || isFull());
        return full ? Code.DISK_FULL : Code.INTERNAL;
    }
}
