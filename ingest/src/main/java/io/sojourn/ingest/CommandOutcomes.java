package io.sojourn.ingest;

import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.ProblemException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/// Brings what became of commands to those who wait for it, whichever of the two is first.
final class CommandOutcomes implements AutoCloseable {

    /// Outcomes kept for callers that are yet to ask.
    private static final int RECENT_MAX = 1_000;

    private final Map<Long, CompletableFuture<CommandOutcome>> awaited = new HashMap<>();
    private final Map<Long, CommandOutcome> recent =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Long, CommandOutcome> eldest) {
                    return size() > RECENT_MAX;
                }
            };
    private boolean closed;

    synchronized void await(long position, CompletableFuture<CommandOutcome> outcome) {
        CommandOutcome known = recent.remove(position);
        if (known != null) {
            outcome.complete(known);
        } else if (closed) {
            outcome.completeExceptionally(stopping());
        } else {
            awaited.put(position, outcome);
        }
    }

    synchronized void tell(Map<Long, CommandOutcome> outcomes) {
        outcomes.forEach(
                (position, outcome) -> {
                    CompletableFuture<CommandOutcome> waiting = awaited.remove(position);
                    if (waiting == null) {
                        recent.put(position, outcome);
                    } else {
                        waiting.complete(outcome);
                    }
                });
    }

    synchronized boolean areAwaited() {
        return !awaited.isEmpty();
    }

    @Override
    public synchronized void close() {
        closed = true;
        awaited.values().forEach(waiting -> waiting.completeExceptionally(stopping()));
        awaited.clear();
    }

    private static ProblemException stopping() {
        return new ProblemException(Code.SHUTTING_DOWN, "the server is stopping");
    }
}
