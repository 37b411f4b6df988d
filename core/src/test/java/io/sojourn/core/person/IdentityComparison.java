package io.sojourn.core.person;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.core.project.ProjectSettings.IdentitySettings;
import java.util.ArrayList;
import java.util.HashSet;
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
        assertThat(new HashSet<>(sets)).as("people").isEqualTo(new HashSet<>(oracle.people()));
        assertThat(sets).hasSameSizeAs(oracle.people());
        for (Visitor visitor : people.all()) {
            long number = visitor.number();
            if (!visitor.identifier().equals(oracle.identifierOf(number))
                    || visitor.live() != oracle.isLive(number)
                    || visitor.retired() != oracle.isRetired(number)) {
                throw new AssertionError(
                        "%s, live %s, retired %s; the oracle says live %s, retired %s"
                                .formatted(
                                        visitor,
                                        visitor.live(),
                                        visitor.retired(),
                                        oracle.isLive(number),
                                        oracle.isRetired(number)));
            }
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
