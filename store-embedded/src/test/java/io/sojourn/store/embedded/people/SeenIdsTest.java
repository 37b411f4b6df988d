package io.sojourn.store.embedded.people;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.store.embedded.sqlite.Session;
import io.sojourn.store.embedded.sqlite.SqliteFile;
import io.sojourn.store.fault.FaultPoint;
import io.sojourn.store.people.IdHash;
import io.sojourn.store.people.PeopleBatch.Seen;
import io.sojourn.store.people.PeopleStore;
import io.sojourn.store.people.SeenEvent;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeenIdsTest {

    private static final SeenIds.Sizes TINY = new SeenIds.Sizes(60, 100, 700);

    @TempDir private Path folder = Path.of("");

    @Test
    void runsAndGroupsAnswerAsAMapOfHoursDoes() throws SQLException {
        long seed = Long.getLong("seed", System.nanoTime());
        var random = new SplittableRandom(seed);
        TreeMap<Long, Map<IdHash, SeenEvent>> model = new TreeMap<>();
        List<FaultPoint> reached = new ArrayList<>();
        SqliteFile file =
                new SqliteFile(folder.resolve("seen.db"), "io/sojourn/store/embedded/people", 3);
        try (Session session = file.openWriter(1_024)) {
            SeenIds ids = new SeenIds(session, reached::add, TINY);
            ids.load();
            long hour = 1_000;
            for (int batch = 0; batch < 600; batch++) {
                Map<IdHash, Seen> seen = new HashMap<>();
                for (int i = random.nextInt(30); i > 0; i--) {
                    hour += random.nextInt(15) == 0 ? 1 : 0;
                    IdHash id = anyId(random);
                    SeenEvent event =
                            new SeenEvent(random.nextLong(), 1 + random.nextInt(9), batch);
                    seen.put(id, new Seen(event, hour));
                }
                seen.forEach(
                        (id, one) ->
                                model.computeIfAbsent(one.hour(), h -> new HashMap<>())
                                        .put(id, one.event()));
                session.begin();
                ids.add(seen, hour);
                session.commit();
                if (random.nextInt(30) == 0) {
                    ids.load();
                }
                long oldest = hour - random.nextInt(PeopleStore.SEEN_HOURS + 1);
                for (int i = 0; i < 20; i++) {
                    IdHash id = anyId(random);
                    assertThat(ids.find(id, oldest))
                            .as("seed %s, batch %s, oldest %s", seed, batch, oldest)
                            .isEqualTo(expected(model, id, oldest));
                }
            }
            assertThat(session.number("SELECT count(*) FROM seen_group")).isPositive();
            assertThat(session.number("SELECT min(hour) FROM seen_run"))
                    .isGreaterThan(hour - PeopleStore.SEEN_HOURS - 10);
        }
        assertThat(reached).contains(FaultPoint.SEEN_BEFORE_ROLL, FaultPoint.SEEN_AFTER_ROLL);
    }

    private static IdHash anyId(SplittableRandom random) {
        return IdHash.of("e" + random.nextInt(3_000));
    }

    private static Optional<SeenEvent> expected(
            TreeMap<Long, Map<IdHash, SeenEvent>> model, IdHash id, long oldest) {
        return model.tailMap(oldest, true).descendingMap().values().stream()
                .filter(hour -> hour.containsKey(id))
                .map(hour -> hour.getOrDefault(id, new SeenEvent(0, 0, 0)))
                .findFirst();
    }

    @Test
    void aFilterPassesEveryKeyAndFewOthers() {
        for (int[] sizing : new int[][] {{10, 12}, {8, 40}}) {
            BloomFilter filter = new BloomFilter(100_000, sizing[0]);
            for (int i = 0; i < 100_000; i++) {
                IdHash id = IdHash.of("in" + i);
                filter.add(id.high(), id.low());
            }
            BloomFilter stored = new BloomFilter(filter.stored());
            int passed = 0;
            for (int i = 0; i < 100_000; i++) {
                IdHash in = IdHash.of("in" + i);
                assertThat(stored.mayContain(in.high(), in.low())).isTrue();
                IdHash out = IdHash.of("out" + i);
                passed += stored.mayContain(out.high(), out.low()) ? 1 : 0;
            }
            assertThat(passed).isLessThan(sizing[1] * 100);
        }
    }
}
