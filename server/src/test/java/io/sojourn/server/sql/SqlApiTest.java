package io.sojourn.server.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.server.config.Setting;
import io.sojourn.server.kit.Answer;
import io.sojourn.server.kit.TestServer;
import io.sojourn.store.sql.SqlColumn;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.StringTokenizer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlApiTest {

    private static final long NOW = Instant.parse("2026-03-10T12:00:00Z").toEpochMilli();
    @TempDir static Path folder;

    private static TestServer server;

    @BeforeAll
    static void history() throws Exception {
        server =
                TestServer.start(
                        folder.resolve("data"),
                        InstantSource.fixed(Instant.ofEpochMilli(NOW)),
                        Map.of(Setting.PROJECT, List.of("shop.example", "blog.example")));
        say("shop.example", "c1", "pv", 100, "ce_url", "/a&b=c", "cv_company", "Acme");
        say("shop.example", "c1", "buy", 99, "ce_price", "12.5", "cv_email", "ann@x.example");
        say("shop.example", "c2", "pv", 98, "ce_url", "/b", "cv_company", "Bolt");
        say("shop.example", "c3", "pv", 97, "ce_url", "/b");
        say("shop.example", "c2", "buy", 10, "ce_price", "7", "cv_secret", "s3cret");
        say("blog.example", "z1", "zebra", 5, "ce_url", "/zebra");
        server.awaitApplied();
        server.owner()
                .patch(
                        "/api/v1/projects/1/schema/properties/visitor/secret",
                        "{\"sensitive\":true}");
    }

    private static void say(
            String host, String cookie, String event, int minutesAgo, String... more)
            throws Exception {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "host",
                                host,
                                "cookie",
                                cookie,
                                "event",
                                event,
                                "timestamp",
                                Long.toString(NOW - minutesAgo * 60_000L),
                                "browser",
                                "Chrome"));
        all.addAll(List.of(more));
        server.track("ce", all.toArray(new String[0]));
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    private static Answer ask(String project, String query) throws Exception {
        return server.owner()
                .post(
                        "/api/v1/sql",
                        new JsonMapper()
                                .createObjectNode()
                                .put("project", project)
                                .put("query", query)
                                .toString());
    }

    @Test
    void aSelectIsAnsweredAsColumnsAndRows() throws Exception {
        JsonNode answer =
                ask(
                                "shop.example",
                                "SELECT p.email, count(*) AS n, sum((e.properties->>'price')::DOUBLE) AS paid"
                                        + " FROM events e JOIN people p USING (person)"
                                        + " GROUP BY ALL ORDER BY n DESC, p.email NULLS LAST LIMIT 2")
                        .json();
        assertThat(answer.path("columns").findValuesAsText("name"))
                .containsExactly("email", "n", "paid");
        assertThat(answer.path("rows").toString())
                .isEqualTo("[[null,3,7.0],[\"ann@x.example\",2,12.5]]");
        assertThat(answer.path("truncated").asBoolean()).isFalse();
    }

    @Test
    void theSameComesAsCsv() throws Exception {
        Answer csv =
                server.owner()
                        .with("Accept", "text/csv")
                        .post(
                                "/api/v1/sql",
                                "{\"project\":\"1\",\"query\":\"SELECT name, count(*) AS n FROM events"
                                        + " GROUP BY name ORDER BY name\",\"limit\":1}");
        assertThat(csv.status()).isEqualTo(200);
        assertThat(csv.text()).isEqualTo("name,n\r\nbuy,2\r\n");
        assertThat(csv.header("X-Sojourn-Truncated")).isEqualTo("true");
    }

    @Test
    void sensitivePropertiesAndOtherProjectsAreNotThere() throws Exception {
        assertThat(ask("1", "SELECT properties::VARCHAR FROM people").text())
                .contains("Acme")
                .doesNotContain("s3cret");
        assertThat(ask("1", "SELECT name, properties::VARCHAR FROM events").text())
                .contains("/b")
                .doesNotContain("zebra");
        assertThat(ask("2", "SELECT name FROM events").text()).contains("zebra");
    }

    @Test
    void aMistakeNamesTheField() throws Exception {
        Answer refused = ask("shop.example", "DROP TABLE event");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().at("/errors/0/field").asText()).isEqualTo("query");
        assertThat(ask("nowhere.example", "SELECT 1").status()).isEqualTo(404);
    }

    /// As the driver sends it: a form without more than a content type.
    private static Answer wql(String query) throws Exception {
        return server.owner()
                .send(
                        "POST",
                        "/rest/2.4/sql",
                        BodyPublishers.ofString(
                                "website=shop.example&query="
                                        + URLEncoder.encode(query, StandardCharsets.UTF_8)),
                        "application/x-www-form-urlencoded");
    }

    /// As the driver reads it: tokens between ampersands, a NUL takes the next character with it.
    private static List<List<String>> read(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        List<List<String>> lines = new ArrayList<>();
        for (String line : answer.text().split("[\r\n]+")) {
            StringTokenizer tokens = new StringTokenizer(line, "&");
            List<String> fields = new ArrayList<>();
            while (tokens.hasMoreTokens()) {
                String token = tokens.nextToken();
                for (String[] pair :
                        List.of(
                                new String[] {"\0b", "&"},
                                new String[] {"\0e", "="},
                                new String[] {"\0f", ""})) {
                    token = token.replace(pair[0], pair[1]);
                }
                fields.add(token);
            }
            lines.add(fields);
        }
        return lines;
    }

    @Test
    void theQueryOfTheDriversReadmeIsAnsweredInItsFormat() throws Exception {
        assertThat(
                        read(
                                wql(
                                        "select visitors.company as Company, visitors() as Count from visitors"
                                                + " group by visitors.company order by Count")))
                .containsExactly(
                        List.of("~", "Company", "Count"),
                        List.of("String", "String", "Long"),
                        List.of("3", "0", "3"),
                        List.of("", "", "1"),
                        List.of("Acme", "Acme", "1"),
                        List.of("Bolt", "Bolt", "1"));
    }

    @Test
    void clausesComeInAnyOrderAndValuesWithoutQuotes() throws Exception {
        assertThat(
                        read(
                                wql(
                                        "select visitors() as People, visits() as Visits, actions() as Actions"
                                                + " from actions group by actions.url where actions.~n=pv"
                                                + " order by People desc limit 10 offset 0")))
                .containsExactly(
                        List.of("~", "People", "Visits", "Actions"),
                        List.of("String", "Long", "Long", "Long"),
                        List.of("2", "3", "3", "3"),
                        List.of("/b", "2", "2", "2"),
                        List.of("/a&b=c", "1", "1", "1"));
    }

    @Test
    void aColumnCanLookAtSomeRowsOnly() throws Exception {
        List<List<String>> lines =
                read(
                        wql(
                                "select visits() as Chrome having visits.browser='Chrome',"
                                        + " visits() as Safari having visits.browser='Safari',"
                                        + " actions() as Actions from visits"
                                        + " group by substring(substring(date_format(visits.time, 'yyyy-MM-dd'), 2),3)"));
        assertThat(lines.get(0)).containsExactly("~", "Chrome", "Safari", "Actions");
        assertThat(lines.subList(3, lines.size()))
                .containsExactly(Arrays.asList("03-10", "4", "0", "5"));
    }

    @Test
    void whatIsNoWqlIsRefusedByName() throws Exception {
        for (String query :
                List.of(
                        "select",
                        "select visitors() from people",
                        "select company from visitors",
                        "select exec() from visitors",
                        "select visitors() from visitors where visitors.a ~ 1",
                        "select visitors() from visitors order by Nothing",
                        "select visitors() from visitors limit -1",
                        "select visitors() from visitors group by date_format(visitors.x, 'yyyy')",
                        "select visits.\"; drop from visits",
                        "select visitors() from visitors where "
                                + "not ".repeat(60)
                                + "visitors.a=1")) {
            Answer refused = wql(query);
            assertThat(refused.status()).as("%s: %s", query, refused).isEqualTo(400);
            assertThat(refused.json().at("/errors/0/field").asText()).isEqualTo("query");
        }
        assertThat(wql("").status()).isEqualTo(400);
    }

    @Test
    void aLongAnswerIsRefusedBeforeItFillsTheMemory() {
        WqlText text = new WqlText();
        text.columns(List.of(new SqlColumn("~", "VARCHAR")));
        List<JsonNode> row = List.of(JsonNodeFactory.instance.textNode("x".repeat(1 << 20)));
        for (int i = 0; i < 63; i++) {
            text.row(row);
        }
        assertThatThrownBy(() -> text.row(row)).isInstanceOf(ProblemException.class);
    }

    @Test
    void textsOfAStatementStayTexts() throws Exception {
        String hostile = "x'); DROP TABLE event; --";
        assertThat(
                        read(
                                wql(
                                        "select actions() as A from actions where actions.url=\""
                                                + hostile
                                                + "\"")))
                .hasSize(4);
        assertThat(
                        read(
                                wql(
                                        "select actions() as A from actions where \"actions.a'b\"=1 or actions.~n=pv")))
                .endsWith(List.of("", "3"));
    }
}
