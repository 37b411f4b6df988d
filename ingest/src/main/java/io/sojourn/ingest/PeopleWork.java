package io.sojourn.ingest;

import io.sojourn.core.person.Identifier;
import io.sojourn.core.person.People;
import io.sojourn.core.person.PropertyHistory;
import io.sojourn.core.person.Visitor;
import io.sojourn.store.people.Organisation;
import io.sojourn.store.people.PeopleStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The people that ingest has at hand: what the store holds with the uncommitted changes laid over it.
///
/// There is one object per visitor, and a list is loaded from the store before anything in it changes,
/// so that a later load never brings back an old state. Forgotten as a whole, only right after a commit.
final class PeopleWork implements People {

    /// Visitors kept at hand between commits; about 1 KB each.
    private static final int CACHED_VISITORS_MAX = 60_000;

    private static final Comparator<Visitor> BY_INTERVAL =
            Comparator.comparingLong(Visitor::from).thenComparingLong(Visitor::number);
    private static final Comparator<Visitor> BY_NUMBER = Comparator.comparingLong(Visitor::number);

    private final PeopleStore store;
    private final Map<Long, Visitor> visitors = new HashMap<>();
    private final Map<Identifier, List<Visitor>> intervals = new HashMap<>();
    private final Map<Long, List<Visitor>> members = new HashMap<>();
    private final Map<String, Organisation> organisations = new HashMap<>();

    private final Map<Long, Visitor> changed = new LinkedHashMap<>();
    private final Map<String, Organisation> changedOrganisations = new LinkedHashMap<>();
    private final Set<Long> persons = new HashSet<>();
    private final Set<Long> deleted = new HashSet<>();
    private long nextVisitor;

    PeopleWork(PeopleStore store) {
        this.store = store;
        this.nextVisitor = store.state().nextVisitor();
    }

    @Override
    public List<Visitor> intervals(Identifier identifier) {
        List<Visitor> known = intervals.get(identifier);
        if (known == null) {
            known = own(store.intervals(identifier));
            intervals.put(identifier, known);
        }
        return known;
    }

    @Override
    public List<Visitor> members(long person) {
        List<Visitor> known = members.get(person);
        if (known == null) {
            known = own(store.members(person));
            members.put(person, known);
        }
        return known;
    }

    /// A visitor by number, none where it is unknown or deleted.
    Optional<Visitor> visitor(long number) {
        Visitor known = visitors.get(number);
        if (known != null) {
            return Optional.of(known);
        }
        return deleted.contains(number) ? Optional.empty() : store.visitor(number).map(this::own);
    }

    @Override
    public Visitor create(Identifier identifier, long from, long end, long person) {
        long number = nextVisitor++;
        Visitor visitor = new Visitor(number, identifier, from, end, person == 0 ? number : person);
        insert(intervals(identifier), visitor, BY_INTERVAL);
        if (person == 0) {
            members.put(number, new ArrayList<>(List.of(visitor)));
        } else {
            insert(members(person), visitor, BY_NUMBER);
        }
        visitors.put(number, visitor);
        changed(visitor);
        return visitor;
    }

    @Override
    public void move(Visitor visitor, long person) {
        if (visitor.person() == person) {
            return;
        }
        persons.add(visitor.person());
        members(visitor.person()).remove(visitor);
        insert(members(person), visitor, BY_NUMBER);
        visitor.belongTo(person);
        changed(visitor);
    }

    @Override
    public void changed(Visitor visitor) {
        changed.put(visitor.number(), visitor);
        persons.add(visitor.person());
    }

    /// Removes a person's visitors, whole.
    void delete(long person) {
        for (Visitor visitor : List.copyOf(members(person))) {
            intervals(visitor.identifier()).remove(visitor);
            visitors.remove(visitor.number());
            changed.remove(visitor.number());
            deleted.add(visitor.number());
        }
        members(person).clear();
        persons.add(person);
    }

    /// The organisation, new when it is unknown.
    Organisation organisation(String id) {
        return organisations.computeIfAbsent(
                id,
                key ->
                        store.organisation(key)
                                .orElseGet(
                                        () ->
                                                new Organisation(
                                                        key,
                                                        new LinkedHashMap<
                                                                String, PropertyHistory>())));
    }

    void changed(Organisation organisation) {
        changedOrganisations.put(organisation.id(), organisation);
    }

    private List<Visitor> own(List<Visitor> loaded) {
        List<Visitor> owned = new ArrayList<>(loaded.size());
        for (Visitor visitor : loaded) {
            if (!deleted.contains(visitor.number())) {
                owned.add(own(visitor));
            }
        }
        return owned;
    }

    private Visitor own(Visitor loaded) {
        Visitor known = visitors.putIfAbsent(loaded.number(), loaded);
        return known == null ? loaded : known;
    }

    private static void insert(List<Visitor> list, Visitor visitor, Comparator<Visitor> order) {
        int i = list.size();
        while (i > 0 && order.compare(list.get(i - 1), visitor) > 0) {
            i--;
        }
        list.add(i, visitor);
    }

    long nextVisitor() {
        return nextVisitor;
    }

    Collection<Visitor> changedVisitors() {
        return List.copyOf(changed.values());
    }

    /// Everyone whose visitors have changed, with all visitors.
    Map<Long, List<Visitor>> changedPersons() {
        Map<Long, List<Visitor>> whole = HashMap.newHashMap(persons.size());
        for (long person : persons) {
            whole.put(person, List.copyOf(members(person)));
        }
        return whole;
    }

    Set<Long> deletedVisitors() {
        return Set.copyOf(deleted);
    }

    Collection<Organisation> changedOrganisations() {
        return List.copyOf(changedOrganisations.values());
    }

    /// Called once everything has been committed.
    void committed() {
        changed.clear();
        persons.clear();
        deleted.clear();
        changedOrganisations.clear();
        if (visitors.size() > CACHED_VISITORS_MAX) {
            visitors.clear();
            intervals.clear();
            members.clear();
            organisations.clear();
        }
    }
}
