package io.sojourn.store.embedded.journey.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.core.event.Event;
import io.sojourn.journey.scan.Column;
import io.sojourn.journey.scan.JourneyScan;
import io.sojourn.journey.scan.OpenScan;
import io.sojourn.store.embedded.event.DuckDbEventStore;
import io.sojourn.store.event.EventBatch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexMemoryTest {

    private static final int EVENTS = 20_000;
    private static final int VISITORS = 50;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir Path folder;

    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : opened.reversed()) {
            one.close();
        }
    }

    private DuckDbEventStore store(String name) {
        DuckDbEventStore store = DuckDbEventStore.open(folder.resolve(name));
        opened.add(store);
        SplittableRandom random = new SplittableRandom(1);
        RandomHistory history = new RandomHistory(random);
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            events.add(history.event(random.nextInt(1, VISITORS)));
        }
        store.commit(new EventBatch(history.nextPosition(), events, List.of(), List.of()));
        return store;
    }

    private JourneyIndexes indexes(long bytesMax) {
        JourneyIndexes indexes = new JourneyIndexes(bytesMax);
        opened.add(indexes);
        return indexes;
    }

    private JourneyIndex index(JourneyIndexes indexes, DuckDbEventStore store, String about) {
        JourneyIndex index = indexes.open(store, about);
        opened.add(index);
        return index;
    }

    /// Whether the index answers what asks for a property.
    private static boolean answers(JourneyIndex index, String property) {
        int[] owner = new int[VISITORS];
        for (int visitor = 1; visitor < VISITORS; visitor++) {
            owner[visitor] = visitor;
        }
        JourneyScan.Builder scan = new JourneyScan.Builder(Long.MAX_VALUE / 2).allEvents();
        scan.column(new Column(Column.Scope.EVENT, property));
        Optional<OpenScan> open = index.open(scan.build(), Made.who(owner), Long.MAX_VALUE);
        open.ifPresent(OpenScan::close);
        return open.isPresent();
    }

    @Test
    void withoutMemoryThereIsNoIndex() throws Exception {
        JourneyIndex index = index(indexes(0), store("a"), "a");
        assertThat(index.awaitReady(PATIENCE)).isFalse();
        assertThat(answers(index, "plan")).isFalse();
        assertThat(index.status().phase()).isEqualTo(JourneyIndex.Phase.ABSENT);
    }

    @Test
    void theColumnThatWasNotUsedForLongestGoesFirst() throws Exception {
        JourneyIndexes indexes = indexes(400_000);
        JourneyIndex index = index(indexes, store("a"), "a");
        assertThat(index.awaitReady(PATIENCE)).isTrue();
        for (String property : List.of("plan", "country", "duration", "nothing", "plan")) {
            assertThat(answers(index, property)).as(property).isTrue();
            assertThat(indexes.bytes()).isLessThan(400_000);
        }
        assertThat(index.status().columns()).isBetween(1, 3);
    }

    @Test
    void aColumnThatDoesNotFitIsReadFromTheStore() throws Exception {
        JourneyIndexes indexes = indexes(300_000);
        JourneyIndex index = index(indexes, store("a"), "a");
        assertThat(index.awaitReady(PATIENCE)).isTrue();
        assertThat(answers(index, "plan")).isFalse();
        assertThat(index.status().phase()).isEqualTo(JourneyIndex.Phase.READY);
    }

    @Test
    void anIndexMakesRoomForTheNextOne() throws Exception {
        JourneyIndexes indexes = indexes(400_000);
        JourneyIndex first = index(indexes, store("a"), "a");
        assertThat(first.awaitReady(PATIENCE)).isTrue();
        JourneyIndex second = index(indexes, store("b"), "b");
        assertThat(second.awaitReady(PATIENCE)).isTrue();
        assertThat(first.status().phase()).isEqualTo(JourneyIndex.Phase.ABSENT);
        assertThat(indexes.count(JourneyIndex.Phase.READY)).isEqualTo(1);
    }
}
