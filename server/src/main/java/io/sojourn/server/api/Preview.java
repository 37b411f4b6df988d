package io.sojourn.server.api;

import io.sojourn.core.person.Identifier;
import io.sojourn.core.person.Identity;
import io.sojourn.core.person.People;
import io.sojourn.core.person.Person;
import io.sojourn.core.person.Visitor;
import io.sojourn.core.project.ProjectSettings.IdentitySettings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a merge or un-merge by hand would bring out: the same rules, over copies that are thrown away.
final class Preview implements People {

    private final Map<Long, List<Visitor>> members = new HashMap<>();
    private final Identity identity;
    private final Identity.ByHand hand;

    /// @param persons of the caller's own
    Preview(IdentitySettings settings, List<Person> persons, Identity.ByHand hand) {
        persons.forEach(person -> members.put(person.number(), new ArrayList<>(person.visitors())));
        this.identity = new Identity(this, settings);
        this.hand = hand;
    }

    /// Why two persons cannot be merged.
    Optional<String> mergeObstacle(long person, long other) {
        return person == other
                ? Optional.of("they are one person already")
                : identity.mergeObstacle(person, other);
    }

    Person merged(long person, long other) {
        return person(identity.mergeByHand(person, other, hand));
    }

    /// @param visitors some, but not all, of the person's
    void unmerge(long person, Set<Long> visitors) {
        identity.unmerge(person, visitors, Long.MAX_VALUE, hand);
    }

    /// The person that a visitor belongs to afterwards.
    Person of(long visitor) {
        return members.values().stream()
                .filter(list -> list.stream().anyMatch(each -> each.number() == visitor))
                .map(Person::new)
                .findFirst()
                .orElseThrow();
    }

    private Person person(long number) {
        return new Person(members(number));
    }

    @Override
    public List<Visitor> members(long person) {
        return members.getOrDefault(person, List.of());
    }

    @Override
    public void move(Visitor visitor, long person) {
        if (visitor.person() == person) {
            return;
        }
        members.getOrDefault(visitor.person(), List.of()).remove(visitor);
        List<Visitor> joined = members.computeIfAbsent(person, unknown -> new ArrayList<>());
        joined.add(visitor);
        joined.sort(Comparator.comparingLong(Visitor::number));
        visitor.belongTo(person);
    }

    @Override
    public void changed(Visitor visitor) {
        // nothing is written
    }

    @Override
    public List<Visitor> intervals(Identifier identifier) {
        throw new IllegalStateException("no request is resolved here");
    }

    @Override
    public Visitor create(Identifier identifier, long from, long end, long person) {
        throw new IllegalStateException("no request is resolved here");
    }
}
