package io.sojourn.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sojourn.server.kit.Answer;
import io.sojourn.server.kit.ApiClient;
import io.sojourn.server.kit.TestServer;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PersonApiTest {

    private static final long NOON = 1_764_590_400_000L;
    private static final int TESTS = 9;
    private static final long MINUTE = 60_000;
    @TempDir private static Path data = Path.of("");
    private static TestServer server;
    private static ApiClient owner;
    private static int projects;

    private String domain = "";
    private String people = "";
    private int project;

    @BeforeAll
    static void start() throws IOException {
        String[] domains = new String[TESTS];
        for (int i = 0; i < TESTS; i++) {
            domains[i] = domain(i + 1);
        }
        server = TestServer.start(data.resolve("data"), domains);
        owner = server.owner();
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    private static String domain(int number) {
        return "shop" + number + ".example";
    }

    /// Each test has a project of its own.
    @BeforeEach
    void takeProject() {
        project = ++projects;
        domain = domain(project);
        people = "/api/v1/projects/" + project + "/people";
    }

    /// @param more names and values in turn
    private void event(String name, long minute, String... more) throws Exception {
        List<String> parameters =
                new ArrayList<>(
                        List.of(
                                "host",
                                domain,
                                "event",
                                name,
                                "timestamp",
                                Long.toString(NOON + minute * MINUTE)));
        parameters.addAll(List.of(more));
        Answer answer = server.track("ce", parameters.toArray(String[]::new));
        assertThat(answer.status()).isEqualTo(200);
    }

    private JsonNode of(String kind, String value) throws Exception {
        server.awaitApplied();
        JsonNode found = owner.get(people + "?identifier=" + kind + ":" + value).json();
        assertThat(found.path("total").path("value").asInt())
                .isEqualTo(found.path("people").size());
        return found.path("people").path(0);
    }

    private String id(String kind, String value) throws Exception {
        String id = of(kind, value).path("id").asText();
        assertThat(id).as("%s:%s", kind, value).isNotEmpty();
        return id;
    }

    private JsonNode get(String target) throws Exception {
        Answer answer = owner.get(people + target);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private static List<String> texts(JsonNode list, String field) {
        List<String> texts = new ArrayList<>();
        list.forEach(each -> texts.add(each.path(field).asText()));
        return texts;
    }

    @Test
    void aPersonTellsWhatItsPropertiesWereAndWhatJoinedItsVisitors() throws Exception {
        event("pv", 0, "cookie", "c1", "cv_plan", "free");
        event("signup", 1, "cookie", "c1", "cv_email", "Ann@x.example", "cv_plan", "pro");
        event("buy", 2, "cookie", "c1", "cv_city", "Rome");
        JsonNode ann = get("/" + id("email", "ann@x.example"));
        assertThat(ann.path("properties").path("plan").asText()).isEqualTo("pro");
        assertThat(ann.path("first").path("plan").asText()).isEqualTo("free");
        JsonNode runs = ann.path("history").path("plan");
        assertThat(texts(runs, "value")).containsExactly("free", "pro");
        assertThat(runs.path(0).path("from").asLong()).isEqualTo(NOON);
        assertThat(runs.path(1).path("to").asLong()).isEqualTo(NOON + MINUTE);
        assertThat(ann.path("history").has("city")).isFalse();
        JsonNode identifiers = ann.path("identifiers");
        assertThat(texts(identifiers, "value")).containsExactly("c1", "ann@x.example");
        JsonNode joined = identifiers.path(1).path("joined");
        assertThat(joined.path("how").asText()).isEqualTo("identified");
        assertThat(joined.path("time").asLong()).isEqualTo(NOON + MINUTE);
        assertThat(joined.path("by").isNull()).isTrue();
        JsonNode events = get("/" + ann.path("id").asText() + "/timeline").path("events");
        assertThat(joined.path("event").asText()).isEqualTo(events.path(1).path("id").asText());
    }

    @Test
    void visitsComeNewestFirstAndPageByPage() throws Exception {
        String site = "https://shop.example";
        event("pv", 0, "cookie", "c1", "ce_url", site + "/home", "campaign_name", "may");
        event("pv", 10, "cookie", "c1", "ce_url", site + "/pricing", "cs_mood", "good");
        event("pv", 100, "cookie", "c1", "ce_url", site + "/docs");
        event("buy", 200, "cookie", "c1");
        String visits = "/" + id("cookie", "c1") + "/visits";
        JsonNode all = get(visits).path("visits");
        assertThat(all).hasSize(3);
        assertThat(all.path(0).path("start").asLong()).isEqualTo(NOON + 200 * MINUTE);
        JsonNode first = all.path(2);
        assertThat(first.path("start").asLong()).isEqualTo(NOON);
        assertThat(first.path("end").asLong()).isEqualTo(NOON + 10 * MINUTE);
        assertThat(first.path("events").asInt()).isEqualTo(2);
        assertThat(first.path("landingPage").asText()).endsWith("/home");
        assertThat(first.path("exitPage").asText()).endsWith("/pricing");
        assertThat(first.path("properties").path("mood").asText()).isEqualTo("good");
        List<String> paged = new ArrayList<>();
        String next = "";
        do {
            JsonNode page = get(visits + "?limit=1" + (next.isEmpty() ? "" : "&cursor=" + next));
            paged.addAll(texts(page.path("visits"), "id"));
            next = page.path("next").asText("");
        } while (!page(next));
        assertThat(paged).isEqualTo(texts(all, "id"));
        JsonNode events = get(visits.replace("visits", "timeline")).path("events");
        assertThat(texts(events, "visit"))
                .containsExactly(paged.get(0), paged.get(1), paged.get(2), paged.get(2));
    }

    private static boolean page(String next) {
        return next.isEmpty() || next.equals("null");
    }

    @Test
    void aTimelineIsSearchedAndCutByNameAndTime() throws Exception {
        event("pv", 0, "cookie", "c1", "ce_title", "Größe");
        event("search", 1, "cookie", "c1", "ce_q", "GRÖSSE xl");
        event("buy", 2, "cookie", "c1", "ce_total", "12.50");
        event("a,b", 3, "cookie", "c1");
        String timeline = "/" + id("cookie", "c1") + "/timeline";
        assertThat(names(timeline + "?q=" + encoded("größe"))).containsExactly("pv");
        assertThat(names(timeline + "?q=xL")).containsExactly("search");
        assertThat(names(timeline + "?q=uy")).containsExactly("buy");
        assertThat(names(timeline + "?q=2.5")).containsExactly("buy");
        assertThat(names(timeline + "?events=pv,buy")).containsExactly("buy", "pv");
        assertThat(names(timeline + "?events=-pv,buy")).containsExactly("a,b", "search");
        assertThat(names(timeline + "?events=" + encoded("[\"a,b\"]"))).containsExactly("a,b");
        String range = "?from=" + (NOON + MINUTE) + "&to=" + (NOON + 2 * MINUTE);
        assertThat(names(timeline + range)).containsExactly("search");
        JsonNode page = get(timeline + "?limit=1&events=-pv");
        assertThat(texts(page.path("events"), "name")).containsExactly("a,b");
        assertThat(names(timeline + "?events=-pv&cursor=" + page.path("next").asText()))
                .containsExactly("buy", "search");
        JsonNode wrong = owner.get(people + timeline + "?cursor=x&events=" + encoded("[")).json();
        assertThat(wrong.path("status").asInt()).isEqualTo(400);
        assertThat(texts(wrong.path("errors"), "field"))
                .containsExactlyInAnyOrder("cursor", "events");
    }

    private List<String> names(String target) throws Exception {
        return texts(get(target).path("events"), "name");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Test
    void aMergeIsPreviewedThenCarriedOutThenTakenApart() throws Exception {
        event("pv", 0, "cookie", "c1", "cv_plan", "free");
        event("pv", 1, "cookie", "c2", "cv_email", "bob@x.example", "cv_plan", "pro");
        String one = id("cookie", "c1");
        String other = id("email", "bob@x.example");
        JsonNode preview = merge(one, other, true);
        assertThat(preview.path("allowed").asBoolean()).isTrue();
        assertThat(preview.path("person").path("properties").path("plan").asText())
                .isEqualTo("pro");
        assertThat(preview.path("person").path("identifiers")).hasSize(3);
        assertThat(get("/" + one).path("identifiers")).hasSize(1);

        JsonNode merged = merge(one, other, false).path("person");
        assertThat(merged.path("id").asText()).isEqualTo(one);
        assertThat(get("/" + other)).isEqualTo(merged);
        JsonNode joined = merged.path("identifiers").path(2).path("joined");
        assertThat(joined.path("how").asText()).isEqualTo("by_hand");
        assertThat(joined.path("by").asText()).isEqualTo("owner@localhost");
        assertThat(merge(one, other, true).path("reason").asText())
                .isEqualTo("they are one person already");

        String apart = "{\"visitors\":[\"" + other + "\"],\"preview\":true}";
        JsonNode detached = owner.post(people + "/" + one + "/unmerge", apart).json();
        assertThat(detached.path("person").path("identifiers")).hasSize(1);
        assertThat(detached.path("rest").path("identifiers")).hasSize(2);
        assertThat(get("/" + one).path("identifiers")).hasSize(3);
        owner.post(people + "/" + one + "/unmerge", apart.replace("true", "false"));
        assertThat(get("/" + one).path("identifiers")).hasSize(2);
        JsonNode how = get("/" + other).path("identifiers").path(0).path("joined").path("how");
        assertThat(how.asText()).isEqualTo("detached");
        JsonNode all =
                owner.post(people + "/" + other + "/unmerge", apart.replace("true", "false"))
                        .json();
        assertThat(all.path("status").asInt()).isEqualTo(409);
        JsonNode audit = owner.get("/api/v1/projects/" + project + "/audit").json().path("entries");
        assertThat(texts(audit, "action")).containsExactly("unmerged", "merged");
        assertThat(audit.path(1).path("target").asText()).isEqualTo("person " + one);
    }

    private JsonNode merge(String one, String other, boolean preview) throws Exception {
        String body = "{\"other\":\"" + other + "\",\"preview\":" + preview + "}";
        Answer answer = owner.post(people + "/" + one + "/merge", body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    @Test
    void aMergeOfTwoIdsIsRefusedInThePreviewAndForReal() throws Exception {
        event("pv", 0, "cv_id", "7");
        event("pv", 1, "cv_id", "8");
        String one = id("id", "7");
        String other = id("id", "8");
        JsonNode preview = merge(one, other, true);
        assertThat(preview.path("allowed").asBoolean()).isFalse();
        assertThat(preview.path("reason").asText()).contains("different ids");
        assertThat(preview.path("person").isNull()).isTrue();
        Answer real = owner.post(people + "/" + one + "/merge", "{\"other\":\"" + other + "\"}");
        assertThat(real.status()).isEqualTo(409);
        Answer nobody = owner.post(people + "/" + one + "/merge", "{\"other\":\"99\"}");
        assertThat(nobody.status()).isEqualTo(404);
        assertThat(texts(nobody.json().path("errors"), "field")).containsExactly("other");
    }

    @Test
    void anEditHoldsOverWhatWasSentAndUnsets() throws Exception {
        event("pv", 0, "cookie", "c1", "cv_plan", "free", "cv_city", "Rome");
        String person = id("cookie", "c1");
        String body =
                "{\"properties\":{\"plan\":\"gold\",\"city\":null,\"none\":null,\"size\":1.50,"
                        + "\"vip\":true,\"tags\":[1, {\"a\":2.0}]}}";
        JsonNode edited = owner.patch(people + "/" + person, body).json();
        assertThat(edited.path("properties").path("plan").asText()).isEqualTo("gold");
        assertThat(edited.path("properties").has("city")).isFalse();
        assertThat(edited.path("properties").has("none")).isFalse();
        assertThat(edited.path("properties").path("tags").asText()).isEqualTo("[1,{\"a\":2.0}]");
        assertThat(owner.get(people + "/" + person).text()).contains("\"size\":1.50");
        JsonNode city = edited.path("history").path("city");
        assertThat(city.path(1).path("value").isNull()).isTrue();
        assertThat(edited.path("first").path("plan").asText()).isEqualTo("free");
        event("pv", 5, "cookie", "c1", "cv_city", "Oslo", "cv_plan", "free");
        server.awaitApplied();
        JsonNode later = get("/" + person).path("properties");
        assertThat(later.path("plan").asText()).isEqualTo("gold");
        assertThat(later.has("city")).isFalse();
    }

    @Test
    void anEditIsToldEverythingThatIsWrongWithIt() throws Exception {
        event("pv", 0, "cookie", "c1");
        String person = id("cookie", "c1");
        String body =
                "{\"properties\":{\"email\":\"a@x\",\"$country\":\"DE\",\"ok\":1,\"%s\":\"%s\"}}"
                        .formatted("k".repeat(201), "v".repeat(8_193));
        Answer answer = owner.patch(people + "/" + person, body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(texts(answer.json().path("errors"), "field"))
                .containsExactly(
                        "properties.email",
                        "properties.$country",
                        "properties." + "k".repeat(201),
                        "properties." + "k".repeat(201));
        assertThat(get("/" + person).path("properties").has("ok")).isFalse();
        assertThat(owner.patch(people + "/" + person, "{\"properties\":{}}").status())
                .isEqualTo(400);
    }

    @Test
    void aDeletionIsAnsweredWithAReceipt() throws Exception {
        event("pv", 0, "cookie", "c1", "cv_email", "ann@x.example");
        event("pv", 1, "cookie", "c1");
        String person = id("cookie", "c1");
        Path backup = data.resolve("backup");
        owner.post("/api/v1/backup", "{\"folder\":\"" + backup + "\"}");
        Answer answer = owner.delete(people + "/" + person);
        assertThat(answer.status()).isEqualTo(200);
        JsonNode receipt = answer.json();
        assertThat(receipt.path("person").asText()).isEqualTo(person);
        assertThat(receipt.path("events").asInt()).isEqualTo(2);
        assertThat(receipt.path("identifiers").asInt()).isEqualTo(2);
        assertThat(receipt.path("visitors").asInt()).isEqualTo(2);
        // a segment of the log holds a day at most and is kept for one more
        assertThat(receipt.path("logGoneBy").asLong())
                .isEqualTo(receipt.path("deletedAt").asLong() + 2 * 86_400_000L);
        assertThat(receipt.path("backups")).hasSize(1);
        assertThat(receipt.path("backups").path(0).asText()).isEqualTo(backup.toString());
        assertThat(owner.get(people + "/" + person).status()).isEqualTo(404);
        assertThat(of("email", "ann@x.example").isMissingNode()).isTrue();
    }

    @Test
    void theExportHoldsEverythingOfAPerson() throws Exception {
        Map<String, String> odd =
                Map.of("cv_név", "\"<script>\\ \u202e", "cv_日本", "田中さん\n🎌", "cv_'--", "' OR 1=1");
        List<String> parameters = new ArrayList<>(List.of("cookie", "c1"));
        odd.forEach((key, value) -> parameters.addAll(List.of(key, value)));
        event("Ω ; DROP TABLE", 0, parameters.toArray(String[]::new));
        event("pv", 1, "cookie", "c1");
        String person = id("cookie", "c1");
        Answer answer = owner.get(people + "/" + person + "/export");
        assertThat(answer.header("Content-Disposition"))
                .isEqualTo("attachment; filename=\"" + project + "-person-" + person + ".json\"");
        JsonNode export = new JsonMapper().readTree(answer.body());
        odd.forEach(
                (key, value) ->
                        assertThat(
                                        export.path("person")
                                                .path("properties")
                                                .path(key.substring(3))
                                                .asText())
                                .isEqualTo(value));
        assertThat(texts(export.path("events"), "name")).containsExactly("Ω ; DROP TABLE", "pv");
        assertThat(export.path("visits")).hasSize(1);
        assertThat(texts(export.path("events"), "visit"))
                .containsOnly(export.path("visits").path(0).path("id").asText());
    }
}
