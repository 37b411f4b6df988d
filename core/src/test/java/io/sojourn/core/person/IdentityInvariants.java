package io.sojourn.core.person;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/// What holds for the people of a project after every step, whatever it was.
public final class IdentityInvariants {

    private IdentityInvariants() {}

    public static void check(InMemoryPeople people) {
        for (long person : people.persons()) {
            List<Visitor> members = people.members(person);
            assertThat(members.getFirst().number())
                    .as("a person's number is its lowest visitor's: %s", members)
                    .isEqualTo(person);
            assertThat(members).as("members of %d", person).allMatch(v -> v.person() == person);
        }
        for (Identifier identifier : people.identifiers()) {
            List<Visitor> intervals = people.intervals(identifier);
            for (int i = 0; i < intervals.size(); i++) {
                Visitor interval = intervals.get(i);
                assertThat(interval.from())
                        .as("an interval ends after it begins: %s", interval)
                        .isLessThanOrEqualTo(interval.end());
                assertThat(interval.identifier()).isEqualTo(identifier);
                if (i > 0) {
                    assertThat(intervals.get(i - 1).end())
                            .as("intervals of a value do not overlap: %s", intervals)
                            .isLessThanOrEqualTo(interval.from());
                }
            }
        }
    }
}
