package io.sojourn.server.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sojourn.server.config.Setting;
import io.sojourn.server.kit.TestServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a whole server writes into its log: JSON lines with request ids, and nobody's data.
@Isolated("listens to the log of the whole process")
class LogTest {
    private static final List<String> PERSONAL =
            List.of(
                    "jane.secret@example.com",
                    "Jane Q. Secret",
                    "cookie-4711-secret",
                    "192.0.2.77",
                    "secret-search-term",
                    "+49 30 1234567");

    @TempDir private Path folder = Path.of("");
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final Lines appender = new Lines();

    /// Keeps the lines as they would be printed.
    private final class Lines extends AppenderBase<ILoggingEvent> {
        private final JsonLines json = new JsonLines();

        @Override
        protected void append(ILoggingEvent event) {
            lines.add(new String(json.encode(event), StandardCharsets.UTF_8));
        }
    }

    private final Level level = context.getLogger(Logger.ROOT_LOGGER_NAME).getLevel();

    @BeforeEach
    void listen() {
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.INFO);
        appender.json.start();
        appender.setContext(context);
        appender.start();
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
    }

    @AfterEach
    void stopListening() {
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(level);
        context.getLogger(Logger.ROOT_LOGGER_NAME).detachAppender(appender);
    }

    private List<JsonNode> read() throws Exception {
        List<JsonNode> read = new ArrayList<>();
        for (String line : lines) {
            assertThat(line.strip()).doesNotContain("\n");
            read.add(new JsonMapper().readTree(line));
        }
        return read;
    }

    private TestServer start(String slow) throws Exception {
        return TestServer.start(
                folder.resolve("data"),
                InstantSource.system(),
                Map.of(
                        Setting.PROJECT, List.of("shop.example"),
                        Setting.TRUSTED_PROXIES, List.of("127.0.0.1"),
                        Setting.LOG_REQUESTS, List.of("on"),
                        Setting.LOG_SLOW_REQUEST, List.of(slow)));
    }

    /// Asks as the owner, whose proxy says where the request comes from.
    private static void ask(TestServer server, String method, String target, String body)
            throws Exception {
        String key =
                Base64.getEncoder()
                        .encodeToString(server.firstKey().getBytes(StandardCharsets.UTF_8));
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            client.send(
                    HttpRequest.newBuilder(URI.create(server.url() + target))
                            .header("Authorization", "Basic " + key)
                            .header("X-Forwarded-For", "192.0.2.77")
                            .header("X-Request-Id", "mine-1")
                            .header("Content-Type", "application/json")
                            .method(method, BodyPublishers.ofString(body))
                            .build(),
                    BodyHandlers.discarding());
        }
    }

    @Test
    void aWholeRunTellsNobodysData() throws Exception {
        try (TestServer server = start("1ms")) {
            String person =
                    "cookie=cookie-4711-secret&cv_email=jane.secret%40example.com"
                            + "&cv_name=Jane+Q.+Secret&cv_phone=%2B49+30+1234567";
            for (String event : List.of("pv", "secret-search-term", "")) {
                ask(
                        server,
                        "GET",
                        "/track/ce/?host=shop.example&event=" + event + "&" + person,
                        "");
            }
            ask(server, "GET", "/track/identify/?host=shop.example&" + person, "");
            ask(server, "GET", "/track/ce/?host=unknown.example&event=pv&" + person, "");
            ask(server, "GET", "/track/secret-search-term/?" + person, "");
            ask(
                    server,
                    "POST",
                    "/api/v1/track",
                    "{\"items\":[{\"email\":\"jane.secret@example.com\"");
            server.awaitApplied();
            String people = "/api/v1/projects/1/people";
            ask(server, "GET", people + "/1", "");
            ask(server, "GET", people + "/1/timeline", "");
            ask(server, "GET", people + "/jane.secret@example.com", "");
            ask(server, "GET", people + "?search=secret-search-term", "");
            ask(server, "POST", people + "/1/merge", "{\"other\":\"jane.secret@example.com\"}");
            ask(
                    server,
                    "POST",
                    "/rest/2.4/export/events",
                    "{\"website\":\"shop.example\",\"visitor\":\"jane.secret@example.com\"}");
            ask(
                    server,
                    "POST",
                    "/rest/2.4/export/events",
                    "{\"website\":\"jane.secret@example.com\"");
            ask(server, "GET", "/nothing/jane.secret@example.com", "");
            ask(server, "POST", "/api/v1/session", "{\"email\":\"jane.secret@example.com\"}");
            ask(server, "DELETE", people + "/1", "");
        }
        assertThat(lines).anyMatch(line -> line.contains("\"message\":\"request\""));
        for (String personal : PERSONAL) {
            assertThat(lines).as(personal).noneMatch(line -> line.contains(personal));
        }
    }

    @Test
    void aRequestIsOneLineWithItsIdAndRoute() throws Exception {
        try (TestServer server = start("1h")) {
            lines.clear();
            ask(server, "GET", "/api/v1/projects/1", "");
        }
        List<JsonNode> requests =
                read().stream()
                        .filter(line -> line.path("logger").asText().endsWith(".requests"))
                        .filter(line -> line.path("requestId").asText().equals("mine-1"))
                        .toList();
        assertThat(requests).hasSize(1);
        JsonNode line = requests.getFirst();
        assertThat(line.path("level").asText()).isEqualTo("INFO");
        assertThat(line.path("message").asText()).isEqualTo("request");
        assertThat(line.path("method").asText()).isEqualTo("GET");
        assertThat(line.path("route").asText()).isEqualTo("/api/v1/projects/{project}");
        assertThat(line.path("status").asInt()).isEqualTo(200);
        assertThat(line.path("millis").isNumber()).isTrue();
        assertThat(line.path("time").asText()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
    }

    @Test
    void aFailureIsOneLineWithItsStackAndRequestId() throws Exception {
        Logger logger = LoggerFactory.getLogger("io.sojourn.test");
        try (org.slf4j.MDC.MDCCloseable _ = org.slf4j.MDC.putCloseable("requestId", "r-1")) {
            logger.error("it\nfailed", new IllegalStateException("of 2\nlines"));
        }
        JsonNode line = read().getFirst();
        assertThat(line.path("message").asText()).isEqualTo("it\nfailed");
        assertThat(line.path("requestId").asText()).isEqualTo("r-1");
        assertThat(line.path("error").asText()).isEqualTo("java.lang.IllegalStateException");
        assertThat(line.path("stack").asText()).contains("of 2", "LogTest");
    }

    @Test
    void levelsAreThoseOfTheSetting() {
        Logging.configure(Logging.Format.TEXT, Map.of("io.sojourn.some", "debug"));
        try {
            assertThat(LoggerFactory.getLogger("io.sojourn.some.part").isDebugEnabled()).isTrue();
            assertThat(LoggerFactory.getLogger("io.sojourn.other").isDebugEnabled()).isFalse();
            assertThat(LoggerFactory.getLogger("io.sojourn.other").isInfoEnabled()).isTrue();
        } finally {
            context.getLogger("io.sojourn.some").setLevel((Level) null);
        }
    }
}
