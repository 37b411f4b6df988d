package io.sojourn.store.embedded.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.store.embedded.event.DuckDbEventStore;
import io.sojourn.store.embedded.journey.index.JourneyIndex;
import io.sojourn.store.embedded.journey.index.JourneyIndexes;
import io.sojourn.store.embedded.people.SqlitePeopleStore;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

/// The journey index, once it is ready.
class IndexSizesTest extends PlayedSizes {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final JourneyIndexes indexes = new JourneyIndexes(1L << 28);

    @Override
    EmbeddedJourneys journeys(SqlitePeopleStore people, DuckDbEventStore events) {
        JourneyIndex index = indexes.open(events, "a project");
        try {
            assertThat(index.awaitReady(PATIENCE)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return new EmbeddedJourneys(people, events, Optional.of(index));
    }

    @AfterEach
    void closeIndexes() {
        indexes.close();
    }
}
