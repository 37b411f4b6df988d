package io.sojourn.store.embedded.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.journey.kit.HistorySource;
import io.sojourn.journey.kit.Journey;
import io.sojourn.journey.scan.JourneyScan;
import io.sojourn.journey.scan.OpenScan;
import io.sojourn.store.embedded.event.DuckDbEventStore;
import io.sojourn.store.embedded.people.SqlitePeopleStore;
import io.sojourn.store.fault.Faults;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What every way of reading journeys keeps to: scans against plain lists of what was committed. `-Dseed=` repeats a
/// run.
abstract class ScanContract {

    private static final int STEPS = 20;
    private static final int SCANS = 3;

    @TempDir Path folder;

    private final long seed = Long.getLong("seed", new Random().nextLong());
    private final Random random = new Random(seed);
    private final RandomProject project = new RandomProject(random);
    private final RandomScans scans = new RandomScans(random, project);
    private SqlitePeopleStore people;
    private DuckDbEventStore events;
    private EmbeddedJourneys journeys;

    @BeforeEach
    void open() {
        people = SqlitePeopleStore.open(folder, Faults.NONE);
        events = DuckDbEventStore.open(folder);
        journeys = journeys(people, events);
    }

    abstract EmbeddedJourneys journeys(SqlitePeopleStore from, DuckDbEventStore and);

    /// Waits until scans are read in the way that is tested.
    abstract void settle();

    @AfterEach
    void close() {
        journeys.close();
        events.close();
        people.close();
    }

    private void commit(RandomProject.Step step) {
        events.commit(step.events());
        people.commit(step.people());
    }

    @Test
    void everyScanYieldsWhatWasCommitted() {
        for (int step = 0; step < STEPS; step++) {
            commit(project.next());
            if (random.nextInt(8) == 0) {
                events.compact();
            }
            HistorySource expected = new HistorySource(project.journeys());
            for (int i = 0; i < SCANS; i++) {
                JourneyScan scan = scans.next();
                settle();
                assertThat(ScanText.of(journeys, scan))
                        .as("-Dseed=%s, step %s: %s", seed, step, scan)
                        .isEqualTo(ScanText.of(expected, scan));
            }
        }
    }

    @Test
    void anOpenScanYieldsWhatWasCommittedWhenItWasOpened() {
        for (int step = 0; step < STEPS; step++) {
            commit(project.next());
            List<Journey> before = project.journeys();
            JourneyScan scan = scans.next();
            settle();
            try (OpenScan open = journeys.open(scan)) {
                commit(project.next());
                assertThat(ScanText.of(open, scan))
                        .as("-Dseed=%s, step %s: %s", seed, step, scan)
                        .isEqualTo(ScanText.of(new HistorySource(before), scan));
            }
        }
    }

    /// A batch is in the events first, and its new visitors are nobody's until it is in the people too.
    @Test
    void eventsAheadOfPeopleAreNotSeen() {
        for (int step = 0; step < STEPS; step++) {
            List<Journey> before = project.journeys();
            RandomProject.Step next = project.next();
            while (!next.events().deletedVisitors().isEmpty()) {
                commit(next);
                before = project.journeys();
                next = project.next();
            }
            events.commit(next.events());
            JourneyScan scan = scans.next();
            settle();
            assertThat(ScanText.of(journeys, scan))
                    .as("-Dseed=%s, step %s: %s", seed, step, scan)
                    .isEqualTo(ScanText.of(new HistorySource(before), scan));
            people.commit(next.people());
        }
    }
}
