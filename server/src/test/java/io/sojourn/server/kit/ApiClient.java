package io.sojourn.server.kit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/// Asks a server as one caller. Every answer is held against the contract.
public final class ApiClient implements AutoCloseable {

    private static final Duration ANSWER_MAX = Duration.ofSeconds(60);

    private final String url;
    private final Map<String, String> headers;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();

    private ApiClient(String url, Map<String, String> headers) {
        this.url = url;
        this.headers = Map.copyOf(headers);
    }

    public static ApiClient anonymous(String url) {
        return new ApiClient(url, Map.of());
    }

    /// @param key `appId:secret`
    public static ApiClient withKey(String url, String key) {
        String basic = Base64.getEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8));
        return new ApiClient(url, Map.of("Authorization", "Basic " + basic));
    }

    /// The same with one more header on every request.
    public ApiClient with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new ApiClient(url, more);
    }

    /// @param target path and query, beginning with a slash
    public Answer get(String target) throws IOException, InterruptedException {
        return send("GET", target, BodyPublishers.noBody(), "");
    }

    public Answer delete(String target) throws IOException, InterruptedException {
        return send("DELETE", target, BodyPublishers.noBody(), "");
    }

    public Answer delete(String target, String json) throws IOException, InterruptedException {
        return sendJson("DELETE", target, json);
    }

    public Answer post(String target, String json) throws IOException, InterruptedException {
        return sendJson("POST", target, json);
    }

    public Answer put(String target, String json) throws IOException, InterruptedException {
        return sendJson("PUT", target, json);
    }

    public Answer patch(String target, String json) throws IOException, InterruptedException {
        return sendJson("PATCH", target, json);
    }

    private Answer sendJson(String method, String target, String json)
            throws IOException, InterruptedException {
        Answer answer = send(method, target, BodyPublishers.ofString(json), "application/json");
        ContractWitness.checkBody(method, target, json, answer.status());
        return answer;
    }

    /// @param contentType empty = none is sent
    public Answer send(String method, String target, BodyPublisher body, String contentType)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url + target))
                        .timeout(ANSWER_MAX)
                        .method(method, body);
        if (!contentType.isEmpty()) {
            request.header("Content-Type", contentType);
        }
        headers.forEach(request::setHeader);
        HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
        ContractWitness.check(
                method,
                target,
                response.statusCode(),
                response.headers().firstValue("Content-Type").orElse(""),
                response.body());
        return new Answer(response.statusCode(), response.headers(), response.body());
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
