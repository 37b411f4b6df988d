package io.sojourn.server.question;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sojourn.server.kit.Answer;
import io.sojourn.server.kit.TestServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// From tracked events to answers, each kind of question through the API of a whole server.
///
/// ```
/// ann (pro)   signup mon 10:00, activate mon 11:00, buy(10) tue 10:00
/// bob (free)  signup mon 10:00, activate wed 10:00
/// cat (pro)   signup tue 10:00, buy(30) tue 12:00
/// dan         pv wed 10:00
/// ```
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QuestionsTest {

    /// Monday, 1 December 2025, 10:00 UTC.
    private static final long MONDAY = 1_764_583_200_000L;

    private static final long HOUR = 3_600_000;
    private static final long DAY = 24 * HOUR;

    private TestServer server;

    @BeforeAll
    void fill(@TempDir Path data) throws Exception {
        server = TestServer.start(data, "shop.example", "other.example");
        track("ann", "signup", 0, "cv_plan", "pro");
        track("ann", "activate", HOUR);
        track("ann", "buy", DAY, "ce_price", "10");
        track("bob", "signup", 0, "cv_plan", "free");
        track("bob", "activate", 2 * DAY);
        track("cat", "signup", DAY, "cv_plan", "pro");
        track("cat", "buy", DAY + 2 * HOUR, "ce_price", "30");
        track("dan", "pv", 2 * DAY);
        server.awaitApplied();
    }

    @AfterAll
    void stop() throws IOException {
        server.close();
    }

    private void track(String name, String event, long after, String... more) throws Exception {
        List<String> parameters = new ArrayList<>(List.of("host", "shop.example"));
        parameters.addAll(List.of("event", event, "cv_email", name + "@x.example"));
        parameters.addAll(List.of("cv_name", name, "timestamp", Long.toString(MONDAY + after)));
        parameters.addAll(List.of(more));
        server.track("ce", parameters.toArray(String[]::new));
    }

    private Answer post(String kind, String definition) throws Exception {
        return server.owner()
                .post("/api/v1/questions/" + kind, "{\"project\":\"1\"," + definition + "}");
    }

    private JsonNode ask(String kind, String definition) throws Exception {
        Answer answer = post(kind, definition);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private List<String> people(String kind, String definition, String cell) throws Exception {
        JsonNode page = ask(kind + "/people", definition + ",\"cell\":" + cell);
        List<String> names = page.path("people").findValuesAsText("name");
        assertThat(page.path("total").asInt()).isEqualTo(names.size());
        return names;
    }

    private String csv(String kind, String definition) throws Exception {
        Answer answer =
                server.owner()
                        .with("Accept", "text/csv")
                        .post(
                                "/api/v1/questions/" + kind,
                                "{\"project\":\"shop.example\"," + definition + "}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith("text/csv");
        return answer.text();
    }

    private static final String BOUGHT = "\"criterion\":{\"did\":{\"event\":\"buy\"}}";

    @Test
    void aSegmentIsCountedAndOpened() throws Exception {
        JsonNode answer = ask("segment", BOUGHT);
        assertThat(answer.path("result").toString()).isEqualTo("{\"people\":2,\"of\":4}");
        assertThat(answer.at("/cost/events").asLong()).isPositive();
        assertThat(people("segment", BOUGHT, "{}")).containsExactly("ann", "cat");
        assertThat(csv("segment", BOUGHT)).isEqualTo("people,of\r\n2,4\r\n");
    }

    @Test
    void asOfHidesWhatCameLater() throws Exception {
        JsonNode answer = ask("segment", BOUGHT + ",\"asOf\":" + (MONDAY + DAY + HOUR));
        assertThat(answer.path("result").toString()).isEqualTo("{\"people\":1,\"of\":3}");
        assertThat(answer.path("asOf").asLong()).isEqualTo(MONDAY + DAY + HOUR);
    }

    @Test
    void filtersHoldForEveryEventAndPeopleNarrowWhomItIsAskedAbout() throws Exception {
        assertThat(
                        ask(
                                        "segment",
                                        BOUGHT
                                                + ",\"filters\":[{\"property\":\"price\",\"operator\":\"gt\",\"value\":20}]")
                                .at("/result/people")
                                .asInt())
                .isEqualTo(1);
        assertThat(
                        ask("segment", BOUGHT + ",\"people\":{\"did\":{\"event\":\"activate\"}}")
                                .path("result")
                                .toString())
                .isEqualTo("{\"people\":1,\"of\":2}");
    }

    @Test
    void twoGroupsAreComparedSideBySide() throws Exception {
        String compare =
                ",\"compare\":[{\"has\":{\"property\":\"plan\",\"operator\":\"equals\",\"value\":\"pro\"}},"
                        + "{\"did\":{\"event\":\"activate\"}}]";
        JsonNode answer = ask("segment", BOUGHT + compare);
        assertThat(answer.path("compared").toString())
                .isEqualTo("[{\"people\":2,\"of\":2},{\"people\":1,\"of\":2}]");
        assertThat(csv("segment", BOUGHT + compare))
                .isEqualTo("group,people,of\r\nfirst,2,2\r\nsecond,1,2\r\n");
        JsonNode funnel = ask("funnel", FUNNEL + compare);
        assertThat(funnel.at("/comparison/rows/0/steps/1/fromFirst/enough").asBoolean(true))
                .isFalse();
        JsonNode paths = ask("paths", "\"start\":{\"event\":\"signup\"}" + compare);
        assertThat(paths.at("/comparison/peopleA").asInt()).isEqualTo(2);
        assertThat(post("segment", BOUGHT + ",\"compare\":[{\"all\":[]}]").toString())
                .contains("\"field\":\"compare\"");
    }

    @Test
    void retentionIsAnsweredWithItsCells() throws Exception {
        String question =
                "\"start\":{\"event\":\"signup\"},\"returning\":{\"any\":true},\"period\":\"day\","
                        + "\"columns\":3,\"range\":{\"from\":\"2025-12-01\",\"to\":\"2025-12-04\"}";
        JsonNode table = ask("retention", question).at("/result/groups/0");
        assertThat(table.at("/rows/0").findValuesAsText("people")).containsExactly("2", "1", "1");
        assertThat(people("retention", question, "{\"cohort\":0,\"column\":1}"))
                .containsExactly("ann");
        assertThat(csv("retention", question))
                .contains("2025-12-01T00:00:00Z,2025-12-02T00:00:00Z,1,1,false\r\n");
    }

    private static final String FUNNEL =
            "\"steps\":[{\"event\":\"signup\"},{\"event\":\"buy\"}],"
                    + "\"window\":{\"count\":7,\"unit\":\"day\"},"
                    + "\"breakdown\":{\"columns\":[{\"scope\":\"person\",\"property\":\"plan\"}]}";

    @Test
    void aFunnelIsAnsweredWithItsCells() throws Exception {
        JsonNode rows = ask("funnel", FUNNEL).at("/result/rows");
        assertThat(rows.at("/0/all/steps/0/reached/count").asInt()).isEqualTo(3);
        assertThat(rows.at("/0/all/steps/1/reached/count").asInt()).isEqualTo(2);
        assertThat(rows.at("/1/group/values/0").asText()).isEqualTo("pro");
        assertThat(rows.at("/1/all/steps/1/reached/count").asInt()).isEqualTo(2);
        assertThat(people("funnel", FUNNEL, "{\"step\":2}")).containsExactly("ann", "cat");
        assertThat(
                        people(
                                "funnel",
                                FUNNEL,
                                "{\"step\":1,\"kind\":\"dropped\",\"group\":{\"values\":[\"free\"]}}"))
                .containsExactly("bob");
        assertThat(csv("funnel", FUNNEL)).contains("pro,,,2,buy,2,2,0,0,0,");
    }

    @Test
    void aTrendIsAnsweredWithItsCells() throws Exception {
        String trend =
                "\"series\":[{\"event\":\"signup\",\"measure\":\"people\"},"
                        + "{\"event\":\"buy\",\"measure\":{\"statistic\":\"sum\",\"property\":\"price\"}}],"
                        + "\"formula\":\"B / A\",\"range\":{\"from\":\"2025-12-01\",\"to\":\"2025-12-03\"}";
        JsonNode lines = ask("trend", trend).at("/result/lines");
        assertThat(lines.at("/0/values").toString()).isEqualTo("[2,1,0]");
        assertThat(lines.at("/1/values").toString()).isEqualTo("[0,40,0]");
        assertThat(lines.at("/2/values").toString()).isEqualTo("[0,40,null]");
        assertThat(people("trend", trend, "{\"series\":0,\"interval\":0}"))
                .containsExactly("ann", "bob");
        assertThat(csv("trend", trend))
                .contains("buy,2025-12-02T00:00:00Z,2025-12-03T00:00:00Z,40,,false,this\r\n");
    }

    @Test
    void stickinessIsAnsweredWithItsCells() throws Exception {
        String question =
                "\"events\":{\"any\":true},\"range\":{\"from\":\"2025-12-01\",\"to\":\"2025-12-03\"}";
        assertThat(ask("stickiness", question).at("/result/people").toString())
                .isEqualTo("[2,2,0]");
        assertThat(people("stickiness", question, "{\"intervals\":2}"))
                .containsExactly("ann", "bob");
        assertThat(csv("stickiness", question))
                .isEqualTo("intervals,people\r\n1,2\r\n2,2\r\n3,0\r\n");
    }

    @Test
    void lifecycleIsAnsweredWithItsCells() throws Exception {
        String question =
                "\"events\":{\"any\":true},\"range\":{\"from\":\"2025-12-01\",\"to\":\"2025-12-03\"}";
        JsonNode states = ask("lifecycle", question).at("/result/people");
        assertThat(states.path("new").toString()).isEqualTo("[2,1,1]");
        assertThat(states.path("resurrecting").toString()).isEqualTo("[0,0,1]");
        assertThat(people("lifecycle", question, "{\"state\":\"resurrecting\",\"interval\":2}"))
                .containsExactly("bob");
        assertThat(csv("lifecycle", question)).contains(",new,2,false\r\n");
    }

    @Test
    void attributionIsAnsweredWithItsCells() throws Exception {
        String question =
                "\"touch\":{\"anyOf\":[{\"event\":\"signup\"},{\"event\":\"activate\"}]},"
                        + "\"touchpoint\":{\"scope\":\"event_name\"},\"conversion\":{\"event\":\"buy\"},"
                        + "\"value\":{\"property\":\"price\"}";
        JsonNode rows = ask("attribution", question).at("/result/rows");
        assertThat(rows.toString())
                .contains(
                        "{\"source\":{\"kind\":\"touchpoint\",\"name\":\"signup\"},"
                                + "\"conversions\":1,\"value\":30,\"people\":1}");
        assertThat(
                        people(
                                "attribution",
                                question,
                                "{\"kind\":\"touchpoint\",\"name\":\"activate\"}"))
                .containsExactly("ann");
        assertThat(csv("attribution", question)).contains("signup,1,30,1\r\n");
    }

    @Test
    void aReportAboutPeopleIsAnsweredWithItsTotals() throws Exception {
        String question =
                "\"columns\":[{\"property\":{\"property\":\"name\"}},{\"count\":{\"any\":true}},"
                        + "{\"segment\":{\"did\":{\"event\":\"buy\"}}}],\"sort\":1,\"descending\":true,\"limit\":2";
        JsonNode result = ask("people", question).path("result");
        assertThat(result.at("/rows/0/values").toString()).isEqualTo("[\"ann\",3,true]");
        assertThat(result.path("rows")).hasSize(2);
        assertThat(result.at("/totals/1/events").asInt()).isEqualTo(8);
        assertThat(people("people", question, "{\"column\":2}")).containsExactly("ann", "cat");
        assertThat(csv("people", question)).contains(",ann,3,true\r\n");
    }

    @Test
    void pathsAreAnsweredInEveryForm() throws Exception {
        String start = "\"start\":{\"event\":\"signup\"},\"depth\":3";
        JsonNode tree = ask("paths", start).path("result");
        assertThat(tree.path("nodes").get(0).path("items").toString()).isEqualTo("[\"signup\"]");
        assertThat(tree.at("/nodes/0/people").asInt()).isEqualTo(3);
        assertThat(
                        people(
                                "paths",
                                start,
                                "{\"kind\":\"prefix\",\"items\":[\"signup\",\"activate\"]}"))
                .containsExactly("ann", "bob");
        JsonNode graph = ask("paths", start + ",\"form\":\"graph\"").path("result");
        assertThat(graph.path("edges").size()).isEqualTo(3);
        assertThat(ask("paths", start + ",\"form\":\"variants\"").at("/result/count").asInt())
                .isEqualTo(3);
        String journey =
                "\"form\":\"footprints\",\"steps\":[{\"event\":\"signup\"},{\"event\":\"buy\"}]";
        assertThat(ask("paths", journey).at("/result/steps/0/footprints/0/item").asText())
                .isEqualTo("activate");
        assertThat(people("paths", journey, "{\"kind\":\"direct\",\"step\":1}"))
                .containsExactly("cat");
        for (String form : List.of("tree", "graph", "variants")) {
            assertThat(csv("paths", start + ",\"form\":\"" + form + "\"").lines())
                    .hasSizeGreaterThan(2);
        }
        assertThat(csv("paths", journey)).contains("1,activate,1,");
    }

    @Test
    void aPatternIsFound() throws Exception {
        String pattern =
                "\"conditions\":[{\"name\":\"A\",\"event\":\"signup\"},{\"name\":\"B\",\"event\":\"buy\"}],"
                        + "\"pattern\":\"A -> B\"";
        assertThat(ask("pattern", pattern).at("/result/people").asInt()).isEqualTo(2);
        assertThat(people("pattern", pattern, "{}")).containsExactly("ann", "cat");
        assertThat(csv("pattern", pattern)).startsWith("people,occurrences,");
    }

    @Test
    void peopleComeInPagesAsOfOneTime() throws Exception {
        String everyone = "\"criterion\":{\"all\":[]}";
        JsonNode first = ask("segment/people", everyone + ",\"page\":{\"limit\":3}");
        assertThat(first.path("people")).hasSize(3);
        assertThat(first.path("total").asInt()).isEqualTo(4);
        JsonNode second =
                ask(
                        "segment/people",
                        everyone
                                + ",\"page\":{\"limit\":3,\"columns\":[\"plan\"],\"cursor\":\""
                                + first.path("next").asText()
                                + "\"}");
        assertThat(second.path("people")).hasSize(1);
        assertThat(second.path("next").isNull()).isTrue();
        assertThat(second.path("asOf")).isEqualTo(first.path("asOf"));
        assertThat(second.at("/people/0/properties").has("plan")).isTrue();
    }

    @Test
    void thePeopleOfANumberAreExportedAsTheyAreListed() throws Exception {
        String csv = csv("segment/people", BOUGHT + ",\"page\":{\"columns\":[\"name\",\"plan\"]}");
        assertThat(csv).isEqualTo("name,plan\r\nann,pro\r\ncat,pro\r\n");
    }

    @Test
    void whatIsWrongIsToldAllAtOnce() throws Exception {
        Answer answer =
                post(
                        "paths",
                        "\"start\":{\"evnt\":\"a\"},\"depth\":0,\"asOf\":\"soon\",\"timezone\":\"Mars\","
                                + "\"people\":{\"segment\":\"x\"},\"nonsense\":1");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(new TreeSet<>(answer.json().path("errors").findValuesAsText("field")))
                .containsExactly(
                        "asOf",
                        "depth",
                        "nonsense",
                        "people.segment",
                        "start.event",
                        "start.evnt",
                        "timezone");
    }

    @Test
    void aSegmentThatIsNotStoredIsNotFound() throws Exception {
        assertThat(post("segment", BOUGHT + ",\"people\":\"77\"").status()).isEqualTo(404);
    }

    @Test
    void aPropertyMarkedAsListIsComparedByItsElements() throws Exception {
        String other =
                "{\"project\":\"other.example\",\"criterion\":{\"has\":{\"property\":\"tags\",\"operator\":\"equals\",\"value\":\"b\"}}}";
        server.track(
                "ce",
                "host",
                "other.example",
                "event",
                "x",
                "cookie",
                "c",
                "cv_tags",
                "[\"a\",\"b\"]");
        server.awaitApplied();
        assertThat(
                        server.owner()
                                .post("/api/v1/questions/segment", other)
                                .json()
                                .at("/result/people")
                                .asInt())
                .isZero();
        Answer marked =
                server.owner()
                        .patch(
                                "/api/v1/projects/2/schema/properties/visitor/tags",
                                "{\"list\":true}");
        assertThat(marked.json().path("list").asBoolean()).isTrue();
        assertThat(
                        server.owner()
                                .post("/api/v1/questions/segment", other)
                                .json()
                                .at("/result/people")
                                .asInt())
                .isEqualTo(1);
    }

    @Test
    void whatNobodyAsksCannotBeCancelled() throws Exception {
        assertThat(server.owner().delete("/api/v1/questions/mine").status()).isEqualTo(404);
    }

    /// Asks again and again until one of them is met while it is being answered.
    @Test
    void aQuestionThatIsBeingAnsweredCanBeCancelled() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        Thread asker =
                Thread.startVirtualThread(
                        () -> {
                            while (!over.get()) {
                                try {
                                    assertThat(
                                                    post("segment", BOUGHT + ",\"id\":\"mine\"")
                                                            .status())
                                            .isIn(200, 409);
                                } catch (Exception e) {
                                    over.set(true);
                                }
                            }
                        });
        int status = 0;
        while (status != 204 && !over.get()) {
            status = server.owner().delete("/api/v1/questions/mine").status();
            assertThat(status).isIn(204, 404);
        }
        over.set(true);
        asker.join();
        assertThat(status).isEqualTo(204);
    }
}
