package io.sojourn.core.person;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.core.project.ProjectSettings.IdentitySettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Compares what [Identity] made of a history with what [IdentityOracle] says.
public final class IdentityComparison {

    private IdentityComparison() {}

    public static void check(InMemoryPeople people, IdentityOracle oracle) {
        List<Set<Long>> sets = new ArrayList<>();
        for (long person : people.persons()) {
            Set<Long> numbers = new TreeSet<>();
            people.members(person).forEach(visitor -> numbers.add(visitor.number()));
            sets.add(numbers);
        }
        assertThat(sets).as("people").containsExactlyInAnyOrderElementsOf(oracle.people());
        for (Visitor visitor : people.all()) {
            long number = visitor.number();
            assertThat(visitor.identifier()).isEqualTo(oracle.identifierOf(number));
            assertThat(visitor.live()).as("live: %s", visitor).isEqualTo(oracle.isLive(number));
            assertThat(visitor.retired())
                    .as("retired: %s", visitor)
                    .isEqualTo(oracle.isRetired(number));
            for (long boundary : List.of(visitor.from(), visitor.end())) {
                for (int beside = -1; beside <= 1; beside++) {
                    if (boundary != Visitor.OPEN || beside < 0) {
                        check(people, oracle, visitor.identifier(), boundary + beside);
                    }
                }
            }
        }
    }

    private static void check(
            InMemoryPeople people, IdentityOracle oracle, Identifier identifier, long time) {
        long owner =
                new Identity(people, IdentitySettings.DEFAULT)
                        .find(List.of(identifier), time)
                        .map(Visitor::number)
                        .orElse(IdentityOracle.NOBODY);
        if (owner != oracle.owner(identifier, time)) {
            throw new AssertionError(
                    "%s at %d: identity leads to %d, the oracle to %d"
                            .formatted(identifier, time, owner, oracle.owner(identifier, time)));
        }
    }
}
