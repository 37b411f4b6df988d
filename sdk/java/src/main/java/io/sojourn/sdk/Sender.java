package io.sojourn.sdk;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The queue and the thread that empties it, one request at a time. Statements are settled in the order in which they
 * came, each exactly once: accepted, or failed with a reason.
 */
final class Sender {
    static final int ITEMS_MAX = 1_000;

    /** In UTF-8 no more than three times as many bytes. */
    private static final int CHARS_MAX = 1_000_000;

    private static final Duration RETRY_AFTER_MAX = Duration.ofMinutes(5);

    private final Post post;
    private final Limits limits;
    private final BiConsumer<SojournException, String> listener;
    private final RandomGenerator random;
    private final Thread thread;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // --- guarded by the lock
    private final ArrayDeque<Statement> queue = new ArrayDeque<>();
    private long added;
    private long settled;
    private long accepted;
    private long failed;
    private long retried;

    /** Statements up to this number are not to wait for others. */
    private long wanted;

    /** Statements up to this number are settled, and all before them. */
    private long settledUpTo;

    private boolean closed;
    private boolean abandoned;

    /**
     * @param listener told of each failed statement with its JSON; what it throws is dropped
     */
    Sender(
            Post post,
            Limits limits,
            BiConsumer<SojournException, String> listener,
            RandomGenerator random) {
        this.post = post;
        this.limits = limits;
        this.listener = listener;
        this.random = random;
        this.thread = new Thread(this::run, "sojourn-sender");
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    Stats stats() {
        lock.lock();
        try {
            return new Stats(accepted, failed, added - settled, retried);
        } finally {
            lock.unlock();
        }
    }

    void add(Statement statement) {
        SojournException refused = take(statement);
        if (refused != null) {
            refuse(statement, refused);
        }
    }

    private @Nullable SojournException take(Statement statement) {
        lock.lock();
        try {
            if (closed) {
                return new SojournException("closed", "the client is closed");
            }
            if (added - settled >= limits.queueMax()) {
                return new SojournException(
                        "queue_full", limits.queueMax() + " statements wait already (queueMax)");
            }
            added++;
            queue.add(statement);
            if (queue.size() == 1 || queue.size() == limits.flushAt()) {
                changed.signalAll();
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** Fails a statement that never was in the queue. */
    void refuse(Statement statement, SojournException why) {
        lock.lock();
        try {
            failed++;
        } finally {
            lock.unlock();
        }
        tell(statement, why);
    }

    /** Whether all that was added before is settled in time. */
    boolean flush(Duration timeout) throws InterruptedException {
        if (Thread.currentThread() == thread) {
            throw new IllegalStateException("what hangs on a future would wait for itself");
        }
        lock.lock();
        try {
            long upTo = added;
            wanted = upTo;
            changed.signalAll();
            long left = timeout.toNanos();
            while (settledUpTo < upTo && left > 0) {
                left = changed.awaitNanos(left);
            }
            return settledUpTo >= upTo;
        } finally {
            lock.unlock();
        }
    }

    /** Takes nothing more and flushes; what is left after that time fails as {@code not_sent}. */
    void close(Duration timeout) {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (Thread.currentThread() == thread) {
            return;
        }
        try {
            if (!flush(timeout)) {
                abandon();
            }
            thread.join();
        } catch (InterruptedException e) {
            abandon();
            Thread.currentThread().interrupt();
        }
    }

    private void abandon() {
        lock.lock();
        try {
            abandoned = true;
            thread.interrupt();
        } finally {
            lock.unlock();
        }
    }

    // --- the thread

    private void run() {
        for (List<Statement> batch = next(); !batch.isEmpty(); batch = next()) {
            deliver(batch);
            lock.lock();
            try {
                settledUpTo = settled;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Waits for a batch that is due; empty when the client is closed and nothing is left. */
    private List<Statement> next() {
        lock.lock();
        try {
            for (long nanos = untilDue(); nanos > 0; nanos = untilDue()) {
                try {
                    nanos = changed.awaitNanos(nanos);
                } catch (InterruptedException e) {
                    // Whether the client was abandoned, and so is closed, is asked next.
                    nanos = 0;
                }
            }
            return batch();
        } finally {
            lock.unlock();
        }
    }

    private long untilDue() {
        Statement first = queue.peek();
        if (closed || (first != null && (settled < wanted || queue.size() >= limits.flushAt()))) {
            return 0;
        }
        return first == null
                ? Long.MAX_VALUE
                : first.sinceNanos() + limits.flushInterval().toNanos() - System.nanoTime();
    }

    private List<Statement> batch() {
        List<Statement> batch = new ArrayList<>();
        long chars = 0;
        for (Statement next = queue.peek(); next != null; next = queue.peek()) {
            chars += next.json().length() + 1;
            if (batch.size() == ITEMS_MAX || (!batch.isEmpty() && chars > CHARS_MAX)) {
                break;
            }
            batch.add(queue.remove());
        }
        return batch;
    }

    private void deliver(List<Statement> batch) {
        List<Statement> left = batch;
        SojournException last = new SojournException("not_sent", "there was no attempt");
        int attempt = 0;
        while (!left.isEmpty()) {
            if (isAbandoned()) {
                failAll(left, notSent(last));
                return;
            }
            Answer answer = send(left);
            Duration after = Duration.ZERO;
            if (answer instanceof Answer.Items items) {
                List<Statement> again = settle(left, items.items());
                attempt = again.size() < left.size() ? 0 : attempt;
                left = again;
                last = new SojournException("rate_limited", "too many requests");
            } else if (answer instanceof Answer.Refused refused) {
                refused(left, refused.why());
                return;
            } else {
                Answer.Again again = (Answer.Again) answer;
                last = again.why();
                after = again.after();
            }
            if (!left.isEmpty() && !retries(left, attempt++, last, after)) {
                return;
            }
        }
    }

    private Answer send(List<Statement> batch) {
        try {
            return post.send(batch);
        } catch (InterruptedException e) {
            return new Answer.Again(
                    new SojournException("network", "the request was given up", "", 0, e),
                    Duration.ZERO);
        }
    }

    /** A batch that is too large is halved until the culprit is alone. */
    private void refused(List<Statement> batch, SojournException why) {
        if (why.status() == 413 && batch.size() > 1) {
            deliver(batch.subList(0, batch.size() / 2));
            deliver(batch.subList(batch.size() / 2, batch.size()));
        } else {
            failAll(batch, why);
        }
    }

    /** Waits for the next attempt, or fails what is left. */
    private boolean retries(
            List<Statement> left, int attempt, SojournException last, Duration after) {
        if (attempt >= limits.retries()) {
            String message =
                    "not taken in %d attempts, the last: %s"
                            .formatted(attempt + 1, last.getMessage());
            failAll(
                    left,
                    new SojournException("retries_used_up", message, "", last.status(), last));
            return false;
        }
        lock.lock();
        try {
            retried++;
            long nanos = pause(attempt, after).toNanos();
            while (!abandoned && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            // Only an abandoned client is interrupted, which is asked before the next attempt.
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        return true;
    }

    private static SojournException notSent(SojournException last) {
        String message = "the server did not take it in time: " + last.getMessage();
        return new SojournException("not_sent", message, "", last.status(), last);
    }

    /** Exponential backoff with full jitter, so that many clients do not come back together. */
    private Duration pause(int attempt, Duration after) {
        double bound =
                Math.min(
                        (double) limits.retryDelayMax().toNanos(),
                        (double) limits.retryDelay().toNanos() * Math.pow(2, attempt));
        Duration jitter = Duration.ofNanos((long) (random.nextDouble() * bound));
        Duration asked = after.compareTo(RETRY_AFTER_MAX) > 0 ? RETRY_AFTER_MAX : after;
        return asked.compareTo(jitter) > 0 ? asked : jitter;
    }

    private boolean isAbandoned() {
        lock.lock();
        try {
            return abandoned;
        } finally {
            lock.unlock();
        }
    }

    // --- what became of them

    /** Those to be sent again. */
    private List<Statement> settle(List<Statement> batch, List<Answer.Item> items) {
        List<Statement> again = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            Answer.Item item =
                    i < items.size()
                            ? items.get(i)
                            : new Answer.Item(false, "malformed_answer", "", "no answer to it");
            if (item.accepted()) {
                count(true);
                batch.get(i).told().complete(null);
            } else if (item.cameTooFast()) {
                again.add(batch.get(i));
            } else {
                count(false);
                tell(batch.get(i), item.why());
            }
        }
        return again;
    }

    private void failAll(List<Statement> batch, SojournException why) {
        for (Statement statement : batch) {
            count(false);
            tell(statement, why);
        }
    }

    private void count(boolean taken) {
        lock.lock();
        try {
            settled++;
            accepted += taken ? 1 : 0;
            failed += taken ? 0 : 1;
        } finally {
            lock.unlock();
        }
    }

    private void tell(Statement statement, SojournException why) {
        statement.told().completeExceptionally(why);
        try {
            listener.accept(why, statement.json());
        } catch (RuntimeException mistakeOfTheListener) {
            Sojourn.LOG.log(System.Logger.Level.WARNING, "a listener failed", mistakeOfTheListener);
        }
    }
}
