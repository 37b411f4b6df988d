package io.sojourn.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sojourn.server.config.Setting;
import io.sojourn.server.kit.Answer;
import io.sojourn.server.kit.ApiClient;
import io.sojourn.server.kit.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Projects as their owners handle them, over HTTP.
class ProjectApiTest {

    private static final String PROJECT = "/api/v1/projects/1";

    @TempDir Path data;

    private static String key(ApiClient owner, String role) throws Exception {
        JsonNode key =
                owner.post("/api/v1/keys", "{\"name\":\"test\",\"role\":\"" + role + "\"}").json();
        return key.path("appId").asText() + ":" + key.path("secret").asText();
    }

    @Test
    void aProjectIsMadeRenamedMovedAndDeletedWithEverythingInIt() throws Exception {
        try (TestServer server = TestServer.start(data, "shop.example", "other.example")) {
            ApiClient owner = server.owner();
            JsonNode made =
                    owner.post(
                                    "/api/v1/projects",
                                    "{\"domain\":\"New.example\",\"name\":\"New & <b>\"}")
                            .json();
            assertThat(made.path("name").asText()).isEqualTo("New & <b>");
            assertThat(owner.post("/api/v1/projects", "{\"domain\":\"new.example\"}").status())
                    .isEqualTo(409);
            String path = "/api/v1/projects/" + made.path("id").asText();
            assertThat(owner.patch(path, "{\"name\":\"Old\"}").json().path("name").asText())
                    .isEqualTo("Old");
            assertThat(owner.delete(path + "/domains/new.example").status()).isEqualTo(409);
            owner.post(path + "/domains", "{\"domain\":\"b.example\"}");
            assertThat(owner.delete(path + "/domains/none.example").status()).isEqualTo(404);
            JsonNode moved = owner.delete(path + "/domains/new.example").json();
            assertThat(moved.path("domains"))
                    .extracting(JsonNode::asText)
                    .containsExactly("b.example");
            assertThat(
                            server.track("ce", "host", "new.example", "event", "e", "cookie", "c")
                                    .text())
                    .contains("not registered");

            server.track("ce", "host", "b.example", "event", "e", "cookie", "c");
            server.awaitApplied();
            Path folder = data.resolve("projects").resolve(made.path("id").asText());
            assertThat(folder).isDirectory();
            assertThat(owner.delete(path, "{\"confirm\":\"Wrong\"}").status()).isEqualTo(400);
            assertThat(owner.delete(path, "{\"confirm\":\"Old\"}").status()).isEqualTo(204);
            assertThat(folder).doesNotExist();
            assertThat(owner.get(path).status()).isEqualTo(404);
            assertThat(owner.get("/api/v1/projects").json().path("projects")).hasSize(2);
            assertThat(server.track("ce", "host", "b.example", "event", "e", "cookie", "c").text())
                    .contains("not registered");
            server.track("ce", "host", "shop.example", "event", "e", "cookie", "c");
            server.awaitApplied();
        }
        try (TestServer again = TestServer.start(data)) {
            assertThat(again.owner().get(PROJECT + "/status").json().path("events").asInt())
                    .isEqualTo(1);
            assertThat(Files.exists(data.resolve("projects/3"))).isFalse();
        }
    }

