package io.sojourn.store.embedded.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.store.embedded.event.DuckDbEventStore;
import io.sojourn.store.embedded.journey.index.JourneyIndex;
import io.sojourn.store.embedded.journey.index.JourneyIndexes;
import io.sojourn.store.embedded.people.SqlitePeopleStore;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;

@Tag("slow")
class IndexedScanTest extends ScanContract {

    private static final int DELTA_EVENTS = 40;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final JourneyIndexes indexes = new JourneyIndexes(1L << 30);
    private Optional<JourneyIndex> index = Optional.empty();

    @Override
    EmbeddedJourneys journeys(SqlitePeopleStore from, DuckDbEventStore and) {
        index = Optional.of(indexes.open(and, "a project", DELTA_EVENTS));
        return new EmbeddedJourneys(from, and, index);
    }

    @Override
    void settle() {
        try {
            assertThat(index.orElseThrow().awaitReady(PATIENCE)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void closeIndexes() {
        indexes.close();
    }
}
