package io.sojourn.store.embedded.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.sojourn.journey.oracle.EveryKind;
import io.sojourn.journey.oracle.History;
import io.sojourn.journey.oracle.RandomHistories;
import io.sojourn.store.embedded.event.DuckDbEventStore;
import io.sojourn.store.embedded.people.SqlitePeopleStore;
import java.nio.file.Path;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Questions of every kind, asked of real stores into which histories are played, against the oracle. `-Dseed=` repeats
/// a run; `-Dpairs=` says how many questions of every kind are asked.
abstract class AgainstOracle {

    private static final int PAIRS = Integer.getInteger("pairs", 60);
    private static final int MOMENTS = 12;

    @TempDir Path folder;

    @Test
    @Tag("slow")
    void everyKindIsAnsweredAsTheOracleDoes() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        EveryKind kinds = new EveryKind(random);
        for (int i = 0; kinds.pairs().values().stream().anyMatch(count -> count < PAIRS); i++) {
            History history = RandomHistories.draw(random);
            try (PlayedHistory played = new PlayedHistory(history, folder.resolve("p" + i))) {
                ask(played, random, kinds, "-Dseed=" + seed + ", history " + i);
            }
        }
        System.out.printf("%s: %s, -Dseed=%d%n", getClass().getSimpleName(), kinds.pairs(), seed);
        assertThat(kinds.pairs().values()).allMatch(count -> count >= PAIRS);
    }

    abstract EmbeddedJourneys journeys(SqlitePeopleStore people, DuckDbEventStore events);

    /// Called before questions are asked.
    void settle(RandomGenerator random) {}

    private void ask(PlayedHistory played, Random random, EveryKind kinds, String where) {
        EmbeddedJourneys journeys = journeys(played.people(), played.events());
        int most = 1 + played.size() / MOMENTS;
        while (!played.isOver()) {
            played.play(1 + random.nextInt(2 * most));
            if (random.nextInt(8) == 0) {
                played.events().compact();
            }
            if (random.nextInt(20) == 0) {
                journeys.close();
                played.reopen();
                journeys = journeys(played.people(), played.events());
            }
            settle(random);
            kinds.difference(journeys, played.journeys())
                    .ifPresent(found -> fail(where + "\n" + found));
        }
        journeys.close();
    }
}
