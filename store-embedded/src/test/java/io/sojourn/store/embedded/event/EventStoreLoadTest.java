package io.sojourn.store.embedded.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.core.event.Event;
import io.sojourn.core.event.EventChange;
import io.sojourn.core.value.Value;
import io.sojourn.store.event.EventBatch;
import io.sojourn.store.event.EventKit;
import io.sojourn.store.event.TimelineQuery;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Reads, backups and compaction while batches are committed.
@Tag("slow")
class EventStoreLoadTest {

    private static final int BATCHES = 40;
    private static final int EVENTS = 4_000;
    private static final int VISITORS = 20;

    @TempDir Path folder;

    /// Each batch: events of all visitors, changes of the batch before, and every fifth time a visitor goes.
    private static EventBatch batch(int position) {
        List<EventChange> changes = new ArrayList<>();
        if (position > 1) {
            for (Event event : events(position - 1).subList(0, EVENTS / 4)) {
                changes.add(EventKit.change(event, position, "k", Value.number(position)));
            }
        }
        List<Long> gone = position % 5 == 0 ? List.of((long) (position / 5)) : List.of();
        return new EventBatch(position, events(position), changes, gone);
    }

    private static List<Event> events(int position) {
        Random random = new Random(position);
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            long id = ((long) position << 12) + i;
            events.add(EventKit.event(id, random.nextInt(VISITORS), random.nextInt(1_000)));
        }
        return events;
    }

    private static List<Event> recomputed(Path folder, long position) {
        try (DuckDbEventStore store = DuckDbEventStore.open(folder)) {
            for (int next = 1; next <= position; next++) {
                store.commit(batch(next));
            }
            return EventKit.dump(store);
        }
    }

    @Test
    void backupsOfARunningStoreAreWholeAndTimelinesStayRight() throws Exception {
        AtomicBoolean written = new AtomicBoolean();
        List<Long> positions = new ArrayList<>();
        try (DuckDbEventStore store = DuckDbEventStore.open(folder.resolve("store"));
                var threads = Executors.newFixedThreadPool(3)) {
            List<Future<Boolean>> others = new ArrayList<>();
            others.add(threads.submit(until(written, () -> readTimelines(store))));
            others.add(threads.submit(until(written, store::compact)));
            others.add(
                    threads.submit(
                            until(
                                    written,
                                    () -> {
                                        Path target = folder.resolve("backup" + positions.size());
                                        positions.add(store.backup(target));
                                    })));
            try {
                for (int position = 1; position <= BATCHES; position++) {
                    store.commit(batch(position));
                }
            } finally {
                written.set(true);
            }
            for (Future<Boolean> other : others) {
                assertThat(other.get()).isTrue();
            }
            assertThat(EventKit.dump(store)).isEqualTo(recomputed(folder.resolve("all"), BATCHES));
        }
        long during = positions.get(positions.size() / 2);
        try (DuckDbEventStore copy =
                DuckDbEventStore.open(folder.resolve("backup" + positions.size() / 2))) {
            assertThat(copy.position()).isEqualTo(during);
            assertThat(EventKit.dump(copy)).isEqualTo(recomputed(folder.resolve("part"), during));
        }
    }

    private static Callable<Boolean> until(AtomicBoolean end, Runnable work) {
        return () -> {
            boolean last;
            do {
                last = end.get();
                work.run();
            } while (!last);
            return true;
        };
    }

    /// Visitor 0 is never deleted.
    private static void readTimelines(DuckDbEventStore store) {
        TimelineQuery query = new TimelineQuery(List.of(0L), 500, 0, 300, true);
        List<Event> page = store.timeline(query);
        long before = Long.MAX_VALUE;
        for (Event event : page) {
            assertThat(event.visitor()).isZero();
            assertThat(event.time()).isLessThanOrEqualTo(before);
            before = event.time();
        }
        assertThat(page).extracting(Event::id).doesNotHaveDuplicates();
    }
}
