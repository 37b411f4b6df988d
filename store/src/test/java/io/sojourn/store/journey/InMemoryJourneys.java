package io.sojourn.store.journey;

import io.sojourn.core.event.Event;
import io.sojourn.core.person.Identifier;
import io.sojourn.core.person.Person;
import io.sojourn.core.person.PropertyHistory;
import io.sojourn.core.person.Visitor;
import io.sojourn.core.value.Value;
import io.sojourn.journey.kit.HistorySource;
import io.sojourn.journey.kit.Journey;
import io.sojourn.journey.kit.Journey.Statement;
import io.sojourn.journey.scan.JourneyScan;
import io.sojourn.journey.scan.OpenScan;
import io.sojourn.store.ProjectStores;
import io.sojourn.store.event.EventStore;
import io.sojourn.store.event.InMemoryEventStore;
import io.sojourn.store.people.InMemoryPeopleStore;
import io.sojourn.store.people.PeopleStore;
import io.sojourn.store.question.InMemoryQuestionStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The journeys of any two stores, read whole at every scan: slow and obvious.
public final class InMemoryJourneys implements Journeys {

    private final PeopleStore people;
    private final EventStore events;

    public InMemoryJourneys(PeopleStore people, EventStore events) {
        this.people = people;
        this.events = events;
    }

    /// A project that is kept nowhere.
    public static ProjectStores project() {
        return over(new InMemoryPeopleStore(), new InMemoryEventStore());
    }

    public static ProjectStores over(PeopleStore people, EventStore events) {
        return new ProjectStores(
                people,
                events,
                new InMemoryJourneys(people, events),
                new InMemoryQuestionStore(),
                (query, rows) -> {
                    throw new UnsupportedOperationException("no SQL in memory");
                });
    }

    @Override
    public OpenScan open(JourneyScan scan) {
        return new HistorySource(journeys()).open(scan);
    }

    /// Everybody, by number.
    public List<Journey> journeys() {
        Map<Long, Person> persons = new TreeMap<>();
        Map<Long, Long> personOf = new TreeMap<>();
        people.forEachPerson(
                visitors -> {
                    Person person = new Person(visitors);
                    persons.put(person.number(), person);
                    visitors.forEach(one -> personOf.put(one.number(), person.number()));
                    return true;
                });
        Map<Long, List<Event>> eventsOf = new TreeMap<>();
        events.forEachEvent(
                event -> {
                    Long person = personOf.get(event.visitor());
                    if (person != null) {
                        eventsOf.computeIfAbsent(person, unknown -> new ArrayList<>()).add(event);
                    }
                });
        return persons.values().stream()
                .map(person -> journey(person, eventsOf.getOrDefault(person.number(), List.of())))
                .toList();
    }

    private static Journey journey(Person person, List<Event> events) {
        List<Event> inOrder =
                events.stream()
                        .sorted(Comparator.comparingLong(Event::time).thenComparingLong(Event::id))
                        .toList();
        List<Statement> statements = new ArrayList<>();
        Map<String, Value> identifying = identifying(person);
        identifying.forEach(
                (key, value) -> {
                    if (person.visitors().stream()
                            .noneMatch(one -> one.properties().containsKey(key))) {
                        statements.add(new Statement(key, Long.MIN_VALUE, 0, Optional.of(value)));
                    }
                });
        for (Visitor visitor : person.visitors()) {
            visitor.properties()
                    .forEach(
                            (key, history) -> {
                                for (PropertyHistory.Run run : history.runs()) {
                                    Optional<Value> value =
                                            run.value().isSet()
                                                    ? Optional.of(run.value())
                                                    : Optional.ofNullable(identifying.get(key));
                                    statements.add(
                                            new Statement(
                                                    key, run.from(), run.fromArrival(), value));
                                    statements.add(
                                            new Statement(key, run.to(), run.toArrival(), value));
                                }
                            });
        }
        return new Journey(person.number(), person.firstSeen(), inOrder, statements);
    }

    /// An identifier stands in for a property that was never stated, and for one that was unset.
    private static Map<String, Value> identifying(Person person) {
        Map<String, Value> found = new TreeMap<>();
        for (String kind : List.of(Identifier.ID, Identifier.EMAIL)) {
            person.visitors().stream()
                    .filter(one -> one.live() && one.identifier().kind().equals(kind))
                    .max(Comparator.comparingLong(Visitor::lastArrival))
                    .ifPresent(one -> found.put(kind, Value.string(one.identifier().value())));
        }
        return found;
    }

    @Override
    public void close() {}
}
