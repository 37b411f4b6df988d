package io.sojourn.store.embedded.journey.index;

import io.sojourn.store.embedded.event.DuckDbEventStore;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// All journey indexes of a process: one budget of memory, one thread that builds and compacts.
public final class JourneyIndexes implements AutoCloseable {

    private static final int CLOSE_SECONDS = 60;

    private final IndexMemory memory;
    private final ExecutorService background =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().name("journey-index").daemon().factory());

    /// @param bytesMax of all indexes together; 0 = no index at all
    public JourneyIndexes(long bytesMax) {
        this.memory = new IndexMemory(bytesMax);
    }

    /// A new index of a project's events, which is built in the background from now on.
    ///
    /// @param about for messages
    public JourneyIndex open(DuckDbEventStore events, String about) {
        return open(events, about, JourneyIndex.DELTA_LEAST);
    }

    JourneyIndex open(DuckDbEventStore events, String about, int deltaLeast, Duration againAfter) {
        return new JourneyIndex(events, about, memory, background, deltaLeast, againAfter);
    }

    /// @param deltaLeast new events that are kept beside the others before they are sorted in among them
    public JourneyIndex open(DuckDbEventStore events, String about, int deltaLeast) {
        return open(events, about, deltaLeast, JourneyIndex.AGAIN_AFTER);
    }

    /// Memory in use, about.
    public long bytes() {
        return memory.bytes();
    }

    public long bytesMax() {
        return memory.bytesMax();
    }

    /// Projects whose index is in a phase.
    public long count(JourneyIndex.Phase phase) {
        return memory.indexes().stream().filter(index -> index.status().phase() == phase).count();
    }

    @Override
    public void close() {
        background.shutdownNow();
        try {
            background.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
