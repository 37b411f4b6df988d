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
import java.util.function.Consumer;
import java.util.function.Function;

/// The questions that are being answered: so many at one time, each within its time and its memory. One ends when its
/// asker says so or goes away.
public final class Running {

    private final QuestionLimits limits;
    private final Stop.Memory memory;
    private final Semaphore turns;
    private final AtomicInteger waiting = new AtomicInteger();
    private final Map<Key, Waiting> named = new HashMap<>();

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
            Waiting asker = new Waiting(stop);
            call.departure().then(asker::cancel);
            Optional<Key> key =
                    id.map(text -> new Key(call.caller().user(), call.caller().appId(), text));
            key.ifPresent(each -> register(each, asker));
            try {
                take(asker, deadline);
                return inTurn(stop, question);
            } finally {
                key.ifPresent(this::forget);
            }
        }
    }

    /// Does work of the server itself, which takes turns with questions and has their memory, but is never sent away
    /// because others wait.
    ///
    /// @param cancel told how to end it, before it waits
    /// @throws ProblemException where it gets no turn in its time, or as [Stop] says
    public <T> T work(Duration timeout, Consumer<Runnable> cancel, Function<Stop, T> work) {
        long deadline = System.nanoTime() + timeout.toNanos();
        try (Stop stop = new Stop(deadline, limits.memoryOfOne(), memory)) {
            Waiting asker = new Waiting(stop);
            cancel.accept(asker::cancel);
            if (!turns.tryAcquire()) {
                await(asker, deadline);
            }
            return inTurn(stop, work);
        }
    }

    private <T> T inTurn(Stop stop, Function<Stop, T> work) {
        try {
            return work.apply(stop);
        } finally {
            turns.release();
        }
    }

    /// An asker, who gives up its place among those that wait when the question is cancelled.
    private static final class Waiting {
        private final Stop stop;
        private Optional<Thread> thread = Optional.empty();

        Waiting(Stop stop) {
            this.stop = stop;
        }

        synchronized void cancel() {
            stop.cancel();
            thread.ifPresent(Thread::interrupt);
        }

        synchronized void begin() {
            thread = Optional.of(Thread.currentThread());
            if (stop.isCancelled()) {
                Thread.currentThread().interrupt();
            }
        }

        /// The thread goes on without the interrupt that was meant for its wait alone.
        synchronized void end() {
            thread = Optional.empty();
            if (stop.isCancelled()) {
                Thread.interrupted();
            }
        }
    }

    private void take(Waiting asker, long deadline) {
        if (turns.tryAcquire()) {
            return;
        }
        if (waiting.incrementAndGet() > limits.waitingMax()) {
            waiting.decrementAndGet();
            throw busy();
        }
        try {
            await(asker, deadline);
        } finally {
            waiting.decrementAndGet();
        }
    }

    private void await(Waiting asker, long deadline) {
        try {
            asker.begin();
            if (!turns.tryAcquire(
                    Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                throw busy();
            }
        } catch (InterruptedException e) {
            if (!asker.stop.isCancelled()) {
                Thread.currentThread().interrupt();
            }
            throw new ProblemException(Code.CANCELLED, "the question was cancelled");
        } finally {
            asker.end();
        }
    }

    private ProblemException busy() {
        return new ProblemException(
                Code.RATE_LIMITED,
                "%d questions are being answered and others wait: ask again in a moment"
                        .formatted(limits.atOnce()));
    }

    private synchronized void register(Key key, Waiting asker) {
        if (named.putIfAbsent(key, asker) != null) {
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
