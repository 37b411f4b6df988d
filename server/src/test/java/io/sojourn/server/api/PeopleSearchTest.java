package io.sojourn.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sojourn.core.person.Identifier;
import io.sojourn.core.person.Person;
import io.sojourn.core.person.Visitor;
import io.sojourn.core.project.ProjectId;
import io.sojourn.core.value.Value;
import io.sojourn.store.people.BatchBuilder;
import io.sojourn.store.people.InMemoryPeopleStore;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

class PeopleSearchTest {

    private static final int PEOPLE = 40;

    private final InMemoryPeopleStore store = new InMemoryPeopleStore();

    PeopleSearchTest() {
        BatchBuilder batch = new BatchBuilder(store);
        for (int i = 1; i <= PEOPLE; i++) {
            Visitor visitor = new Visitor(i, new Identifier("id", "user" + i), i, Visitor.OPEN, i);
            visitor.seen(i, i);
            visitor.state("plan", Value.string(i % 10 == 0 ? "Gold" : "free"), i, i);
            batch.visitor(visitor);
        }
        store.commit(batch.build());
    }

    private PeopleSearch.Page page(String cursor, PeopleSearch.Times times) {
        ObjectNode body = new JsonMapper().createObjectNode();
        body.put("q", "gold").put("limit", 2).put("cursor", cursor);
        return new PeopleSearch(store, query(body), Masking.NONE, times).page();
    }

    private static PeopleQuery query(ObjectNode body) {
        return PeopleQuery.ofBody(new ProjectId(1), body);
    }

    private List<Long> pages(PeopleSearch.Times times) {
        List<Long> found = new ArrayList<>();
        String cursor = "";
        for (int i = 0; i <= PEOPLE + 1; i++) {
            PeopleSearch.Page page = page(cursor, times);
            page.people().stream().map(Person::number).forEach(found::add);
            if (page.next().isEmpty()) {
                assertThat(page.exact()).isTrue();
                assertThat(page.total()).isEqualTo(4);
                return found;
            }
            String list = query(new JsonMapper().createObjectNode().put("q", "gold")).list();
            cursor = page.next().get().text(list);
        }
        throw new AssertionError("more pages than people");
    }

    @Test
    void aPageThatHadNoTimeIsShortAndGoesOnWhereItStopped() {
        PeopleSearch.Times none = new PeopleSearch.Times(Duration.ZERO, Duration.ZERO);
        PeopleSearch.Page first = page("", none);
        assertThat(first.people()).hasSizeLessThan(2);
        assertThat(first.next()).isPresent();
        assertThat(first.exact()).isFalse();
        assertThat(pages(none)).containsExactly(40L, 30L, 20L, 10L);
    }

    @Test
    void withTimeEveryPageIsFullAndTheTotalIsKnownFromTheFirst() {
        PeopleSearch.Times ample =
                new PeopleSearch.Times(Duration.ofMinutes(1), Duration.ofMinutes(1));
        assertThat(page("", ample).total()).isEqualTo(4);
        assertThat(pages(ample)).containsExactly(40L, 30L, 20L, 10L);
    }
}
