package io.sojourn.store.log;

import io.sojourn.core.problem.Code;
import io.sojourn.core.project.ProjectId;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A log in memory for tests of what stands on one. Every append is "durable" at once, and its listener is told
/// on the appending thread.
public final class InMemoryEventLog implements EventLog {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition appended = lock.newCondition();
    private final NavigableMap<Long, LogRecord> records = new TreeMap<>();
    private final boolean forgetting;
    private long end;
    private long confirmed;
    private int holds;
    private boolean closed;

    private InMemoryEventLog(boolean forgetting) {
        this.forgetting = forgetting;
    }

    /// Keeps all records.
    public static InMemoryEventLog keeping() {
        return new InMemoryEventLog(false);
    }

    /// Drops records as soon as they are confirmed.
    public static InMemoryEventLog forgetting() {
        return new InMemoryEventLog(true);
    }

    @Override
    public void append(
            ProjectId project, long received, byte kind, byte[] payload, Listener listener) {
        long position = 0;
        lock.lock();
        try {
            if (!closed) {
                position = ++end;
                records.put(position, new LogRecord(position, received, project, kind, payload));
                appended.signalAll();
            }
        } finally {
            lock.unlock();
        }
        if (position == 0) {
            listener.refused(Code.SHUTTING_DOWN, "log is closed");
        } else {
            listener.durable(position);
        }
    }

    @Override
    public long end() {
        lock.lock();
        try {
            return end;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long begin() {
        lock.lock();
        try {
            return records.isEmpty() ? end + 1 : records.firstKey();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Reader read(long from) {
        lock.lock();
        try {
            if (from < begin()) {
                throw new IllegalArgumentException(
                        "position %d is no longer kept, the oldest is %d".formatted(from, begin()));
            }
            if (from > end + 1) {
                throw new IllegalArgumentException(
                        "position %d is beyond the end of the log, which is %d"
                                .formatted(from, end));
            }
            return new MemoryReader(from);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void confirm(long position) {
        lock.lock();
        try {
            confirmed = Math.max(confirmed, position);
            forget();
        } finally {
            lock.unlock();
        }
    }

    private void forget() {
        if (forgetting && holds == 0) {
            records.headMap(confirmed).clear();
        }
    }

    @Override
    public Retained retain() {
        lock.lock();
        try {
            holds++;
        } finally {
            lock.unlock();
        }
        return new Hold();
    }

    private final class Hold implements Retained {
        private boolean over;

        @Override
        public void close() {
            lock.lock();
            try {
                holds -= over ? 0 : 1;
                over = true;
                forget();
            } finally {
                lock.unlock();
            }
        }
    }

    @Override
    public long bytes() {
        lock.lock();
        try {
            return records.values().stream().mapToLong(record -> record.payload().length).sum();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean lowOnDisk() {
        return false;
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    private final class MemoryReader implements Reader {
        private long position;
        private List<LogRecord> held;

        MemoryReader(long from) {
            this.position = from;
            this.held = new ArrayList<>(records.tailMap(from).values());
        }

        @Override
        public List<LogRecord> next(int recordsMax, int bytesMax, long waitMillis)
                throws InterruptedException {
            lock.lockInterruptibly();
            try {
                long left = TimeUnit.MILLISECONDS.toNanos(waitMillis);
                while (end < position && left > 0) {
                    left = appended.awaitNanos(left);
                }
                if (held.isEmpty()) {
                    if (position < begin()) {
                        throw new IllegalArgumentException(
                                "position %d is no longer kept".formatted(position));
                    }
                    held = new ArrayList<>(records.tailMap(position).values());
                }
                int taken = 0;
                long bytes = 0;
                while (taken < Math.min(recordsMax, held.size())
                        && (taken == 0 || bytes + held.get(taken).payload().length <= bytesMax)) {
                    bytes += held.get(taken++).payload().length;
                }
                List<LogRecord> out = List.copyOf(held.subList(0, taken));
                held.subList(0, taken).clear();
                position += taken;
                return out;
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            held = List.of();
        }
    }
}
