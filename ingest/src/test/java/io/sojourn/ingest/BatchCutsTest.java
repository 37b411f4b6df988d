package io.sojourn.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.store.CanonicalDump;
import io.sojourn.store.ProjectStores;
import io.sojourn.store.embedded.EmbeddedProject;
import io.sojourn.store.embedded.event.DuckDbEventStore;
import io.sojourn.store.embedded.people.SqlitePeopleStore;
import io.sojourn.store.fault.Faults;
import io.sojourn.store.log.LogRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where a log is cut into batches, where ingest stops between two batches or between the two stores of one, and when
/// a store is compacted: all that decides nothing. Over the stores that ship.
@Tag("slow")
class BatchCutsTest {
    private static final int RECORDS = 2_000;
    private static final int SAMPLES = 26;
    private static final int SEEN_RUN_IDS = 100;

    /// What happens after a record, mostly nothing.
    private enum After {
        NOTHING,
        COMMIT,
        COMMIT_AND_RESTART,
        COMMIT_AND_COMPACT,
        STOP_BETWEEN_THE_STORES
    }

    @TempDir Path folder;

    @Test
    void everyCutOfALogIntoBatchesGivesTheSameStores() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("seed=" + seed);
        List<LogRecord> log = GeneratedLog.of(seed, RECORDS);
        List<String> whole = dump("whole", log, at -> After.NOTHING);
        assertThat(whole).hasSizeGreaterThan(RECORDS / 3);
        assertThat(String.join("\n", whole))
                .contains("duplicate", "update_of_deleted", "ping", "command_refused");
        for (int sample = 1; sample <= SAMPLES; sample++) {
            Random random = new Random(seed + sample);
            int batches = sample == SAMPLES ? RECORDS / 8 : random.nextInt(1, 24);
            List<String> cut = dump("sample" + sample, log, at -> after(random, batches));
            for (int i = 0; i < Math.min(whole.size(), cut.size()); i++) {
                assertThat(cut.get(i)).as("sample %d, line %d", sample, i).isEqualTo(whole.get(i));
            }
            assertThat(cut).hasSameSizeAs(whole);
        }
    }

    private static After after(Random random, int batches) {
        return random.nextInt(RECORDS) < batches
                ? After.values()[random.nextInt(1, After.values().length)]
                : After.NOTHING;
    }

    private interface Cuts {
        After after(long position);
    }

    private List<String> dump(String name, List<LogRecord> log, Cuts cuts) {
        Path own = folder.resolve(name);
        SqlitePeopleStore people = SqlitePeopleStore.open(own, SEEN_RUN_IDS, Faults.NONE);
        DuckDbEventStore events = DuckDbEventStore.open(own);
        try (ProjectStores stores = EmbeddedProject.over(people, events)) {
            take(stores, log, cuts);
            assertThat(people.position()).isEqualTo(RECORDS);
            assertThat(stores.events().position()).isEqualTo(RECORDS);
            List<String> lines = new ArrayList<>();
            CanonicalDump.write(PipelineKit.PROJECT, stores, lines::add);
            return lines;
        }
    }

    private static void take(ProjectStores stores, List<LogRecord> log, Cuts cuts) {
        ProjectIngest ingest = new ProjectIngest(stores, PipelineKit.enricher());
        int next = 0;
        while (next < log.size()) {
            LogRecord record = log.get(next++);
            ingest.take(record);
            switch (cuts.after(record.position())) {
                case NOTHING -> {}
                case COMMIT -> commit(ingest);
                case COMMIT_AND_RESTART -> {
                    commit(ingest);
                    ingest = new ProjectIngest(stores, PipelineKit.enricher());
                }
                case COMMIT_AND_COMPACT -> {
                    commit(ingest);
                    stores.events().compact();
                }
                case STOP_BETWEEN_THE_STORES -> {
                    ingest.commitEventsOnly();
                    ingest = new ProjectIngest(stores, PipelineKit.enricher());
                    next = (int) ingest.position();
                }
            }
        }
        commit(ingest);
    }

    private static void commit(ProjectIngest ingest) {
        if (ingest.uncommitted() > 0) {
            ingest.commit();
        }
    }
}
