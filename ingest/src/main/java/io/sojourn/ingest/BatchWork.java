package io.sojourn.ingest;

import io.sojourn.core.event.Event;
import io.sojourn.core.event.EventChange;
import io.sojourn.core.person.Visitor;
import io.sojourn.core.project.ProjectId;
import io.sojourn.core.project.ProjectSettings;
import io.sojourn.store.event.EventBatch;
import io.sojourn.store.event.Expiry;
import io.sojourn.store.people.IdHash;
import io.sojourn.store.people.PendingUpdate;
import io.sojourn.store.people.PeopleBatch;
import io.sojourn.store.people.PeopleState;
import io.sojourn.store.people.PeopleStore;
import io.sojourn.store.people.Quarantined;
import io.sojourn.store.people.SeenEvent;
import io.sojourn.store.people.Tally;
import io.sojourn.store.schema.Schema;
import io.sojourn.store.schema.Scope;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// Everything one project's ingest has decided since the last commit, and the state as of the record in hand.
///
/// Lookups see the uncommitted decisions before the store, so that no outcome depends on where a batch is cut.
final class BatchWork {

    private final PeopleStore store;
    private final PeopleWork people;
    private final SchemaWork schema;
    private long eventsPosition;

    private long position;
    private long newestHour;
    private ProjectSettings settings;

    private final List<Event> events = new ArrayList<>();
    private final List<EventChange> updates = new ArrayList<>();
    private final Map<Long, EventChange> pings = new HashMap<>();
    private final List<Long> deletedVisitors = new ArrayList<>();
    private final List<Expiry> expiries = new ArrayList<>();
    private final Map<IdHash, PeopleBatch.Seen> seen = new HashMap<>();
    private final Map<Long, PendingUpdate> pendingAdded = new TreeMap<>();

    /// How many updates wait for an id, stored and new ones: spares nearly every event a search.
    private final Map<IdHash, Integer> waiting = new HashMap<>();

    /// At most the received time of the update that has waited longest.
    private long oldestWaiting = Long.MAX_VALUE;

    private final Set<Long> pendingRemoved = new HashSet<>();
    private final Map<Long, Quarantined> quarantined = new LinkedHashMap<>();
    private final Set<Long> quarantineRemoved = new HashSet<>();
    private final Map<Tally, Long> tallies = new HashMap<>();
    private LocalDate day = LocalDate.EPOCH;

    /// @param eventsPosition position of the event store: what lies at or below it is computed but not
    ///     written to the event store again
    BatchWork(PeopleStore store, long eventsPosition) {
        this.store = store;
        this.people = new PeopleWork(store);
        this.schema = new SchemaWork(store.schema(), () -> count(Schema.FULL));
        this.eventsPosition = eventsPosition;
        PeopleState state = store.state();
        position = state.position();
        newestHour = state.newestHour();
        settings = state.settings();
        schema.advance(newestHour);
        for (PendingUpdate update : store.pendingBefore(Long.MAX_VALUE)) {
            startsToWait(update);
        }
    }

    private void startsToWait(PendingUpdate update) {
        waiting.merge(update.id(), 1, Integer::sum);
        oldestWaiting = Math.min(oldestWaiting, update.received());
    }

    SchemaWork schema() {
        return schema;
    }

    PeopleWork people() {
        return people;
    }

    ProjectSettings settings() {
        return settings;
    }

    void settings(ProjectSettings changed) {
        settings = changed;
    }

    long position() {
        return position;
    }

    /// Moves on to a record.
    void advance(long recordPosition, long received) {
        position = recordPosition;
        day = LocalDate.ofEpochDay(Math.floorDiv(received, TimeUnit.DAYS.toMillis(1)));
        newestHour = Math.max(newestHour, Math.floorDiv(received, TimeUnit.HOURS.toMillis(1)));
        schema.advance(newestHour);
    }

    private boolean writesEvents() {
        return position > eventsPosition;
    }

    void add(Event event) {
        schema.event(event);
        if (writesEvents()) {
            events.add(event);
        }
    }

    void add(EventChange update) {
        schema.properties(Scope.EVENT, update.properties(), update.time(), update.visitor());
        if (writesEvents()) {
            updates.add(update);
        }
    }

    /// Pings only raise, so the last of a batch speaks for all.
    void prolong(EventChange ping) {
        if (writesEvents()) {
            pings.merge(
                    ping.event(),
                    ping,
                    (old, latest) -> latest.activeUntil() >= old.activeUntil() ? latest : old);
        }
    }

    void deleteEventsOf(Collection<Long> visitors) {
        if (writesEvents()) {
            deletedVisitors.addAll(visitors);
        }
    }

    void expireEvents(Expiry expiry) {
        if (writesEvents()) {
            expiries.add(expiry);
        }
    }

