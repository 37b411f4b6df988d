package io.sojourn.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sojourn.core.person.Identifier;
import io.sojourn.core.person.Person;
import io.sojourn.core.person.Visitor;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.core.project.ProjectId;
import io.sojourn.core.value.Value;
import io.sojourn.store.catalog.Role;
import io.sojourn.store.people.BatchBuilder;
import io.sojourn.store.people.InMemoryPeopleStore;
import io.sojourn.store.schema.Label;
import io.sojourn.store.schema.PropertyKey;
import io.sojourn.store.schema.PropertyUse;
import io.sojourn.store.schema.SchemaBatch;
import io.sojourn.store.schema.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

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

    private void hide(String... properties) {
        List<PropertyUse> hidden = new ArrayList<>();
        for (String property : properties) {
            Label label = new Label("", "", false, true);
            PropertyKey key = new PropertyKey(Scope.VISITOR, property);
            hidden.add(new PropertyUse(key, 1, 2, 3, 0, 0, "", 0, List.of(), label));
        }
        store.commit(
                new BatchBuilder(store)
                        .schema(new SchemaBatch(List.of(), hidden, Map.of(), Long.MIN_VALUE))
                        .build());
    }

    private long found(Role role, String field, String json) throws JsonProcessingException {
        ObjectNode body = new JsonMapper().createObjectNode();
        body.set(field, new JsonMapper().readTree(json));
        Masking masking = Masking.of(role, store);
        return new PeopleSearch(store, query(body), masking, PeopleSearch.Times.DEFAULT)
                .page()
                .total();
    }

    @Test
    void whatIsHiddenIsNotFoundByAskingForIt() throws JsonProcessingException {
        String filter = "[{\"property\":\"plan\",\"operator\":\"equals\",\"value\":\"Gold\"}]";
        assertThat(found(Role.VIEWER, "q", "\"gold\"")).isEqualTo(4);
        assertThat(found(Role.VIEWER, "q", "\"user1\"")).isEqualTo(11);
        hide("plan", "id", "name");
        assertThat(found(Role.ADMIN, "q", "\"gold\"")).isEqualTo(4);
        assertThat(found(Role.ADMIN, "filter", filter)).isEqualTo(4);
        assertThat(found(Role.VIEWER, "q", "\"gold\"")).isZero();
        assertThat(found(Role.VIEWER, "filter", filter)).isZero();
        assertThat(found(Role.VIEWER, "q", "\"user1\"")).isZero();
        assertThatThrownBy(() -> found(Role.VIEWER, "sort", "\"name\""))
                .isInstanceOf(ProblemException.class)
                .hasMessageStartingWith("sort");
        assertThat(found(Role.ADMIN, "sort", "\"name\"")).isEqualTo(PEOPLE);
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
