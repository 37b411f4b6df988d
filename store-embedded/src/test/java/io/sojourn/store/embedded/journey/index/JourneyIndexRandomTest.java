package io.sojourn.store.embedded.journey.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.core.event.Event;
import io.sojourn.core.event.EventChange;
import io.sojourn.core.event.EventFlag;
import io.sojourn.core.value.Value;
import io.sojourn.journey.kit.HistorySource;
import io.sojourn.journey.scan.JourneyScan;
import io.sojourn.journey.scan.OpenScan;
import io.sojourn.store.embedded.event.DuckDbEventStore;
import io.sojourn.store.embedded.event.EventPlaces;
import io.sojourn.store.event.EventBatch;
import io.sojourn.store.event.Expiry;
import io.sojourn.store.event.TimelineQuery;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class JourneyIndexRandomTest {

    private static final int HISTORIES = 3;
    private static final int STEPS = 20;
    private static final int VISITORS = 12;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir Path folder;

    /// What is committed, as maps.
    private static final class Model {
        final TreeMap<Long, Event> events = new TreeMap<>();
        final Map<Long, List<EventChange>> changes = new TreeMap<>();

        /// The number of a deleted one is never given again.
        final Set<Long> deleted = new HashSet<>();

        List<Event> folded() {
            return events.values().stream()
                    .map(
                            event ->
                                    EventChange.fold(
                                            event,
                                            changes.getOrDefault(event.id(), List.of()).stream()
                                                    .sorted(
                                                            Comparator.comparingLong(
                                                                    EventChange::arrival))
                                                    .toList()))
                    .toList();
        }
    }

    @Test
    void answersAsListsOfEventsDoWhateverIsCommittedChangedDeletedAndCompacted() throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        SplittableRandom seeds = new SplittableRandom(seed);
        for (int i = 0; i < HISTORIES; i++) {
            run("seed " + seed + ", history " + i, new SplittableRandom(seeds.nextLong()), i);
        }
    }

    private void run(String about, SplittableRandom random, int number) throws Exception {
        Path own = folder.resolve("history" + number);
        RandomHistory history = new RandomHistory(random);
        Model model = new Model();
        for (int life = 0; life < 2; life++) {
            try (JourneyIndexes indexes = new JourneyIndexes(1L << 30);
                    DuckDbEventStore events = DuckDbEventStore.open(own);
                    JourneyIndex index = indexes.open(events, about, random.nextInt(1, 40))) {
                for (int step = 0; step < STEPS; step++) {
                    commit(history, random, model, events);
                    if (random.nextInt(6) == 0) {
                        events.compact();
                    }
                    if (random.nextInt(3) == 0) {
                        assertThat(index.awaitReady(PATIENCE)).as(about).isTrue();
                        compare(about + ", step " + step, history, random, model, index);
                        timelines(about + ", step " + step, history, model, index, events);
                    }
                }
                assertThat(index.awaitReady(PATIENCE)).as(about).isTrue();
                compare(about + ", the end", history, random, model, index);
                timelines(about + ", the end", history, model, index, events);
            }
        }
    }

    private static void commit(
            RandomHistory history, SplittableRandom random, Model model, DuckDbEventStore store) {
        List<Event> events = new ArrayList<>();
        List<EventChange> changes = new ArrayList<>();
        int count = random.nextInt(12);
        for (int n = 0; n < count; n++) {
            Event event = history.event(random.nextInt(1, VISITORS));
            if (model.deleted.contains(event.visitor())) {
                continue;
            }
            events.add(event);
            model.events.put(event.id(), event);
            if (random.nextInt(3) == 0) {
                change(history, random, model).ifPresent(changes::add);
            }
        }
        List<Long> deleted =
                random.nextInt(15) == 0 ? List.of((long) random.nextInt(1, VISITORS)) : List.of();
        model.deleted.addAll(deleted);
        model.events.values().removeIf(event -> deleted.contains(event.visitor()));
        List<Expiry> expiries = new ArrayList<>();
        if (random.nextInt(40) == 0) {
            Expiry expiry =
                    new Expiry(
                            RandomHistory.BASE + random.nextInt(20) * 250_000L,
                            history.nextArrival());
            expiries.add(expiry);
            model.events.values().removeIf(event -> expiry.takes(event.time(), event.id()));
        }
        store.commit(new EventBatch(history.nextPosition(), events, changes, deleted, expiries));
    }

    /// An update or a ping about an event that is there.
    private static Optional<EventChange> change(
            RandomHistory history, SplittableRandom random, Model model) {
        List<Event> all = List.copyOf(model.events.values());
        Event event = all.get(random.nextInt(all.size()));
        // No two statements arrive as one.
        long early = event.id() - 1 - model.changes.getOrDefault(event.id(), List.of()).size();
        EventChange change =
                new EventChange(
                        event.id(),
                        event.visitor(),
                        event.time(),
                        random.nextInt(8) == 0 ? early : history.nextArrival(),
                        random.nextBoolean() ? 0 : event.time() + random.nextInt(9) * 300_000L,
                        switch (random.nextInt(4)) {
                            case 0 -> Map.of();
                            case 1 -> Map.of("plan", Value.string("a"));
                            case 2 ->
                                    Map.of(
                                            "duration",
                                            Value.number(random.nextInt(20)),
                                            "plan",
                                            Value.string("new \"x\\"));
                            default -> Map.of("country", Value.number("1.50"));
                        });
        model.changes.computeIfAbsent(event.id(), added -> new ArrayList<>()).add(change);
        return Optional.of(change);
    }

    private static void compare(
            String about,
            RandomHistory history,
            SplittableRandom random,
            Model model,
            JourneyIndex index) {
        int[] owner = new int[VISITORS];
        for (int visitor = 1; visitor < owner.length; visitor++) {
            int other = random.nextInt(1, visitor + 1);
            owner[visitor] = random.nextInt(3) > 0 || owner[other] == 0 ? visitor : owner[other];
        }
        HistorySource lists = Made.lists(model.folded(), owner);
        for (int n = 0; n < 4; n++) {
            JourneyScan scan = history.scan(owner.length);
            Optional<OpenScan> opened = index.open(scan, Made.who(owner), Long.MAX_VALUE, () -> {});
            assertThat(opened).as(about).isPresent();
            try (OpenScan open = opened.get()) {
                assertThat(Collected.of(open, scan))
                        .as("%s, %s", about, scan)
                        .isEqualTo(Collected.of(lists, scan));
            }
        }
    }

    /// Pages are as lists say, and what the index knows of their places holds all of them.
    private static void timelines(
            String about,
            RandomHistory history,
            Model model,
            JourneyIndex index,
            DuckDbEventStore store) {
        List<Event> all =
                model.folded().stream()
                        .sorted(
                                Comparator.comparingLong(Event::time)
                                        .thenComparingLong(Event::id)
                                        .reversed())
                        .toList();
        for (int n = 0; n < 8; n++) {
            TimelineQuery query = history.timeline(VISITORS, all);
            String asked = about + ", " + query;
            List<Event> page =
                    all.stream()
                            .filter(event -> asksFor(query, event))
                            .filter(
                                    event ->
                                            event.time() < query.beforeTime()
                                                    || event.id() < query.beforeId())
                            .limit(query.limit())
                            .toList();
            assertThat(store.timeline(query)).as(asked).isEqualTo(page);
            EventPlaces.Found found = index.places(query).orElse(null);
            if (found != null) {
                assertThat(page)
                        .as(asked)
                        .allMatch(event -> event.time() >= found.fromTime())
                        .allMatch(
                                event ->
                                        found.ranges().ranges().stream()
                                                .anyMatch(
                                                        range ->
                                                                range.first() <= event.id()
                                                                        && event.id()
                                                                                <= range.last()));
                assertThat(found.count())
                        .as(asked)
                        .isEqualTo(
                                all.stream()
                                        .filter(event -> event.id() <= found.last())
                                        .filter(event -> event.time() >= found.fromTime())
                                        .filter(event -> asksFor(query, event))
                                        .count());
            } else {
                assertThat(query.visitors()).as(asked).anyMatch(model.deleted::contains);
            }
        }
    }

    /// Whatever its number is.
    private static boolean asksFor(TimelineQuery query, Event event) {
        return query.visitors().contains(event.visitor())
                && event.time() <= query.beforeTime()
                && event.time() >= query.fromTime()
                && event.time() < query.toTime()
                && (query.bots() || !EventFlag.BOT.in(event.flags()))
                && query.names().contain(event.name());
    }
}
