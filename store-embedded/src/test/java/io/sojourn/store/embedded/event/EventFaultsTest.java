package io.sojourn.store.embedded.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sojourn.core.event.Attributes;
import io.sojourn.core.event.Event;
import io.sojourn.core.event.EventChange;
import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.core.value.Value;
import io.sojourn.store.event.EventBatch;
import io.sojourn.store.event.EventKit;
import io.sojourn.store.fault.FaultPoint;
import io.sojourn.store.fault.Faults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EventFaultsTest {

    /// More than a chunk of the appender holds, so that part of a batch has left it before the failure.
    private static final int EVENTS = 5_000;

    @TempDir Path folder;

    private final List<FaultPoint> reached = new ArrayList<>();
    private final AtomicReference<FaultPoint> failing = new AtomicReference<>();
    private DuckDbEventStore store;

    private static final class Fault extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    EventFaultsTest(@TempDir Path first) {
        store = DuckDbEventStore.open(first);
    }

    @BeforeEach
    void open() {
        store.close();
        Faults faults =
                point -> {
                    reached.add(point);
                    if (failing.compareAndSet(point, null)) {
                        throw new Fault();
                    }
                };
        store = DuckDbEventStore.open(folder, EventStoreOptions.DEFAULT, faults);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static List<Event> events(int from, int count) {
        Random random = new Random(from);
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(EventKit.full(random, from + i, random.nextInt(10), random.nextInt(1_000)));
        }
        return events;
    }

    @ParameterizedTest
    @EnumSource(names = {"EVENTS_BEFORE_WRITE", "EVENTS_BEFORE_COMMIT"})
    void aBatchThatFailsLeavesNothingAndCanBeCommittedAgain(FaultPoint point) {
        store.commit(EventKit.batch(1, events(0, 10)));
        List<Event> before = EventKit.dump(store);
        List<EventChange> changes = new ArrayList<>();
        for (Event event : before) {
            changes.add(EventKit.change(event, 2, "k", Value.number(1)));
        }
        EventBatch batch = new EventBatch(2, events(10, EVENTS), changes, List.of(3L));

        failing.set(point);
        assertThatThrownBy(() -> store.commit(batch)).isInstanceOf(Fault.class);

        assertThat(store.position()).isEqualTo(1);
        assertThat(EventKit.dump(store)).isEqualTo(before);
        store.commit(batch);
        List<Event> after = EventKit.dump(store);
        store.close();
        open();
        assertThat(store.position()).isEqualTo(2);
        assertThat(EventKit.dump(store)).isEqualTo(after).isNotEqualTo(before);
    }

    @Test
    void aBatchIsThereWhenTheFaultComesAfterItsCommit() {
        failing.set(FaultPoint.EVENTS_AFTER_COMMIT);
        assertThatThrownBy(() -> store.commit(EventKit.batch(1, events(0, 10))))
                .isInstanceOf(Fault.class);
        assertThat(store.position()).isEqualTo(1);
        assertThat(store.size()).isEqualTo(10);
    }

    @Test
    void anEventThatCannotBeWrittenLeavesNothingOfItsBatch() {
        List<Event> events = new ArrayList<>(events(0, EVENTS));
        events.add(
                new Event(
                        EVENTS,
                        1,
                        1,
                        1,
                        "bad",
                        0,
                        1,
                        0,
                        Attributes.NONE,
                        Map.of("n", Value.number("01")),
                        Map.of()));
        assertThatThrownBy(() -> store.commit(EventKit.batch(1, events)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("01");
        assertThat(store.size()).isZero();
        store.commit(EventKit.batch(1, events(0, EVENTS)));
        assertThat(store.size()).isEqualTo(EVENTS);
    }

    @ParameterizedTest
    @CsvSource({"COMPACTION_BEFORE_COMMIT, 4", "COMPACTION_AFTER_COMMIT, 3"})
    void compactionThatFailsChangesNothingThatCanBeRead(FaultPoint point, int times) {
        List<Event> events = events(0, EVENTS);
        store.commit(EventKit.batch(1, events));
        List<EventChange> changes = new ArrayList<>();
        for (Event event : events) {
            changes.add(EventKit.change(event, 2, "k", Value.number(event.id())));
        }
        store.commit(new EventBatch(2, List.of(), changes, List.of()));
        List<Event> before = EventKit.dump(store);

        failing.set(point);
        assertThatThrownBy(() -> store.compact()).isInstanceOf(Fault.class);

        assertThat(EventKit.dump(store)).isEqualTo(before);
        store.compact();
        assertThat(EventKit.dump(store)).isEqualTo(before);
        assertThat(store.position()).isEqualTo(2);
        assertThat(reached).filteredOn(point::equals).hasSize(times);
    }

    @Test
    void nothingIsReachedThatIsNotNamedForThisStore() {
        Event event = EventKit.event(1, 1, 1);
        store.commit(EventKit.batch(1, event));
        store.commit(EventKit.changes(2, EventKit.change(event, 2, "k", Value.number(1))));
        store.compact();
        assertThat(reached)
                .containsExactly(
                        FaultPoint.EVENTS_BEFORE_WRITE,
                        FaultPoint.EVENTS_BEFORE_COMMIT,
                        FaultPoint.EVENTS_AFTER_COMMIT,
                        FaultPoint.EVENTS_BEFORE_WRITE,
                        FaultPoint.EVENTS_BEFORE_COMMIT,
                        FaultPoint.EVENTS_AFTER_COMMIT,
                        FaultPoint.COMPACTION_BEFORE_COMMIT,
                        FaultPoint.COMPACTION_AFTER_COMMIT);
    }

    @Test
    void changesOfAnEventThatIsNotStoredWaitForIt() {
        Event event = EventKit.event(5, 1, 1);
        store.commit(EventKit.changes(1, EventKit.change(event, 1, "k", Value.number(1))));
        store.compact();
        store.commit(EventKit.batch(2, event));
        assertThat(EventKit.dump(store).getFirst().properties())
                .isEqualTo(Map.of("k", Value.number(1)));
    }

    @Test
    void closingLeavesOneFileAndNothingToRecover() throws IOException {
        store.commit(EventKit.batch(1, events(0, EVENTS)));
        store.close();
        store.close();
        try (var files = Files.list(folder)) {
            assertThat(files.map(Path::getFileName).map(Path::toString))
                    .containsExactly(DuckDbEventStore.FILE);
        }
        assertThatThrownBy(() -> store.size()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> store.commit(EventKit.batch(2)))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whatAKilledProcessSpilledIsRemoved() throws IOException {
        store.close();
        Path left = Files.createDirectories(folder.resolve("events.spill-123"));
        Files.writeString(left.resolve("duckdb_temp_storage_S32K-0.tmp"), "left");
        open();
        assertThat(left).doesNotExist();
        store.commit(EventKit.batch(1, events(0, 10)));
    }

    @Test
    void aDamagedFileIsRefusedWithWhatToDo() throws IOException {
        Path damaged = Files.createDirectories(folder.resolve("damaged"));
        Files.writeString(damaged.resolve(DuckDbEventStore.FILE), "not a database".repeat(5_000));
        assertThatThrownBy(() -> DuckDbEventStore.open(damaged))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> {
                            assertThat(e.problems().getFirst().code()).isEqualTo(Code.DATA_FOLDER);
                            assertThat(e).hasMessageContaining("restore the file");
                        });
    }

    @Test
    void aBackupOverAnotherIsRefused() {
        store.commit(EventKit.batch(1, events(0, 10)));
        Path target = folder.resolve("backup");
        store.backup(target);
        assertThatThrownBy(() -> store.backup(target))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("a backup already");
    }

    @Test
    void aConsumerThatThrowsDoesNoHarm() {
        store.commit(EventKit.batch(1, events(0, EVENTS)));
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(
                            () ->
                                    store.forEachEvent(
                                            event -> {
                                                throw new Fault();
                                            }))
                    .isInstanceOf(Fault.class);
        }
        assertThat(EventKit.dump(store)).hasSize(EVENTS);
    }
}
