package io.sojourn.store.embedded.log;

import java.nio.file.Path;

/// A file of the log. Grown by the writer; what it publishes here is durable, so readers stop at [#bytes].
final class Segment {

    private final Path file;
    private final LogFormat.Header header;
    private volatile long bytes;
    private volatile long last;

    /// @param last position of its newest record, `first - 1` when it has none
    Segment(Path file, LogFormat.Header header, long bytes, long last) {
        this.file = file;
        this.header = header;
        this.bytes = bytes;
        this.last = last;
    }

    void grow(long newBytes, long newLast) {
        bytes = newBytes;
        last = newLast;
    }

    Path file() {
        return file;
    }

    String name() {
        return file.getFileName() + "";
    }

    LogFormat.Header header() {
        return header;
    }

    long first() {
        return header.first();
    }

    long bytes() {
        return bytes;
    }

    long last() {
        return last;
    }

    /// Unix milliseconds.
    long begun() {
        return header.begun();
    }

    boolean isEmpty() {
        return last < header.first();
    }

    /// Whether this is the file that was written right before the other one, whole.
    boolean precedes(Segment next) {
        return next.header.previousFirst() == first() && next.header.previousBytes() == bytes;
    }
}
