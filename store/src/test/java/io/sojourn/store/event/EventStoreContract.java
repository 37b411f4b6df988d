package io.sojourn.store.event;

import static io.sojourn.store.event.EventKit.batch;
import static io.sojourn.store.event.EventKit.bot;
import static io.sojourn.store.event.EventKit.change;
import static io.sojourn.store.event.EventKit.changes;
import static io.sojourn.store.event.EventKit.deletion;
import static io.sojourn.store.event.EventKit.dump;
import static io.sojourn.store.event.EventKit.event;
import static io.sojourn.store.event.EventKit.full;
import static io.sojourn.store.event.EventKit.keys;
import static io.sojourn.store.event.EventKit.newest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sojourn.core.event.Attribute;
import io.sojourn.core.event.Attributes;
import io.sojourn.core.event.Event;
import io.sojourn.core.event.EventChange;
import io.sojourn.core.value.Value;
import io.sojourn.store.event.TimelineQuery.Names;
import io.sojourn.store.text.HostileStrings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What every [EventStore] does.
public abstract class EventStoreContract {

    private static final Value ONE = Value.number(1);
    private static final Value TWO = Value.number(2);

    @TempDir Path folder;

    private EventStore store = new InMemoryEventStore();

    /// The store of a folder: new, or as it was left.
    protected abstract EventStore open(Path folder);

