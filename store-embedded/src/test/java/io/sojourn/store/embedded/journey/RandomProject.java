package io.sojourn.store.embedded.journey;

import io.sojourn.core.event.Event;
import io.sojourn.core.event.EventChange;
import io.sojourn.core.person.Identifier;
import io.sojourn.core.person.Visitor;
import io.sojourn.core.value.Value;
import io.sojourn.journey.kit.Journey;
import io.sojourn.store.event.EventBatch;
import io.sojourn.store.event.EventKit;
import io.sojourn.store.event.InMemoryEventStore;
import io.sojourn.store.journey.InMemoryJourneys;
import io.sojourn.store.people.BatchBuilder;
import io.sojourn.store.people.InMemoryPeopleStore;
import io.sojourn.store.people.PeopleBatch;
import io.sojourn.store.people.PeopleState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// A project that lives: people come, are merged, un-merged and deleted, events happen, late and at equal times, and are
/// changed. Each step is one batch for both stores; a model of plain lists takes each step first.
final class RandomProject {

    /// What steps bring to the two stores.
    record Step(EventBatch events, PeopleBatch people) {}

    static final List<String> PERSON_KEYS = List.of("plan", "city", "email", "id", "name");

    private static final int TIME_MAX = 200_000;

    private final RandomGenerator random;
    private final InMemoryPeopleStore people = new InMemoryPeopleStore();
    private final InMemoryEventStore events = new InMemoryEventStore();
    private final List<Event> made = new ArrayList<>();
    private Map<Long, Visitor> touched = new HashMap<>();
    private long nextNumber = 1;
    private int item;

    RandomProject(RandomGenerator random) {
        this.random = random;
    }

    /// Everybody, as the model has them.
    List<Journey> journeys() {
        return new InMemoryJourneys(people, events).journeys();
    }

    List<String> keys() {
        return PERSON_KEYS;
    }

    long time() {
        return 1_000L * random.nextInt(TIME_MAX / 1_000);
    }

    Step next() {
        touched = new HashMap<>();
        item = 0;
        BatchBuilder batch = new BatchBuilder(people);
        long position = people.position() + 1;
        for (int i = random.nextInt(5); i > 0; i--) {
            create(position);
        }
        for (int i = random.nextInt(6); i > 0; i--) {
            any().forEach(visitor -> act(visitor, position));
        }
        List<Long> changed = new ArrayList<>();
        switch (random.nextInt(4)) {
            case 0 -> merge(changed);
            case 1 -> split(changed);
            default -> {}
        }
        List<Long> deleted = random.nextInt(12) == 0 ? delete(batch) : List.of();
        changed.forEach(batch::person);
        touched.values().forEach(batch::visitor);
        EventBatch written = events(position, deleted);
        PeopleBatch built = batch.build();
        events.commit(written);
        people.commit(built);
        return new Step(written, built);
    }

    /// Many people at once, with events of all kinds.
    Step crowd(int visitors, int eventCount) {
        touched = new HashMap<>();
        item = 0;
        BatchBuilder batch = new BatchBuilder(people);
        long position = people.position() + 1;
        long first = nextNumber;
        for (int i = 0; i < visitors; i++) {
            long number = nextNumber++;
            long person = i % 7 == 1 ? number - 1 : number;
            Visitor visitor =
                    new Visitor(
                            number,
                            new Identifier("cookie", "v" + number),
                            0,
                            Visitor.OPEN,
                            person);
            visitor.seen(time(), (position << 10) + item);
            batch.visitor(visitor);
        }
        List<Event> added = new ArrayList<>();
        for (int i = 0; i < eventCount; i++) {
            added.add(
                    EventKit.full(
                            random,
                            (position << 10) + i,
                            first + random.nextInt(visitors),
                            time()));
        }
        PeopleBatch joined = batch.build();
        long last = position + eventCount / 1_024 + 1;
        PeopleBatch built =
                new PeopleBatch(
                        new PeopleState(
                                last,
                                joined.state().nextVisitor(),
                                joined.state().newestHour(),
                                joined.state().settings()),
                        joined.visitors(),
                        joined.deletedVisitors(),
                        joined.persons(),
                        joined.seen(),
                        List.of(),
                        joined.pendingRemoved(),
                        List.of(),
                        joined.quarantineRemoved(),
                        List.of(),
                        joined.tallies(),
                        joined.schema());
        EventBatch written = new EventBatch(last, added, List.of(), List.of());
        events.commit(written);
        people.commit(built);
        return new Step(written, built);
    }

