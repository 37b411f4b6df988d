package io.sojourn.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sojourn.server.kit.Answer;
import io.sojourn.server.kit.TestServer;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Five people: their names out of order, some without a name or an address.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PeopleApiTest {

    private static final long NOON = 1_764_590_400_000L;
    private static final String PEOPLE = "/api/v1/projects/1/people";

    private TestServer server;

    @BeforeAll
    void fill(@TempDir Path data) throws Exception {
        server = TestServer.start(data, "shop.example", "other.example");
        visit("c1", 10, 1, "cv_name", "zoë", "cv_email", "zoe@x.example", "cv_plan", "pro");
        visit("c2", 20, 3, "cv_name", "Ann", "cv_email", "ann@x.example", "cv_plan", "free");
        visit("c3", 30, 2, "cv_name", "bob", "cv_plan", "pro", "cv_note", "knows Annabel");
        visit("c4", 5, 4, "cv_email", "annika@y.example", "cv_age", "41");
        visit("c5", 15, 5, "cv_company", "Änn & Co");
        server.awaitApplied();
    }

    @AfterAll
    void stop() throws IOException {
        server.close();
    }

    private void visit(String cookie, int minute, int events, String... properties)
            throws Exception {
        for (int i = 0; i < events; i++) {
            List<String> parameters =
                    new ArrayList<>(List.of("host", "shop.example", "event", "pv"));
            long time = NOON + (minute + i) * 60_000L;
            parameters.addAll(List.of("cookie", cookie, "timestamp", Long.toString(time)));
            parameters.addAll(List.of(properties));
            server.track("ce", parameters.toArray(String[]::new));
        }
    }

    private JsonNode page(String query) throws Exception {
        Answer answer = server.owner().get(PEOPLE + query);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    /// What tells the five apart.
    private static List<String> who(JsonNode page) {
        List<String> who = new ArrayList<>();
        for (JsonNode person : page.path("people")) {
            JsonNode name = person.path("name");
            who.add(name.isNull() ? person.path("email").asText() : name.asText());
        }
        return who;
    }

    private List<String> sorted(String sort) throws Exception {
        List<String> all = who(page("?sort=" + sort));
        List<String> paged = new ArrayList<>();
        for (String next = ""; !next.equals("null"); ) {
            JsonNode page =
                    page("?limit=2&sort=" + sort + (next.isEmpty() ? "" : "&cursor=" + next));
            assertThat(page.path("total").path("value").asInt()).isEqualTo(5);
            paged.addAll(who(page));
            next = page.path("next").asText();
        }
        assertThat(paged).as("pages of two, %s", sort).isEqualTo(all);
        return all;
    }

    @Test
    void peopleAreSortedByEachColumnAndPaged() throws Exception {
        String annika = "annika@y.example";
        String nobody = "null";
        assertThat(sorted("-last_seen")).containsExactly("bob", "Ann", nobody, "zoë", annika);
        assertThat(sorted("last_seen")).containsExactly(annika, "zoë", nobody, "Ann", "bob");
        assertThat(sorted("first_seen")).containsExactly(annika, "zoë", nobody, "Ann", "bob");
        assertThat(sorted("-first_seen")).containsExactly("bob", "Ann", nobody, "zoë", annika);
        assertThat(sorted("events")).containsExactly("zoë", "bob", "Ann", annika, nobody);
        assertThat(sorted("-events")).containsExactly(nobody, annika, "Ann", "bob", "zoë");
        assertThat(sorted("name")).containsExactly("Ann", "bob", "zoë", nobody, annika);
        assertThat(sorted("-name")).containsExactly("zoë", "bob", "Ann", nobody, annika);
        assertThat(sorted("email")).containsExactly("Ann", annika, "zoë", nobody, "bob");
        assertThat(sorted("-email")).containsExactly("zoë", annika, "Ann", nobody, "bob");
    }

    @Test
    void filtersSayWhoAndColumnsWhat() throws Exception {
        String pro = "[{\"property\":\"plan\",\"operator\":\"equals\",\"value\":\"pro\"}]";
        JsonNode page = page("?columns=plan,age,$events&sort=name&filter=" + encoded(pro));
        assertThat(who(page)).containsExactly("bob", "zoë");
        assertThat(page.path("total").toString()).isEqualTo("{\"value\":2,\"exact\":true}");
        assertThat(page.path("people").path(0).path("properties").toString())
                .isEqualTo("{\"plan\":\"pro\",\"age\":null,\"$events\":2}");
        String body =
                "{\"filter\":" + pro + ",\"columns\":[\"plan\"],\"limit\":1,\"sort\":\"name\"}";
        JsonNode first = server.owner().post(PEOPLE + "/search", body).json();
        assertThat(who(first)).containsExactly("bob");
        assertThat(first.path("total").path("value").asInt()).isEqualTo(2);
        String more =
                body.substring(0, body.length() - 1)
                        + ",\"cursor\":\""
                        + first.path("next").asText()
                        + "\"}";
        JsonNode second = server.owner().post(PEOPLE + "/search", more).json();
        assertThat(who(second)).containsExactly("zoë");
        assertThat(second.path("next").isNull()).isTrue();
        assertThat(second.path("total").path("value").asInt()).isEqualTo(2);
    }

    @Test
    void theOnesWhoseIdentifierBeginsWithATextComeFirst() throws Exception {
        JsonNode page = page("?sort=name&q=ANN");
        assertThat(who(page)).containsExactly("Ann", "annika@y.example", "bob");
        assertThat(page.path("total").toString()).isEqualTo("{\"value\":3,\"exact\":true}");
        List<String> paged = new ArrayList<>();
        for (String next = ""; !next.equals("null"); ) {
            JsonNode one =
                    page("?sort=name&limit=1&q=ANN" + (next.isEmpty() ? "" : "&cursor=" + next));
            paged.addAll(who(one));
            next = one.path("next").asText();
        }
        assertThat(paged).isEqualTo(who(page));
        assertThat(who(page("?q=" + encoded("änn &")))).containsExactly("null");
        assertThat(who(page("?q=c2"))).containsExactly("Ann");
        assertThat(who(page("?q=nowhere"))).isEmpty();
    }

    @Test
    void aPersonIsFoundByOneIdentifierExactly() throws Exception {
        assertThat(who(page("?identifier=email:%20ANN@X.example"))).containsExactly("Ann");
        assertThat(who(page("?identifier=cookie:c3"))).containsExactly("bob");
        assertThat(who(page("?identifier=cookie:c"))).isEmpty();
        assertThat(server.owner().get(PEOPLE + "?identifier=c3").status()).isEqualTo(400);
    }

    @Test
    void aCursorOfAnotherListOrADamagedOneIsRefused() throws Exception {
        String next = page("?limit=1&sort=name").path("next").asText();
        for (String wrong :
                List.of(
                        "?limit=1&sort=-name&cursor=" + next,
                        "?limit=1&sort=name&q=a&cursor=" + next,
                        "?limit=1&sort=name&cursor=x" + next,
                        "?limit=1&sort=name&cursor=" + next.substring(1),
                        "?limit=1&sort=name&cursor=" + next.substring(0, next.length() - 2))) {
            JsonNode problem = server.owner().get(PEOPLE + wrong).json();
            assertThat(problem.path("status").asInt()).as(wrong).isEqualTo(400);
            assertThat(problem.path("errors").path(0).path("field").asText()).isEqualTo("cursor");
        }
        Answer foreign =
                server.owner().get("/api/v1/projects/2/people?limit=1&sort=name&cursor=" + next);
        assertThat(foreign.status()).isEqualTo(400);
    }

    @Test
    void everythingWrongIsToldAtOnce() throws Exception {
        JsonNode problem =
                server.owner()
                        .post(
                                PEOPLE + "/search",
                                "{\"sort\":\"age\",\"cursor\":\"x\",\"filter\":[{\"property\":\"a\","
                                        + "\"operator\":\"is like\"},{\"property\":\"b\",\"operator\":"
                                        + "\"matches\",\"value\":\"(\"}]}")
                        .json();
        assertThat(problem.path("status").asInt()).isEqualTo(400);
        assertThat(problem.path("errors").findValuesAsText("field"))
                .containsExactlyInAnyOrder(
                        "sort", "cursor", "filter[0].operator", "filter[1].value");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
