package io.sojourn.store.embedded.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.store.embedded.event.DuckDbEventStore;
import io.sojourn.store.embedded.journey.index.JourneyIndex;
import io.sojourn.store.embedded.journey.index.JourneyIndexes;
import io.sojourn.store.embedded.people.SqlitePeopleStore;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;

/// The journey index: mostly waited for, so that it is the one that answers, sometimes while it is built or compacted.
class IndexAgainstOracleTest extends AgainstOracle {

    private static final int DELTA_EVENTS = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final JourneyIndexes indexes = new JourneyIndexes(1L << 30);
    private Optional<JourneyIndex> index = Optional.empty();

    @Override
    EmbeddedJourneys journeys(SqlitePeopleStore people, DuckDbEventStore events) {
        index = Optional.of(indexes.open(events, "a project", DELTA_EVENTS));
        return new EmbeddedJourneys(people, events, index);
    }

    @Override
    void settle(RandomGenerator random) {
        if (random.nextInt(10) > 0) {
            try {
                assertThat(index.orElseThrow().awaitReady(PATIENCE)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @AfterEach
    void closeIndexes() {
        indexes.close();
    }
}
