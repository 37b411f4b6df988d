package io.sojourn.store.people;

import io.sojourn.core.person.Identifier;
import io.sojourn.core.person.Visitor;
import io.sojourn.store.schema.PropertyKey;
import io.sojourn.store.schema.Schema;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// People, identifiers, properties and everything else that ingest reads of one project.
///
/// The first part is for the ingest thread; the second for any thread, which sees whole batches only and
/// gets visitors of its own.
public interface PeopleStore extends AutoCloseable {

    /// How long an event's own id is remembered, in hours of received time.
    int SEEN_HOURS = 7 * 24 + 1;

    // --- ingest thread

    PeopleState state();

    /// Every interval of ownership of a value, ascending by (from, number).
    List<Visitor> intervals(Identifier identifier);

    /// Visitors of a person, ascending by number.
    List<Visitor> members(long person);

    Optional<Visitor> visitor(long number);

    /// The newest remembered event with this id.
    ///
    /// @param oldestHour generations before it are not searched
    Optional<SeenEvent> seen(IdHash id, long oldestHour);

    /// Updates that wait for the event with this id, by arrival.
    List<PendingUpdate> pending(IdHash id);

    /// Waiting updates received before a time, by arrival.
    List<PendingUpdate> pendingBefore(long received);

    Optional<Organisation> organisation(String id);

    /// One transaction; durable on return.
    default void commit(PeopleBatch batch) {
        commit(batch, () -> {});
    }

    /// One transaction; durable on return.
    ///
    /// @param first run when everything is written and nothing committed; where it throws, nothing is
    void commit(PeopleBatch batch, Runnable first);

    // --- any thread

    long position();

    io.sojourn.core.project.ProjectSettings settings();

    /// Visitors of the person that a visitor number belongs to, ascending by number; empty where unknown.
    List<Visitor> person(long visitorNumber);

    /// Current owner of an identifier.
    Optional<Visitor> owner(Identifier identifier);

    /// Persons, last seen first, until the consumer says stop.
    void forEachPerson(Predicate<List<Visitor>> consumer);

    /// Persons in an order, from after a place on, until the consumer says stop; as of one moment.
    void list(
            PersonOrder order, Optional<PersonOrder.Place> after, Predicate<ListedPerson> consumer);

    /// Numbers of the persons who own or owned an identifier of a kind whose value begins with a text.
    ///
    /// @param limit identifiers that are looked at, in the order of their values
    Set<Long> personsBeginning(String kind, String prefix, int limit);

    /// Persons whose highest event time lies in a range, last seen first, until the consumer says stop.
    ///
    /// @param from Unix milliseconds, inclusive
    /// @param to exclusive
    default void forEachPersonSeen(long from, long to, Predicate<List<Visitor>> consumer) {
        Optional<PersonOrder.Place> after =
                to == Long.MAX_VALUE
                        ? Optional.empty()
                        : Optional.of(new PersonOrder.Place(to, "", Long.MAX_VALUE));
        list(
                PersonOrder.LAST_SEEN_FIRST,
                after,
                person -> person.place().value() >= from && consumer.test(person.visitors()));
    }

    /// Organisation for reading.
    Optional<Organisation> readOrganisation(String id);

    long people();

    /// Newest first.
    default List<Quarantined> quarantine(int limit) {
        return quarantine(QuarantineFilter.ALL, limit);
    }

    /// Newest first.
    List<Quarantined> quarantine(QuarantineFilter filter, int limit);

    /// How many entries there are of each reason.
    Map<String, Long> quarantineReasons();

    Optional<Quarantined> quarantined(long id);

    Map<Tally, Long> tallies();

    /// Events and properties that were seen.
    Schema schema();

    /// Properties whose values not everybody may see.
    Set<PropertyKey> sensitive();

    /// Properties whose values are lists.
    Set<PropertyKey> lists();

    /// Everything that a recomputation must bring out again, one line each, in an order that does not depend
    /// on batches.
    void dump(java.util.function.Consumer<String> lines);

    /// A consistent copy into a folder, while writing goes on.
    ///
    /// @return position of the copy
    long backup(Path folder);

    @Override
    void close();
}