    @BeforeEach
    void open() {
        store = open(folder.resolve("store"));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void reopen() {
        store.close();
        open();
    }

    @Test
    void oldEventsThatArrivedBeforeAnExpiryGo() {
        Event old = event(10, 1, 5);
        Event late = event(30, 1, 6);
        Event young = event(11, 2, 100);
        store.commit(batch(1, old, young));
        store.commit(changes(2, change(old, 15, "k", ONE)));
        assertThat(store.oldestTime()).hasValue(5);

        store.commit(
                new EventBatch(
                        3,
                        List.of(event(16, 3, 7), late),
                        List.of(),
                        List.of(),
                        List.of(new Expiry(100, 20))));

        assertThat(dump(store)).containsExactly(late, young);
        assertThat(store.oldestTime()).hasValue(6);
        reopen();
        assertThat(dump(store)).containsExactly(late, young);
        store.commit(deletion(4, 1L, 2L));
        assertThat(store.oldestTime()).isEmpty();
    }

    @Test
    void aTimelineIsCutByTimeAndByName() {
        Event buy = event(1, 1, 10, "buy", 0);
        Event odd = event(2, 1, 20, "a\u0000\ud83d'\\", 0);
        Event view = event(3, 1, 30);
        store.commit(batch(1, buy, odd, view));
        TimelineQuery all = newest(10, 1L);
        assertThat(store.timeline(within(all, 10, 30, Names.ALL))).containsExactly(odd, buy);
        assertThat(store.timeline(within(all, 11, 31, Names.ALL))).containsExactly(view, odd);
        Names odds = new Names(Set.of(odd.name(), "none"), Set.of());
        assertThat(store.timeline(within(all, 0, 99, odds))).containsExactly(odd);
        Names others = new Names(Set.of(), Set.of(odd.name(), "buy"));
        assertThat(store.timeline(within(all, 0, 99, others))).containsExactly(view);
        assertThat(store.timeline(within(all, 0, 99, new Names(Set.of("buy"), Set.of("buy")))))
                .isEmpty();
    }

    private static TimelineQuery within(TimelineQuery query, long from, long to, Names names) {
        return new TimelineQuery(
                query.visitors(),
                query.beforeTime(),
                query.beforeId(),
                query.limit(),
                query.bots(),
                from,
                to,
                names);
    }

    @Test
    void aNewStoreIsEmpty() {
        assertThat(store.position()).isZero();
        assertThat(store.size()).isZero();
        assertThat(store.oldest()).isEmpty();
        assertThat(store.newest()).isEmpty();
        assertThat(dump(store)).isEmpty();
        assertThat(store.timeline(newest(10, 1L))).isEmpty();
        assertThat(store.count(List.of(1L), Long.MIN_VALUE, Long.MAX_VALUE, true)).isZero();
    }

    @Test
    void whatWasReceivedLatelyComesByArrivalWithItsChanges() {
        Event old = event(1 << 10, 1, 100);
        Event first = event(2 << 10, 1, 200);
        Event second = event(2 << 10 | 1, 2, 300);
        Event third = event(3 << 10, 1, 250);
        store.commit(batch(3, old, first, second, third));
        store.commit(changes(4, change(first, 4 << 10, "plan", ONE)));

        assertThat(store.received(200, 10))
                .extracting(Event::id)
                .containsExactly(first.id(), second.id(), third.id());
        assertThat(store.received(200, 2))
                .extracting(Event::id)
                .containsExactly(second.id(), third.id());
        assertThat(store.received(200, 10).getFirst().properties()).containsEntry("plan", ONE);
        assertThat(store.received(301, 10)).isEmpty();
        assertThat(store.oldest()).contains(old);
        assertThat(store.newest()).contains(third);
    }

    @Test
    void everyFieldOfAnEventComesBack() {
        Attributes.Builder attributes = new Attributes.Builder();
        for (Attribute attribute : Attribute.values()) {
            attributes.set(attribute, "value of " + attribute.key());
        }
        Map<String, Value> properties = new LinkedHashMap<>();
        properties.put("z", Value.number("1.50"));
        properties.put("a", Value.string("1.50"));
        properties.put("m", Value.bool(true));
        Event event =
                new Event(
                        1024,
                        77,
                        -5,
                        1_700_000_000_123L,
                        "signed up",
                        0b1111,
                        9_000,
                        300_000,
                        attributes.build(),
                        properties,
                        Map.of("plan", Value.string("pro")));

        store.commit(batch(1, event));

        Event back = dump(store).getFirst();
        assertThat(back).isEqualTo(event);
        assertThat(keys(back)).containsExactly("z", "a", "m");
        assertThat(store.timeline(new TimelineQuery(List.of(77L), 0, 0, 1, true)))
                .containsExactly(event);
    }

    @Test
    void theSmallestAndTheGreatestNumbersComeBack() {
        Event first = event(0, Long.MIN_VALUE, Long.MIN_VALUE);
        Event last = event(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);
        store.commit(batch(Long.MAX_VALUE, last, first));
        reopen();
        assertThat(dump(store)).containsExactly(first, last);
        assertThat(store.position()).isEqualTo(Long.MAX_VALUE);
        assertThat(store.timeline(newest(5, Long.MAX_VALUE))).containsExactly(last);
    }

    @Test
    void everyHostileStringComesBackInEveryField() {
        List<Event> events = new ArrayList<>();
        List<EventChange> changes = new ArrayList<>();
        for (String text : HostileStrings.all()) {
            Attributes.Builder attributes = new Attributes.Builder();
            for (Attribute attribute : Attribute.values()) {
                attributes.set(attribute, text);
            }
            long id = events.size();
            Map<String, Value> properties = Map.of(text, Value.string(text));
            Event event =
                    new Event(
                            id,
                            1,
                            id,
                            0,
                            text,
                            0,
                            id,
                            0,
                            attributes.build(),
                            properties,
                            properties);
            events.add(event);
            changes.add(change(event, 2, "changed " + text, Value.string(text)));
        }
        store.commit(batch(1, events));
        reopen();
        assertThat(dump(store)).isEqualTo(events);

        store.commit(new EventBatch(2, List.of(), changes, List.of()));
        List<Event> changed = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            changed.add(EventChange.fold(events.get(i), List.of(changes.get(i))));
        }
        assertThat(dump(store)).isEqualTo(changed);
        store.compact();
        reopen();
        assertThat(dump(store)).isEqualTo(changed);
        assertThat(store.timeline(newest(events.size(), 1L))).isEqualTo(changed.reversed());
    }

