package io.sojourn.core.person;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.core.person.Visitor.Link;
import io.sojourn.core.project.ProjectSettings.IdentitySettings;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// What identity tells the store to write, and what it keeps of how visitors came together.
class IdentityChangesTest {

    private static final Identifier ID = new Identifier("id", "7");
    private static final Identifier COOKIE = new Identifier("cookie", "c");
    private static final Identifier EMAIL = new Identifier("email", "a@x");

    private final Written people = new Written();
    private final Identity identity = new Identity(people, IdentitySettings.DEFAULT);
    private long arrival;

    /// People that remember which visitors must be written.
    private static final class Written implements People {
        private final InMemoryPeople kept = new InMemoryPeople();
        private final Set<Long> changed = new TreeSet<>();

        @Override
        public List<Visitor> intervals(Identifier identifier) {
            return kept.intervals(identifier);
        }

        @Override
        public List<Visitor> members(long person) {
            return kept.members(person);
        }

        @Override
        public Visitor create(Identifier identifier, long from, long end, long person) {
            return kept.create(identifier, from, end, person);
        }

        @Override
        public void move(Visitor visitor, long person) {
            kept.move(visitor, person);
        }

        @Override
        public void changed(Visitor visitor) {
            kept.changed(visitor);
            changed.add(visitor.number());
        }

        private Visitor visitor(long number) {
            return kept.visitor(number).orElseThrow();
        }
    }

    private Identity.Resolution request(long time, Identifier... identifiers) {
        people.changed.clear();
        return identity.resolve(List.of(identifiers), time, ++arrival);
    }

    @Test
    void everyIdentifierOfARequestIsWritten() {
        request(10, COOKIE);
        assertThat(people.changed).containsExactly(1L);
        request(20, ID, COOKIE);
        assertThat(people.changed).containsExactly(1L, 2L);
    }

    @Test
    void aLoneIdentifierIsResolvedToItsOwnerOnce() {
        assertThat(request(10, COOKIE).visitor().number()).isEqualTo(1);
        assertThat(request(11, COOKIE).visitor().number()).isEqualTo(1);
        assertThat(people.visitor(1).lastArrival()).isEqualTo(2);
        assertThat(people.kept.all()).hasSize(1);
    }

    @Test
    void anIntervalThatIsCutAndOneThatIsRetiredAreWritten() {
        request(10, ID, COOKIE);
        request(20, new Identifier("id", "8"), COOKIE);
        assertThat(people.visitor(2).end()).isEqualTo(20);
        assertThat(people.changed).contains(2L);

        for (int i = 1; i <= 5; i++) {
            request(30 + i, ID, new Identifier("email", "e" + i + "@x"));
        }
        request(40, ID, new Identifier("email", "e6@x"));
        Visitor retired =
                people.kept.all().stream().filter(Visitor::retired).findFirst().orElseThrow();
        assertThat(retired.identifier()).hasToString("email:e1@x");
        assertThat(people.changed).contains(retired.number());
    }

    @Test
    void aVisitorTellsWhatLinkedItToItsPerson() {
        request(10, COOKIE);
        assertThat(people.visitor(1).link()).isEqualTo(new Link(Link.Kind.NAMED, 1, 10, 0));
        request(20, ID);
        request(30, ID, COOKIE);
        assertThat(people.visitor(2).person()).isEqualTo(1);
        assertThat(people.visitor(2).link()).isEqualTo(new Link(Link.Kind.MERGED, 3, 30, 0));
        request(40, ID, EMAIL);
        assertThat(people.visitor(3).link()).isEqualTo(new Link(Link.Kind.NAMED, 4, 40, 0));
    }

    @Test
    void whatWasSetApartByHandIsJoinedAgainOnlyByHand() {
        request(10, ID, COOKIE);
        people.changed.clear();
        identity.unmerge(1, Set.of(2L), 99, new Identity.ByHand(5, 50, 3));
        assertThat(people.visitor(2).person()).isEqualTo(2);
        assertThat(people.visitor(2).link())
                .isEqualTo(new Link(Link.Kind.UNMERGED_BY_HAND, 5, 50, 3));
        assertThat(people.visitor(1).link().kind()).isEqualTo(Link.Kind.NAMED);
        assertThat(people.changed).containsExactly(1L, 2L);
        assertThat(people.visitor(1).apart()).containsEntry(99L, false);
        assertThat(people.visitor(2).apart()).containsEntry(99L, true);

        people.changed.clear();
        assertThat(identity.mergeByHand(2, 1, new Identity.ByHand(6, 60, 4))).isEqualTo(1);
        assertThat(people.changed).containsExactly(1L, 2L);
        assertThat(people.visitor(1).apart()).isEmpty();
        assertThat(people.visitor(2).apart()).isEmpty();
        assertThat(people.visitor(2).link())
                .isEqualTo(new Link(Link.Kind.MERGED_BY_HAND, 6, 60, 4));
    }

    @Test
    void aMergeByHandForgetsOnlyWhatKeptTheTwoApart() {
        request(10, ID, COOKIE, EMAIL);
        identity.unmerge(1, Set.of(2L), 98, new Identity.ByHand(5, 50, 0));
        identity.unmerge(1, Set.of(3L), 99, new Identity.ByHand(6, 60, 0));

        identity.mergeByHand(1, 3, new Identity.ByHand(7, 70, 0));

        assertThat(people.visitor(1).apart()).containsOnlyKeys(98L);
        assertThat(people.visitor(3).apart()).containsOnlyKeys(98L);
        assertThat(people.visitor(2).apart()).containsOnlyKeys(98L);
    }
}
