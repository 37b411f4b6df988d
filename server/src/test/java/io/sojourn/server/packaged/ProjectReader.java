package io.sojourn.server.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// What the API of a packaged server tells of one of its projects.
final class ProjectReader {
    private static final long APPLIED_SECONDS_MAX = 120;
    private static final JsonMapper JSON = new JsonMapper();

    private final PackagedServer server;
    private final String domain;
    private final String path;

    /// Asks with the first API key.
    ProjectReader(PackagedServer server, String domain) throws IOException {
        this.server = server;
        this.domain = domain;
        String id = "";
        for (JsonNode project : server.firstRun().path("projects")) {
            id = project.path("domain").asText().equals(domain) ? project.path("id").asText() : id;
        }
        assertThat(id).as("project %s", domain).isNotEmpty();
        this.path = "/api/v1/projects/" + id;
    }

    /// Returns when the stores have everything that was acknowledged.
    void awaitApplied() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(APPLIED_SECONDS_MAX);
        JsonNode status = JSON.missingNode();
        while (!status.path("applied").equals(status.path("logEnd"))
                || status.path("applied").isMissingNode()) {
            assertThat(System.nanoTime()).as("ingest goes on: %s", status).isLessThan(deadline);
            status = json(server.send(server.request("/api/v1/status")));
            assertThat(status.path("stalled")).isEmpty();
        }
    }

    /// `{"people","events","position","totals","days"}`.
    JsonNode status() throws IOException, InterruptedException {
        return json(server.send(server.request(path + "/status")));
    }

    /// @param number person number
    JsonNode person(String number) throws IOException, InterruptedException {
        return json(server.send(server.request(path + "/people/" + number)));
    }

    /// The whole timeline of a person, newest first.
    List<JsonNode> timeline(String number, boolean bots) throws IOException, InterruptedException {
        List<JsonNode> events = new ArrayList<>();
        String next = "";
        do {
            String query = "?limit=1000&bots=" + bots + (next.isEmpty() ? "" : "&cursor=" + next);
            JsonNode page =
                    json(
                            server.send(
                                    server.request(
                                            path + "/people/" + number + "/timeline" + query)));
            page.path("events").forEach(events::add);
            next = page.path("next").asText("");
        } while (!next.isEmpty() && !next.equals("null"));
        return events;
    }

    /// Every event of a visitor, as `export/events` streams it, oldest first.
    List<JsonNode> events(String visitor, boolean bots) throws IOException, InterruptedException {
        ObjectNode body =
                JSON.createObjectNode()
                        .put("website", domain)
                        .put("visitor", visitor)
                        .put("bots", bots);
        return lines("/rest/2.4/export/events", body);
    }

    /// Everybody, as `export/people` streams them, last seen first.
    List<JsonNode> people(String... properties) throws IOException, InterruptedException {
        ObjectNode body = JSON.createObjectNode().put("website", domain);
        for (String property : properties) {
            body.withArray("properties").add(property);
        }
        return lines("/rest/2.4/export/people", body);
    }

    private List<JsonNode> lines(String export, JsonNode body)
            throws IOException, InterruptedException {
        HttpResponse<String> answer =
                server.send(
                        server.request(export)
                                .header("Accept", "application/x-ndjson")
                                .POST(BodyPublishers.ofString(body.toString())));
        assertThat(answer.statusCode()).as("%s %s", body, answer.body()).isEqualTo(200);
        List<JsonNode> lines = new ArrayList<>();
        for (String line : answer.body().split("\n", -1)) {
            if (!line.isEmpty()) {
                lines.add(JSON.readTree(line));
            }
        }
        return lines;
    }

    /// @param settings those that change
    void changeSettings(String settings) throws IOException, InterruptedException {
        json(
                server.send(
                        server.request(path + "/settings")
                                .PUT(BodyPublishers.ofString(settings))
                                .header("Content-Type", "application/json")));
    }

    /// A documented call.
    HttpResponse<String> rest(String call, String body) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                server.request("/rest/2.4/" + call)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body));
        return server.send(request);
    }

    static JsonNode json(HttpResponse<String> answer) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }
}
