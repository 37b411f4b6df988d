package io.sojourn.core.person;

import java.util.List;

/// What holds for the people of a project after every step, whatever it was.
public final class IdentityInvariants {

    private IdentityInvariants() {}

    public static void check(InMemoryPeople people) {
        for (long person : people.persons()) {
            List<Visitor> members = people.members(person);
            if (members.getFirst().number() != person) {
                throw new AssertionError("not numbered by the lowest visitor: " + members);
            }
            for (Visitor member : members) {
                if (member.person() != person) {
                    throw new AssertionError("listed under " + person + ": " + member);
                }
            }
        }
        for (Identifier identifier : people.identifiers()) {
            List<Visitor> intervals = people.intervals(identifier);
            for (int i = 0; i < intervals.size(); i++) {
                Visitor interval = intervals.get(i);
                boolean isWhole = interval.from() <= interval.end();
                boolean overlaps = i > 0 && intervals.get(i - 1).end() > interval.from();
                if (!isWhole || overlaps || !interval.identifier().equals(identifier)) {
                    throw new AssertionError("intervals of " + identifier + ": " + intervals);
                }
            }
        }
    }
}
