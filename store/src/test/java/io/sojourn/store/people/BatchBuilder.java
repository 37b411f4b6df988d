package io.sojourn.store.people;

import io.sojourn.core.person.Visitor;
import io.sojourn.core.project.ProjectSettings;
import io.sojourn.store.schema.SchemaBatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Puts together a [PeopleBatch], one position after a store's state.
public final class BatchBuilder {

    private final Map<Long, Visitor> visitors = new LinkedHashMap<>();
    private final Set<Long> deletedVisitors = new HashSet<>();
    private final Set<Long> persons = new HashSet<>();
    private final Map<IdHash, PeopleBatch.Seen> seen = new LinkedHashMap<>();
    private final List<PendingUpdate> pendingAdded = new ArrayList<>();
    private final Set<Long> pendingRemoved = new HashSet<>();
    private final List<Quarantined> quarantined = new ArrayList<>();
    private final Set<Long> quarantineRemoved = new HashSet<>();
    private final Map<String, Organisation> organisations = new LinkedHashMap<>();
    private final Map<Tally, Long> tallies = new HashMap<>();
    private final PeopleStore store;
    private final long position;
    private long nextVisitor;
    private long newestHour;
    private ProjectSettings settings;
    private SchemaBatch schema = SchemaBatch.NONE;

    /// @param store to which the batch is going to be committed
    public BatchBuilder(PeopleStore store) {
        this.store = store;
        PeopleState before = store.state();
        position = before.position() + 1;
        nextVisitor = before.nextVisitor();
        newestHour = before.newestHour();
        settings = before.settings();
    }

    /// The visitor and its person.
    public BatchBuilder visitor(Visitor visitor) {
        visitors.put(visitor.number(), visitor);
        persons.add(visitor.person());
        nextVisitor = Math.max(nextVisitor, visitor.number() + 1);
        return this;
    }

    public BatchBuilder delete(Visitor visitor) {
        deletedVisitors.add(visitor.number());
        persons.add(visitor.person());
        visitors.remove(visitor.number());
        return this;
    }

    public BatchBuilder person(long person) {
        persons.add(person);
        return this;
    }

    public BatchBuilder seen(IdHash id, SeenEvent event, long hour) {
        seen.put(id, new PeopleBatch.Seen(event, hour));
        return hour(hour);
    }

    public BatchBuilder hour(long hour) {
        newestHour = Math.max(newestHour, hour);
        return this;
    }

    public BatchBuilder pending(PendingUpdate update) {
        pendingAdded.add(update);
        return this;
    }

    public BatchBuilder pendingRemoved(long arrival) {
        pendingRemoved.add(arrival);
        return this;
    }

    public BatchBuilder quarantine(Quarantined entry) {
        quarantined.add(entry);
        return this;
    }

    public BatchBuilder quarantineRemoved(long id) {
        quarantineRemoved.add(id);
        return this;
    }

    public BatchBuilder organisation(Organisation organisation) {
        organisations.put(organisation.id(), organisation);
        return this;
    }

    public BatchBuilder tally(Tally tally, long count) {
        tallies.merge(tally, count, Long::sum);
        return this;
    }

    public BatchBuilder schema(SchemaBatch changes) {
        schema = changes;
        return this;
    }

    public BatchBuilder settings(ProjectSettings changed) {
        settings = changed;
        return this;
    }

    private Map<Long, List<Visitor>> wholePersons() {
        Map<Long, List<Visitor>> whole = new HashMap<>();
        for (long person : persons) {
            Map<Long, Visitor> members = new TreeMap<>();
            store.members(person).forEach(member -> members.put(member.number(), member));
            members.keySet().removeAll(deletedVisitors);
            members.keySet().removeAll(visitors.keySet());
            for (Visitor visitor : visitors.values()) {
                if (visitor.person() == person) {
                    members.put(visitor.number(), visitor);
                }
            }
            whole.put(person, List.copyOf(members.values()));
        }
        return whole;
    }

    public PeopleBatch build() {
        return new PeopleBatch(
                new PeopleState(position, nextVisitor, newestHour, settings),
                List.copyOf(visitors.values()),
                deletedVisitors,
                wholePersons(),
                seen,
                pendingAdded,
                pendingRemoved,
                quarantined,
                quarantineRemoved,
                List.copyOf(organisations.values()),
                tallies,
                schema);
    }
}
