package io.sojourn.server.segment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sojourn.server.backup.Restore;
import io.sojourn.server.kit.Answer;
import io.sojourn.server.kit.TestServer;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
@Timeout(120)
class SegmentsRestoredTest {

    private static final String SEGMENTS = "/api/v1/projects/1/segments";

    @TempDir Path folder;

    private static void buy(TestServer server, String id) throws Exception {
        server.track("ce", "host", "shop.example", "event", "buy", "cv_id", id);
        server.awaitApplied();
    }

    private static JsonNode awaitChanges(TestServer server, int count) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (true) {
            JsonNode json = server.owner().get(SEGMENTS + "/1/changes").json();
            if (json.path("changes").size() >= count) {
                return json;
            }
            assertThat(System.nanoTime()).as("%s", json).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    void aRestoredServerKnowsItsSegmentsAndGoesOn() throws Exception {
        Path backup = folder.resolve("backup");
        JsonNode before;
        try (TestServer server = TestServer.start(folder.resolve("data"), "shop.example")) {
            assertThat(
                            server.owner()
                                    .post(
                                            SEGMENTS,
                                            "{\"name\":\"buyers\",\"criterion\":{\"did\":{\"event\":\"buy\"}}}")
                                    .status())
                    .isEqualTo(201);
            buy(server, "ann");
            before = awaitChanges(server, 1);
            Answer written =
                    server.owner().post("/api/v1/backup", "{\"folder\":\"" + backup + "\"}");
            assertThat(written.status()).as(written.text()).isBetween(200, 201);
        }
        assertThat(backup.resolve("projects").resolve("1").resolve("questions.db")).exists();
        Path target = folder.resolve("restored");
        Restore.run(backup, target, line -> {});
        try (TestServer server = TestServer.start(target)) {
            assertThat(server.owner().get(SEGMENTS + "/1").json().path("people").asLong())
                    .isEqualTo(1);
            buy(server, "bob");
            JsonNode after = awaitChanges(server, 2);
            assertThat(after.at("/changes/0")).isEqualTo(before.at("/changes/0"));
            assertThat(after.path("changes")).hasSize(2);
            assertThat(after.at("/changes/1/person").asText()).isEqualTo("2");
        }
    }
}
