package io.sojourn.server.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.ProblemException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class WebServerTest {
    private static final int BODY_BYTES_MAX = 1000;
    private static final Queue<String> OBSERVED = new ConcurrentLinkedQueue<>();

    private static final CountDownLatch ARRIVED = new CountDownLatch(1);
    private static final CountDownLatch DEPARTED = new CountDownLatch(1);

    private static WebServer server = null;
    private static HttpClient client = null;

    /// Until the client goes away.
    private static Reply stay(Call call) throws InterruptedException {
        call.departure().then(DEPARTED::countDown);
        ARRIVED.countDown();
        DEPARTED.await();
        return Reply.empty();
    }

    @BeforeAll
    static void start() {
        server = start(0, Duration.ofSeconds(30), Duration.ofSeconds(30));
        client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    private static WebServer start(int port, Duration idle, Duration request) {
        RouteTable routes =
                new RouteTable(
                        List.of(
                                Route.get(
                                        "/open",
                                        Access.PUBLIC,
                                        call -> Reply.text(200, "text/plain", "hello")),
                                Route.post("/echo/{name}", Access.PUBLIC, WebServerTest::echo),
                                Route.get(
                                        "/closed",
                                        Access.SIGNED_IN,
                                        call ->
                                                Reply.text(
                                                        200, "text/plain", call.caller().appId())),
                                Route.get("/stays", Access.PUBLIC, WebServerTest::stay),
                                Route.get(
                                        "/bug",
                                        Access.PUBLIC,
                                        call -> {
                                            throw new IllegalStateException("secret detail");
                                        }),
                                Route.get(
                                        "/lines",
                                        Access.PUBLIC,
                                        call ->
                                                Reply.stream(
                                                        "text/plain",
                                                        out -> {
                                                            for (int i = 0; i < 100_000; i++) {
                                                                out.write(
                                                                        (i + "\n").getBytes(UTF_8));
                                                            }
                                                        })),
                                Route.get(
                                        "/half",
                                        Access.PUBLIC,
                                        call ->
                                                Reply.stream(
                                                        "text/plain",
                                                        out -> {
                                                            out.write(new byte[100_000]);
                                                            throw new IOException(
                                                                    "the store failed");
                                                        }))));
        Authenticator authenticator =
                (call, credentials) ->
                        credentials
                                .map(
                                        key -> {
                                            if (!key.secret().equals("se:cret")) {
                                                throw new ProblemException(
                                                        Code.UNAUTHENTICATED,
                                                        "this API key is unknown");
                                            }
                                            return new Caller(1, key.appId(), Rights.NONE);
                                        })
                                .orElse(Caller.NOBODY);
        Dispatcher dispatcher =
                new Dispatcher(
                        Origins.DIRECT,
                        routes,
                        authenticator,
                        (method, route, status, nanos) ->
                                OBSERVED.add(method + " " + route + " " + status),
                        BODY_BYTES_MAX,
                        RandomGenerator.getDefault());
        return WebServer.start(
                new WebServer.Options("127.0.0.1", port, 2, idle, request),
                Origins.DIRECT,
                List.of(new Tracking()),
                dispatcher);
    }

    private static final class Tracking implements EventLoopHandler {
        @Override
        public boolean handles(String path) {
            return path.startsWith("/track/");
        }

        @Override
        public void handle(HttpServerRequest request, String path) {
            request.response().end(Buffer.buffer(request.query(), "ISO-8859-1"));
        }
    }

    private static Reply echo(Call call) {
        return Reply.json(
                JsonNodeFactory.instance
                        .objectNode()
                        .put("name", call.path("name"))
                        .put("q", call.query("q").orElse(""))
                        .put("bytes", call.body().length)
                        .put("type", call.contentType()));
    }

    @AfterAll
    static void stop() {
        server.close();
        client.close();
    }

    private static HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(server.url() + path));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> response) throws IOException {
        return new JsonMapper().readTree(response.body());
    }

    @Test
    void aHandlerLearnsThatItsClientWentAway() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.getOutputStream()
                    .write("GET /stays HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(UTF_8));
            assertThat(ARRIVED.await(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(DEPARTED.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void anAnswerHasARequestIdAndSecurityHeaders() throws Exception {
        HttpResponse<String> response = send(to("/open"));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("hello");
        assertThat(response.headers().firstValue("X-Request-Id")).isPresent();
        assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(response.headers().firstValue("X-Frame-Options")).hasValue("DENY");
        assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
    }

    @Test
    void aPlainRequestIdIsKeptAndAnotherIsNot() throws Exception {
        assertThat(
                        send(to("/open").header("X-Request-Id", "abc-1"))
                                .headers()
                                .firstValue("X-Request-Id"))
                .hasValue("abc-1");
        assertThat(
                        send(to("/open").header("X-Request-Id", "a b<>"))
                                .headers()
                                .firstValue("X-Request-Id"))
                .isNotEqualTo(Optional.of("a b<>"));
    }

    @Test
    void pathQueryAndBodyArriveDecoded() throws Exception {
        HttpResponse<String> response =
                send(
                        to("/echo/caf%C3%A9?q=a+b%26%zz".replace("%zz", "%25"))
                                .header("Content-Type", "Text/Plain; charset=x")
                                .POST(BodyPublishers.ofString("12345")));
        assertThat(json(response))
                .isEqualTo(
                        new JsonMapper()
                                .readTree(
                                        "{\"name\":\"café\",\"q\":\"a b&%\",\"bytes\":5,\"type\":\"text/plain\"}"));
    }

    @Test
    void anUnknownPathIsAProblem() throws Exception {
        HttpResponse<String> response = send(to("/nothing"));
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.headers().firstValue("Content-Type"))
                .hasValue("application/problem+json");
        assertThat(json(response).path("code").asText()).isEqualTo("not_found");
        assertThat(OBSERVED).contains("GET none 404");
    }

    @Test
    void anotherMethodIsAProblemThatNamesThoseThatWork() throws Exception {
        HttpResponse<String> response = send(to("/open").DELETE());
        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("Allow")).hasValue("GET");
        assertThat(json(response).path("code").asText()).isEqualTo("method_not_allowed");
    }

    @Test
    void headIsGetWithoutABody() throws Exception {
        HttpResponse<String> response = send(to("/open").method("HEAD", BodyPublishers.noBody()));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Length")).hasValue("5");
        assertThat(response.body()).isEmpty();
    }

    @Test
    void aClosedRouteNeedsAKey() throws Exception {
        HttpResponse<String> without = send(to("/closed"));
        assertThat(without.statusCode()).isEqualTo(401);
        assertThat(without.headers().firstValue("WWW-Authenticate").orElse(""))
                .startsWith("Basic ");
        assertThat(send(to("/closed").header("Authorization", basic("app", "wrong"))).statusCode())
                .isEqualTo(401);
        assertThat(send(to("/closed").header("Authorization", "Basic %%%")).statusCode())
                .isEqualTo(401);
        assertThat(send(to("/closed").header("Authorization", basic("app", "se:cret"))).body())
                .isEqualTo("app");
    }

    @Test
    void woopraOlderHeadersAreAKeyToo() throws Exception {
        assertThat(
                        send(to("/closed")
                                        .header("X-Access-Id", "app")
                                        .header("X-Access-Secret", "se:cret"))
                                .body())
                .isEqualTo("app");
        assertThat(
                        send(to("/closed")
                                        .header("X-Access-Id", "app")
                                        .header("X-Access-Secret", "x"))
                                .statusCode())
                .isEqualTo(401);
    }

    private static String basic(String appId, String secret) {
        return "Basic "
                + Base64.getEncoder().encodeToString((appId + ":" + secret).getBytes(UTF_8));
    }

    @Test
    void aBodyAtTheLimitIsTakenAndOneByteMoreIsNot() throws Exception {
        assertThat(
                        send(to("/echo/x")
                                        .POST(BodyPublishers.ofByteArray(new byte[BODY_BYTES_MAX])))
                                .statusCode())
                .isEqualTo(200);
        HttpResponse<String> response =
                send(to("/echo/x").POST(BodyPublishers.ofByteArray(new byte[BODY_BYTES_MAX + 1])));
        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(json(response).path("code").asText()).isEqualTo("body_too_large");
    }

    @Test
    void aBugIsAnsweredWithoutItsDetails() throws Exception {
        HttpResponse<String> response = send(to("/bug"));
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body())
                .doesNotContain("secret detail")
                .contains("\"code\":\"internal\"");
    }

    @Test
    void aStreamArrivesWhole() throws Exception {
        String body = send(to("/lines")).body();
        assertThat(body.lines().count()).isEqualTo(100_000);
        assertThat(body).endsWith("\n99999\n");
    }

    @Test
    void aStreamThatFailsHalfWayIsCutAndNotEnded() {
        assertThatThrownBy(() -> send(to("/half"))).isInstanceOf(IOException.class);
    }

    @Test
    void trackingGetsItsQueryAsItWasSent() throws Exception {
        String raw = raw("GET /track/ce?a={|}^[\\]%zz&b=caf\u00c3\u00a9 HTTP/1.0\r\n\r\n");
        assertThat(raw).startsWith("HTTP/1.0 200").endsWith("a={|}^[\\]%zz&b=caf\u00c3\u00a9");
    }

    @Test
    void aRequestLineBeyondAllLimitsIsAnsweredWithAProblem() throws Exception {
        String raw =
                raw(
                        "GET /open?"
                                + "x".repeat(WebServer.LINE_BYTES_MAX)
                                + " HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(raw)
                .containsPattern("^HTTP/1\\.[01] 414 ")
                .contains("\"code\":\"url_too_long\"");
    }

    @Test
    void whatIsNoHttpIsAnsweredWithAProblem() throws Exception {
        assertThat(raw("GET /open HTTP/9.9x\r\nHost: x\r\n\r\n"))
                .startsWith("HTTP/1.")
                .contains(" 400 ")
                .containsIgnoringCase("connection: close");
    }

    @Test
    void theConnectionGoesOnAfterAShortBodyThatNobodyReads() throws Exception {
        String raw =
                raw(
                        "POST /nothing HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc"
                                + "GET /track/ce?next HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(raw).startsWith("HTTP/1.1 404 ").contains("HTTP/1.1 200 ").endsWith("next");
    }

    private static String raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }

    @Test
    void aPortInUseIsAClearError() {
        assertThatThrownBy(() -> start(server.port(), Duration.ofSeconds(9), Duration.ofSeconds(9)))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("cannot listen on 127.0.0.1:" + server.port())
                .hasMessageContaining("--port");
    }

    @Test
    void aClientThatTricklesItsHeadersIsCut() throws Exception {
        try (WebServer strict = start(0, Duration.ofSeconds(1), Duration.ofSeconds(1))) {
            assertThat(isCut(strict, "GET /open HTTP/1.1\r\nHost: x\r\nX-Slow: ")).isTrue();
            assertThat(
                            isCut(
                                    strict,
                                    "POST /echo/x HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\n"))
                    .isTrue();
        }
    }

    /// Sends one byte every 100 ms until the server closes the connection, for 20 s at most.
    private static boolean isCut(WebServer strict, String begin) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", strict.port())) {
            socket.setSoTimeout(100);
            socket.getOutputStream().write(begin.getBytes(UTF_8));
            InputStream in = socket.getInputStream();
            for (int i = 0; i < 200; i++) {
                try {
                    if (in.read() < 0) {
                        return true;
                    }
                } catch (java.net.SocketTimeoutException e) {
                    socket.getOutputStream().write('x');
                }
            }
            return false;
        } catch (java.net.SocketException e) {
            return true;
        }
    }
}