    Optional<SeenEvent> seen(IdHash id) {
        long oldestHour = newestHour - PeopleStore.SEEN_HOURS + 1;
        PeopleBatch.Seen known = seen.get(id);
        if (known != null) {
            return known.hour() >= oldestHour ? Optional.of(known.event()) : Optional.empty();
        }
        return store.seen(id, oldestHour);
    }

    void remember(IdHash id, SeenEvent event) {
        seen.put(id, new PeopleBatch.Seen(event, newestHour));
    }

    void await(PendingUpdate update) {
        pendingAdded.put(update.arrival(), update);
        startsToWait(update);
    }

    /// Updates that wait for an event, by arrival.
    List<PendingUpdate> pending(IdHash id) {
        if (!waiting.containsKey(id)) {
            return List.of();
        }
        Map<Long, PendingUpdate> found = new TreeMap<>();
        for (PendingUpdate update : store.pending(id)) {
            found.put(update.arrival(), update);
        }
        for (PendingUpdate update : pendingAdded.values()) {
            if (update.id().equals(id)) {
                found.put(update.arrival(), update);
            }
        }
        found.keySet().removeAll(pendingRemoved);
        return List.copyOf(found.values());
    }

    /// Takes the updates out that were received before a time, by arrival.
    List<PendingUpdate> expire(long before) {
        if (oldestWaiting >= before) {
            return List.of();
        }
        List<PendingUpdate> expired = pendingBefore(before);
        expired.forEach(this::noLongerPending);
        oldestWaiting = Long.MAX_VALUE;
        for (PendingUpdate update : pendingBefore(Long.MAX_VALUE)) {
            oldestWaiting = Math.min(oldestWaiting, update.received());
        }
        return expired;
    }

    List<PendingUpdate> pendingBefore(long received) {
        Map<Long, PendingUpdate> found = new TreeMap<>();
        for (PendingUpdate update : store.pendingBefore(received)) {
            found.put(update.arrival(), update);
        }
        for (PendingUpdate update : pendingAdded.values()) {
            if (update.received() < received) {
                found.put(update.arrival(), update);
            }
        }
        found.keySet().removeAll(pendingRemoved);
        return List.copyOf(found.values());
    }

    void noLongerPending(PendingUpdate update) {
        waiting.computeIfPresent(update.id(), (id, count) -> count == 1 ? null : count - 1);
        if (pendingAdded.remove(update.arrival()) == null) {
            pendingRemoved.add(update.arrival());
        }
    }

    void quarantine(Quarantined refused) {
        quarantined.put(refused.id(), refused);
        count(refused.reason());
    }

    Collection<Quarantined> quarantinedNow() {
        return List.copyOf(quarantined.values());
    }

    void release(long quarantineId) {
        if (quarantined.remove(quarantineId) == null) {
            quarantineRemoved.add(quarantineId);
        }
    }

    void count(String what) {
        tallies.merge(new Tally(day, what), 1L, Long::sum);
    }

    EventBatch eventBatch() {
        List<EventChange> changes = new ArrayList<>(updates);
        changes.addAll(pings.values());
        return new EventBatch(
                position,
                List.copyOf(events),
                changes,
                List.copyOf(deletedVisitors),
                List.copyOf(expiries));
    }

    PeopleBatch peopleBatch() {
        return new PeopleBatch(
                new PeopleState(position, people.nextVisitor(), newestHour, settings),
                people.changedVisitors(),
                people.deletedVisitors(),
                people.changedPersons(),
                Map.copyOf(seen),
                List.copyOf(pendingAdded.values()),
                Set.copyOf(pendingRemoved),
                List.copyOf(quarantined.values()),
                Set.copyOf(quarantineRemoved),
                people.changedOrganisations(),
                Map.copyOf(tallies),
                schema.batch());
    }

    /// What the batch brings, for those who follow a project while it happens.
    Committed news(ProjectId project) {
        List<EventChange> changes = new ArrayList<>(updates);
        changes.addAll(pings.values());
        List<Committed.Touched> touched = new ArrayList<>();
        for (Visitor visitor : people.changedVisitors()) {
            touched.add(
                    new Committed.Touched(
                            visitor.number(),
                            visitor.person(),
                            visitor.lastReceived(),
                            visitor.events()));
        }
        return new Committed(
                project,
                position,
                settings,
                events,
                changes,
                touched,
                people.deletedVisitors(),
                List.copyOf(quarantined.values()));
    }

    boolean needsEventCommit() {
        return position > eventsPosition;
    }

    /// Called once both batches are in their stores.
    void committed() {
        eventsPosition = Math.max(eventsPosition, position);
        people.committed();
        schema.committed();
        events.clear();
        updates.clear();
        pings.clear();
        deletedVisitors.clear();
        expiries.clear();
        seen.clear();
        pendingAdded.clear();
        pendingRemoved.clear();
        quarantined.clear();
        quarantineRemoved.clear();
        tallies.clear();
    }
}
