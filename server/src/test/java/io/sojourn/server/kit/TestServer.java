package io.sojourn.server.kit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sojourn.server.App;
import io.sojourn.server.config.Config;
import io.sojourn.server.config.Setting;
import io.sojourn.server.config.Settings;
import io.sojourn.server.http.Route;
import io.sojourn.store.fault.Faults;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A whole server in this process, on a free port and a folder of the test's.
public final class TestServer implements AutoCloseable {

    private static final long APPLIED_SECONDS_MAX = 60;

    private final App app;
    private final Path data;
    private final ApiClient owner;
    private final List<AutoCloseable> opened = new ArrayList<>();

    private TestServer(App app, Path data) throws IOException {
        this.app = app;
        this.data = data;
        this.owner = client(firstKey());
    }

    /// With some projects, by their domains.
    public static TestServer start(Path data, String... domains) throws IOException {
        return start(data, InstantSource.system(), Map.of(Setting.PROJECT, List.of(domains)));
    }

    public static TestServer start(
            Path data, InstantSource clock, Map<Setting, List<String>> settings)
            throws IOException {
        Map<Setting, List<String>> all = new EnumMap<>(Setting.class);
        all.put(Setting.PORT, List.of("0"));
        all.put(Setting.DATA, List.of(data.toString()));
        all.putAll(settings);
        Config config = Config.of(Settings.read(all, "", Map.of()));
        return new TestServer(App.start(config, clock, Faults.NONE, line -> {}), data);
    }

    public String url() {
        return app.url();
    }

    /// Everything that it answers, but for tracking.
    public List<Route> routes() {
        return app.routes();
    }

    /// What the first start created.
    public JsonNode firstRun() throws IOException {
        return new JsonMapper().readTree(data.resolve("first-run.json").toFile());
    }

    /// `appId:secret` of the server owner.
    public String firstKey() throws IOException {
        JsonNode api = firstRun().path("api");
        return api.path("appId").asText() + ":" + api.path("secret").asText();
    }

    /// Asks as the server owner.
    public ApiClient owner() {
        return owner;
    }

    public ApiClient anonymous() {
        return kept(ApiClient.anonymous(url()));
    }

    /// @param key `appId:secret`
    public ApiClient client(String key) {
        return kept(ApiClient.withKey(url(), key));
    }

    private ApiClient kept(ApiClient client) {
        opened.add(client);
        return client;
    }

    /// Sends a tracking request, such as `track("ce", "host", "shop.example", "event", "pv", "cookie", "c1")`.
    ///
    /// @param parameters names and values in turn
    public Answer track(String endpoint, String... parameters)
            throws IOException, InterruptedException {
        StringBuilder target = new StringBuilder("/track/").append(endpoint);
        for (int i = 0; i < parameters.length; i += 2) {
            target.append(i == 0 ? '?' : '&')
                    .append(encoded(parameters[i]))
                    .append('=')
                    .append(encoded(parameters[i + 1]));
        }
        return owner.get(target.toString());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /// Returns when the stores have everything that was acknowledged.
    public void awaitApplied() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(APPLIED_SECONDS_MAX);
        while (true) {
            JsonNode status = owner.get("/api/v1/status").json();
            assertThat(status.path("stalled")).as("projects set aside").isEmpty();
            if (status.path("applied").asText("-").equals(status.path("logEnd").asText("+"))) {
                return;
            }
            assertThat(System.nanoTime()).as("ingest goes on: %s", status).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() throws IOException {
        for (AutoCloseable each : opened) {
            try {
                each.close();
            } catch (Exception e) {
                throw new IOException(e);
            }
        }
        app.close();
    }
}
