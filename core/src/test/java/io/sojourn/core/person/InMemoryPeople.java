package io.sojourn.core.person;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The people of one project in plain lists. The lists it gives out are live, as those of a store's
/// cache are.
public final class InMemoryPeople implements People {

    private final Map<Identifier, List<Visitor>> intervals = new HashMap<>();
    private final TreeMap<Long, List<Visitor>> members = new TreeMap<>();
    private long next = 1;

    @Override
    public List<Visitor> intervals(Identifier identifier) {
        return Collections.unmodifiableList(
                intervals.computeIfAbsent(identifier, key -> new ArrayList<>()));
    }

    @Override
    public List<Visitor> members(long person) {
        return Collections.unmodifiableList(
                members.computeIfAbsent(person, key -> new ArrayList<>()));
    }

    @Override
    public Visitor create(Identifier identifier, long from, long end, long person) {
        long number = next++;
        Visitor visitor = new Visitor(number, identifier, from, end, person == 0 ? number : person);
        List<Visitor> ofValue = intervals.computeIfAbsent(identifier, key -> new ArrayList<>());
        ofValue.add(visitor);
        ofValue.sort(Comparator.comparingLong(Visitor::from).thenComparingLong(Visitor::number));
        join(visitor);
        return visitor;
    }

    @Override
    public void move(Visitor visitor, long person) {
        members.getOrDefault(visitor.person(), new ArrayList<>()).remove(visitor);
        visitor.belongTo(person);
        join(visitor);
    }

    private void join(Visitor visitor) {
        List<Visitor> all = members.computeIfAbsent(visitor.person(), key -> new ArrayList<>());
        all.add(visitor);
        all.sort(Comparator.comparingLong(Visitor::number));
    }

    @Override
    public void changed(Visitor visitor) {
        if (!members(visitor.person()).contains(visitor)) {
            throw new IllegalStateException("changed, but not one of the people: " + visitor);
        }
    }

    /// Removes a person with its visitors.
    public void delete(long person) {
        for (Visitor visitor : List.copyOf(members(person))) {
            intervals.getOrDefault(visitor.identifier(), new ArrayList<>()).remove(visitor);
        }
        members.remove(person);
    }

    /// Numbers of all persons that have visitors, ascending.
    public List<Long> persons() {
        return members.entrySet().stream()
                .filter(entry -> !entry.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .toList();
    }

    /// Every visitor, ascending by number.
    public List<Visitor> all() {
        return members.values().stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparingLong(Visitor::number))
                .toList();
    }

    public Optional<Visitor> visitor(long number) {
        return all().stream().filter(visitor -> visitor.number() == number).findFirst();
    }

    public List<Identifier> identifiers() {
        return List.copyOf(intervals.keySet());
    }
}
