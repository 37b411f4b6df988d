package io.sojourn.store.people;

import io.sojourn.core.person.Identifier;
import io.sojourn.core.person.Visitor;
import io.sojourn.core.project.ProjectSettings;
import io.sojourn.store.json.VisitorJson;
import io.sojourn.store.schema.EventDay;
import io.sojourn.store.schema.EventUse;
import io.sojourn.store.schema.PropertyKey;
import io.sojourn.store.schema.PropertyUse;
import io.sojourn.store.schema.Schema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A [PeopleStore] of plain maps: the reference that real stores are compared with, and the store of
/// tests that need none on disk. Holds up to some ten thousand people; backs nothing up.
public final class InMemoryPeopleStore implements PeopleStore {

    private static final Comparator<Visitor> BY_INTERVAL =
            Comparator.comparingLong(Visitor::from).thenComparingLong(Visitor::number);

    private final Map<Long, Visitor> visitors = new TreeMap<>();
    private final Map<Identifier, Map<Long, Visitor>> byIdentifier = new HashMap<>();
    private final Map<Long, Map<Long, Visitor>> byPerson = new TreeMap<>();
    private final Map<Long, PersonSummary> persons = new TreeMap<>();
    private final TreeMap<Long, TreeMap<IdHash, SeenEvent>> seen = new TreeMap<>();
    private final Map<Long, PendingUpdate> pending = new TreeMap<>();
    private final InMemoryQuarantine quarantine = new InMemoryQuarantine();
    private final Map<String, Organisation> organisations = new TreeMap<>();
    private final Map<Tally, Long> tallies = new TreeMap<>(PeopleDump.TALLIES);
    private final Map<String, EventUse> schemaEvents = new TreeMap<>();
    private final Map<PropertyKey, PropertyUse> schemaProperties = new TreeMap<>();
    private final Map<EventDay, Long> schemaDays = new TreeMap<>();
    private PeopleState state = new PeopleState(0, 1, 0, ProjectSettings.DEFAULT);

    @Override
    public synchronized PeopleState state() {
        return state;
    }

    @Override
    public synchronized List<Visitor> intervals(Identifier identifier) {
        return copies(byIdentifier.getOrDefault(identifier, Map.of()).values())
                .sorted(BY_INTERVAL)
                .toList();
    }

    @Override
    public synchronized List<Visitor> members(long person) {
        return copies(byPerson.getOrDefault(person, Map.of()).values()).toList();
    }

    @Override
    public synchronized Optional<Visitor> visitor(long number) {
        return Optional.ofNullable(visitors.get(number)).map(VisitorJson::copy);
    }

    @Override
    public synchronized Optional<SeenEvent> seen(IdHash id, long oldestHour) {
        return seen.tailMap(oldestHour, true).descendingMap().values().stream()
                .flatMap(generation -> Stream.ofNullable(generation.get(id)))
                .findFirst();
    }

    @Override
    public synchronized List<PendingUpdate> pending(IdHash id) {
        return pending.values().stream().filter(update -> update.id().equals(id)).toList();
    }

    @Override
    public synchronized List<PendingUpdate> pendingBefore(long received) {
        return pending.values().stream().filter(update -> update.received() < received).toList();
    }

    @Override
    public synchronized Optional<Organisation> organisation(String id) {
        return Optional.ofNullable(organisations.get(id)).map(InMemoryPeopleStore::copy);
    }

    @Override
    public synchronized void commit(PeopleBatch batch, Runnable first) {
        if (batch.state().position() <= state.position()) {
            throw new IllegalStateException(
                    "batch at position " + batch.state().position() + " after " + state.position());
        }
        first.run();
        batch.visitors().forEach(this::put);
        batch.deletedVisitors().forEach(this::remove);
        batch.persons().forEach(this::summarise);
        batch.seen()
                .forEach(
                        (id, event) ->
                                seen.computeIfAbsent(event.hour(), hour -> new TreeMap<>())
                                        .put(id, event.event()));
        seen.headMap(batch.state().newestHour() - SEEN_HOURS, false).clear();
        batch.pendingAdded().forEach(update -> pending.put(update.arrival(), update));
        pending.keySet().removeAll(batch.pendingRemoved());
        batch.quarantined().forEach(quarantine::add);
        batch.quarantineRemoved().forEach(quarantine::remove);
        batch.organisations()
                .forEach(organisation -> organisations.put(organisation.id(), copy(organisation)));
        batch.tallies().forEach((tally, count) -> tallies.merge(tally, count, Long::sum));
        batch.schema().events().forEach(use -> schemaEvents.put(use.name(), use));
        batch.schema().properties().forEach(use -> schemaProperties.put(use.key(), use));
        batch.schema().days().forEach((day, count) -> schemaDays.merge(day, count, Long::sum));
        schemaDays.keySet().removeIf(day -> day.day() < batch.schema().oldestDay());
        state = batch.state();
    }

    private void put(Visitor changed) {
        remove(changed.number());
        Visitor visitor = VisitorJson.copy(changed);
        visitors.put(visitor.number(), visitor);
        byIdentifier
                .computeIfAbsent(visitor.identifier(), identifier -> new TreeMap<>())
                .put(visitor.number(), visitor);
        byPerson.computeIfAbsent(visitor.person(), person -> new TreeMap<>())
                .put(visitor.number(), visitor);
    }

    private void remove(long number) {
        Visitor old = visitors.remove(number);
        if (old != null) {
            byIdentifier.getOrDefault(old.identifier(), Map.of()).remove(number);
            byPerson.getOrDefault(old.person(), Map.of()).remove(number);
        }
    }

