package io.sojourn.ingest.wire;

import java.util.Optional;

/// What the payload of a log record is. The codes are stored: they never change.
public enum RequestKind {
    /// One request of `/track/*` that holds one statement: a [RawRequest] with query and body as they came.
    REQUEST(1),
    /// Lines of `/track/push`: a [RawRequest] whose body is newline-separated `{"endpoint","params"}`.
    PUSH(2),
    /// Items of the native batch: a [RawRequest] whose body is newline-separated items.
    BATCH(3),
    /// Imported history: a [RawRequest] whose body is newline-separated visits of one action each.
    IMPORT(4),
    /// What people and the server itself ask for: edits, merges, deletions, settings. Not read by this package.
    COMMAND(5);

    private final byte code;

    RequestKind(int code) {
        this.code = (byte) code;
    }

    /// The kind of the log record.
    public byte code() {
        return code;
    }

    public static Optional<RequestKind> of(byte code) {
        for (RequestKind kind : values()) {
            if (kind.code == code) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
