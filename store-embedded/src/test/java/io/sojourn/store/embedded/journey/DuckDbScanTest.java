package io.sojourn.store.embedded.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.journey.kit.HistorySource;
import io.sojourn.journey.scan.Column;
import io.sojourn.journey.scan.JourneyScan;
import io.sojourn.store.embedded.event.DuckDbEventStore;
import io.sojourn.store.embedded.event.EventStoreOptions;
import io.sojourn.store.embedded.people.SqlitePeopleStore;
import io.sojourn.store.fault.Faults;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DuckDbScanTest extends ScanContract {

    @Override
    EmbeddedJourneys journeys(SqlitePeopleStore from, DuckDbEventStore and) {
        return new EmbeddedJourneys(from, and);
    }

    @Override
    void settle() {}

    /// 60,000 events of 3,000 people, of which the least memory sorts some ten thousand at a time.
    @Test
    void littleMemoryMakesScansSlowerAndNotWrong(@TempDir Path small) {
        long seed = Long.getLong("seed", new Random().nextLong());
        RandomProject project = new RandomProject(new Random(seed));
        EventStoreOptions little = new EventStoreOptions(32, 2, 2, 1, 7, 3);
        SqlitePeopleStore store = SqlitePeopleStore.open(small, Faults.NONE);
        DuckDbEventStore stored = DuckDbEventStore.open(small, little, Faults.NONE);
        try (EmbeddedJourneys source = new EmbeddedJourneys(store, stored)) {
            for (int step = 0; step <= 5; step++) {
                RandomProject.Step next = step < 5 ? project.next() : project.crowd(3_000, 60_000);
                stored.commit(next.events());
                store.commit(next.people());
            }
            JourneyScan.Builder all =
                    new JourneyScan.Builder(Long.MAX_VALUE).allEvents().everyone();
            for (String key : List.of("key 0", "key 1", "duration", "page")) {
                all.column(new Column(Column.Scope.EVENT, key));
            }
            JourneyScan scan = all.build();
            assertThat(ScanText.of(source, scan))
                    .as("-Dseed=%s", seed)
                    .isEqualTo(ScanText.of(new HistorySource(project.journeys()), scan));
        } finally {
            stored.close();
            store.close();
        }
    }
}
