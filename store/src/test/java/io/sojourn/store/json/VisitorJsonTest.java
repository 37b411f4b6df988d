package io.sojourn.store.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.core.person.Identifier;
import io.sojourn.core.person.PropertyHistory;
import io.sojourn.core.person.Visitor;
import io.sojourn.core.person.Visitor.LatestEvent;
import io.sojourn.core.person.Visitor.Link;
import io.sojourn.core.value.Value;
import io.sojourn.store.json.VisitorJson.Columns;
import org.junit.jupiter.api.Test;

class VisitorJsonTest {

    @Test
    void aNewVisitorIsAnEmptyObject() {
        Visitor visitor =
                new Visitor(1, new Identifier(Identifier.COOKIE, "c"), 10, Visitor.OPEN, 1);
        assertThat(VisitorJson.write(visitor)).isEqualTo("{}");
    }

    @Test
    void everythingOfAVisitorReadsBack() {
        Visitor visitor = new Visitor(7, new Identifier(Identifier.EMAIL, "a@x"), -5, 99, 3);
        visitor.seen(-4, 1024);
        visitor.seen(50, 2048);
        visitor.present(60);
        visitor.counted(false);
        visitor.counted(true);
        visitor.latestIs(new LatestEvent(2048, 50, 55));
        visitor.state("plan", Value.string("fr\u0000ee \ud800 \"q\""), 1, 1024);
        visitor.state("plan", Value.string("pro"), 2, 1025);
        visitor.state("plan", Value.string("pro"), 3, 1026);
        visitor.state("price", Value.number("1.50"), 1, 1024);
        visitor.state("\u0000key\udfff", Value.bool(true), 1, 1024);
        for (int i = 0; i < 200; i++) {
            visitor.state("many", Value.number(i), i, 3000 + i);
        }
        visitor.state("gone", Value.UNSET, 9, 1024);
        visitor.linkedBy(new Link(Link.Kind.MERGED_BY_HAND, 4096, 70, 12));
        visitor.retireAt(80);
        visitor.keepApart(5, true);
        visitor.keepApart(6, false);

        Visitor copy = VisitorJson.read(Columns.of(visitor), VisitorJson.write(visitor));

        assertThat(copy).usingRecursiveComparison().withStrictTypeChecking().isEqualTo(visitor);
        assertThat(copy.properties().get("many"))
                .isNotNull()
                .extracting(PropertyHistory::dropped)
                .isEqualTo(99L);
        assertThat(VisitorJson.write(visitor)).doesNotContain("\u0000", "\ud800", "\udfff");
    }

    @Test
    void theCanonicalFormDoesNotDependOnTheOrderOfKeys() {
        Visitor left = visitorWith("a", "b");
        Visitor right = visitorWith("b", "a");
        assertThat(VisitorJson.write(left)).isNotEqualTo(VisitorJson.write(right));
        assertThat(VisitorJson.canonical(left))
                .isEqualTo(VisitorJson.canonical(right))
                .isEqualTo("{\"properties\":{\"a\":[[\"v\",1,1]],\"b\":[[\"v\",1,1]]}}");
    }

    private static Visitor visitorWith(String... keys) {
        Visitor visitor =
                new Visitor(1, new Identifier(Identifier.COOKIE, "c"), 1, Visitor.OPEN, 1);
        for (String key : keys) {
            visitor.state(key, Value.string("v"), 1, 1);
        }
        return visitor;
    }
}
