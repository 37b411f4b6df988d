package io.sojourn.store.embedded.log;

import java.time.Duration;

/// Bounds and habits of a [FileEventLog].
///
/// @param segmentBytes size at which a new segment file is begun; only a single record may be larger
/// @param linger how long a commit waits for more records when the one before held many; zero = never
/// @param queueBytesMax records in memory that are not yet durable, payload plus [#QUEUED_OVERHEAD_BYTES] each
/// @param unconfirmedBytesMax on disk, counted by whole segments with unconfirmed records
public record LogSettings(
        long segmentBytes,
        Duration linger,
        long queueBytesMax,
        long unconfirmedBytesMax,
        Retention retention) {

    public static final LogSettings DEFAULT =
            new LogSettings(
                    64L << 20, Duration.ofMillis(1), 64L << 20, 4L << 30, new Retention.Days(0));

    /// What a queued record costs beside its payload.
    public static final int QUEUED_OVERHEAD_BYTES = 64;

    /// Payload of one record.
    public static final int PAYLOAD_BYTES_MAX = 16 << 20;

    /// Free share of the disk below which the owner is warned.
    public static final double LOW_SHARE = 0.10;

    /// Free share of the disk below which nothing is taken.
    public static final double FULL_SHARE = 0.02;

    public LogSettings {
        require(segmentBytes >= 1024, "log.segmentBytes must be at least 1024", segmentBytes);
        require(
                !linger.isNegative() && linger.compareTo(Duration.ofSeconds(1)) <= 0,
                "log.linger must be 0 to 1 s",
                linger);
        require(queueBytesMax >= 1, "log.queueBytesMax must be positive", queueBytesMax);
        require(
                unconfirmedBytesMax >= segmentBytes,
                "log.unconfirmedBytesMax must be at least log.segmentBytes",
                unconfirmedBytesMax);
    }

    public LogSettings withSegmentBytes(long bytes) {
        return new LogSettings(bytes, linger, queueBytesMax, unconfirmedBytesMax, retention);
    }

    public LogSettings withLinger(Duration time) {
        return new LogSettings(segmentBytes, time, queueBytesMax, unconfirmedBytesMax, retention);
    }

    public LogSettings withQueueBytesMax(long bytes) {
        return new LogSettings(segmentBytes, linger, bytes, unconfirmedBytesMax, retention);
    }

    public LogSettings withUnconfirmedBytesMax(long bytes) {
        return new LogSettings(segmentBytes, linger, queueBytesMax, bytes, retention);
    }

    public LogSettings withRetention(Retention kept) {
        return new LogSettings(segmentBytes, linger, queueBytesMax, unconfirmedBytesMax, kept);
    }

    private static void require(boolean holds, String message, Object got) {
        if (!holds) {
            throw new IllegalArgumentException(message + ", got " + got);
        }
    }
}
