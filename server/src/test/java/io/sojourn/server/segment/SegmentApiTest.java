package io.sojourn.server.segment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sojourn.server.kit.Answer;
import io.sojourn.server.kit.ApiClient;
import io.sojourn.server.kit.TestServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
@Timeout(120)
class SegmentApiTest {

    private static final String SEGMENTS = "/api/v1/projects/1/segments";

    @TempDir Path folder;

    private TestServer server;

    @BeforeEach
    void start() throws Exception {
        server = TestServer.start(folder, "shop.example");
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private void buy(String id) throws Exception {
        server.track("ce", "host", "shop.example", "event", "buy", "cv_id", id, "cv_name", id);
        server.awaitApplied();
    }

    /// @param json with ' for "
    private Answer create(String json) throws Exception {
        return server.owner().post(SEGMENTS, json.replace('\'', '"'));
    }

    private JsonNode created(String json) throws Exception {
        Answer answer = create(json);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json();
    }

    private JsonNode awaitPeople(String segment, long people) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (true) {
            JsonNode json = server.owner().get(SEGMENTS + "/" + segment).json();
            if (json.path("people").asLong() == people) {
                return json;
            }
            assertThat(System.nanoTime()).as("%s", json).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    void aSegmentIsStoredAndFollowsItsPeople() throws Exception {
        buy("ann");
        JsonNode made =
                created(
                        "{'name':' buyers ','description':'who bought','criterion':{'did':{'event':'buy'}}}");
        String id = made.path("id").asText();
        assertThat(made.path("name").asText()).isEqualTo("buyers");
        assertThat(made.path("kind").asText()).isEqualTo("rule");
        assertThat(made.path("people").asLong()).isEqualTo(1);
        assertThat(made.path("created").path("by").asText()).isEqualTo("owner@localhost");
        buy("bob");
        awaitPeople(id, 2);
        JsonNode first = server.owner().get(SEGMENTS + "/" + id + "/people?limit=1").json();
        assertThat(first.path("total").asLong()).isEqualTo(2);
        assertThat(first.at("/people/0/name").asText()).isEqualTo("ann");
        JsonNode second =
                server.owner()
                        .get(
                                SEGMENTS
                                        + "/"
                                        + id
                                        + "/people?limit=1&columns=name&cursor="
                                        + first.path("next").asText())
                        .json();
        assertThat(second.at("/people/0/properties/name").asText()).isEqualTo("bob");
        assertThat(second.path("next").isNull()).isTrue();
        JsonNode changes = server.owner().get(SEGMENTS + "/" + id + "/changes").json();
        assertThat(changes.path("changes")).hasSize(1);
        assertThat(changes.at("/changes/0/kind").asText()).isEqualTo("entered");
        assertThat(changes.at("/changes/0/person").asText()).isEqualTo("2");
        JsonNode sizes = server.owner().get(SEGMENTS + "/" + id + "/size").json();
        assertThat(sizes.at("/sizes/0/people").asLong()).isEqualTo(1);
    }

    @Test
    void anExportOfASegmentHoldsExactlyItsMembers() throws Exception {
        buy("ann");
        server.track("ce", "host", "shop.example", "event", "home", "cv_id", "bob");
        buy("cat");
        String id = created("{'name':'a','criterion':{'did':{'event':'buy'}}}").path("id").asText();
        String export = "/api/v1/projects/1/export/";
        assertThat(server.owner().get(export + "people?columns=id&segment=" + id).text().lines())
                .containsExactlyInAnyOrder("{\"id\":\"1\"}", "{\"id\":\"3\"}");
        assertThat(
                        server.owner()
                                .post(export + "events", "{\"segment\":\"" + id + "\"}")
                                .text()
                                .lines())
                .hasSize(2);
        Answer unknown = server.owner().get(export + "people?segment=99");
        assertThat(unknown.status()).isEqualTo(400);
        assertThat(unknown.text()).contains("there is no segment 99");
        assertThat(server.owner().get(export + "people?segment=x").status()).isEqualTo(400);
    }

    @Test
    void whatIsChangedIsEvaluatedAtOnce() throws Exception {
        buy("ann");
        String id = created("{'name':'a','criterion':{'did':{'event':'buy'}}}").path("id").asText();
        Answer changed =
                server.owner()
                        .patch(
                                SEGMENTS + "/" + id,
                                "{\"name\":\"b\",\"criterion\":{\"didNot\":{\"event\":\"buy\"}}}");
        assertThat(changed.status()).as(changed.text()).isEqualTo(200);
        assertThat(changed.json().path("name").asText()).isEqualTo("b");
        assertThat(changed.json().path("people").asLong()).isZero();
        JsonNode all = server.owner().get(SEGMENTS).json();
        assertThat(all.path("segments")).hasSize(1);
        assertThat(server.owner().get(SEGMENTS + "/" + id + "/size").json().path("sizes"))
                .hasSize(2);
    }

    @Test
    void aListNamesItsPeople() throws Exception {
        buy("ann");
        buy("bob");
        JsonNode list = created("{'name':'vip','people':['id:ann','2']}");
        assertThat(list.path("kind").asText()).isEqualTo("list");
        assertThat(list.path("criterion").isNull()).isTrue();
        assertThat(list.path("people").asLong()).isEqualTo(2);
        Answer unknown = create("{'name':'x','people':['id:ann','jane@x.example','77']}");
        assertThat(unknown.status()).isEqualTo(400);
        assertThat(unknown.text()).contains("people[1]").contains("people[2]");
        String path = SEGMENTS + "/" + list.path("id").asText();
        assertThat(
                        server.owner()
                                .patch(path, "{\"people\":[\"1\"]}")
                                .json()
                                .path("people")
                                .asLong())
                .isEqualTo(1);
        Answer other = server.owner().patch(path, "{\"criterion\":{\"all\":[]}}");
        assertThat(other.status()).isEqualTo(400);
    }

    @Test
    void whatIsWrongWithASegmentIsSaidByItsField() throws Exception {
        assertThat(create("{'criterion':{'all':[]}}").text()).contains("\"name\"");
        assertThat(create("{'name':'a'}").text()).contains("\"criterion\"");
        assertThat(create("{'name':' ','criterion':{'all':[]}}").status()).isEqualTo(400);
        assertThat(create("{'name':'a','criterion':{'did':{'evnt':'buy'}}}").text())
                .contains("criterion.did.evnt");
        assertThat(create("{'name':'a','criterion':{'segment':'9'}}").text())
                .contains("there is no segment 9");
        created("{'name':'a','criterion':{'all':[]}}");
        assertThat(create("{'name':'a','criterion':{'all':[]}}").status()).isEqualTo(409);
        assertThat(server.owner().get(SEGMENTS + "/77").status()).isEqualTo(404);
    }

    @Test
    void aCriterionOfASensitivePropertyIsShownToThoseWhoMaySeeIt() throws Exception {
        buy("ann");
        server.owner()
                .patch("/api/v1/projects/1/schema/properties/visitor/name", "{\"sensitive\":true}");
        String criterion = "{'has':{'property':'name','operator':'is','value':'ann'}}";
        String path =
                SEGMENTS
                        + "/"
                        + created("{'name':'a','criterion':" + criterion + "}").path("id").asText();
        JsonNode key =
                server.owner().post("/api/v1/keys", "{\"name\":\"k\",\"role\":\"analyst\"}").json();
        ApiClient analyst =
                server.client(key.path("appId").asText() + ":" + key.path("secret").asText());
        assertThat(server.owner().get(path).json().at("/criterion/has/value").asText())
                .isEqualTo("ann");
        JsonNode shown = analyst.get(path).json();
        assertThat(shown.path("criterion").isNull()).isTrue();
        assertThat(shown.path("people").asLong()).isEqualTo(1);
        Answer refused =
                analyst.post(
                        SEGMENTS,
                        ("{'name':'b','criterion':" + criterion + "}").replace('\'', '"'));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).contains("not shown to you");
    }

    @Test
    void cyclesAreRefusedWithTheirNames() throws Exception {
        String a = created("{'name':'a','criterion':{'all':[]}}").path("id").asText();
        String b = created("{'name':'b','criterion':{'segment':'" + a + "'}}").path("id").asText();
        Answer cycle =
                server.owner()
                        .patch(
                                SEGMENTS + "/" + a,
                                "{\"criterion\":{\"not\":{\"segment\":\"" + b + "\"}}}");
        assertThat(cycle.status()).isEqualTo(409);
        assertThat(cycle.text()).contains("a > b > a");
    }

    @Test
    void whatAnotherSegmentContainsIsNotDeleted() throws Exception {
        String a = created("{'name':'a','criterion':{'all':[]}}").path("id").asText();
        String b = created("{'name':'b','criterion':{'segment':'" + a + "'}}").path("id").asText();
        Answer used = server.owner().delete(SEGMENTS + "/" + a);
        assertThat(used.status()).isEqualTo(409);
        assertThat(used.text()).contains("used by b");
        assertThat(server.owner().get(SEGMENTS + "/" + a).json().at("/usedBy/0").asText())
                .isEqualTo("b");
        assertThat(server.owner().delete(SEGMENTS + "/" + b).status()).isEqualTo(204);
        assertThat(server.owner().delete(SEGMENTS + "/" + a).status()).isEqualTo(204);
        assertThat(server.owner().get(SEGMENTS).json().path("segments")).isEmpty();
    }
}
