package io.sojourn.store.embedded.log;

import io.sojourn.core.problem.Code;
import io.sojourn.core.project.ProjectId;
import io.sojourn.store.fault.Faults;
import io.sojourn.store.log.EventLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An [EventLog] in segment files of one folder, with group commit: the records of all who wait share a write and a
/// sync.
///
/// After opening nothing counts as confirmed until [#confirm] is called. Not to be closed from a listener.
public final class FileEventLog implements EventLog {

    private static final Logger LOG = LoggerFactory.getLogger(FileEventLog.class);

    private final LogFolder folder;
    private final LogSettings settings;
    private final FreeSpace freeSpace;
    private final Progress progress;
    private final Intake intake = new Intake();
    private final AtomicLong queuedBytes = new AtomicLong();
    private final LogWriter writer;
    private final Thread thread;

    private FileEventLog(
            LogFolder folder,
            LogSettings settings,
            InstantSource clock,
            Faults faults,
            FreeSpace freeSpace)
            throws IOException {
        this.folder = folder;
        this.settings = settings;
        this.freeSpace = freeSpace;
        this.progress = new Progress(folder.newest().last());
        this.writer =
                new LogWriter(
                        folder, settings, clock, faults, freeSpace, progress, intake, queuedBytes);
        this.thread = Thread.ofPlatform().name("log-writer").daemon().unstarted(writer);
    }

    /// Opens or creates a log; what a crash left at its end is cut and reported.
    ///
    /// @param folder of its own
    /// @param positionsUsed the highest position that any store knows, 0 = none: should the log end before it (an older
    ///     copy, or damage), it goes on after it, so that no position ever means two records
    /// @throws io.sojourn.core.problem.ProblemException `DATA_FOLDER` when the folder is in use, not writable, newer or
    ///     damaged
    public static FileEventLog open(
            Path folder,
            LogSettings settings,
            long positionsUsed,
            InstantSource clock,
            Faults faults,
            FreeSpace freeSpace) {
        return open(folder, settings, positionsUsed, clock, faults, freeSpace, Disk.SYSTEM);
    }

    static FileEventLog open(
            Path folder,
            LogSettings settings,
            long positionsUsed,
            InstantSource clock,
            Faults faults,
            FreeSpace freeSpace,
            Disk disk) {
        LogFolder opened = LogFolder.open(folder, disk, faults, positionsUsed, clock.millis());
        try {
            FileEventLog log = new FileEventLog(opened, settings, clock, faults, freeSpace);
            log.thread.start();
            return log;
        } catch (IOException e) {
            opened.close();
            throw new UncheckedIOException("log folder " + folder + " cannot be written", e);
        }
    }

    /// With the disk's own free space and no faults.
    public static FileEventLog open(Path folder, LogSettings settings) {
        return open(
                folder, settings, 0, InstantSource.system(), Faults.NONE, FreeSpace.OF_FILE_STORE);
    }

    /// What opening cut off, if anything.
    public Optional<Recovery> recovery() {
        return folder.recovery();
    }

    /// Bytes of records that wait for a commit, with their overhead.
    public long queuedBytes() {
        return queuedBytes.get();
    }

    /// Number of syncs that made records durable since opening.
    public long commits() {
        return writer.commits();
    }

    /// Why the log takes no more records until it is opened anew, empty while it works.
    public String stopped() {
        return writer.stopped();
    }

    @Override
    public void append(
            ProjectId project, long received, byte kind, byte[] payload, Listener listener) {
        if (payload.length > LogSettings.PAYLOAD_BYTES_MAX) {
            listener.refused(
                    Code.BODY_TOO_LARGE,
                    "record of %d bytes, at most %d are taken"
                            .formatted(payload.length, LogSettings.PAYLOAD_BYTES_MAX));
            return;
        }
        Pending pending = new Pending(project, received, kind, payload, listener);
        long bytes = pending.queuedBytes();
        long queued = queuedBytes.addAndGet(bytes);
        if (queued > settings.queueBytesMax()
                || writer.unconfirmedBytes() + queued > settings.unconfirmedBytesMax()) {
            queuedBytes.addAndGet(-bytes);
            listener.refused(
                    Code.LOG_FULL,
                    queued > settings.queueBytesMax()
                            ? "log is full: too much waits for the disk"
                            : "log is full: too much waits for ingest");
            return;
        }
        Pending top = intake.push(pending);
        if (top == Pending.END) {
            LockSupport.unpark(thread);
        } else if (top == Pending.CLOSED) {
            queuedBytes.addAndGet(-bytes);
            listener.refused(Code.SHUTTING_DOWN, "log is closed");
        } else if (top == Pending.STOPPED) {
            queuedBytes.addAndGet(-bytes);
            listener.refused(Code.INTERNAL, writer.stopped());
        }
    }

    @Override
    public long end() {
        return progress.end();
    }

    @Override
    public long begin() {
        return folder.begin();
    }

    @Override
    public Reader read(long from) {
        return new LogReader(folder, progress, from);
    }

    @Override
    public void confirm(long position) {
        writer.confirm(position);
    }

    @Override
    public Retained retain() {
        return folder.retain();
    }

    @Override
    public long bytes() {
        return folder.bytes();
    }

    /// Also when the disk does not say.
    @Override
    public boolean lowOnDisk() {
        try {
            return freeSpace.share(folder.path()) < LogSettings.LOW_SHARE;
        } catch (IOException e) {
            LOG.warn("free space of {} is unknown", folder.path(), e);
            return true;
        }
    }

    /// Waits for the last commit, also when interrupted.
    @Override
    public void close() {
        writer.close();
        LockSupport.unpark(thread);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        progress.wake();
        folder.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
