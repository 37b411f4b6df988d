package io.sojourn.core.person;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.sojourn.core.value.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProfileTest {

    private final Visitor cookie = visitor(4, "cookie", "c1", Visitor.OPEN);
    private final Visitor email = visitor(6, "email", "ann@example.com", Visitor.OPEN);
    private final Person ann = new Person(List.of(cookie, email));

    private static Visitor visitor(long number, String kind, String value, long end) {
        return new Visitor(number, new Identifier(kind, value), 0, end, 4);
    }

    @Test
    void aPersonHasTheNumberAndTheVisitorsThatItIsMadeOf() {
        assertThat(ann.number()).isEqualTo(4);
        assertThat(ann.visitors()).containsExactly(cookie, email);
        assertThat(ann.visitorNumbers()).containsExactly(4L, 6L);
    }

    @Test
    void whatIsCountedGoesOverAllVisitors() {
        cookie.seen(100, 1);
        cookie.seen(700, 2);
        email.seen(300, 3);
        cookie.counted(false);
        email.counted(false);
        email.counted(true);
        cookie.present(900);
        email.present(800);
        assertThat(ann.firstSeen()).isEqualTo(100);
        assertThat(ann.lastSeen()).isEqualTo(700);
        assertThat(ann.events()).isEqualTo(2);
        assertThat(ann.botEvents()).isEqualTo(1);
        assertThat(ann.lastReceived()).isEqualTo(900);
    }

    @Test
    void somebodyIsOnlineUntilTheTimeoutAndNotAMillisecondLonger() {
        assertThat(ann.isOnline(10, 1_000)).as("nothing was received").isFalse();
        email.present(500);
        assertThat(ann.isOnline(500, 1_000)).isTrue();
        assertThat(ann.isOnline(1_500, 1_000)).isTrue();
        assertThat(ann.isOnline(1_501, 1_000)).isFalse();
    }

    @Test
    void anEmailThatOnlyIdentifiedIsAProperty() {
        assertThat(ann.property("email")).hasValue(Value.string("ann@example.com"));
        assertThat(ann.property("id")).isEmpty();
        assertThat(ann.property("cookie")).isEmpty();
        assertThat(ann.properties())
                .containsExactly(entry("email", Value.string("ann@example.com")));
    }

    @Test
    void theIdentifierThatWasSeenLastAndIsInUseIsTheProperty() {
        Visitor former = visitor(7, "id", "1", 50);
        Visitor first = visitor(8, "id", "2", Visitor.OPEN);
        Visitor second = visitor(9, "id", "3", Visitor.OPEN);
        former.seen(10, 30);
        first.seen(10, 20);
        second.seen(10, 10);
        assertThat(new Person(List.of(former, first, second)).property("id"))
                .hasValue(Value.string("2"));
        assertThat(new Person(List.of(former)).property("id")).isEmpty();
    }

    @Test
    void whatOnlyOneVisitorStatedIsThePersonsToo() {
        email.state("plan", Value.string("pro"), 5, 1);
        cookie.state("plan", Value.UNSET, 3, 2);
        cookie.state("city", Value.string("Bern"), 9, 3);
        assertThat(ann.property("plan")).hasValue(Value.string("pro"));
        assertThat(ann.property("city")).hasValue(Value.string("Bern"));
        assertThat(ann.firstProperty("plan"))
                .as("the oldest that is one")
                .hasValue(Value.string("pro"));
        assertThat(ann.firstProperty("city")).hasValue(Value.string("Bern"));
        assertThat(ann.propertyAt("city", 9)).hasValue(Value.string("Bern"));
        assertThat(ann.propertyAt("city", 8)).isEmpty();
        assertThat(ann.lastStated("city")).isEqualTo(9);
        assertThat(ann.lastStated("age")).isEqualTo(Long.MIN_VALUE);
        assertThat(ann.properties())
                .containsExactly(
                        entry("email", Value.string("ann@example.com")),
                        entry("plan", Value.string("pro")),
                        entry("city", Value.string("Bern")));
    }
}
