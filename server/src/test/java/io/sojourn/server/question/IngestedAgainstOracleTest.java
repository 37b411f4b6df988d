package io.sojourn.server.question;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.sojourn.ingest.RandomTraffic;
import io.sojourn.journey.kit.Journey;
import io.sojourn.journey.oracle.EveryKind;
import io.sojourn.store.ProjectStores;
import io.sojourn.store.embedded.EmbeddedProject;
import io.sojourn.store.embedded.event.DuckDbEventStore;
import io.sojourn.store.embedded.journey.index.JourneyIndexes;
import io.sojourn.store.embedded.people.SqlitePeopleStore;
import io.sojourn.store.fault.Faults;
import io.sojourn.store.journey.InMemoryJourneys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Questions of every kind about what ingest made of random traffic, asked of the embedded stores and their index,
/// against the oracle over lists in memory. `-Dseed=` repeats a run; `-Dpairs=` says how many are asked of every kind.
class IngestedAgainstOracleTest {

    private static final int PAIRS = Integer.getInteger("pairs", 30);
    private static final int MOMENTS = 10;
    private static final int RECORDS_MAX = 40;

    @TempDir Path folder;

    @Test
    @Tag("slow")
    void whatWasIngestedIsAnsweredAsTheOracleDoes() throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        EveryKind kinds = new EveryKind(random);
        Map<String, Long> counts = new TreeMap<>();
        try (JourneyIndexes indexes = new JourneyIndexes(1L << 28)) {
            for (int i = 0; kinds.pairs().values().stream().anyMatch(n -> n < PAIRS); i++) {
                Path own = Files.createDirectories(folder.resolve("p" + i));
                SqlitePeopleStore people = SqlitePeopleStore.open(own, Faults.NONE);
                DuckDbEventStore events = DuckDbEventStore.open(own);
                try (ProjectStores embedded =
                        EmbeddedProject.over(
                                people,
                                events,
                                Optional.of(indexes.open(events, "a project")),
                                Faults.NONE)) {
                    ProjectStores memory = InMemoryJourneys.project();
                    ask(memory, embedded, random, kinds, "-Dseed=" + seed + ", traffic " + i);
                    memory.people()
                            .tallies()
                            .forEach((what, n) -> counts.merge(what.what(), n, Long::sum));
                }
            }
        }
        assertThat(kinds.pairs().values()).allMatch(count -> count >= PAIRS);
        assertThat(counts).containsKeys("event", "duplicate", "update", "ping", "command");
    }

    private static void ask(
            ProjectStores memory,
            ProjectStores embedded,
            Random random,
            EveryKind kinds,
            String where) {
        RandomTraffic traffic = new RandomTraffic(random, List.of(memory, embedded));
        for (int moment = 0; moment < MOMENTS; moment++) {
            traffic.next(1 + random.nextInt(RECORDS_MAX));
            List<Journey> journeys =
                    new InMemoryJourneys(memory.people(), memory.events()).journeys();
            kinds.difference(embedded.journeys(), journeys)
                    .ifPresent(found -> fail(where + "\n" + found));
        }
    }
}
