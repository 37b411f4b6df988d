package io.sojourn.store.embedded.log;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The durable end of the log, which readers wait for.
final class Progress {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private volatile long end;
    private long wakes;

    Progress(long end) {
        this.end = end;
    }

    long end() {
        return end;
    }

    void advance(long newEnd) {
        lock.lock();
        try {
            end = newEnd;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Ends every wait that is under way, not later ones: a reader of a closed log does not spin.
    void wake() {
        lock.lock();
        try {
            wakes++;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// @return the end, below the position when it was not reached in time
    long await(long position, long waitMillis) throws InterruptedException {
        if (end >= position || waitMillis <= 0) {
            return end;
        }
        lock.lockInterruptibly();
        try {
            long before = wakes;
            long left = TimeUnit.MILLISECONDS.toNanos(waitMillis);
            while (end < position && wakes == before && left > 0) {
                left = moved.awaitNanos(left);
            }
            return end;
        } finally {
            lock.unlock();
        }
    }
}