    private void create(long position) {
        long number = nextNumber++;
        List<Visitor> joined = random.nextBoolean() ? any() : List.of();
        long person = joined.isEmpty() ? number : joined.getFirst().person();
        String kind = List.of("cookie", Identifier.EMAIL, Identifier.ID).get(random.nextInt(3));
        Visitor visitor =
                new Visitor(number, new Identifier(kind, "v" + number), 0, Visitor.OPEN, person);
        touched.put(number, visitor);
        act(visitor, position);
    }

    private void act(Visitor visitor, long position) {
        long time = time();
        visitor.seen(time, (position << 10) + item);
        for (int i = random.nextInt(3); i > 0; i--) {
            long arrival = (position << 10) + item++;
            String key = PERSON_KEYS.get(random.nextInt(PERSON_KEYS.size()));
            Value value =
                    random.nextInt(6) == 0
                            ? Value.UNSET
                            : Value.string(key + random.nextInt(3) + "\"\\");
            visitor.state(key, value, time, arrival);
        }
        if (random.nextInt(20) == 0) {
            visitor.cutAt(time + 1);
        }
    }

    /// The visitors of some person, as they are within this step; none where there is nobody.
    private List<Visitor> any() {
        if (nextNumber == 1) {
            return List.of();
        }
        return members(personOf(1 + random.nextLong(nextNumber - 1)));
    }

    private long personOf(long number) {
        Visitor known = touched.get(number);
        return known != null
                ? known.person()
                : people.visitor(number).map(Visitor::person).orElse(0L);
    }

    private List<Visitor> members(long person) {
        people.members(person).forEach(member -> touched.putIfAbsent(member.number(), member));
        return touched.values().stream()
                .filter(member -> member.person() == person)
                .sorted(java.util.Comparator.comparingLong(Visitor::number))
                .toList();
    }

    private void merge(List<Long> changed) {
        List<Visitor> one = any();
        List<Visitor> other = any();
        if (!one.isEmpty() && !other.isEmpty()) {
            long lower = Math.min(one.getFirst().person(), other.getFirst().person());
            changed.add(one.getFirst().person());
            changed.add(other.getFirst().person());
            one.forEach(visitor -> visitor.belongTo(lower));
            other.forEach(visitor -> visitor.belongTo(lower));
        }
    }

    private void split(List<Long> changed) {
        List<Visitor> all = any();
        if (all.size() > 1) {
            changed.add(all.getFirst().person());
            int cut = 1 + random.nextInt(all.size() - 1);
            List<Visitor> leaving = all.subList(cut, all.size());
            leaving.forEach(visitor -> visitor.belongTo(leaving.getFirst().number()));
        }
    }

    private List<Long> delete(BatchBuilder batch) {
        List<Visitor> gone = any();
        for (Visitor visitor : gone) {
            touched.remove(visitor.number());
            batch.delete(visitor);
        }
        List<Long> numbers = gone.stream().map(Visitor::number).toList();
        made.removeIf(event -> numbers.contains(event.visitor()));
        return numbers;
    }

    private EventBatch events(long position, List<Long> deleted) {
        List<Event> added = new ArrayList<>();
        for (int i = random.nextInt(40); i > 0 && nextNumber > 1; i--) {
            long visitor = 1 + random.nextLong(nextNumber - 1);
            if (personOf(visitor) != 0 && !deleted.contains(visitor)) {
                added.add(EventKit.full(random, (position << 10) + i, visitor, time()));
            }
        }
        List<EventChange> changes = new ArrayList<>();
        made.addAll(added);
        for (int i = made.isEmpty() ? 0 : random.nextInt(20); i > 0; i--) {
            Event event = made.get(random.nextInt(made.size()));
            changes.add(
                    new EventChange(
                            event.id(),
                            event.visitor(),
                            event.time(),
                            (position << 10) + 1_000,
                            event.time() + random.nextInt(100_000),
                            EventKit.properties(random)));
        }
        return new EventBatch(position, added, changes, deleted);
    }
}
