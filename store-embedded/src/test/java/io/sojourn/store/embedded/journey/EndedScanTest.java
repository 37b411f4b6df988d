package io.sojourn.store.embedded.journey;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sojourn.core.problem.ProblemException;
import io.sojourn.journey.scan.JourneyScan;
import io.sojourn.journey.scan.OpenScan;
import io.sojourn.journey.scan.Stop;
import io.sojourn.store.embedded.event.DuckDbEventStore;
import io.sojourn.store.embedded.event.EventSnapshot;
import io.sojourn.store.embedded.event.EventStoreOptions;
import io.sojourn.store.embedded.people.SqlitePeopleStore;
import io.sojourn.store.fault.Faults;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Questions that are ended while they wait, or find nothing.
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EndedScanTest {

    private static final EventStoreOptions ONE_AT_A_TIME =
            new EventStoreOptions(64, 2, 2, 1, 2048, 64);

    private static final JourneyScan SCAN = new JourneyScan.Builder(Long.MAX_VALUE).build();

    private SqlitePeopleStore people;
    private DuckDbEventStore events;
    private EmbeddedJourneys journeys;

    @BeforeEach
    void open(@TempDir Path folder) {
        people = SqlitePeopleStore.open(folder, Faults.NONE);
        events = DuckDbEventStore.open(folder, ONE_AT_A_TIME, Faults.NONE);
        journeys = new EmbeddedJourneys(people, events);
    }

    @AfterEach
    void close() {
        journeys.close();
        events.close();
        people.close();
    }

    @Test
    void whoWaitsForOthersToEndHeedsTheDeadline() {
        Stop late = new Stop(System.nanoTime() - 1, Long.MAX_VALUE);
        try (EventSnapshot busy = events.snapshot(1)) {
            assertThatThrownBy(() -> journeys.open(SCAN, late))
                    .as("beside %s", busy.position())
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("too long");
        }
    }

    @Test
    void aCancelledQuestionIsNotReadToItsEnd() {
        Stop stop = Stop.never();
        try (OpenScan open = journeys.open(SCAN, stop)) {
            stop.cancel();
            assertThatThrownBy(() -> open.forEach(0, batch -> {}))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("cancelled");
        }
    }
}
