package io.sojourn.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// What the bench asks of a running server, with the first API key.
final class ServerApi implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    /// The markers' browser; Java's own would be a bot.
    private static final String BROWSER =
            "Mozilla/5.0 (X11; Linux x86_64; rv:129.0) Gecko/20100101 Firefox/129.0";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI url;
    private final String authorization;
    private final String project;

    /// @param data folder of the server, which has started for the first time
    ServerApi(URI url, Path data) throws IOException {
        this.url = url;
        JsonNode first = JSON.readTree(data.resolve("first-run.json").toFile());
        JsonNode api = first.path("api");
        String pair = api.path("appId").asText() + ":" + api.path("secret").asText();
        this.authorization =
                "Basic "
                        + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        this.project = first.path("projects").path(0).path("id").asText();
    }

    /// How far ingest is.
    record Progress(long applied, long logEnd) {
        boolean isDone() {
            return applied >= logEnd;
        }
    }

    Progress progress() throws IOException, InterruptedException {
        JsonNode status = get("/api/v1/status");
        if (!status.path("stalled").isEmpty()) {
            throw new IOException("ingest has set the project aside: " + status);
        }
        return new Progress(status.path("applied").asLong(), status.path("logEnd").asLong());
    }

    /// Waits until both stores have everything.
    ///
    /// @return the time of that, by the clock of `System.nanoTime`
    long awaitApplied(Duration atMost) throws IOException, InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        Progress progress = progress();
        while (!progress.isDone()) {
            if (System.nanoTime() - end > 0) {
                throw new IOException("ingest is still behind: " + progress);
            }
            LockSupport.parkNanos(POLL_NANOS);
            progress = progress();
        }
        return System.nanoTime();
    }

    /// What the stores hold: rows, and what ingest counted.
    record Stored(long people, long events, Counts counted, long bots, JsonNode totals) {}

    Stored stored() throws IOException, InterruptedException {
        JsonNode status = get(ofProject("/status"));
        JsonNode totals = status.path("totals");
        return new Stored(
                status.path("people").asLong(),
                status.path("events").asLong(),
                new Counts(
                        totals.path("event").asLong(),
                        totals.path("duplicate").asLong(),
                        totals.path("update").asLong(),
                        totals.path("identify").asLong()),
                totals.path("bot").asLong(),
                totals);
    }

    /// Sends one event of the visitor with this cookie, as a browser does.
    void track(String cookie, long number) throws IOException, InterruptedException {
        String uri =
                "/track/ce?app=js-client&event=marker&project=%s&cookie=%s&idptnc=%s-%d"
                        .formatted(Traffic.PROJECT, cookie, cookie, number);
        HttpResponse<String> answer =
                client.send(
                        HttpRequest.newBuilder(url.resolve(uri))
                                .header("User-Agent", BROWSER)
                                .timeout(TIMEOUT)
                                .build(),
                        BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(uri + ": " + answer.statusCode() + " " + answer.body());
        }
    }

    /// Number of events that the export shows of the visitor with this cookie.
    long visible(String cookie) throws IOException, InterruptedException {
        String uri =
                "/rest/2.4/export/events?limit=1&website=%s&visitor=%s"
                        .formatted(Traffic.PROJECT, cookie);
        HttpResponse<String> answer = send(uri);
        return answer.statusCode() == 200 ? JSON.readTree(answer.body()).path("total").asLong() : 0;
    }

    JsonNode get(String uri) throws IOException, InterruptedException {
        return json(uri, send(uri));
    }

    /// Asks a question, whose project is named by its domain.
    JsonNode ask(String kind, String definition) throws IOException, InterruptedException {
        String uri = "/api/v1/questions/" + kind;
        return json(
                uri,
                send(
                        request(uri)
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(definition))));
    }

    /// Of the project that the bench sends to.
    String ofProject(String path) {
        return "/api/v1/projects/" + project + path;
    }

    private static JsonNode json(String uri, HttpResponse<String> answer) throws IOException {
        if (answer.statusCode() != 200) {
            throw new IOException(uri + ": " + answer.statusCode() + " " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    private HttpResponse<String> send(String uri) throws IOException, InterruptedException {
        return send(request(uri));
    }

    private HttpRequest.Builder request(String uri) {
        return HttpRequest.newBuilder(url.resolve(uri)).header("Authorization", authorization);
    }

    private HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return client.send(request.timeout(TIMEOUT).build(), BodyHandlers.ofString());
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
