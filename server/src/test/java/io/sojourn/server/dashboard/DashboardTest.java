package io.sojourn.server.dashboard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.server.http.Access;
import io.sojourn.server.http.Caller;
import io.sojourn.server.http.Dispatcher;
import io.sojourn.server.http.Network;
import io.sojourn.server.http.Origins;
import io.sojourn.server.http.Reply;
import io.sojourn.server.http.Route;
import io.sojourn.server.http.RouteTable;
import io.sojourn.server.http.WebServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The dashboard's files over real sockets, as a browser asks for them.
class DashboardTest {
    private static final String INDEX =
            "<!doctype html><html><head><base href=\"/\"><title>Sojourn</title></head><body></body></html>";
    private static final String SCRIPT = "export const answer = 42;";

    @TempDir private Path folder = Path.of("");
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<WebServer> servers = new ArrayList<>();

    @BeforeEach
    void build() throws IOException {
        Path assets = Files.createDirectory(folder.resolve("assets"));
        Files.writeString(folder.resolve("index.html"), INDEX);
        Files.writeString(folder.resolve("favicon.svg"), "<svg/>");
        Files.writeString(assets.resolve("app-3f.js"), SCRIPT);
        Files.write(assets.resolve("app-3f.js.gz"), gzip(SCRIPT));
        Files.write(assets.resolve("app-3f.js.br"), new byte[] {1, 2, 3});
    }

    @AfterEach
    void end() {
        servers.forEach(WebServer::close);
        client.close();
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }

    private String serve(String basePath) {
        List<Route> routes = new ArrayList<>(Dashboard.of(folder).routes());
        routes.add(
                Route.get(
                        "/api/v1/session", Access.PUBLIC, call -> Reply.text(200, "a/b", "here")));
        Origins origins =
                new Origins(
                        List.of(Network.of("127.0.0.1").orElseThrow()), basePath, ignored -> {});
        WebServer server =
                WebServer.start(
                        new WebServer.Options(
                                "127.0.0.1", 0, 1, Duration.ofSeconds(9), Duration.ofSeconds(9)),
                        origins,
                        List.of(),
                        new Dispatcher(
                                origins,
                                new RouteTable(routes),
                                (call, credentials) -> Caller.NOBODY,
                                (method, route, status, nanos) -> {},
                                1000,
                                new Random(5)));
        servers.add(server);
        return server.url();
    }

