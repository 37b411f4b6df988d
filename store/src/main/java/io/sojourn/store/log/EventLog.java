package io.sojourn.store.log;

import io.sojourn.core.problem.Code;
import io.sojourn.core.project.ProjectId;

/// The only promise of the server: what was acknowledged is in here, on stable storage, once and in order.
public interface EventLog extends AutoCloseable {

    /// Hands a record over for the next group commit; never blocks, any thread.
    ///
    /// A record that cannot be taken (log full, disk full, closed) is refused at once through
    /// [Listener#refused], on the calling thread.
    void append(ProjectId project, long received, byte kind, byte[] payload, Listener listener);

    /// Told once, on a thread of the log unless the refusal was immediate; must not block.
    interface Listener {
        /// The record is on stable storage.
        void durable(long position);

        /// The record was not taken and will not appear: `LOG_FULL`, `DISK_FULL`, `SHUTTING_DOWN`, `INTERNAL`, or
        /// `BODY_TOO_LARGE` for a payload that the log never takes.
        void refused(Code code, String message);
    }

    /// Position of the newest durable record, 0 when there never was one.
    long end();

    /// Position of the oldest record still kept, `end() + 1` when there is none.
    long begin();

    /// Durable records from a position on, in order.
    ///
    /// @param from [#begin] to `end() + 1`
    /// @throws IllegalArgumentException when records from there on are no longer kept, or it lies beyond the end: a
    ///     store that is ahead of the log
    Reader read(long from);

    /// Everything strictly below the position is no longer needed. What the log deletes is up to its retention.
    void confirm(long position);

    /// Keeps every record that is there now, confirmed or not, until it is closed: a backup copies them meanwhile.
    Retained retain();

    /// A hold on the records of a log.
    interface Retained extends AutoCloseable {
        @Override
        void close();
    }

    /// Bytes on disk.
    long bytes();

    /// Free share of the disk below which the owner is warned.
    boolean lowOnDisk();

    /// Stops taking records, makes those taken durable, then closes.
    @Override
    void close();

    interface Reader extends AutoCloseable {
        /// The next records, fewer than asked for when the end is reached. Waits up to `waitMillis` for the
        /// first one.
        ///
        /// @return empty when none came in time, or the log was closed meanwhile
        /// @throws IllegalArgumentException when the reader fell behind and its next record is no longer kept
        /// @throws io.sojourn.core.problem.ProblemException `DATA_FOLDER` when the log is damaged there
        java.util.List<LogRecord> next(int recordsMax, int bytesMax, long waitMillis)
                throws InterruptedException;

        @Override
        void close();
    }
}
