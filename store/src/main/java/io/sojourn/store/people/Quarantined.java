package io.sojourn.store.people;

/// A request, or one line of one, that ingest did not take.
///
/// @param id event id it would have had, unique in the project
/// @param reason such as `no_identifier`; also the metric label
/// @param message what was wrong, for people
/// @param received Unix milliseconds
/// @param kind kind of the log record that replays it
/// @param payload payload of the log record that replays it
@SuppressWarnings("ArrayRecordComponent")
public record Quarantined(
        long id,
        String reason,
        String message,
        long received,
        PendingUpdate.Origin origin,
        byte kind,
        byte[] payload) {

    /// Kept per (reason, domain).
    public static final int ENTRIES_MAX = 1_000;

    /// Kept in all, payload bytes.
    public static final long BYTES_MAX = 64L << 20;
}
