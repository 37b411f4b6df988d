package io.sojourn.server.segment;

import io.sojourn.core.person.Visitor;
import io.sojourn.journey.scan.PersonSet;
import io.sojourn.store.people.PeopleStore;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/// Who is meant by a list of visitors: whoever the listed ones belong to by now.
final class ListedPeople {

    private ListedPeople() {}

    /// @param existing those of the listed numbers that are persons still; the others are looked up
    static PersonSet all(PersonSet visitors, PersonSet existing, PeopleStore people) {
        PersonSet.Builder persons = new PersonSet.Builder();
        persons.addAll(visitors.and(existing));
        Iterator<Long> each = visitors.minus(existing).iterator();
        while (each.hasNext()) {
            List<Visitor> found = people.person(each.next());
            if (!found.isEmpty()) {
                persons.add(found.getFirst().person());
            }
        }
        return persons.build();
    }

    /// Who is meant after some persons changed; empty = the same as before.
    ///
    /// @param before who was meant
    /// @param touched numbers of persons and visitors that may have changed
    static Optional<PersonSet> again(
            PersonSet visitors, PersonSet before, PersonSet touched, PeopleStore people) {
        if (touched.and(visitors.or(before)).isEmpty()) {
            return Optional.empty();
        }
        PersonSet.Builder persons = new PersonSet.Builder();
        persons.addAll(before.minus(touched));
        Iterator<Long> each = touched.iterator();
        while (each.hasNext()) {
            for (Visitor visitor : people.person(each.next())) {
                if (visitors.contains(visitor.number())) {
                    persons.add(visitor.person());
                }
            }
        }
        return Optional.of(persons.build());
    }
}
