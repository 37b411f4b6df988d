package io.sojourn.journey.scan;

import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.ProblemException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// What ends a question before its answer: its asker, its deadline, its share of memory. For any thread.
///
/// [#close] gives back what its accumulators took of the memory of all questions.
public final class Stop implements AutoCloseable {

    /// What all questions at one time may hold.
    public static final class Memory {
        private final long bytesMax;
        private final AtomicLong held = new AtomicLong();

        public Memory(long bytesMax) {
            this.bytesMax = bytesMax;
        }

        /// Bytes that questions hold now, about.
        public long held() {
            return held.get();
        }
    }

    private final long deadlineNanos;
    private final long bytesMax;
    private final Memory memory;
    private final AtomicBoolean cancelled = new AtomicBoolean();
    private final AtomicLong bytes = new AtomicLong();

    /// @param deadlineNanos in terms of `System.nanoTime`
    /// @param bytesMax that accumulators may hold together, about
    public Stop(long deadlineNanos, long bytesMax) {
        this(deadlineNanos, bytesMax, new Memory(Long.MAX_VALUE));
    }

    /// @param memory that it shares with other questions
    public Stop(long deadlineNanos, long bytesMax, Memory memory) {
        this.deadlineNanos = deadlineNanos;
        this.bytesMax = bytesMax;
        this.memory = memory;
    }

    /// Practically never.
    public static Stop never() {
        return new Stop(System.nanoTime() + Long.MAX_VALUE / 2, Long.MAX_VALUE);
    }

    public void cancel() {
        cancelled.set(true);
    }

    public boolean isCancelled() {
        return cancelled.get();
    }

    /// Called once a batch.
    ///
    /// @throws ProblemException when the question was cancelled or took too long
    public void check() {
        if (cancelled.get()) {
            throw new ProblemException(Code.CANCELLED, "the question was cancelled");
        }
        if (System.nanoTime() - deadlineNanos > 0) {
            throw new ProblemException(
                    Code.QUESTION_TOO_SLOW,
                    "the answer took too long: ask about a shorter range, fewer people or fewer steps,"
                            + " or allow more time");
        }
    }

    /// An accumulator grew.
    ///
    /// @param more bytes, about
    /// @param narrow what makes the answer smaller, as in `a lower depth`
    /// @throws ProblemException when all accumulators together hold too much
    public void take(long more, String narrow) {
        long mine = bytes.addAndGet(more);
        long all = memory.held.addAndGet(more);
        if (mine > bytesMax) {
            throw tooLarge("the answer would not fit into memory", bytesMax, narrow);
        }
        if (all > memory.bytesMax) {
            throw tooLarge(
                    "all questions together would not fit into memory", memory.bytesMax, narrow);
        }
    }

    private static ProblemException tooLarge(String what, long max, String narrow) {
        return new ProblemException(
                Code.QUESTION_TOO_LARGE,
                "%s (limit %d MB): ask for %s".formatted(what, max / (1024 * 1024), narrow));
    }

    @Override
    public void close() {
        memory.held.addAndGet(-bytes.getAndSet(0));
    }
}
