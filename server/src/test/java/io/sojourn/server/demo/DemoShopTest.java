package io.sojourn.server.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.server.files.StaticFiles;
import io.sojourn.server.http.Caller;
import io.sojourn.server.http.Dispatcher;
import io.sojourn.server.http.Network;
import io.sojourn.server.http.Origins;
import io.sojourn.server.http.RouteTable;
import io.sojourn.server.http.WebServer;
import io.sojourn.store.catalog.Catalog;
import io.sojourn.store.catalog.InMemoryCatalog;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The example shop over real sockets, below a path of its own.
class DemoShopTest {
    @TempDir private Path folder = Path.of("");
    private final InMemoryCatalog catalog = new InMemoryCatalog();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private WebServer server;

    @BeforeEach
    void serve() throws Exception {
        Files.writeString(folder.resolve("index.html"), "<h1>Shop</h1>");
        Files.writeString(
                folder.resolve("snippet.js"), "load('SCRIPT_URL'); config({domain: 'PROJECT'});");
        Origins origins =
                new Origins(
                        List.of(Network.of("127.0.0.1").orElseThrow()), "/journeys", ignored -> {});
        server =
                WebServer.start(
                        new WebServer.Options(
                                "127.0.0.1", 0, 1, Duration.ofSeconds(9), Duration.ofSeconds(9)),
                        origins,
                        List.of(),
                        new Dispatcher(
                                origins,
                                new RouteTable(
                                        new DemoShop(StaticFiles.ofFolder(folder), catalog)
                                                .routes()),
                                (call, credentials) -> Caller.NOBODY,
                                (method, route, status, nanos) -> {},
                                1000,
                                new Random(5)));
    }

    @AfterEach
    void end() {
        server.close();
        client.close();
    }

    private HttpResponse<String> get(String file) throws Exception {
        URI uri = URI.create(server.url() + "/journeys/demo/shop/" + file);
        return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    @Test
    void itsSnippetLoadsTheTrackerByTheNameThatTheProjectHasNow() throws Exception {
        Catalog.Project project = catalog.createProject(Demo.DOMAIN);
        assertThat(get("snippet.js").body())
                .isEqualTo(
                        "load('/journeys/%s.js'); config({domain: 'demo.example'});"
                                .formatted(project.scriptName()));
        catalog.setScriptName(project.id(), "coffeebean");
        assertThat(get("snippet.js").body()).startsWith("load('/journeys/coffeebean.js')");
    }

    @Test
    void itsPagesAllowNothingInlineAndNothingFromElsewhere() throws Exception {
        HttpResponse<String> page = get("");
        assertThat(page.body()).isEqualTo("<h1>Shop</h1>");
        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(
                        policy ->
                                assertThat(policy)
                                        .startsWith("default-src 'none'; script-src 'self';")
                                        .doesNotContain("unsafe"));
        assertThat(get("index.html").body()).isEqualTo(page.body());
        assertThat(get("gone.html").statusCode()).isEqualTo(404);
    }
}
