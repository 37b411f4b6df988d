package io.sojourn.store.embedded.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.core.event.Event;
import io.sojourn.core.event.EventChange;
import io.sojourn.store.event.EventBatch;
import io.sojourn.store.event.EventKit;
import io.sojourn.store.event.EventStore;
import io.sojourn.store.event.InMemoryEventStore;
import io.sojourn.store.event.TimelineQuery;
import io.sojourn.store.fault.Faults;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The DuckDB store against one of plain lists, over random batches, deletions, compactions and restarts.
class EventStoreRandomTest {

    private static final int ROUNDS = 40;
    private static final int VISITORS = 8;
    private static final EventStoreOptions SMALL_FOLDS = new EventStoreOptions(64, 2, 2, 2, 7, 3);

    @TempDir Path folder;

    private final long seed = Long.getLong("seed", new Random().nextLong());
    private final Random random = new Random(seed);
    private final List<Event> made = new ArrayList<>();
    private final Set<Long> deleted = new HashSet<>();
    private long position;

    @Test
    void bothStoresGiveTheSameAnswers() {
        EventStore plain = new InMemoryEventStore();
        EventStore store = DuckDbEventStore.open(folder, SMALL_FOLDS, Faults.NONE);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                EventBatch batch = batch();
                plain.commit(batch);
                store.commit(batch);
                switch (random.nextInt(4)) {
                    case 0 -> store.compact();
                    case 1 -> {
                        store.close();
                        store = DuckDbEventStore.open(folder, SMALL_FOLDS, Faults.NONE);
                    }
                    default -> {}
                }
                compare(store, plain);
            }
        } finally {
            store.close();
        }
    }

    private EventBatch batch() {
        position += 1 + random.nextInt(5);
        List<Event> events = new ArrayList<>();
        for (int i = random.nextInt(40); i > 0; i--) {
            long visitor = visitor();
            events.add(EventKit.full(random, (position << 10) + i, visitor, random.nextInt(60)));
        }
        made.addAll(events);
        List<EventChange> changes = new ArrayList<>();
        for (int i = made.isEmpty() ? 0 : random.nextInt(30); i > 0; i--) {
            Event event = made.get(random.nextInt(made.size()));
            if (!deleted.contains(event.visitor())) {
                changes.add(
                        new EventChange(
                                event.id(),
                                event.visitor(),
                                event.time(),
                                arrival(event),
                                random.nextInt(100_000),
                                EventKit.properties(random)));
            }
        }
        List<Long> gone = random.nextInt(5) == 0 ? List.of(visitor()) : List.of();
        deleted.addAll(gone);
        return new EventBatch(position, events, changes, gone);
    }

    /// Of a change: after all events so far, or, for an event of this batch that it waited for, before it.
    private long arrival(Event event) {
        boolean waited = event.id() >> 10 == position && random.nextInt(3) == 0;
        return waited ? event.id() - 1 - random.nextInt(500) : (position << 10) + 1_000;
    }

    /// One that was not deleted: a visitor's number is never used again.
    private long visitor() {
        long visitor = random.nextInt(VISITORS);
        while (deleted.contains(visitor)) {
            visitor += VISITORS;
        }
        return visitor;
    }

    private void compare(EventStore store, EventStore plain) {
        String replay = "-Dseed=" + seed;
        assertThat(store.position()).as(replay).isEqualTo(plain.position());
        assertThat(store.size()).as(replay).isEqualTo(plain.size());
        List<Event> all = EventKit.dump(plain);
        assertThat(EventKit.dump(store)).as(replay).isEqualTo(all);
        assertThat(EventKit.dump(store).stream().map(EventKit::keys).toList())
                .as(replay)
                .isEqualTo(all.stream().map(EventKit::keys).toList());
        List<Long> visitors = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            visitors.add((long) random.nextInt(2 * VISITORS));
        }
        boolean bots = random.nextBoolean();
        TimelineQuery query =
                random.nextBoolean()
                        ? new TimelineQuery(visitors, Long.MAX_VALUE, Long.MAX_VALUE, 10, bots)
                        : new TimelineQuery(
                                visitors,
                                random.nextInt(60),
                                (position << 10) - random.nextInt(5_000),
                                1 + random.nextInt(200),
                                bots);
        assertThat(store.timeline(query)).as(replay).isEqualTo(plain.timeline(query));
        long from = random.nextInt(60);
        long to = from + random.nextInt(30);
        assertThat(store.count(visitors, from, to, bots))
                .as(replay)
                .isEqualTo(plain.count(visitors, from, to, bots));
        assertThat(range(store, visitors, from, to, bots))
                .as(replay)
                .isEqualTo(range(plain, visitors, from, to, bots));
    }

    private static List<Event> range(
            EventStore store, List<Long> visitors, long from, long to, boolean bots) {
        List<Event> events = new ArrayList<>();
        store.forEach(visitors, from, to, bots, events::add);
        return events;
    }
}
