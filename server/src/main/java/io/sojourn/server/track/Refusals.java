package io.sojourn.server.track;

import io.sojourn.store.people.Quarantined;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes refused requests from the event loops to where their owner finds them, on a thread of its own. Bounded in
/// entries and bytes; what does not fit is counted as `refusal_not_kept` and goes.
public final class Refusals implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    static final String NOT_KEPT = "refusal_not_kept";
    static final int ENTRIES_MAX = 4_096;
    static final long BYTES_MAX = 32L << 20;

    private final Consumer<Quarantined> keeper;
    private final TrackCounters counters;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition added = lock.newCondition();
    private final Queue<Quarantined> waiting = new ArrayDeque<>();
    private final Thread thread;
    private long bytes;
    private boolean closed;

    /// @param keeper stores one; may block
    public Refusals(Consumer<Quarantined> keeper, TrackCounters counters) {
        this.keeper = keeper;
        this.counters = counters;
        this.thread = Thread.ofPlatform().name("track-refusals").daemon().start(this::keepAll);
    }

    /// Never blocks.
    void add(Quarantined refused) {
        boolean taken = false;
        lock.lock();
        try {
            if (!closed
                    && waiting.size() < ENTRIES_MAX
                    && bytes + refused.payload().length <= BYTES_MAX) {
                bytes += refused.payload().length;
                taken = waiting.add(refused);
                added.signal();
            }
        } finally {
            lock.unlock();
        }
        if (!taken) {
            counters.count(NOT_KEPT, 1);
        }
    }

    private void keepAll() {
        while (true) {
            Quarantined next;
            lock.lock();
            try {
                while (waiting.isEmpty() && !closed) {
                    added.awaitUninterruptibly();
                }
                if (waiting.isEmpty()) {
                    return;
                }
                next = waiting.remove();
                bytes -= next.payload().length;
            } finally {
                lock.unlock();
            }
            try {
                keeper.accept(next);
            } catch (RuntimeException e) {
                counters.count(NOT_KEPT, 1);
                LOG.error("a refused request ({}) could not be kept", next.reason(), e);
            }
        }
    }

    /// Keeps what waits, then ends. Whoever comes later is counted only.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            added.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
