package io.sojourn.journey.scan;

import io.sojourn.core.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/// Runs analyses on a fixed number of threads that all questions share; the asker waits.
public final class Runner implements AutoCloseable {

    private final int threads;
    private final ExecutorService executor;

    public Runner(int threads) {
        this.threads = threads;
        this.executor =
                Executors.newFixedThreadPool(
                        threads, Thread.ofPlatform().name("question-", 0).daemon().factory());
    }

    /// An answer and what it cost.
    ///
    /// @param events that were looked at
    public record Answer<R>(R result, long events, long nanos) {}

    /// @throws ProblemException as [Stop] says
    public <A, R> Answer<R> run(JourneySource source, Analysis<A, R> analysis, Stop stop) {
        long begun = System.nanoTime();
        stop.check();
        try (OpenScan open = source.open(analysis.scan(), stop)) {
            A all = fold(open, analysis, stop);
            R result = analysis.finish(all, open);
            return new Answer<>(result, open.events(), System.nanoTime() - begun);
        }
    }

    private <A, R> A fold(OpenScan open, Analysis<A, R> analysis, Stop stop) {
        // Before any worker reads: where this fails, the scan is closed.
        A all = analysis.start(open, stop);
        AtomicInteger next = new AtomicInteger();
        Callable<A> worker =
                () -> {
                    A accumulator = analysis.start(open, stop);
                    for (int part = next.getAndIncrement();
                            part < open.parts();
                            part = next.getAndIncrement()) {
                        open.forEach(
                                part,
                                batch -> {
                                    stop.check();
                                    analysis.fold(accumulator, batch);
                                });
                    }
                    return accumulator;
                };
        List<Future<A>> workers = new ArrayList<>();
        int count = Math.min(threads, open.parts());
        for (int i = 0; i < count; i++) {
            workers.add(submit(worker));
        }
        return merged(all, workers, analysis, stop);
    }

    private <A> Future<A> submit(Callable<A> worker) {
        try {
            return executor.submit(worker);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /// Waits for all, also after one has failed: the scan must not be closed under the others.
    private static <A, R> A merged(
            A all, List<Future<A>> workers, Analysis<A, R> analysis, Stop stop) {
        List<Throwable> failures = new ArrayList<>();
        for (Future<A> worker : workers) {
            try {
                A part = await(worker, stop);
                if (failures.isEmpty()) {
                    analysis.merge(all, part);
                }
            } catch (ExecutionException e) {
                failures.add(e.getCause() == null ? e : e.getCause());
            } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            throw failure(failures.getFirst());
        }
        return all;
    }

    /// An interrupted asker cancels its question.
    private static <A> A await(Future<A> worker, Stop stop) throws ExecutionException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return worker.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                    stop.cancel();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static RuntimeException failure(Throwable cause) {
        if (cause instanceof ProblemException problem) {
            ProblemException again = new ProblemException(problem.problems());
            again.initCause(problem);
            return again;
        }
        return new IllegalStateException("a question failed", cause);
    }

    /// Ends all questions, also those whose workers have not begun.
    @Override
    public void close() {
        for (Runnable waiting : executor.shutdownNow()) {
            if (waiting instanceof Future<?> worker) {
                worker.cancel(false);
            }
        }
    }
}
