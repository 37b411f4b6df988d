package io.sojourn.server.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.server.config.Setting;
import io.sojourn.server.kit.Answer;
import io.sojourn.server.kit.ApiClient;
import io.sojourn.server.kit.TestServer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The limits of a project over HTTP.
class KeyLimitsTest {

    private static final String SETTINGS = "/api/v1/projects/%d/settings";

    @TempDir Path folder;

    @Test
    void aKeyThatCallsTooOftenIsToldWhenToComeBack() throws Exception {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-10T12:00:00Z"));
        try (TestServer server =
                TestServer.start(
                        folder,
                        (InstantSource) now::get,
                        Map.of(Setting.PROJECT, List.of("shop.example", "other.example")))) {
            ApiClient owner = server.owner();
            for (int i = 0; i < 10; i++) {
                assertThat(count(owner, "shop.example").status()).isEqualTo(200);
            }
            Answer set =
                    owner.put(
                            SETTINGS.formatted(1),
                            "{\"rateLimit\":{\"preset\":\"custom\",\"perMinute\":3,\"perHour\":0,\"perDay\":0}}");
            assertThat(set.status()).as("%s", set).isEqualTo(200);
            for (int i = 0; i < 3; i++) {
                assertThat(count(owner, "shop.example").status()).isEqualTo(200);
            }
            Answer refused = count(owner, "shop.example");
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.header("Retry-After")).isEqualTo("61");
            assertThat(refused.json().path("code").asText()).isEqualTo("rate_limited");
            assertThat(refused.json().at("/errors/0/message").asText())
                    .isEqualTo("this key may call the project 3 times a minute, again in 61 s");
            assertThat(owner.get("/api/v1/projects/1/export/people").status()).isEqualTo(429);
            assertThat(count(owner, "other.example").status()).isEqualTo(200);

            now.updateAndGet(time -> time.plusSeconds(61));
            assertThat(owner.get("/api/v1/projects/1/export/people").status()).isEqualTo(200);
            Answer woopra =
                    owner.put(SETTINGS.formatted(1), "{\"rateLimit\":{\"preset\":\"woopra\"}}");
            assertThat(woopra.json().path("rateLimit").toString())
                    .isEqualTo(
                            "{\"preset\":\"woopra\",\"perMinute\":300,\"perHour\":600,\"perDay\":3000}");
        }
    }

    private static Answer count(ApiClient client, String project) throws Exception {
        return client.post("/rest/2.4/online/count", "{\"website\":\"" + project + "\"}");
    }
}
