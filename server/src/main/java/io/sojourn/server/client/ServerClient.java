package io.sojourn.server.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.server.data.DataFolder;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;

/// Speaks to a running server for a command: found by its data folder, or named.
public final class ServerClient implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String FIRST_RUN = "first-run.json";
    private static final Duration CONNECT_MAX = Duration.ofSeconds(5);

    private final URI url;
    private final String key;
    private final HttpClient http;

    /// An answer.
    ///
    /// @param body JSON; missing where it was none
    public record Answer(int status, JsonNode body, long retryAfterSeconds) {

        public boolean isDone() {
            return status / 100 == 2;
        }

        /// Worth another try later.
        public boolean isBusy() {
            return status == 429 || status == 503;
        }

        /// What the server says is wrong.
        public ProblemException problem() {
            String title = body.path("title").asText("");
            return new ProblemException(
                    Code.INTERNAL,
                    title.isEmpty()
                            ? "the server answered " + status
                            : "the server says: " + title);
        }
    }

    private ServerClient(URI url, String key, String fingerprint) {
        this.url = url;
        this.key = key;
        this.http = http(fingerprint);
    }

    /// A client that trusts the server with this certificate alone.
    ///
    /// @param fingerprint empty = what the system trusts
    public static HttpClient http(String fingerprint) {
        HttpClient.Builder builder =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(CONNECT_MAX);
        if (!fingerprint.isEmpty()) {
            builder.sslContext(PinnedCertificate.context(fingerprint));
        }
        return builder.build();
    }

    /// @param data folder of the server; gives address and key where they are not named
    /// @param url empty = as the server that runs on the folder announced it
    /// @param key `appId:secret`, empty = the one that the first start created
    /// @throws ProblemException saying what to do where there is no server or no key
    public static ServerClient of(Path data, String url, String key) {
        DataFolder.Announced server =
                url.isEmpty()
                        ? DataFolder.announced(data)
                                .orElseThrow(
                                        () ->
                                                new ProblemException(
                                                        Code.CONFIGURATION,
                                                        "no server runs on data folder %s: start it (./sojourn run --data %s), or name another with --data or --url"
                                                                .formatted(data, data)))
                        : new DataFolder.Announced(url, "");
        String address = server.url();
        String credentials = key.isEmpty() ? firstKey(data) : key;
        if (!credentials.contains(":")) {
            throw new ProblemException(Code.CONFIGURATION, "--key takes appId:secret");
        }
        try {
            URI uri = URI.create(address.endsWith("/") ? address : address + "/");
            if (uri.getHost() == null) {
                throw new IllegalArgumentException("no host");
            }
            return new ServerClient(uri, credentials, server.fingerprint());
        } catch (IllegalArgumentException e) {
            throw new ProblemException(
                    Code.CONFIGURATION,
                    "--url takes an address such as http://127.0.0.1:8080, got " + address);
        }
    }

    private static String firstKey(Path data) {
        Path file = data.resolve(FIRST_RUN);
        if (!Files.isReadable(file)) {
            throw new ProblemException(
                    Code.CONFIGURATION,
                    "there is no key: %s cannot be read, name an API key with --key appId:secret"
                            .formatted(file));
        }
        try {
            JsonNode api = JSON.readTree(file.toFile()).path("api");
            return api.path("appId").asText() + ":" + api.path("secret").asText();
        } catch (IOException e) {
            throw new ProblemException(
                    Code.CONFIGURATION, "%s cannot be read: %s".formatted(file, e.getMessage()));
        }
    }

    public URI url() {
        return url;
    }

    /// @param path without a leading slash
    public Answer get(String path) throws IOException, InterruptedException {
        return answer(request(path).timeout(Duration.ofMinutes(1)).GET().build());
    }

    /// @param path without a leading slash
    public Answer post(String path, String contentType, byte[] body)
            throws IOException, InterruptedException {
        return answer(
                request(path)
                        .timeout(Duration.ofMinutes(2))
                        .header("Content-Type", contentType)
                        .POST(BodyPublishers.ofByteArray(body))
                        .build());
    }

    /// @param path without a leading slash
    public Answer put(String path, String contentType, byte[] body)
            throws IOException, InterruptedException {
        return answer(
                request(path)
                        .timeout(Duration.ofMinutes(1))
                        .header("Content-Type", contentType)
                        .PUT(BodyPublishers.ofByteArray(body))
                        .build());
    }

    /// @param path without a leading slash
    public Answer delete(String path) throws IOException, InterruptedException {
        return answer(request(path).timeout(Duration.ofMinutes(1)).DELETE().build());
    }

    /// Without a bound on how long the answer takes; the caller closes it.
    public HttpResponse<InputStream> stream(String path, JsonNode body)
            throws IOException, InterruptedException {
        return send(
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body.toString()))
                        .build());
    }

    public static Answer answer(HttpResponse<InputStream> response) throws IOException {
        try (InputStream in = response.body()) {
            byte[] bytes = in.readAllBytes();
            JsonNode body;
            try {
                body = JSON.readTree(bytes);
            } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
                body = com.fasterxml.jackson.databind.node.MissingNode.getInstance();
            }
            return new Answer(
                    response.statusCode(),
                    body,
                    response.headers().firstValueAsLong("Retry-After").orElse(1));
        }
    }

    private Answer answer(HttpRequest request) throws IOException, InterruptedException {
        return answer(send(request));
    }

    private HttpRequest.Builder request(String path) {
        String basic = Base64.getEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8));
        return HttpRequest.newBuilder(url.resolve(path)).header("Authorization", "Basic " + basic);
    }

    private HttpResponse<InputStream> send(HttpRequest request)
            throws IOException, InterruptedException {
        try {
            return http.send(request, BodyHandlers.ofInputStream());
        } catch (ConnectException e) {
            ConnectException said = new ConnectException("no server answers at " + url);
            said.initCause(e);
            throw said;
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
