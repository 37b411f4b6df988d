package io.sojourn.store.embedded.journey.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sojourn.core.event.Event;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.core.value.Value;
import io.sojourn.journey.scan.Column;
import io.sojourn.journey.scan.JourneyScan;
import io.sojourn.journey.scan.OpenScan;
import io.sojourn.journey.scan.Stop;
import io.sojourn.store.embedded.event.DuckDbEventStore;
import io.sojourn.store.event.EventBatch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexMemoryTest {

    private static final int EVENTS = 20_000;
    private static final int VISITORS = 50;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir Path folder;

    private final SplittableRandom random = new SplittableRandom(1);
    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : opened.reversed()) {
            one.close();
        }
    }

    private DuckDbEventStore store(String name) {
        return store(name, EVENTS);
    }

    private DuckDbEventStore store(String name, int count) {
        DuckDbEventStore store = DuckDbEventStore.open(folder.resolve(name));
        opened.add(store);
        commit(store, new RandomHistory(random), count);
        return store;
    }

    private void commit(DuckDbEventStore store, RandomHistory history, int count) {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(history.event(random.nextInt(1, VISITORS)));
        }
        store.commit(new EventBatch(history.nextPosition(), events, List.of(), List.of()));
    }

    /// The same event with a text of its own.
    private static Event named(Event event) {
        return new Event(
                event.id(),
                event.visitor(),
                event.time(),
                event.received(),
                event.name(),
                event.flags(),
                event.activeUntil(),
                event.timeout(),
                event.attributes(),
                Map.of("own", Value.string("a text of this event alone, " + event.id())),
                event.visitProperties());
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
        return answers(index, List.of(property), () -> {});
    }

    private static boolean answers(JourneyIndex index, List<String> properties, Runnable check) {
        int[] owner = new int[VISITORS];
        for (int visitor = 1; visitor < VISITORS; visitor++) {
            owner[visitor] = visitor;
        }
        JourneyScan.Builder scan = new JourneyScan.Builder(Long.MAX_VALUE / 2).allEvents();
        properties.forEach(property -> scan.column(new Column(Column.Scope.EVENT, property)));
        Optional<OpenScan> open = index.open(scan.build(), Made.who(owner), Long.MAX_VALUE, check);
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
    void columnsThatCannotFitPutNothingOut() throws Exception {
        JourneyIndexes indexes = indexes(1_000_000);
        JourneyIndex first = index(indexes, store("a"), "a");
        assertThat(first.awaitReady(PATIENCE)).isTrue();
        assertThat(answers(first, "plan")).isTrue();
        JourneyIndex second = index(indexes, store("b"), "b");
        assertThat(second.awaitReady(PATIENCE)).isTrue();
        assertThat(answers(second, "plan")).isTrue();
        List<String> twelve = IntStream.range(0, 12).mapToObj(i -> "key " + i).toList();
        assertThat(answers(second, twelve, () -> {})).isFalse();
        for (JourneyIndex index : List.of(first, second)) {
            assertThat(index.status().phase()).isEqualTo(JourneyIndex.Phase.READY);
            assertThat(index.status().columns()).isEqualTo(1);
        }
    }

    @Test
    void anIndexThatCannotFitPutsNothingOut() throws Exception {
        JourneyIndexes indexes = indexes(400_000);
        JourneyIndex first = index(indexes, store("a"), "a");
        assertThat(first.awaitReady(PATIENCE)).isTrue();
        JourneyIndex second = index(indexes, store("b", 60_000), "b");
        assertThat(second.awaitReady(PATIENCE)).isFalse();
        assertThat(first.status().phase()).isEqualTo(JourneyIndex.Phase.READY);
    }

    @Test
    void aColumnWhoseTextsDoNotFitIsNotKept() throws Exception {
        JourneyIndexes indexes = indexes(1_000_000);
        DuckDbEventStore store = store("a");
        RandomHistory later = new RandomHistory(random);
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            Event event = later.event(random.nextInt(1, VISITORS));
            events.add(named(event));
        }
        DuckDbEventStore own = DuckDbEventStore.open(folder.resolve("own"));
        opened.add(own);
        own.commit(new EventBatch(later.nextPosition(), events, List.of(), List.of()));
        JourneyIndex other = index(indexes, store, "a");
        assertThat(other.awaitReady(PATIENCE)).isTrue();
        JourneyIndex index = index(indexes, own, "own");
        assertThat(index.awaitReady(PATIENCE)).isTrue();
        assertThat(answers(index, "own")).isFalse();
        assertThat(indexes.bytes()).isLessThan(1_000_000);
        assertThat(index.status().phase()).isEqualTo(JourneyIndex.Phase.READY);
        assertThat(index.status().columns()).isZero();
        assertThat(answers(index, "plan")).isTrue();
        assertThat(answers(index, "own")).isFalse();
        assertThat(index.status().columns()).isEqualTo(1);
    }

    /// And is not built again to see that it still does not fit, which would put others out.
    @Test
    void anIndexThatOutgrowsTheMemoryIsGivenUp() throws Exception {
        JourneyIndexes indexes = indexes(400_000);
        DuckDbEventStore store = DuckDbEventStore.open(folder.resolve("a"));
        opened.add(store);
        RandomHistory history = new RandomHistory(random);
        commit(store, history, EVENTS);
        JourneyIndex index = indexes.open(store, "a", 100);
        opened.add(index);
        assertThat(index.awaitReady(PATIENCE)).isTrue();
        commit(store, history, EVENTS);
        commit(store, history, 1);
        await(index, JourneyIndex.Phase.ABSENT);
        assertThat(indexes.bytes()).isZero();

        JourneyIndex other = index(indexes, store("b"), "b");
        assertThat(other.awaitReady(PATIENCE)).isTrue();
        index.rebuild();
        await(index, JourneyIndex.Phase.ABSENT);
        assertThat(other.status().phase()).isEqualTo(JourneyIndex.Phase.READY);
    }

    private static void await(JourneyIndex index, JourneyIndex.Phase phase) {
        long begun = System.nanoTime();
        while (index.status().phase() != phase && System.nanoTime() - begun < PATIENCE.toNanos()) {
            Thread.onSpinWait();
        }
        assertThat(index.status().phase()).isEqualTo(phase);
    }

    @Test
    void aQuestionThatWasEndedLoadsNothing() throws Exception {
        JourneyIndex index = index(indexes(1_000_000), store("a"), "a");
        assertThat(index.awaitReady(PATIENCE)).isTrue();
        Stop stop = Stop.never();
        stop.cancel();
        assertThatThrownBy(() -> answers(index, List.of("plan"), stop::check))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("cancelled");
        assertThat(index.status().columns()).isZero();
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