    @Test
    void aBatchAtOrBelowThePositionIsRefused() {
        store.commit(batch(5, event(1, 1, 1)));
        assertThatThrownBy(() -> store.commit(batch(5, event(2, 1, 1))))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> store.commit(batch(4, event(2, 1, 1))))
                .isInstanceOf(IllegalStateException.class);
        store.commit(batch(9, event(3, 1, 1)));
        assertThat(store.position()).isEqualTo(9);
        assertThat(store.size()).isEqualTo(2);
    }

    @Test
    void aBatchOfNothingMovesThePosition() {
        store.commit(batch(7));
        reopen();
        assertThat(store.position()).isEqualTo(7);
    }

    @Test
    void aTimelineIsNewestFirstAndTheLaterArrivalComesFirstOfEqualTimes() {
        Event early = event(1, 1, 100);
        Event late = event(2, 1, 300);
        Event tied = event(3, 1, 100);
        Event other = event(4, 2, 200);
        store.commit(batch(1, early, late, tied, other));
        assertThat(store.timeline(newest(10, 1L))).containsExactly(late, tied, early);
        assertThat(store.timeline(newest(10, 1L, 2L))).containsExactly(late, other, tied, early);
        assertThat(store.timeline(newest(2, 1L, 2L))).containsExactly(late, other);
        assertThat(store.timeline(newest(10))).isEmpty();
        assertThat(store.timeline(newest(10, 3L))).isEmpty();
    }

    @Test
    void pagesOfATimelineHoldEveryEventOnce() {
        Random random = new Random(11);
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            events.add(event(i, random.nextInt(3), random.nextInt(20)));
        }
        store.commit(batch(1, events));
        List<Event> paged = new ArrayList<>();
        TimelineQuery query = newest(7, 0L, 1L);
        for (List<Event> page = store.timeline(query);
                !page.isEmpty();
                page = store.timeline(query)) {
            paged.addAll(page);
            Event last = page.getLast();
            query = new TimelineQuery(List.of(0L, 1L), last.time(), last.id(), 7, false);
        }
        assertThat(paged)
                .hasSize((int) store.count(List.of(0L, 1L), 0, 20, true))
                .doesNotHaveDuplicates()
                .isEqualTo(store.timeline(newest(1_000, 0L, 1L)));
    }

    @Test
    void botsAreLeftOutUnlessAskedFor() {
        Event person = event(1, 1, 10);
        Event bot = bot(2, 1, 20);
        store.commit(batch(1, person, bot));
        TimelineQuery all = new TimelineQuery(List.of(1L), Long.MAX_VALUE, Long.MAX_VALUE, 9, true);
        assertThat(store.timeline(newest(9, 1L))).containsExactly(person);
        assertThat(store.timeline(all)).containsExactly(bot, person);
        assertThat(store.count(List.of(1L), 0, 99, false)).isEqualTo(1);
        assertThat(store.count(List.of(1L), 0, 99, true)).isEqualTo(2);
        assertThat(range(List.of(1L), 0, 99, false)).containsExactly(person);
        assertThat(range(List.of(1L), 0, 99, true)).containsExactly(person, bot);
        assertThat(store.size()).isEqualTo(2);
    }

    @Test
    void aRangeIsHalfOpenAndOldestFirst() {
        Event a = event(5, 1, 10);
        Event b = event(3, 2, 20);
        Event c = event(4, 1, 20);
        Event d = event(1, 1, 30);
        store.commit(batch(1, d, c, b, a));
        assertThat(range(List.of(1L, 2L), 10, 30, false)).containsExactly(a, b, c);
        assertThat(range(List.of(1L), 11, 31, false)).containsExactly(c, d);
        assertThat(range(List.of(), 0, 99, false)).isEmpty();
        assertThat(store.count(List.of(1L, 2L), 10, 30, false)).isEqualTo(3);
        assertThat(store.count(List.of(), 10, 30, false)).isZero();
        assertThat(dump(store)).containsExactly(a, c, d, b);
    }

    @Test
    void aScanReadsEveryonesEventsOfARangeByNameWithTheirChanges() {
        Event first = event(1 << 10, 1, 100);
        Event second = event(2 << 10, 2, 200, "it's \ud83d a name", 0);
        Event late = event(3 << 10, 3, 300);
        store.commit(batch(3, first, second, late, bot(4 << 10, 4, 150)));
        store.commit(changes(4, change(second, 4, "a", ONE)));

        assertThat(scan(new EventScan(100, 300, Set.of(), false)))
                .extracting(Event::id)
                .containsExactlyInAnyOrder(first.id(), second.id());
        assertThat(scan(new EventScan(Long.MIN_VALUE, Long.MAX_VALUE, Set.of(), true))).hasSize(4);
        List<Event> named =
                scan(new EventScan(0, 1_000, Set.of("it's \ud83d a name", "none"), false));
        assertThat(named).hasSize(1);
        assertThat(named.getFirst().properties()).isEqualTo(Map.of("a", ONE));
        assertThat(store.visitorsBetween(100, 300)).containsExactly(1L, 2L, 4L);
        assertThat(store.visitorsBetween(101, 200)).containsExactly(4L);
    }

    private List<Event> scan(EventScan scan) {
        List<Event> events = new ArrayList<>();
        store.scan(scan, events::add);
        return events;
    }

    @Test
    void aThousandVisitorsAreOneQuestion() {
        List<Event> events = new ArrayList<>();
        List<Long> even = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            events.add(event(i, i, i));
            if (i % 2 == 0) {
                even.add((long) i);
            }
        }
        store.commit(batch(1, events));
        assertThat(store.count(even, 0, 2_000, false)).isEqualTo(1_000);
        assertThat(range(even, 0, 2_000, false))
                .extracting(Event::visitor)
                .containsExactlyElementsOf(even);
        TimelineQuery query = new TimelineQuery(even, Long.MAX_VALUE, Long.MAX_VALUE, 700, false);
        assertThat(store.timeline(query)).hasSize(700);
        store.commit(new EventBatch(2, List.of(), List.of(), even));
        assertThat(store.size()).isEqualTo(1_000);
    }

    @Test
    void ofChangesTheHighestPositionWinsAndMaximaGrow() {
        Event event = event(1, 1, 100);
        store.commit(batch(1, event));
        store.commit(changes(2, change(event, 2, "url", ONE), change(event, 2, "duration", TWO)));
        store.commit(
                new EventBatch(
                        4,
                        List.of(),
                        List.of(
                                change(event, 4, "url", Value.string("last")),
                                change(event, 3, "url", Value.string("before")),
                                change(event, 4, "duration", ONE),
                                new EventChange(1, 1, 100, 4, 5_000, Map.of())),
                        List.of()));

        Event changed = dump(store).getFirst();
        assertThat(changed.activeUntil()).isEqualTo(5_000);
        assertThat(changed.properties())
                .isEqualTo(Map.of("url", Value.string("last"), "duration", TWO));
        assertThat(store.timeline(newest(1, 1L))).containsExactly(changed);
        assertThat(range(List.of(1L), 0, 999, false)).containsExactly(changed);
        assertThat(store.size()).isEqualTo(1);

        store.compact();
        assertThat(dump(store)).containsExactly(changed);
        store.commit(changes(5, change(event, 5, "duration", Value.number(3))));
        assertThat(store.timeline(newest(1, 1L)).getFirst().properties().get("duration"))
                .isEqualTo(Value.number(3));
    }

    @Test
    void changesOfOnePositionApplyInTheirOrder() {
        Event event = event(1, 1, 100);
        store.commit(batch(1, event));
        store.commit(changes(2, change(event, 2, "k", ONE), change(event, 2, "k", TWO)));
        assertThat(dump(store).getFirst().properties()).isEqualTo(Map.of("k", TWO));
        assertThat(store.timeline(newest(1, 1L)).getFirst().properties())
                .isEqualTo(Map.of("k", TWO));
        store.compact();
        assertThat(dump(store).getFirst().properties()).isEqualTo(Map.of("k", TWO));
    }

    @Test
    void aChangeMayComeWithItsEvent() {
        Event event = event(1, 1, 100);
        store.commit(
                new EventBatch(2, List.of(event), List.of(change(event, 2, "k", ONE)), List.of()));
        assertThat(store.timeline(newest(1, 1L)).getFirst().properties())
                .isEqualTo(Map.of("k", ONE));
        store.commit(changes(3, change(event, 3, "k", TWO)));
        assertThat(store.timeline(newest(1, 1L)).getFirst().properties())
                .isEqualTo(Map.of("k", TWO));
    }

    @Test
    void deletedVisitorsAreGoneWithTheirChangesAndTheOthersStay() {
        Event gone = event(1, 1, 100);
        Event stays = event(2, 2, 100);
        store.commit(batch(1, gone, stays));
        store.commit(changes(2, change(gone, 2, "k", ONE), change(stays, 2, "k", ONE)));
        store.commit(deletion(3, 1L, 99L));
        assertThat(dump(store)).extracting(Event::id).containsExactly(2L);
        assertThat(store.size()).isEqualTo(1);
        store.compact();
        reopen();
        assertThat(dump(store)).extracting(Event::id).containsExactly(2L);
    }

    @Test
    void aDeletionTakesTheEventsOfItsOwnBatchToo() {
        Event gone = event(1, 1, 100);
        Event stays = event(2, 2, 100);
        store.commit(
                new EventBatch(
                        1, List.of(gone, stays), List.of(change(gone, 1, "k", ONE)), List.of(1L)));
        assertThat(dump(store)).containsExactly(stays);
        assertThat(store.position()).isEqualTo(1);
    }

    @Test
    void whatWasCommittedIsThereAfterReopening() {
        Event event = event(1, 1, 100);
        store.commit(batch(1, event));
        store.commit(changes(2, change(event, 2, "k", ONE)));
        List<Event> before = dump(store);
        reopen();
        assertThat(store.position()).isEqualTo(2);
        assertThat(dump(store)).isEqualTo(before);
    }

    @Test
    void compactionChangesNothingThatCanBeRead() {
        Random random = new Random(5);
        List<Event> events = new ArrayList<>();
        List<EventChange> changes = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            Event event = full(random, i, random.nextInt(5), random.nextInt(100));
            events.add(event);
            changes.add(
                    new EventChange(
                            i,
                            event.visitor(),
                            event.time(),
                            2 + i,
                            event.activeUntil() + 1,
                            EventKit.properties(random)));
        }
        store.commit(batch(1, events));
        store.commit(new EventBatch(600, List.of(), changes, List.of()));
        List<Event> before = dump(store);
        List<List<String>> keysBefore = before.stream().map(EventKit::keys).toList();

        store.compact();
        store.compact();

        assertThat(dump(store)).isEqualTo(before);
        assertThat(dump(store).stream().map(EventKit::keys).toList()).isEqualTo(keysBefore);
        assertThat(store.position()).isEqualTo(600);
        reopen();
        assertThat(dump(store)).isEqualTo(before);
    }

    @Test
    void aBackupIsTheStoreAtItsPosition() {
        Event event = event(1, 1, 100);
        store.commit(batch(1, event));
        store.commit(changes(2, change(event, 2, "k", ONE)));
        List<Event> before = dump(store);
        Path target = folder.resolve("it's a backup");

        assertThat(store.backup(target)).isEqualTo(2);
        store.commit(batch(3, event(2, 1, 200)));

        try (EventStore copy = open(target)) {
            assertThat(copy.position()).isEqualTo(2);
            assertThat(dump(copy)).isEqualTo(before);
            copy.commit(batch(3, event(2, 1, 200)));
            assertThat(dump(copy)).isEqualTo(dump(store));
        }
    }

    @Test
    void aReaderSeesWholeBatchesOnly() throws ExecutionException, InterruptedException {
        AtomicBoolean written = new AtomicBoolean();
        try (var threads = Executors.newFixedThreadPool(2)) {
            List<Future<Integer>> readers = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                readers.add(threads.submit(() -> readWholeBatches(written)));
            }
            for (int position = 1; position <= 40; position++) {
                List<Event> events = new ArrayList<>();
                for (int i = 0; i < 10; i++) {
                    events.add(event(position * 10L + i, i, position));
                }
                store.commit(batch(position, events));
                if (position % 10 == 0) {
                    store.compact();
                }
            }
            written.set(true);
            for (Future<Integer> reader : readers) {
                assertThat(reader.get()).isPositive();
            }
        }
    }

    private int readWholeBatches(AtomicBoolean written) {
        List<Long> visitors = List.of(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
        int rounds = 0;
        boolean last;
        do {
            last = written.get();
            assertThat(store.count(visitors, 0, 999, true) % 10).isZero();
            assertThat(store.size() % 10).isZero();
            assertThat(dump(store).size() % 10).isZero();
            assertThat(range(visitors, 0, 999, true).size() % 10).isZero();
            assertThat(store.timeline(new TimelineQuery(visitors, 99, 0, 1_000, true)).size() % 10)
                    .isZero();
            rounds++;
        } while (!last);
        assertThat(store.size()).isEqualTo(400);
        return rounds;
    }

    private List<Event> range(List<Long> visitors, long from, long to, boolean bots) {
        List<Event> events = new ArrayList<>();
        store.forEach(visitors, from, to, bots, events::add);
        return events;
    }
}
