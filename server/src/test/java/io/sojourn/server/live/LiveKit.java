package io.sojourn.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sojourn.server.App;
import io.sojourn.server.config.Config;
import io.sojourn.server.config.Setting;
import io.sojourn.server.config.Settings;
import io.sojourn.server.kit.ContractWitness;
import io.sojourn.store.fault.Faults;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A server in this process with the project `shop.example`, and a client that reads server-sent events.
public final class LiveKit implements AutoCloseable {

    static final JsonMapper JSON = new JsonMapper();
    private static final long SECONDS_MAX = 20;

    private final App app;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String authorization;
    private final List<Stream> streams = new ArrayList<>();

    /// One server-sent event.
    public record Sent(String name, String id, JsonNode data, long arrivedNanos) {}

    public LiveKit(Path data, Map<Setting, List<String>> settings) throws IOException {
        Map<Setting, List<String>> all = new EnumMap<>(Setting.class);
        all.put(Setting.PORT, List.of("0"));
        all.put(Setting.DATA, List.of(data.toString()));
        all.put(Setting.PROJECT, List.of("shop.example"));
        all.putAll(settings);
        Config config = Config.of(Settings.read(all, "", Map.of()));
        app = App.start(config, InstantSource.system(), Faults.NONE, line -> {});
        JsonNode api = JSON.readTree(data.resolve("first-run.json").toFile()).path("api");
        String key = api.path("appId").asText() + ":" + api.path("secret").asText();
        authorization =
                "Basic " + Base64.getEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }

    public LiveKit(Path data) throws IOException {
        this(data, Map.of());
    }

    String authorization() {
        return authorization;
    }

    URI uri(String path) {
        return URI.create(app.url() + path);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path)).header("Authorization", authorization);
    }

    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        HttpResponse<String> response =
                client.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
        ContractWitness.check(
                "GET",
                path,
                response.statusCode(),
                response.headers().firstValue("Content-Type").orElse(""),
                response.body().getBytes(StandardCharsets.UTF_8));
        return response;
    }

    public JsonNode json(String path) throws IOException, InterruptedException {
        HttpResponse<String> response = get(path);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSON.readTree(response.body());
    }

    HttpResponse<String> send(String method, String path, String body)
            throws IOException, InterruptedException {
        return client.send(
                request(path)
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .header("Content-Type", "application/json")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /// A tracking request, acknowledged.
    void track(String endpoint, String query) throws IOException, InterruptedException {
        HttpResponse<String> response =
                client.send(
                        HttpRequest.newBuilder(
                                        uri(
                                                "/track/"
                                                        + endpoint
                                                        + "?project=shop.example&"
                                                        + query))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isBetween(200, 299);
    }

    /// Returns when what was acknowledged can be read.
    public void applied() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_MAX);
        while (true) {
            JsonNode status = json("/api/v1/status");
            if (status.path("applied").equals(status.path("logEnd"))) {
                return;
            }
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    Stream follow(String query) throws IOException, InterruptedException {
        return follow(query, Optional.empty());
    }

    Stream follow(String query, Optional<String> lastEventId)
            throws IOException, InterruptedException {
        return read(open(query, lastEventId));
    }

    /// @param key `appId:secret`
    Stream followAs(String key) throws IOException, InterruptedException {
        String basic = Base64.getEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8));
        HttpResponse<InputStream> response =
                client.send(
                        HttpRequest.newBuilder(uri("/api/v1/projects/1/live"))
                                .header("Authorization", "Basic " + basic)
                                .build(),
                        HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        return read(response.body());
    }

    /// A stream that nobody reads yet.
    InputStream open(String query, Optional<String> lastEventId)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = request("/api/v1/projects/1/live" + query);
        lastEventId.ifPresent(id -> request.header("Last-Event-ID", id));
        HttpResponse<InputStream> response =
                client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        String type = response.headers().firstValue("Content-Type").orElse("");
        assertThat(type).isEqualTo("text/event-stream");
        ContractWitness.check(
                "GET",
                "/api/v1/projects/1/live",
                response.statusCode(),
                type,
                ": a stream".getBytes(StandardCharsets.UTF_8));
        assertThat(response.headers().firstValue("X-Accel-Buffering")).contains("no");
        return response.body();
    }

    Stream read(InputStream body) {
        Stream stream = new Stream(body);
        streams.add(stream);
        return stream;
    }

    void stop() {
        app.close();
    }

    @Override
    public void close() {
        streams.forEach(Stream::close);
        app.close();
        client.close();
    }

    /// What a client is sent, in order.
    static final class Stream implements AutoCloseable {
        private final InputStream in;
        private final BlockingQueue<Sent> sent = new LinkedBlockingQueue<>();
        private final Thread reader;

        Stream(InputStream in) {
            this.in = in;
            this.reader = Thread.ofVirtual().start(this::read);
        }

        private void read() {
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
                String name = "";
                String id = "";
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith("event: ")) {
                        name = line.substring(7);
                    } else if (line.startsWith("id: ")) {
                        id = line.substring(4);
                    } else if (line.startsWith("data: ")) {
                        sent.add(
                                new Sent(
                                        name,
                                        id,
                                        JSON.readTree(line.substring(6)),
                                        System.nanoTime()));
                        id = "";
                    }
                }
                sent.add(new Sent("closed", "", JSON.nullNode(), System.nanoTime()));
            } catch (IOException e) {
                sent.add(new Sent("closed", "", JSON.nullNode(), System.nanoTime()));
            }
        }

        /// The next one of a name; those of other names are passed over.
        Sent next(String name) throws InterruptedException {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_MAX);
            while (true) {
                Sent next = sent.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                assertThat(next).as("a record " + name).isNotNull();
                if (next.name().equals(name)) {
                    return stated(next);
                }
                assertThat(next.name()).as("before " + name).isNotEqualTo("closed");
            }
        }

        Sent next() throws InterruptedException {
            Sent next = sent.poll(SECONDS_MAX, TimeUnit.SECONDS);
            assertThat(next).isNotNull();
            return stated(next);
        }

        private static Sent stated(Sent next) {
            if (!next.name().equals("closed")) {
                StatedRecords.check(next.name(), next.data());
            }
            return next;
        }

        @Override
        public void close() {
            try {
                in.close();
                reader.join();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
