package io.sojourn.store.embedded.journey.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.core.event.Attributes;
import io.sojourn.core.event.Event;
import io.sojourn.journey.scan.JourneyScan;
import io.sojourn.store.embedded.event.DuckDbEventStore;
import io.sojourn.store.event.EventBatch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexComesBackTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long TOO_HIGH = 1L << 31;

    @TempDir Path folder;

    @Test
    void anIndexThatCouldNotBeBuiltIsTriedAgainWhenItIsAskedFor() throws Exception {
        JourneyScan scan = new JourneyScan.Builder(Long.MAX_VALUE / 2).build();
        try (JourneyIndexes indexes = new JourneyIndexes(1L << 30);
                DuckDbEventStore events = DuckDbEventStore.open(folder)) {
            events.commit(new EventBatch(1, List.of(event(TOO_HIGH)), List.of(), List.of()));
            try (JourneyIndex index = indexes.open(events, "a test", 10, Duration.ZERO)) {
                assertThat(index.awaitReady(PATIENCE)).isFalse();
                events.commit(new EventBatch(2, List.of(), List.of(), List.of(TOO_HIGH)));

                assertThat(index.open(scan, Made.who(new int[1]), Long.MAX_VALUE, () -> {}))
                        .isEmpty();

                assertThat(index.awaitReady(PATIENCE)).isTrue();
            }
        }
    }

    private static Event event(long visitor) {
        return new Event(1 << 10, visitor, 5, 5, "a", 0, 5, 0, Attributes.NONE, Map.of(), Map.of());
    }
}
