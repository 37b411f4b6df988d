package io.sojourn.server.question;

import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.journey.scan.Stop;
import io.sojourn.server.http.Call;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/// The questions that are being answered: so many at one time, each within its time and its memory. One ends when its
/// asker says so or goes away.
public final class Running {

    private final QuestionLimits limits;
    private final Stop.Memory memory;
    private final Semaphore turns;
    private final AtomicInteger waiting = new AtomicInteger();
    private final Map<Key, Stop> named = new HashMap<>();

    /// @param id chosen by the asker, who alone knows it
    private record Key(long user, String appId, String id) {}

    public Running(QuestionLimits limits) {
        this.limits = limits;
        this.memory = new Stop.Memory(limits.memoryBytes());
        this.turns = new Semaphore(limits.atOnce(), true);
    }

    public QuestionLimits limits() {
        return limits;
    }

    /// Bytes that the accumulators of all questions hold, about.
    public long heldBytes() {
        return memory.held();
    }

    /// Answers a question in its turn.
    ///
    /// @param id by which it can be cancelled
    /// @throws ProblemException where too many wait, the id is in use, or as [Stop] says
    public <T> T answer(
            Call call, Optional<String> id, Duration timeout, Function<Stop, T> question) {
        long deadline = System.nanoTime() + timeout.toNanos();
        try (Stop stop = new Stop(deadline, limits.memoryOfOne(), memory)) {
            call.departure().then(stop::cancel);
            Optional<Key> key =
                    id.map(text -> new Key(call.caller().user(), call.caller().appId(), text));
            key.ifPresent(each -> register(each, stop));
            try {
                take(deadline);
                try {
                    return question.apply(stop);
                } finally {
                    turns.release();
                }
            } finally {
                key.ifPresent(this::forget);
            }
        }
    }

    private void take(long deadline) {
        if (turns.tryAcquire()) {
            return;
        }
        if (waiting.incrementAndGet() > limits.waitingMax()) {
            waiting.decrementAndGet();
            throw busy();
        }
        try {
            if (!turns.tryAcquire(
                    Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                throw busy();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(Code.CANCELLED, "the question was cancelled");
        } finally {
            waiting.decrementAndGet();
        }
    }

    private ProblemException busy() {
        return new ProblemException(
                Code.RATE_LIMITED,
                "%d questions are being answered and others wait: ask again in a moment"
                        .formatted(limits.atOnce()));
    }

    private synchronized void register(Key key, Stop stop) {
        if (named.putIfAbsent(key, stop) != null) {
            throw new ProblemException(
                    Code.CONFLICT, "a question with the id " + key.id() + " is being answered");
        }
    }

    private synchronized void forget(Key key) {
        named.remove(key);
    }

    /// @throws ProblemException where the caller asks no question of this id
    public synchronized void cancel(Call call, String id) {
        Optional.ofNullable(named.get(new Key(call.caller().user(), call.caller().appId(), id)))
                .orElseThrow(
                        () ->
                                new ProblemException(
                                        Code.NOT_FOUND,
                                        "no question with the id " + id + " is being answered"))
                .cancel();
    }
}
