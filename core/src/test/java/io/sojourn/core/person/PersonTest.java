package io.sojourn.core.person;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.core.value.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

class PersonTest {

    private final Visitor phone = visitor(1, "c1");
    private final Visitor laptop = visitor(2, "c2");
    private final Visitor only = visitor(3, "c3");
    private long arrival;

    private static Visitor visitor(long number, String cookie) {
        return new Visitor(number, new Identifier("cookie", cookie), 0, Visitor.OPEN, 1);
    }

    private void state(Visitor visitor, String plan, long time) {
        arrival++;
        visitor.state("plan", Value.string(plan), time, arrival);
        only.state("plan", Value.string(plan), time, arrival);
    }

    private String planAt(long time) {
        String told = text(new Person(List.of(phone, laptop)), time);
        assertThat(told)
                .as("two visitors tell what one would")
                .isEqualTo(text(new Person(List.of(only)), time));
        return told;
    }

    private static String text(Person person, long time) {
        return person.propertyAt("plan", time).map(Value::text).orElse("none");
    }

    @Test
    void theNewestStatementUpToATimeIsInForceWhicheverVisitorMadeIt() {
        state(phone, "free", 1);
        state(laptop, "pro", 5);
        state(phone, "free", 10);
        assertThat(planAt(0)).isEqualTo("none");
        assertThat(planAt(4)).isEqualTo("free");
        assertThat(planAt(5)).isEqualTo("pro");
        assertThat(planAt(9)).isEqualTo("pro");
        assertThat(planAt(10)).isEqualTo("free");
    }

    @Test
    void atEqualTimesTheLaterArrivalIsInForce() {
        state(phone, "free", 5);
        state(laptop, "pro", 5);
        state(phone, "free", 9);
        assertThat(planAt(5)).isEqualTo("pro");
        assertThat(planAt(8)).isEqualTo("pro");
        assertThat(planAt(9)).isEqualTo("free");
    }

    @Test
    void aPropertyThatWasUnsetHasNoValueUntilItIsStatedAgain() {
        state(phone, "free", 1);
        laptop.state("plan", Value.UNSET, 5, 100);
        Person person = new Person(List.of(phone, laptop));
        assertThat(person.property("plan")).isEmpty();
        assertThat(person.properties()).doesNotContainKey("plan");
        assertThat(person.firstProperty("plan")).hasValue(Value.string("free"));
        assertThat(person.propertyAt("plan", 4)).hasValue(Value.string("free"));
        assertThat(person.propertyAt("plan", 5)).isEmpty();
        assertThat(person.lastStated("plan")).isEqualTo(5);
        phone.state("plan", Value.string("pro"), 6, 101);
        assertThat(new Person(List.of(phone, laptop)).property("plan"))
                .hasValue(Value.string("pro"));
    }

    @Test
    void newestAndOldestGoOverAllVisitors() {
        state(phone, "free", 5);
        state(laptop, "pro", 9);
        state(phone, "trial", 1);
        Person person = new Person(List.of(phone, laptop));
        assertThat(person.property("plan")).hasValue(Value.string("pro"));
        assertThat(person.firstProperty("plan")).hasValue(Value.string("trial"));
    }
}
