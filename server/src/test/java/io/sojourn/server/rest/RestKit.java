package io.sojourn.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sojourn.server.config.Setting;
import io.sojourn.server.kit.Answer;
import io.sojourn.server.kit.TestServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// A server with the history of two people, for a class of tests of Woopra's REST API.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RestKit {

    static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");
    static final long HOUR = 3_600_000;

    TestServer server;

    @BeforeAll
    void history(@TempDir Path folder) throws IOException, InterruptedException {
        server =
                TestServer.start(
                        folder.resolve("data"),
                        InstantSource.fixed(NOW),
                        Map.of(Setting.PROJECT, List.of("shop.example")));
        long first = NOW.toEpochMilli() - 48 * HOUR;
        server.track(
                "ce",
                "host",
                "shop.example",
                "cookie",
                "c1",
                "event",
                "pv",
                "timestamp",
                first + "",
                "referer",
                "https://www.google.com/search?q=shoes",
                "screen",
                "800x600",
                "ce_url",
                "/a");
        server.track(
                "ce",
                "host",
                "shop.example",
                "cookie",
                "c1",
                "event",
                "signup",
                "timestamp",
                (first + 60_000) + "",
                "cv_email",
                "Ann@x.example",
                "cv_name",
                "Ann",
                "cv_plan",
                "pro",
                "ce_seats",
                "3");
        server.track(
                "ce",
                "host",
                "shop.example",
                "cookie",
                "c1",
                "event",
                "pay",
                "cv_email",
                "ann@x.example",
                "ce_amount",
                "12.50");
        server.track(
                "ce",
                "host",
                "shop.example",
                "cookie",
                "c2",
                "event",
                "pv",
                "timestamp",
                (first + HOUR) + "",
                "cv_name",
                "Bob",
                "cv_plan",
                "free");
        server.awaitApplied();
    }

    @AfterAll
    void stop() throws IOException {
        server.close();
    }

    JsonNode post(String endpoint, String body) throws IOException, InterruptedException {
        Answer answer = server.owner().post("/rest/" + endpoint, body);
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        return answer.json();
    }

    static List<String> fields(JsonNode json) {
        List<String> names = new ArrayList<>();
        json.fieldNames().forEachRemaining(names::add);
        return names;
    }

    static List<String> names(JsonNode visitors) {
        List<String> names = new ArrayList<>();
        visitors.forEach(visitor -> names.add(visitor.at("/custom/name").asText()));
        return names;
    }

    static String did(String operator, String... filters) {
        return "\"segments\":[{\"did\":{\"operator\":\"%s\",\"filters\":[%s]}}]"
                .formatted(operator, String.join(",", filters));
    }

    static String action(String name, String more) {
        return "{\"action\":{\"operator\":\"AND\",\"filters\":[{\"scope\":\"actions\",\"key\":\"name\",\"match\":\"match\",\"value\":\"%s\"}]}%s}"
                .formatted(name, more);
    }
}