    private HttpResponse<byte[]> get(String url, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), UTF_8);
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    @Test
    void everyPageIsTheIndexAndKnowsItsBase() throws Exception {
        String url = serve("");
        for (String path :
                List.of("/", "/people", "/projects/1/people/17", "/index.html", "/a.b")) {
            HttpResponse<byte[]> page = get(url + path);
            assertThat(page.statusCode()).as(path).isEqualTo(200);
            assertThat(text(page))
                    .as(path)
                    .isEqualTo(
                            "<!doctype html><html><head><base href=\"/\"><title>Sojourn</title></head><body></body></html>");
            assertThat(header(page, "Content-Type")).isEqualTo("text/html; charset=utf-8");
            assertThat(header(page, "Cache-Control")).isEqualTo("no-cache");
        }
    }

    @Test
    void theServersOwnPathsAreNoPages() throws Exception {
        String url = serve("");
        assertThat(text(get(url + "/api/v1/session"))).isEqualTo("here");
        for (String path :
                List.of(
                        "/api",
                        "/api/v1/nothing",
                        "/rest/2.4/nothing",
                        "/track",
                        "/track/nothing",
                        "/assets",
                        "/assets/gone-1.js",
                        "/assets/../index.html",
                        "/assets/%2e%2e/index.html",
                        "/js/t.js",
                        "/health",
                        "/metrics",
                        "/metrics/x")) {
            HttpResponse<byte[]> answer = get(url + path);
            assertThat(answer.statusCode()).as(path).isEqualTo(404);
            assertThat(header(answer, "Content-Type")).isEqualTo("application/problem+json");
            assertThat(header(answer, "Content-Security-Policy")).startsWith("default-src 'none';");
        }
        HttpResponse<byte[]> posted =
                client.send(
                        HttpRequest.newBuilder(URI.create(url + "/people"))
                                .POST(HttpRequest.BodyPublishers.noBody())
                                .build(),
                        BodyHandlers.ofByteArray());
        assertThat(posted.statusCode()).isEqualTo(404);
    }

    @Test
    void belowABasePathThePageSaysItWhetherTheProxyCutsItOffOrNot() throws Exception {
        String url = serve("/so/journ");
        for (String path : List.of("/so/journ", "/so/journ/", "/so/journ/people", "/people")) {
            assertThat(text(get(url + path))).contains("<head><base href=\"/so/journ/\"><title>");
        }
        assertThat(text(get(url + "/so/journ/api/v1/session"))).isEqualTo("here");
        assertThat(text(get(url + "/so/journ/assets/app-3f.js"))).isEqualTo(SCRIPT);
        assertThat(get(url + "/so/journ/api/nothing").statusCode()).isEqualTo(404);
        assertThat(text(get(url + "/people", "X-Forwarded-Prefix", "/other")))
                .contains("<base href=\"/other/\">");
    }

    @Test
    void assetsStayForEverInTheBestCodingTheBrowserTakes() throws Exception {
        String url = serve("");
        HttpResponse<byte[]> plain = get(url + "/assets/app-3f.js");
        assertThat(text(plain)).isEqualTo(SCRIPT);
        assertThat(header(plain, "Content-Type")).isEqualTo("text/javascript; charset=utf-8");
        assertThat(header(plain, "Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
        assertThat(header(plain, "Vary")).isEqualTo("Accept-Encoding");
        HttpResponse<byte[]> gzip =
                get(url + "/assets/app-3f.js", "Accept-Encoding", "gzip, deflate, br;q=0");
        assertThat(header(gzip, "Content-Encoding")).isEqualTo("gzip");
        assertThat(new GZIPInputStream(new ByteArrayInputStream(gzip.body())).readAllBytes())
                .isEqualTo(SCRIPT.getBytes(UTF_8));
        HttpResponse<byte[]> brotli =
                get(url + "/assets/app-3f.js", "Accept-Encoding", "gzip, deflate, br");
        assertThat(header(brotli, "Content-Encoding")).isEqualTo("br");
        assertThat(brotli.body()).containsExactly(1, 2, 3);
        assertThat(List.of(header(plain, "ETag"), header(gzip, "ETag"), header(brotli, "ETag")))
                .doesNotHaveDuplicates();
        assertThat(get(url + "/assets/app-3f.js.gz").statusCode()).isEqualTo(404);
        assertThat(text(get(url + "/favicon.svg"))).isEqualTo("<svg/>");
    }

    @Test
    void whatTheBrowserHasIsNotSentAgain() throws Exception {
        String url = serve("");
        for (String path : List.of("/", "/assets/app-3f.js")) {
            HttpResponse<byte[]> first = get(url + path, "Accept-Encoding", "gzip");
            HttpResponse<byte[]> again =
                    get(
                            url + path,
                            "Accept-Encoding",
                            "gzip",
                            "If-None-Match",
                            "\"other\", W/" + header(first, "ETag"));
            assertThat(again.statusCode()).as(path).isEqualTo(304);
            assertThat(again.body()).isEmpty();
            assertThat(header(again, "ETag")).isEqualTo(header(first, "ETag"));
        }
    }

    @Test
    void pagesAllowOnlyTheirOwnScriptsAndNoFrames() throws Exception {
        String url = serve("");
        HttpResponse<byte[]> page = get(url + "/");
        assertThat(header(page, "Content-Security-Policy").split("; "))
                .contains(
                        "default-src 'none'",
                        "script-src 'self'",
                        "img-src 'self' data:",
                        "connect-src 'self'",
                        "frame-ancestors 'none'",
                        "base-uri 'self'",
                        "form-action 'self'");
        assertThat(header(page, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(page, "X-Frame-Options")).isEqualTo("DENY");
        assertThat(header(page, "Referrer-Policy")).isEqualTo("same-origin");
        assertThat(header(page, "Strict-Transport-Security")).isEmpty();
        assertThat(
                        header(
                                get(url + "/", "X-Forwarded-Proto", "https"),
                                "Strict-Transport-Security"))
                .isEqualTo("max-age=31536000");
    }

    @Test
    void aProgramWithoutADashboardHasNoRoutesForIt() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertThat(Dashboard.of(empty).isThere()).isFalse();
        assertThat(Dashboard.of(empty).routes()).isEmpty();
    }
}
