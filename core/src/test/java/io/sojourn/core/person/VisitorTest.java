package io.sojourn.core.person;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sojourn.core.person.Visitor.LatestEvent;
import io.sojourn.core.value.Value;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VisitorTest {

    private static Visitor visitor() {
        return new Visitor(7, new Identifier("email", "ann@example.com"), 10, Visitor.OPEN, 3);
    }

    @Test
    void anIdentifierHasUpToAHundredAndFortyCharacters() {
        assertThat(new Identifier("id", "x".repeat(140)).value()).hasSize(140);
        for (String value : new String[] {"", "x".repeat(141)}) {
            assertThatThrownBy(() -> new Identifier("id", value))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new Identifier("", "x"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aVisitorTellsItselfWithTheEndOfItsIntervalWhereThereIsOne() {
        Visitor visitor = visitor();
        assertThat(visitor).hasToString("visitor 7 email:ann@example.com [10, ) of person 3");
        visitor.cutAt(25);
        assertThat(visitor).hasToString("visitor 7 email:ann@example.com [10, 25) of person 3");
    }

    @Test
    void aStatementThatChangesNothingSaysSo() {
        Visitor visitor = visitor();
        assertThat(visitor.state("plan", Value.string("pro"), 20, 1)).isTrue();
        assertThat(visitor.state("plan", Value.string("pro"), 30, 2)).isTrue();
        assertThat(visitor.state("plan", Value.string("pro"), 25, 3)).isFalse();
        assertThat(visitor.state("plan", Value.string("free"), 10, 4)).isTrue();
        assertThat(visitor.state("plan", Value.string("free"), 5, 5)).isTrue();
        assertThat(visitor.properties().get("plan").runs()).hasSize(2);
    }

    @Test
    void whatAStoreKeptIsBroughtBack() {
        PropertyHistory plan = new PropertyHistory();
        plan.state(Value.string("pro"), 20, 1);
        LatestEvent latest = new LatestEvent(91, 40, 45);
        Visitor visitor = visitor();
        assertThat(visitor.latest()).isEqualTo(LatestEvent.NONE);
        visitor.restore(
                true, 11, 40, 91, 47, 5, 2, latest, Map.of("plan", plan), Map.of(99L, true));
        assertThat(visitor.retired()).isTrue();
        assertThat(visitor.firstTime()).isEqualTo(11);
        assertThat(visitor.lastTime()).isEqualTo(40);
        assertThat(visitor.lastArrival()).isEqualTo(91);
        assertThat(visitor.lastReceived()).isEqualTo(47);
        assertThat(visitor.events()).isEqualTo(5);
        assertThat(visitor.botEvents()).isEqualTo(2);
        assertThat(visitor.latest()).isEqualTo(latest);
        assertThat(visitor.properties()).containsExactly(Map.entry("plan", plan));
        assertThat(visitor.apart()).containsExactly(Map.entry(99L, true));
        LatestEvent later = new LatestEvent(92, 50, 50);
        visitor.latestIs(later);
        assertThat(visitor.latest()).isEqualTo(later);
    }
}
