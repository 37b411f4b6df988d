package io.sojourn.server.live;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// What waits for one client. Bounded: once full, it takes nothing until the client has read all of it, and counts the
/// events it did not take; then the client is told and gets the state anew.
final class Subscription {

    static final int MESSAGES_MAX = 1_000;
    static final long CHARS_MAX = 4L << 20;

    /// A server-sent event.
    ///
    /// @param id what the client names when it comes back, empty = none
    /// @param data one line of JSON
    record Message(String name, String id, String data) {
        static final String EVENT = "event";
    }

    /// @param missed events that did not fit before, told once all that waited is taken
    /// @param lost whether anything did not fit
    /// @param ended why there will be no more, empty = it goes on
    record Taken(List<Message> messages, long missed, boolean lost, String ended) {}

    private final LiveFilter filter;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Message> waiting = new ArrayDeque<>();
    private long chars;
    private long missed;
    private boolean lost;
    private String ended = "";

    /// The person that the filter's visitor belongs to; guarded by the project's lock.
    private long person;

    Subscription(LiveFilter filter, long person) {
        this.filter = filter;
        this.person = person;
    }

    LiveFilter filter() {
        return filter;
    }

    long person() {
        return person;
    }

    void personIs(long now) {
        person = now;
    }

    /// Never blocks.
    void offer(Message message) {
        lock.lock();
        try {
            if (!ended.isEmpty()) {
                return;
            }
            if (lost
                    || waiting.size() >= MESSAGES_MAX
                    || chars + message.data().length() > CHARS_MAX) {
                lost = true;
                missed += message.name().equals(Message.EVENT) ? 1 : 0;
                return;
            }
            waiting.addLast(message);
            chars += message.data().length();
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /// As [#offer] of an event, which is only put into words where there is room for it.
    void offerEvent(Supplier<Message> event) {
        lock.lock();
        try {
            if (lost) {
                missed++;
                return;
            }
        } finally {
            lock.unlock();
        }
        offer(event.get());
    }

    /// Throws away what waits: the state follows as a whole.
    ///
    /// @return events that the client has missed so far
    long renew() {
        lock.lock();
        try {
            long events =
                    missed
                            + waiting.stream()
                                    .filter(message -> message.name().equals(Message.EVENT))
                                    .count();
            waiting.clear();
            chars = 0;
            missed = 0;
            lost = false;
            return events;
        } finally {
            lock.unlock();
        }
    }

    /// @param reason not empty; what waits is still taken
    void end(String reason) {
        lock.lock();
        try {
            ended = reason;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Waits for something to send, at most the time given.
    Taken take(long millis) throws InterruptedException {
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(millis);
            while (waiting.isEmpty() && !lost && ended.isEmpty() && left > 0) {
                left = changed.awaitNanos(left);
            }
            List<Message> messages = new ArrayList<>(waiting);
            waiting.clear();
            chars = 0;
            return new Taken(messages, missed, lost, ended);
        } finally {
            lock.unlock();
        }
    }
}
