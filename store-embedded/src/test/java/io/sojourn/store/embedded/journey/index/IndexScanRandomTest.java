package io.sojourn.store.embedded.journey.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.core.event.Event;
import io.sojourn.journey.kit.HistorySource;
import io.sojourn.journey.scan.JourneyScan;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class IndexScanRandomTest {

    private static final int HISTORIES = 400;
    private static final int SCANS = 12;

    @Test
    void answersAsListsOfEventsDoWhateverLiesInTheDelta() {
        long seed = Long.getLong("seed", System.nanoTime());
        SplittableRandom seeds = new SplittableRandom(seed);
        for (int i = 0; i < HISTORIES; i++) {
            long own = seeds.nextLong();
            SplittableRandom random = new SplittableRandom(own);
            RandomHistory history = new RandomHistory(random);
            int[] owner = new int[random.nextInt(2, 12)];
            for (int visitor = 1; visitor < owner.length; visitor++) {
                int other = random.nextInt(1, visitor + 1);
                owner[visitor] =
                        random.nextInt(3) > 0 || owner[other] == 0 ? visitor : owner[other];
                if (random.nextInt(10) == 0) {
                    owner[visitor] = 0;
                }
            }
            List<Event> events = new ArrayList<>();
            int count = random.nextInt(60);
            for (int n = 0; n < count; n++) {
                events.add(history.event(random.nextInt(1, owner.length)));
            }
            HistorySource lists = Made.lists(events, owner);
            Version version = Made.version(events, random.nextInt(count + 1));
            for (int n = 0; n < SCANS; n++) {
                JourneyScan scan = history.scan(owner.length);
                assertThat(
                                Collected.of(
                                        new IndexScan(scan, version, Made.who(owner), () -> {}),
                                        scan))
                        .as("seed %d, history %d, %s", seed, i, scan)
                        .isEqualTo(Collected.of(lists, scan));
            }
        }
    }
}