    /// From its own visitors; those that the batch names must be the same.
    private void summarise(long person, List<Visitor> named) {
        Collection<Visitor> members = byPerson.getOrDefault(person, Map.of()).values();
        if (!lines(named).equals(lines(members))) {
            throw new IllegalStateException(
                    "person " + person + " has " + lines(members) + ", not " + lines(named));
        }
        if (members.isEmpty()) {
            persons.remove(person);
        } else {
            persons.put(person, PersonSummary.of(person, List.copyOf(members)));
        }
    }

    @Override
    public synchronized long position() {
        return state.position();
    }

    @Override
    public synchronized ProjectSettings settings() {
        return state.settings();
    }

    @Override
    public synchronized List<Visitor> person(long visitorNumber) {
        Visitor visitor = visitors.get(visitorNumber);
        return visitor == null ? List.of() : members(visitor.person());
    }

    @Override
    public synchronized Optional<Visitor> owner(Identifier identifier) {
        List<Visitor> intervals = intervals(identifier);
        return intervals.isEmpty()
                ? Optional.empty()
                : Optional.of(intervals.getLast()).filter(Visitor::live);
    }

    @Override
    public void forEachPerson(Predicate<List<Visitor>> consumer) {
        list(
                PersonOrder.LAST_SEEN_FIRST,
                Optional.empty(),
                person -> consumer.test(person.visitors()));
    }

    @Override
    public void list(
            PersonOrder order,
            Optional<PersonOrder.Place> after,
            Predicate<ListedPerson> consumer) {
        for (ListedPerson person : ordered(order)) {
            boolean due =
                    after.isEmpty() || order.comparator().compare(person.place(), after.get()) > 0;
            if (due && !consumer.test(person)) {
                return;
            }
        }
    }

    private synchronized List<ListedPerson> ordered(PersonOrder order) {
        return persons.values().stream()
                .map(person -> new ListedPerson(order.placeOf(person), members(person.number())))
                .sorted(Comparator.comparing(ListedPerson::place, order.comparator()))
                .toList();
    }

    @Override
    public synchronized Set<Long> personsBeginning(String kind, String prefix, int limit) {
        return visitors.values().stream()
                .filter(visitor -> visitor.identifier().kind().equals(kind))
                .filter(visitor -> visitor.identifier().value().startsWith(prefix))
                .sorted(Comparator.comparing(visitor -> visitor.identifier().value()))
                .limit(limit)
                .map(Visitor::person)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    @Override
    public Optional<Organisation> readOrganisation(String id) {
        return organisation(id);
    }

    @Override
    public synchronized long people() {
        return persons.size();
    }

    @Override
    public synchronized List<Quarantined> quarantine(QuarantineFilter filter, int limit) {
        return quarantine.entries().reversed().stream().filter(filter::takes).limit(limit).toList();
    }

    @Override
    public synchronized Map<String, Long> quarantineReasons() {
        Map<String, Long> reasons = new TreeMap<>();
        quarantine.entries().forEach(entry -> reasons.merge(entry.reason(), 1L, Long::sum));
        return reasons;
    }

    @Override
    public synchronized Optional<Quarantined> quarantined(long id) {
        return quarantine.entries().stream().filter(entry -> entry.id() == id).findFirst();
    }

    @Override
    public synchronized Map<Tally, Long> tallies() {
        return Map.copyOf(tallies);
    }

    @Override
    public synchronized Schema schema() {
        return Schema.of(schemaEvents.values(), schemaProperties.values(), schemaDays);
    }

    @Override
    public synchronized Set<PropertyKey> sensitive() {
        return schemaProperties.values().stream()
                .filter(use -> use.label().sensitive())
                .map(PropertyUse::key)
                .collect(Collectors.toSet());
    }

    @Override
    public synchronized Set<PropertyKey> lists() {
        return schemaProperties.values().stream()
                .filter(use -> use.label().list())
                .map(PropertyUse::key)
                .collect(Collectors.toSet());
    }

    @Override
    public synchronized void dump(Consumer<String> lines) {
        List<String> all = new ArrayList<>();
        visitors.values().forEach(visitor -> all.add(PeopleDump.visitor(visitor)));
        persons.values().forEach(person -> all.add(PeopleDump.person(person)));
        pending.values().forEach(update -> all.add(PeopleDump.pending(update)));
        quarantine.entries().forEach(entry -> all.add(PeopleDump.quarantined(entry)));
        organisations
                .values()
                .forEach(organisation -> all.add(PeopleDump.organisation(organisation)));
        tallies.forEach((tally, count) -> all.add(PeopleDump.tally(tally, count)));
        PeopleDump.schema(schema(), all::add);
        seen.tailMap(state.newestHour() - SEEN_HOURS + 1, true)
                .forEach(
                        (hour, generation) ->
                                generation.forEach(
                                        (id, event) -> all.add(PeopleDump.seen(id, hour, event))));
        all.add(PeopleDump.state(state));
        all.forEach(lines);
    }

    @Override
    public long backup(Path folder) {
        throw new UnsupportedOperationException("a store in memory has no backup");
    }

    @Override
    public void close() {}

    private static List<String> lines(Collection<Visitor> visitors) {
        return visitors.stream().map(PeopleDump::visitor).toList();
    }

    private static Stream<Visitor> copies(Collection<Visitor> visitors) {
        return visitors.stream().map(VisitorJson::copy);
    }

    private static Organisation copy(Organisation organisation) {
        return new Organisation(
                organisation.id(),
                VisitorJson.readProperties(VisitorJson.writeProperties(organisation.properties())));
    }
}
