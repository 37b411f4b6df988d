package io.sojourn.server.track;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.core.project.ProjectId;
import io.sojourn.server.files.StaticFiles;
import io.sojourn.server.http.Access;
import io.sojourn.server.http.Caller;
import io.sojourn.server.http.Dispatcher;
import io.sojourn.server.http.Origins;
import io.sojourn.server.http.Reply;
import io.sojourn.server.http.Route;
import io.sojourn.server.http.RouteTable;
import io.sojourn.server.http.WebServer;
import io.sojourn.store.catalog.Catalog.Project;
import io.sojourn.store.catalog.Catalog.TrackingOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The tracker's files over real sockets, as a page of another site asks for them.
class ScriptHandlerTest {

    @TempDir private Path folder = Path.of("");
    private final HttpClient client = HttpClient.newHttpClient();
    private final Queue<String> observed = new ConcurrentLinkedQueue<>();
    private WebServer server;

    @BeforeEach
    void serve() throws IOException {
        Files.writeString(folder.resolve("w.js"), "core");
        Files.write(folder.resolve("w.js.br"), new byte[] {7});
        Files.writeString(folder.resolve("w-forms.js"), "forms");
        Files.writeString(folder.resolve("snippet.html"), "<script></script>");
        Project project =
                new Project(
                        new ProjectId(1),
                        "shop.example",
                        List.of("shop.example"),
                        List.of("harbour", "lantern"),
                        TrackingOptions.OPEN);
        TrackDirectory directory = TrackDirectory.of(List.of(project), (id, app, secret) -> false);
        server =
                WebServer.start(
                        new WebServer.Options(
                                "127.0.0.1", 0, 1, Duration.ofSeconds(9), Duration.ofSeconds(9)),
                        Origins.DIRECT,
                        List.of(
                                new ScriptHandler(
                                        StaticFiles.ofFolder(folder),
                                        () -> directory,
                                        (method, route, status, nanos) ->
                                                observed.add(method + " " + route + " " + status))),
                        new Dispatcher(
                                Origins.DIRECT,
                                new RouteTable(
                                        List.of(
                                                Route.get(
                                                        "/{*page}",
                                                        Access.PUBLIC,
                                                        call -> Reply.text(200, "a/b", "page")))),
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

    private HttpResponse<byte[]> ask(String method, String path, String... headers)
            throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(server.url() + path))
                        .method(method, BodyPublishers.noBody());
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    private String text(String path) throws Exception {
        return new String(ask("GET", path).body(), UTF_8);
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    @Test
    void theTrackerIsAtTheAddressesOfOfficialSnippetsAndBelowEveryNameOfAProject()
            throws Exception {
        for (String path :
                List.of("/js/w", "/w", "/js/t/5", "/harbour", "/lantern", "/js/w.js?v=3#")) {
            String base = path.replaceFirst("\\.js.*", "");
            assertThat(text(base + ".js")).as(path).isEqualTo("core");
            assertThat(text(base + "-forms.js")).as(path).isEqualTo("forms");
        }
        assertThat(observed)
                .contains(
                        "GET /js/w.js 200",
                        "GET /js/w-forms.js 200",
                        "GET /{script}.js 200",
                        "GET /{script}-forms.js 200");
    }

    @Test
    void everythingElseIsLeftToOthers() throws Exception {
        for (String path :
                List.of(
                        "/meadow.js",
                        "/HARBOUR.js",
                        "/harbour-other.js",
                        "/harbour-forms-forms.js",
                        "/harbour",
                        "/js/x.js",
                        "/js/w.js/",
                        "/js/w.js.br",
                        "/snippet.html",
                        "/js/snippet.html",
                        "/a/harbour.js")) {
            assertThat(text(path)).as(path).isEqualTo("page");
        }
    }

    @Test
    void pagesOfAnyOriginMayLoadItAndKeepIt() throws Exception {
        HttpResponse<byte[]> script = ask("GET", "/harbour.js", "Origin", "https://shop.example");
        assertThat(header(script, "content-type")).isEqualTo("text/javascript; charset=utf-8");
        assertThat(header(script, "access-control-allow-origin")).isEqualTo("*");
        assertThat(header(script, "cross-origin-resource-policy")).isEqualTo("cross-origin");
        assertThat(header(script, "cache-control"))
                .isEqualTo("public, max-age=3600, stale-while-revalidate=604800");
        HttpResponse<byte[]> known =
                ask("GET", "/harbour.js", "If-None-Match", header(script, "etag"));
        assertThat(known.statusCode()).isEqualTo(304);
        assertThat(known.body()).isEmpty();
        assertThat(header(known, "access-control-allow-origin")).isEqualTo("*");
        HttpResponse<byte[]> other = ask("GET", "/harbour.js", "If-None-Match", "\"other\"");
        assertThat(other.statusCode()).isEqualTo(200);
    }

    @Test
    void theBestCodingIsSentAndNamed() throws Exception {
        HttpResponse<byte[]> coded = ask("GET", "/js/w.js", "Accept-Encoding", "gzip, br");
        assertThat(header(coded, "content-encoding")).isEqualTo("br");
        assertThat(header(coded, "vary")).isEqualTo("Accept-Encoding");
        assertThat(coded.body()).containsExactly(7);
    }

    @Test
    void onlyReadingIsPossible() throws Exception {
        HttpResponse<byte[]> head = ask("HEAD", "/harbour.js");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(header(head, "content-length")).isEqualTo("4");
        assertThat(head.body()).isEmpty();
        HttpResponse<byte[]> posted = ask("POST", "/harbour.js");
        assertThat(posted.statusCode()).isEqualTo(405);
        assertThat(header(posted, "allow")).isEqualTo("GET, HEAD");
    }

    @Test
    void aProgramThatWasBuiltWithoutServesNone() {
        ScriptHandler none =
                new ScriptHandler(
                        java.util.Map.of(), () -> TrackDirectory.EMPTY, (m, r, s, n) -> {});
        assertThat(none.handles("/js/w.js")).isFalse();
    }
}
