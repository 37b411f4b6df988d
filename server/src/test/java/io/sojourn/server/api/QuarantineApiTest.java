package io.sojourn.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sojourn.server.kit.ApiClient;
import io.sojourn.server.kit.TestServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuarantineApiTest {

    private static final String PATH = "/api/v1/projects/1/quarantine";

    @TempDir Path data;

    /// The newest entry of a list, as soon as there is one.
    static JsonNode awaitEntry(ApiClient client, String target) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        JsonNode entries = client.get(target).json().path("entries");
        while (entries.isEmpty() && System.nanoTime() < deadline) {
            entries = client.get(target).json().path("entries");
        }
        assertThat(entries).as(target).isNotEmpty();
        return entries.path(0);
    }

    @Test
    void refusedRequestsAreListedShownReplayedAndThrownAway() throws Exception {
        try (TestServer server = TestServer.start(data, "shop.example")) {
            ApiClient owner = server.owner();
            for (int i = 0; i < 5; i++) {
                server.track("ce", "host", "shop.example", "event", "e" + i, "ce_k", "<v>");
            }
            server.track("ce", "host", "shop.example", "cookie", "c");
            owner.put("/api/v1/projects/1/settings", "{\"tracking\":{\"keyRequired\":true}}");
            server.track("ce", "host", "shop.example", "event", "kept", "cookie", "c");
            ApiClient nobody = server.anonymous();
            nobody.get("/track/ce?host=shop.example&event=late&cookie=c");
            nobody.get("/track/ce?host=lost.example&event=late&cookie=c");
            server.awaitApplied();

            JsonNode refused = awaitEntry(owner, PATH + "?reason=key_required");
            assertThat(refused.path("id").asText()).startsWith("t");
            assertThat(refused.path("advice").asText()).contains("API key");
            JsonNode lost = awaitEntry(owner, "/api/v1/refusals?domain=lost.example");
            assertThat(lost.path("advice").asText()).contains("Add the domain");
            JsonNode all = owner.get(PATH).json();
            assertThat(all.at("/reasons/no_identifier").asInt()).isEqualTo(5);
            assertThat(all.at("/reasons/no_event_name").asInt()).isEqualTo(1);
            assertThat(all.path("entries")).hasSize(7);
            assertThat(owner.get(PATH + "?domain=lost.example").json().path("entries")).isEmpty();
            assertThat(owner.get(PATH + "?domain=shop.example&from=0&to=5").json().path("entries"))
                    .isEmpty();
            assertThat(owner.get(PATH + "?cursor=x").status()).isEqualTo(400);

            List<String> paged = new ArrayList<>();
            String cursor = "";
            do {
                JsonNode page = owner.get(PATH + "?limit=2" + cursor).json();
                paged.addAll(page.path("entries").findValuesAsText("id"));
                cursor = page.path("next").isNull() ? "" : "&cursor=" + page.path("next").asText();
            } while (!cursor.isEmpty());
            assertThat(paged)
                    .isEqualTo(all.path("entries").findValuesAsText("id"))
                    .doesNotHaveDuplicates();

            String nameless = awaitEntry(owner, PATH + "?reason=no_identifier").path("id").asText();
            JsonNode one = owner.get(PATH + "/" + nameless).json();
            assertThat(one.at("/decoded/0/event").asText()).isEqualTo("e4");
            assertThat(one.at("/decoded/0/properties/k").asText()).isEqualTo("<v>");
            assertThat(
                            owner.get(PATH + "/" + refused.path("id").asText())
                                    .json()
                                    .at("/decoded/0/event")
                                    .asText())
                    .isEqualTo("late");
            assertThat(owner.delete(PATH + "/" + nameless).status()).isEqualTo(204);
            assertThat(owner.get(PATH + "/" + nameless).status()).isEqualTo(404);
            assertThat(owner.delete(PATH + "/tx").status()).isEqualTo(404);

            JsonNode replayed =
                    owner.post(PATH + "/replay", "{\"reason\":\"key_required\"}").json();
            assertThat(replayed.path("replayed")).hasSize(1);
            assertThat(owner.post(PATH + "/replay", "{\"reason\":\"a\",\"ids\":[\"1\"]}").status())
                    .isEqualTo(400);
            server.awaitApplied();
            assertThat(owner.get("/api/v1/projects/1/status").json().path("events").asInt())
                    .isEqualTo(2);
            assertThat(owner.get(PATH + "?reason=key_required").json().path("entries")).isEmpty();
        }
    }
}