    @Test
    void settingsAreChangedInPartAndEverythingWrongIsSaidAtOnce() throws Exception {
        try (TestServer server = TestServer.start(data, "shop.example")) {
            ApiClient owner = server.owner();
            JsonNode changed =
                    owner.put(
                                    PROJECT + "/settings",
                                    """
                                    {"zone":"Europe/Berlin","retentionMonths":6,"tracking":{"perAddressPerMinute":9},
                                     "quota":{"mode":"soft","eventsPerMonth":10},"rateLimit":{"preset":"woopra"}}""")
                            .json();
            assertThat(changed.path("zone").asText()).isEqualTo("Europe/Berlin");
            assertThat(changed.path("retentionMonths").asInt()).isEqualTo(6);
            assertThat(changed.at("/rateLimit/perHour").asInt()).isEqualTo(600);
            assertThat(owner.get(PROJECT + "/settings").json()).isEqualTo(changed);
            JsonNode project = owner.get(PROJECT).json();
            assertThat(project.path("zone").asText()).isEqualTo("Europe/Berlin");
            assertThat(project.at("/quota/exceeded").asBoolean(true)).isFalse();

            Answer refused =
                    owner.put(
                            PROJECT + "/settings",
                            """
                            {"zone":"Mars","weekStart":"someday","visits":{"timeoutMillis":1},"colour":1,
                             "excludes":[{"what":"address","pattern":"x"}],"retentionMonths":-1,
                             "tracking":{"keyRequired":"yes","scriptName":"a b","other":1},"quota":{"mode":"hardest"},
                             "rateLimit":{"preset":"x","perDay":-1}}""");
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.json().path("errors").findValuesAsText("field"))
                    .containsExactlyInAnyOrder(
                            "zone",
                            "weekStart",
                            "visits.timeoutMillis",
                            "colour",
                            "excludes[0].pattern",
                            "retentionMonths",
                            "tracking.keyRequired",
                            "tracking.scriptName",
                            "tracking.other",
                            "quota.mode",
                            "rateLimit.preset",
                            "rateLimit.perDay");
            assertThat(owner.get(PROJECT + "/settings").json()).isEqualTo(changed);
        }
    }

    @Test
    void theTrackerOfAProjectHasANameThatCanBeChanged() throws Exception {
        try (TestServer server = TestServer.start(data, "shop.example", "blog.example")) {
            ApiClient owner = server.owner();
            String settings = PROJECT + "/settings";
            String word = owner.get(settings).json().at("/tracking/scriptName").asText();
            assertThat(word).matches("[a-z]{8}");
            assertThat(
                            owner.put(settings, "{\"tracking\":{\"scriptName\":\"Harbour\"}}")
                                    .json()
                                    .at("/tracking/scriptName")
                                    .asText())
                    .isEqualTo("harbour");
            for (String name : List.of("harbour", word)) {
                server.anonymous().get("/" + name + "/ce?event=" + name + "&cookie=c");
            }
            server.awaitApplied();
            assertThat(owner.get(PROJECT + "/status").json().path("events").asInt()).isEqualTo(2);
            Answer taken =
                    owner.put(
                            "/api/v1/projects/2/settings",
                            "{\"zone\":\"Asia/Tokyo\",\"tracking\":{\"scriptName\":\"harbour\"}}");
            assertThat(taken.status()).isEqualTo(409);
            assertThat(taken.json().at("/errors/0/field").asText())
                    .isEqualTo("tracking.scriptName");
            assertThat(owner.get("/api/v1/projects/2/settings").json().path("zone").asText())
                    .isEqualTo("UTC");
        }
    }

    @Test
    void excludesAreTriedOnTheNewestRequests() throws Exception {
        try (TestServer server = TestServer.start(data, "shop.example")) {
            for (int i = 0; i < 5; i++) {
                server.track(
                        "ce",
                        "host",
                        "shop.example",
                        "event",
                        "e" + i % 2,
                        "cookie",
                        "c",
                        "ce_k",
                        "v" + i);
            }
            server.track("identify", "host", "shop.example", "cookie", "c", "cv_name", "Ann");
            server.awaitApplied();
            JsonNode tried =
                    server.owner()
                            .post(
                                    PROJECT + "/settings/excludes/try",
                                    """
                                    {"excludes":[{"what":"event","pattern":"none"},{"what":"event","pattern":"e1"},
                                     {"what":"property","key":"k","pattern":"v4"}]}""")
                            .json();
            assertThat(tried.path("requests").asInt()).isEqualTo(6);
            assertThat(tried.path("excluded").asInt()).isEqualTo(3);
            assertThat(tried.path("samples").findValues("exclude"))
                    .extracting(JsonNode::asInt)
                    .containsExactly(2, 1, 1);
            assertThat(
                            server.owner()
                                    .post(
                                            PROJECT + "/settings/excludes/try",
                                            "{\"excludes\":[{\"what\":\"address\",\"pattern\":\"x\"}]}")
                                    .json()
                                    .at("/errors/0/field")
                                    .asText())
                    .isEqualTo("excludes[0].pattern");
        }
    }

    @Test
    void theSchemaShowsWhatWasSeenAndSensitiveValuesAreHiddenFromThoseBelowAdmin()
            throws Exception {
        try (TestServer server = TestServer.start(data, "shop.example")) {
            ApiClient owner = server.owner();
            server.track(
                    "ce",
                    "host",
                    "shop.example",
                    "event",
                    "buy",
                    "cookie",
                    "c",
                    "ce_card",
                    "4111",
                    "cv_salary",
                    "9");
            server.awaitApplied();
            JsonNode schema = owner.get(PROJECT + "/schema").json();
            assertThat(schema.at("/events/0/name").asText()).isEqualTo("buy");
            assertThat(schema.at("/events/0/days")).hasSize(30);
            assertThat(schema.at("/events/0/days/29").asInt()).isEqualTo(1);
            assertThat(schema.at("/events/0/properties/0").asText()).isEqualTo("card");

            assertThat(
                            owner.patch(
                                            PROJECT + "/schema/events/buy",
                                            "{\"title\":\"Bought\",\"hidden\":true}")
                                    .json()
                                    .path("title")
                                    .asText())
                    .isEqualTo("Bought");
            assertThat(owner.patch(PROJECT + "/schema/events/sell", "{\"title\":\"S\"}").status())
                    .isEqualTo(404);
            assertThat(owner.patch(PROJECT + "/schema/properties/visit/none", "{}").status())
                    .isEqualTo(404);
            owner.patch(PROJECT + "/schema/properties/event/card", "{\"sensitive\":true}");
            JsonNode salary =
                    owner.patch(
                                    PROJECT + "/schema/properties/visitor/salary",
                                    "{\"sensitive\":true,\"description\":\"a year\"}")
                            .json();
            assertThat(salary.path("example").asText()).isEqualTo("9");

            String person = PROJECT + "/people/1";
            for (String role : List.of("viewer", "analyst")) {
                ApiClient low = server.client(key(owner, role));
                JsonNode ann = low.get(person).json();
                assertThat(ann.path("properties").has("salary")).isTrue();
                assertThat(ann.at("/properties/salary").isNull()).isTrue();
                assertThat(
                                low.get(person + "/timeline")
                                        .json()
                                        .at("/events/0/properties/card")
                                        .isNull())
                        .isTrue();
                JsonNode seen = low.get(PROJECT + "/schema").json();
                assertThat(seen.path("properties").findValuesAsText("example"))
                        .doesNotContain("9", "4111");
                assertThat(low.get(PROJECT + "/people?columns=salary").text())
                        .doesNotContain("\"9\"");
            }
            assertThat(
                            server.client(key(owner, "admin"))
                                    .get(person)
                                    .json()
                                    .at("/properties/salary")
                                    .asText())
                    .isEqualTo("9");
        }
    }

    @Test
    void usageTellsEventsByDayAndKindAndAHardQuotaShutsForTheMonth() throws Exception {
        Instant noon = Instant.parse("2026-02-27T12:00:00Z");
        long[] passed = {0};
        InstantSource clock = () -> noon.plusMillis(passed[0]);
        Map<Setting, List<String>> settings = Map.of(Setting.PROJECT, List.of("shop.example"));
        try (TestServer server = TestServer.start(data, clock, settings)) {
            ApiClient owner = server.owner();
            server.track("ce", "host", "shop.example", "event", "a", "cookie", "c");
            server.track("ce", "host", "shop.example", "event", "b", "cookie", "c");
            server.track("ce", "host", "shop.example", "event", "b");
            server.track("ping", "host", "shop.example", "cookie", "c");
            server.track("identify", "host", "shop.example", "cookie", "c", "cv_a", "1");
            server.awaitApplied();
            JsonNode usage = owner.get(PROJECT + "/usage?from=2026-02-26&to=2026-02-27").json();
            assertThat(usage.path("days")).hasSize(2);
            JsonNode today = usage.at("/days/1");
            assertThat(today.path("events").asInt()).isEqualTo(2);
            assertThat(today.path("pings").asInt()).isEqualTo(1);
            assertThat(today.path("identifies").asInt()).isEqualTo(1);
            assertThat(today.at("/refused/no_identifier").asInt()).isEqualTo(1);
            assertThat(usage.at("/month/events").asInt()).isEqualTo(2);
            assertThat(usage.at("/stored/events").asInt()).isEqualTo(2);
            assertThat(usage.path("quota").isNull()).isTrue();
            assertThat(owner.get(PROJECT + "/usage?from=2026-13-01&to=x").json().path("errors"))
                    .hasSize(2);

            owner.put(
                    PROJECT + "/settings", "{\"quota\":{\"mode\":\"hard\",\"eventsPerMonth\":2}}");
            Answer shut = null;
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (shut == null || (shut.status() == 200 && System.nanoTime() < deadline)) {
                passed[0] += 2_500;
                shut = server.track("ce", "host", "shop.example", "event", "more", "cookie", "c");
            }
            assertThat(shut.status()).isEqualTo(429);
            // 27 February, noon, to 1 March: a day and a half.
            assertThat(Long.parseLong(shut.header("Retry-After"))).isBetween(120_000L, 129_600L);
            assertThat(server.track("ping", "host", "shop.example", "cookie", "c").status())
                    .isEqualTo(200);
            assertThat(owner.get(PROJECT).json().at("/quota/exceeded").asBoolean()).isTrue();

            owner.put(PROJECT + "/settings", "{\"quota\":{\"mode\":\"off\"}}");
            JsonNode kept =
                    QuarantineApiTest.awaitEntry(owner, PROJECT + "/quarantine?reason=over_quota");
            server.awaitApplied();
            int before = owner.get(PROJECT + "/status").json().path("events").asInt();
            assertThat(
                            owner.post(
                                            PROJECT + "/quarantine/replay",
                                            "{\"ids\":[\"" + kept.path("id").asText() + "\"]}")
                                    .status())
                    .isEqualTo(200);
            server.awaitApplied();
            JsonNode status = owner.get(PROJECT + "/status").json();
            assertThat(status.path("events").asInt()).isEqualTo(before + 1);
            assertThat(status.at("/index/phase").asText()).isIn("building", "ready");
            assertThat(status.at("/index/bytes").isIntegralNumber()).isTrue();
        }
    }

    @Test
    void eventsOlderThanTheRetentionGo() throws Exception {
        Map<Setting, List<String>> settings =
                Map.of(
                        Setting.PROJECT,
                        List.of("shop.example"),
                        Setting.RETENTION_EVERY,
                        List.of("100ms"));
        InstantSource clock = () -> Instant.parse("2026-03-31T12:00:00Z");
        try (TestServer server = TestServer.start(data, clock, settings)) {
            ApiClient owner = server.owner();
            // 28 February 2026, 00:00 UTC, is a month before 31 March.
            long edge = Instant.parse("2026-02-28T00:00:00Z").toEpochMilli();
            server.track(
                    "ce",
                    "host",
                    "shop.example",
                    "event",
                    "old",
                    "cookie",
                    "c",
                    "timestamp",
                    "" + (edge - 1));
            server.track(
                    "ce",
                    "host",
                    "shop.example",
                    "event",
                    "young",
                    "cookie",
                    "c",
                    "timestamp",
                    "" + edge);
            server.awaitApplied();
            owner.put(PROJECT + "/settings", "{\"retentionMonths\":1}");
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            JsonNode stored = owner.get(PROJECT + "/usage").json().path("stored");
            while (stored.path("events").asInt() > 1 && System.nanoTime() < deadline) {
                stored = owner.get(PROJECT + "/usage").json().path("stored");
            }
            assertThat(stored.path("events").asInt()).isEqualTo(1);
            assertThat(stored.path("oldest").asLong()).isEqualTo(edge);
            assertThat(
                            owner.get(PROJECT + "/people/1/timeline")
                                    .json()
                                    .path("events")
                                    .findValuesAsText("name"))
                    .containsExactly("young");
        }
    }
}
