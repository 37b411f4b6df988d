package io.sojourn.core.person;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sojourn.core.project.ProjectSettings.IdentitySettings;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IdentityTest {

    private static final Identifier ID = new Identifier("id", "7");

    private final InMemoryPeople people = new InMemoryPeople();
    private final Identity identity = new Identity(people, IdentitySettings.DEFAULT);
    private long arrival;

    private Identity.Resolution request(long time, Identifier... identifiers) {
        return identity.resolve(List.of(identifiers), time, ++arrival);
    }

    private static Identifier email(String value) {
        return new Identifier("email", value);
    }

    private static Identifier cookie(int number) {
        return new Identifier("cookie", "c" + number);
    }

    @Test
    void theHundredAndFirstCookieRetiresTheLeastRecentlySeen() {
        for (int i = 1; i <= 100; i++) {
            request(i, ID, cookie(i));
        }
        request(101, ID, cookie(1));
        assertThat(people.all()).noneMatch(Visitor::retired);

        request(102, ID, cookie(101));

        assertThat(people.all().stream().filter(Visitor::retired).map(Visitor::identifier))
                .containsExactly(cookie(2));
        assertThat(identity.find(List.of(cookie(2)), 102)).isEmpty();
        assertThat(identity.find(List.of(cookie(2)), 2)).isPresent();
        assertThat(people.members(1)).hasSize(102);
    }

    @Test
    void theSixthEmailRetiresTheLeastRecentlySeen() {
        for (int i = 1; i <= 5; i++) {
            request(i, ID, email("e" + i + "@x"));
        }
        assertThat(people.all()).noneMatch(Visitor::retired);

        request(6, ID, email("e6@x"));

        assertThat(people.all().stream().filter(Visitor::retired).map(Visitor::identifier))
                .containsExactly(email("e1@x"));
    }

    @Test
    void aResolutionNamesThePersonsThatCeasedToBe() {
        request(1, cookie(1));
        request(2, email("a@x"));
        request(3, ID);

        Identity.Resolution all = request(4, ID, email("a@x"), cookie(1));

        assertThat(all.merged()).containsExactlyInAnyOrder(2L, 3L);
        assertThat(people.persons()).containsExactly(1L);
        assertThat(request(5, ID, email("a@x"), cookie(1)).merged()).isEmpty();
    }

    @Test
    void anUnmergeMustLeaveBothSidesSomebody() {
        request(1, ID, cookie(1));
        assertThatThrownBy(
                        () -> identity.unmerge(1, Set.of(1L, 2L), 9, new Identity.ByHand(1, 2, 0)))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> identity.unmerge(1, Set.of(), 9, new Identity.ByHand(1, 2, 0)))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> identity.unmerge(1, Set.of(3L), 9, new Identity.ByHand(1, 2, 0)))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aMergeByHandNeedsTwoPersons() {
        request(1, cookie(1));
        assertThatThrownBy(() -> identity.mergeByHand(1, 1, new Identity.ByHand(1, 5, 0)))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> identity.mergeByHand(9, 1, new Identity.ByHand(1, 5, 0)))
                .isInstanceOf(IllegalStateException.class);
        assertThat(people.persons()).containsExactly(1L);
    }

    @Test
    void aMergeByHandRetiresBeyondTheLimitsToo() {
        for (int i = 1; i <= 5; i++) {
            request(i, ID, email("e" + i + "@x"));
        }
        request(6, email("e6@x"));

        identity.mergeByHand(1, 7, new Identity.ByHand(1, 10, 0));

        assertThat(people.all().stream().filter(Visitor::retired).map(Visitor::identifier))
                .containsExactly(email("e1@x"));
    }

    @Test
    void anObstacleNamesTheIds() {
        request(1, new Identifier("id", "8"));
        request(1, ID);
        assertThat(identity.mergeObstacle(1, 2)).hasValue("they have different ids: [7, 8]");
    }

    @Test
    void aRequestIsSeenByEveryIdentifierItNames() {
        request(5, ID, cookie(1));
        request(3, cookie(1));
        request(9, ID);
        Visitor id = people.all().getFirst();
        Visitor cookie = people.all().getLast();
        assertThat(List.of(id.firstTime(), id.lastTime(), id.lastArrival()))
                .containsExactly(5L, 9L, 3L);
        assertThat(List.of(cookie.firstTime(), cookie.lastTime(), cookie.lastArrival()))
                .containsExactly(3L, 5L, 2L);
    }
}
