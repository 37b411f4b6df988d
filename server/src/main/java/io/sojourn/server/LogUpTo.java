package io.sojourn.server;

import io.sojourn.core.project.ProjectId;
import io.sojourn.store.log.EventLog;
import io.sojourn.store.log.LogRecord;
import java.util.List;

/// A log as if it ended at a position. It only reads: nothing is appended, confirmed or closed.
record LogUpTo(EventLog log, long end) implements EventLog {

    @Override
    public void append(
            ProjectId project, long received, byte kind, byte[] payload, Listener listener) {
        throw new IllegalStateException("a log that ends at " + end + " takes nothing");
    }

    @Override
    public long begin() {
        return log.begin();
    }

    @Override
    public Reader read(long from) {
        Reader reader = log.read(from);
        return new Reader() {
            private boolean reached = from > end;

            @Override
            public List<LogRecord> next(int recordsMax, int bytesMax, long waitMillis)
                    throws InterruptedException {
                if (reached) {
                    return List.of();
                }
                List<LogRecord> records = reader.next(recordsMax, bytesMax, waitMillis);
                reached = !records.isEmpty() && records.getLast().position() >= end;
                return records.stream().takeWhile(record -> record.position() <= end).toList();
            }

            @Override
            public void close() {
                reader.close();
            }
        };
    }

    @Override
    public void confirm(long position) {}

    @Override
    public Retained retain() {
        return log.retain();
    }

    @Override
    public long bytes() {
        return log.bytes();
    }

    @Override
    public boolean lowOnDisk() {
        return log.lowOnDisk();
    }

    @Override
    public void close() {}
}
