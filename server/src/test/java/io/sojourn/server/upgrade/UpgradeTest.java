package io.sojourn.server.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sojourn.server.Offline;
import io.sojourn.server.kit.TestServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A data folder of an earlier version opens, answers, and still holds what it held.
class UpgradeTest {
    @TempDir private Path folder = Path.of("");

    @ParameterizedTest
    @ValueSource(strings = "0.1.0-first")
    void anEarlierFolderHoldsWhatItHeld(String version) throws Exception {
        Path data = folder.resolve("data");
        OldData.unpack(version, data);
        try (TestServer server = TestServer.start(data)) {
            server.awaitApplied();
            JsonNode person = get(server, "/api/v1/projects/1/people/2");
            assertThat(person.toString()).contains("user0@example.com", "O'Brien <b>");
            assertThat(get(server, "/api/v1/projects/1/people/2/timeline").path("events"))
                    .isNotEmpty();
            long counted = 0;
            for (JsonNode event : get(server, "/api/v1/projects/1/schema").path("events")) {
                counted += event.path("count").asLong() + event.path("botCount").asLong();
            }
            assertThat(counted)
                    .as("events in the schema, which the earlier version did not have")
                    .isEqualTo(get(server, "/api/v1/projects/1/status").path("events").asLong());
        }
        List<String> lines = new ArrayList<>();
        try (Offline offline = Offline.open(data, InstantSource.system())) {
            offline.dump(lines::add);
        }
        List<String> old = OldData.dump(version);
        assertThat(old).hasSizeGreaterThan(300);
        assertThat(OldData.comparable(lines, old)).isEqualTo(old);
    }

    private static JsonNode get(TestServer server, String path) throws Exception {
        String key =
                Base64.getEncoder()
                        .encodeToString(server.firstKey().getBytes(StandardCharsets.UTF_8));
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            HttpResponse<String> answer =
                    client.send(
                            HttpRequest.newBuilder(URI.create(server.url() + path))
                                    .header("Authorization", "Basic " + key)
                                    .build(),
                            BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            return new JsonMapper().readTree(answer.body());
        }
    }
}
