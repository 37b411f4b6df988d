package io.sojourn.server.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sojourn.server.config.Setting;
import io.sojourn.server.live.LiveKit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
@Timeout(180)
class DemoTest {

    private static final String PROJECT = "/api/v1/projects/2";

    @TempDir Path folder;

    private LiveKit start(String people) throws Exception {
        return new LiveKit(folder.resolve("data"), Map.of(Setting.DEMO, List.of(people)));
    }

    private interface Question {
        boolean holds() throws Exception;
    }

    private static void await(Question question) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!question.holds()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private static boolean isLive(LiveKit server) throws Exception {
        return server.json(PROJECT + "/live/online").path("count").asInt() > 3;
    }

    /// As a crash leaves it: the log has more of the past than was noted down.
    private void forgetTheLastTwoDays() throws IOException {
        Path file = folder.resolve("data").resolve("demo.json");
        ObjectNode state = (ObjectNode) new JsonMapper().readTree(file.toFile());
        state.put("hours", state.path("hours").asInt() - 48).put("done", false);
        Files.writeString(file, state.toString());
    }

    @Test
    void aSmallShopHasItsPastAndThenPeopleInItAndAnotherStartDoesNotDoubleThePast()
            throws Exception {
        long past;
        try (LiveKit server = start("60")) {
            await(() -> isLive(server));
            JsonNode status = server.json(PROJECT + "/status");
            past = pastEvents(status);
            assertThat(past).isGreaterThan(300);
            assertThat(status.path("people").asLong()).isGreaterThanOrEqualTo(60);
            JsonNode live = server.json(PROJECT + "/live/snapshot");
            assertThat(live.path("people")).isNotEmpty();
            assertThat(live.at("/people/0/browser").asText()).isNotEmpty();
            assertThat(server.json("/api/v1/projects/1/status").path("events").asLong()).isZero();
        }
        forgetTheLastTwoDays();
        try (LiveKit server = start("60")) {
            await(() -> isLive(server));
            assertThat(pastEvents(server.json(PROJECT + "/status"))).isEqualTo(past);
        }
    }

    /// Events of the days before today, which the present does not add to.
    private static long pastEvents(JsonNode status) {
        String today = java.time.LocalDate.now(java.time.ZoneOffset.UTC).toString();
        long events = 0;
        for (Map.Entry<String, JsonNode> day : status.path("days").properties()) {
            if (!day.getKey().equals(today)) {
                events += day.getValue().path("event").asLong();
            }
        }
        return events;
    }
}
