package io.sojourn.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.server.kit.Answer;
import io.sojourn.server.kit.ApiClient;
import io.sojourn.server.kit.TestServer;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is sensitive is in no answer to those who may not see it.
class MaskedTest {

    private static final String PROJECT = "\"website\":\"shop.example\"";

    @TempDir Path folder;

    @Test
    void whoMayNotSeeAValueGetsItFromNoCallAndNoExport() throws Exception {
        try (TestServer server = TestServer.start(folder, "shop.example")) {
            server.track(
                    "ce",
                    "host",
                    "shop.example",
                    "cookie",
                    "c1",
                    "event",
                    "pay",
                    "cv_name",
                    "Ann",
                    "cv_iban",
                    "SECRET1",
                    "ce_card",
                    "SECRET2",
                    "cs_pin",
                    "SECRET3");
            server.awaitApplied();
            String properties = "/api/v1/projects/1/schema/properties/";
            for (String property : new String[] {"visitor/iban", "event/card", "visit/pin"}) {
                Answer patched =
                        server.owner().patch(properties + property, "{\"sensitive\":true}");
                assertThat(patched.status()).as("%s", patched).isEqualTo(200);
            }
            Answer key =
                    server.owner()
                            .post("/api/v1/keys", "{\"name\":\"reader\",\"role\":\"analyst\"}");
            ApiClient analyst =
                    server.client(
                            key.json().path("appId").asText()
                                    + ":"
                                    + key.json().path("secret").asText());
            for (String call :
                    new String[] {
                        "2.4/search",
                        "2.4/search/visits",
                        "2.4/profile",
                        "3.7/profile",
                        "2.4/profile/visits",
                        "3.0/profile/actions",
                        "2.4/online/list",
                        "2.4/logs/export",
                        "2.4/export/people",
                        "2.4/export/events"
                    }) {
                String body = "{" + PROJECT + ",\"cookie\":\"c1\",\"visitor\":\"c1\"";
                boolean log = call.endsWith("logs/export");
                body += log ? ",\"file\":\"" + LocalDate.now(ZoneOffset.UTC) + "\"}" : "}";
                assertHidden(server.owner(), analyst, "/rest/" + call, body);
            }
            for (String what : new String[] {"events", "people"}) {
                String export = "/api/v1/projects/1/export/" + what;
                assertHidden(server.owner(), analyst, export, "{}");
                assertHidden(server.owner(), analyst, export, "{\"format\":\"csv\"}");
                assertHidden(
                        server.owner(),
                        analyst,
                        export,
                        what.equals("events")
                                ? "{\"columns\":[\"person.iban\",\"card\",\"visit.pin\"]}"
                                : "{\"columns\":[\"iban\"]}");
            }
            assertRefused(server.owner(), analyst);
            assertDefinitionsHidden(server.owner(), analyst);
            Answer found =
                    analyst.post("/rest/2.4/search", "{" + PROJECT + ",\"search\":\"secret1\"}");
            assertThat(found.json().path("total").asInt()).isZero();
        }
    }

    private static void assertHidden(ApiClient owner, ApiClient analyst, String target, String body)
            throws Exception {
        Answer shown = owner.post(target, body);
        assertThat(shown.status()).as("%s %s", target, shown).isEqualTo(200);
        assertThat(shown.text()).as(target).contains("SECRET");
        Answer hidden = analyst.post(target, body);
        assertThat(hidden.status()).as("%s %s", target, hidden).isEqualTo(200);
        assertThat(hidden.text()).as(target).doesNotContain("SECRET");
    }

    private static void assertDefinitionsHidden(ApiClient owner, ApiClient analyst)
            throws Exception {
        String reports = "/api/v1/projects/1/reports";
        for (String column :
                new String[] {
                    "\"property\":\"card\"",
                    "\"scope\":\"visit\",\"property\":\"pin\"",
                    "\"scope\":\"Person_first\",\"property\":\"iban\""
                }) {
            String body =
                    """
                    {"name":"Paid","kind":"segment","definition":{"criterion":{"did":{"any":true,
                     "filters":[{%s,"operator":"is","value":"SECRET9"}]}}}}"""
                            .formatted(column);
            String path = reports + "/" + owner.post(reports, body).json().path("id").asText();
            assertThat(owner.get(path).text()).as(column).contains("SECRET9");
            assertThat(analyst.get(path).json().path("definition").isNull()).as(column).isTrue();
        }
        String plain =
                "{\"name\":\"All\",\"kind\":\"segment\",\"definition\":{\"criterion\":{\"has\":{\"property\":\"name\",\"operator\":\"exists\"}}}}";
        owner.post(reports, plain);
        String seen = analyst.get(reports).text();
        assertThat(seen).doesNotContain("SECRET9").contains("\"property\":\"name\"");
    }

    /// An answer would tell what it is made of.
    private static void assertRefused(ApiClient owner, ApiClient analyst) throws Exception {
        String[][] columns = {
            {"person", "iban"},
            {"person_first", "iban"},
            {"person_at_event", "iban"},
            {"event", "card"},
            {"visit", "pin"}
        };
        for (String[] each : columns) {
            String column = "\"scope\":\"%s\",\"property\":\"%s\"".formatted(each[0], each[1]);
            String filter = "[{" + column + ",\"operator\":\"exists\"}]";
            String[][] questions = {
                {"funnel", "\"steps\":[{\"event\":\"pay\",\"filters\":" + filter + "}]"},
                {
                    "trend",
                    "\"series\":[{\"any\":true}],\"breakdown\":{\"columns\":[{" + column + "}]}"
                },
                {"segment", "\"criterion\":{\"did\":{\"any\":true}},\"filters\":" + filter}
            };
            for (String[] question : questions) {
                String body = "{\"project\":\"1\"," + question[1] + "}";
                String target = "/api/v1/questions/" + question[0];
                assertThat(owner.post(target, body).status()).as(body).isEqualTo(200);
                Answer refused = analyst.post(target, body);
                assertThat(refused.status()).as("%s %s", body, refused).isEqualTo(400);
                assertThat(refused.json().at("/errors/0/field").asText()).endsWith(".property");
            }
        }
        String woopra =
                "{"
                        + PROJECT
                        + ",\"segments\":[{\"did\":{\"filters\":[{\"action\":{\"filters\":[{\"scope\":\"actions\",\"key\":\"card\",\"match\":\"exists\"}]}}]}}]}";
        assertThat(owner.post("/rest/2.4/search", woopra).status()).isEqualTo(200);
        assertThat(analyst.post("/rest/2.4/search", woopra).status()).isEqualTo(400);
    }
}
