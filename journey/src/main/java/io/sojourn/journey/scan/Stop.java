package io.sojourn.journey.scan;

import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.ProblemException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// What ends a question before its answer: its asker, its deadline, its share of memory. For any thread.
public final class Stop {

    private final long deadlineNanos;
    private final long bytesMax;
    private final AtomicBoolean cancelled = new AtomicBoolean();
    private final AtomicLong bytes = new AtomicLong();

    /// @param deadlineNanos in terms of `System.nanoTime`
    /// @param bytesMax that accumulators may hold together, about
    public Stop(long deadlineNanos, long bytesMax) {
        this.deadlineNanos = deadlineNanos;
        this.bytesMax = bytesMax;
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
        if (bytes.addAndGet(more) > bytesMax) {
            throw new ProblemException(
                    Code.QUESTION_TOO_LARGE,
                    "the answer would not fit into memory (limit "
                            + bytesMax / (1024 * 1024)
                            + " MB): ask for "
                            + narrow);
        }
    }
}
