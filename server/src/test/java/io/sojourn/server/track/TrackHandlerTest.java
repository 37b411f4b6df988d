package io.sojourn.server.track;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.core.problem.Code;
import io.sojourn.core.value.Value;
import io.sojourn.ingest.wire.Limits;
import io.sojourn.ingest.wire.RequestKind;
import io.sojourn.ingest.wire.TrackItem;
import io.sojourn.server.track.TrackKit.Answer;
import io.sojourn.store.catalog.Catalog.TrackingOptions;
import io.sojourn.store.log.EventLog;
import io.sojourn.store.log.LogRecord;
import io.sojourn.store.text.HostileStrings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrackHandlerTest {

    private static final String CE = "/track/ce?host=example.com&cookie=c&event=x";

    private final TrackKit kit = new TrackKit();

    @AfterEach
    void close() {
        kit.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/track/ce?host=example.com&cookie=c&event=x",
                "/track/ce/?project=EXAMPLE.com&cookie=c&event=x",
                "/track/ce?website=www.example.com&cookie=c&event=x",
                "/track/ce?alias=example&cookie=c&event=x",
                "/track/tp/example.com/ce/?cookie=c&event=x",
                "/track/tp/example%2Ecom/ce?cookie=c&event=x",
                "http://www.woopra.com/track/ce/?host=example.com&cookie=c&event=x",
                "/track/visit/?alias=example.com&cookie=c&ce_name=x",
                "/harbour/ce?cookie=c&event=x",
                "/lantern/ce/?project=www.example.com&cookie=c&event=x",
                "/harbour/tp/example.com/ce/?cookie=c&event=x",
            })
    void anEventIsTakenAndAnsweredWithAnEmptyScript(String target) throws IOException {
        Answer answer = kit.get(target);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("content-type")).isEqualTo("text/javascript; charset=utf-8");
        assertThat(answer.header("content-length")).isEqualTo("0");
        assertThat(answer.header("cache-control"))
                .isEqualTo("no-store, no-cache, must-revalidate, post-check=0, pre-check=0");
        assertThat(answer.header("pragma")).isEqualTo("no-cache");
        assertThat(answer.header("expires")).isEqualTo("Thu, 19 Nov 1981 08:52:00 GMT");
        assertThat(answer.header("access-control-allow-origin")).isEqualTo("*");
        assertThat(answer.headers())
                .doesNotContainKeys("cross-origin-resource-policy", "x-content-type-options");
        assertThat(kit.items())
                .singleElement()
                .satisfies(
                        item -> {
                            assertThat(item.name()).isEqualTo("x");
                            assertThat(item.cookie()).isEqualTo("c");
                            assertThat(item.envelope().address()).isEqualTo("127.0.0.1");
                            assertThat(item.envelope().userAgent()).isEqualTo("Browser/1");
                        });
        LogRecord record = kit.records().getFirst();
        assertThat(record.project()).isEqualTo(TrackKit.EXAMPLE);
        assertThat(record.received()).isEqualTo(TrackKit.NOW);
        assertThat(record.kind()).isEqualTo(RequestKind.REQUEST.code());
        assertThat(kit.counts).isEqualTo(Map.of("accepted", 1L));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/harbour/ce?project=other.com&cookie=c&event=x",
                "/harbour/tp/other.com/ce/?cookie=c&event=x",
                "/meadow/ce?project=nobody.com&cookie=c&event=x",
            })
    void aPathOfAProjectTakesNothingAboutAnother(String target) throws IOException {
        Answer answer = kit.get(target);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).contains("not registered");
        assertThat(kit.records()).isEmpty();
        assertThat(kit.refused())
                .singleElement()
                .satisfies(
                        refused -> {
                            assertThat(refused.reason()).isEqualTo("unknown_project");
                            assertThat(refused.message())
                                    .isEqualTo("the project of this path has no such domain");
                        });
    }

    @Test
    void aPushToAPathOfAProjectKeepsItsOwnLines() throws IOException {
        String lines =
                """
                {"endpoint":"ce","params":{"project":"other.com","cookie":"c","event":"theirs"}}
                {"endpoint":"ce","params":{"cookie":"c","event":"ours"}}
                """;
        Answer answer = kit.post("/harbour/push/", "Content-Type: text/plain\r\n", lines);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("access-control-allow-origin")).isEqualTo("*");
        assertThat(kit.items()).extracting(TrackItem::name).containsExactly("ours");
        assertThat(kit.records().getFirst().project()).isEqualTo(TrackKit.EXAMPLE);
    }

    @Test
    void everythingBelowAScriptNameIsOfTheTrackingApi() throws IOException {
        for (String path : List.of("/harbour/", "/harbour/other", "/harbour/ce/more")) {
            Answer answer = kit.get(path);
            assertThat(answer.status()).as(path).isEqualTo(404);
            assertThat(answer.header("access-control-allow-origin")).as(path).isEqualTo("*");
            assertThat(answer.body()).contains("there is no such tracking endpoint");
        }
        assertThat(kit.get("/harbour").body()).contains("there is nothing at this path");
        assertThat(kit.get("/HARBOUR/ce").body()).contains("there is nothing at this path");
    }

    @Test
    void whatIsRefusedCanBeReadFromAnyOrigin() throws IOException {
        Answer preflight =
                kit.ask(
                        "OPTIONS /harbour/push/",
                        "Origin: https://shop.example",
                        "Access-Control-Request-Method: POST",
                        "Access-Control-Request-Headers: content-type");
        assertThat(preflight.status()).isEqualTo(204);
        assertThat(preflight.header("access-control-allow-origin")).isEqualTo("*");
        assertThat(preflight.header("access-control-allow-headers")).isEqualTo("content-type");
        Answer malformed = kit.post("/harbour/push/", "Origin: https://shop.example\r\n", "");
        assertThat(malformed.status()).isEqualTo(400);
        assertThat(malformed.header("access-control-allow-origin")).isEqualTo("*");
        kit.options(new TrackingOptions(true, 0));
        Answer keyless =
                kit.post(
                        "/harbour/push/",
                        "Origin: https://shop.example\r\n",
                        "{\"endpoint\":\"ce\",\"params\":{\"cookie\":\"c\",\"event\":\"x\"}}");
        assertThat(keyless.status()).isEqualTo(403);
        assertThat(keyless.header("access-control-allow-origin")).isEqualTo("*");
        kit.options(TrackingOptions.OPEN);
        kit.logRefuses(Code.DISK_FULL);
        Answer full =
                kit.post(
                        "/harbour/push/",
                        "Origin: https://shop.example\r\n",
                        "{\"endpoint\":\"ce\",\"params\":{\"cookie\":\"c\",\"event\":\"x\"}}");
        assertThat(full.status()).isEqualTo(503);
        assertThat(full.header("access-control-allow-origin")).isEqualTo("*");
    }

    @Test
    void theAnswerHasTheFormThatWasAskedFor() throws IOException {
        Answer json = kit.get(CE + "&response=json");
        assertThat(json.body()).isEqualTo("{\"success\":1}");
        assertThat(json.header("content-type")).isEqualTo("text/javascript; charset=utf-8");
        Answer xml =
                kit.post(
                        "/track/ce",
                        "Content-Type: application/json\r\n",
                        "{\"host\":\"example.com\",\"cookie\":\"c\",\"event\":\"x\",\"response\":\"xml\"}");
        assertThat(xml.header("content-type")).isEqualTo("text/xml; charset=utf-8");
        assertThat(xml.body()).isEqualTo("<response><success>1</success></response>");
    }

    @Test
    void whatBrowsersSendRawArrivesWhole() throws IOException {
        String utf8 =
                new String(
                        "caf\u00e9 \u4e16".getBytes(StandardCharsets.UTF_8),
                        StandardCharsets.ISO_8859_1);
        kit.get(CE + "&ce_a={|^[]\\`\"<>%zz&ce_b=" + utf8.replace(" ", "+") + "&ce_c=caf\u00e9%E9");
        assertThat(kit.items().getFirst().event())
                .isEqualTo(
                        Map.of(
                                "a", Value.string("{|^[]\\`\"<>%zz"),
                                "b", Value.string("caf\u00e9 \u4e16"),
                                "c", Value.string("caf\u00e9\u00e9")));
    }

    @Test
    void anOldClientNeedsNoHost() throws IOException {
        assertThat(kit.send("GET " + CE + " HTTP/1.0\r\n\r\n").status()).isEqualTo(200);
        assertThat(kit.send("GET " + CE + " HTTP/1.1\r\n\r\n").status()).isEqualTo(200);
        assertThat(kit.items()).hasSize(2);
    }

    @Test
    void aClientThatDoesNotWaitLosesNothing() throws Exception {
        try (Socket socket = kit.connect()) {
            socket.getOutputStream()
                    .write(TrackKit.latin1("GET " + CE + " HTTP/1.1\r\nHost: t\r\n\r\n"));
        }
        try (EventLog.Reader reader = kit.log.read(1)) {
            assertThat(reader.next(1, 1 << 20, 20_000)).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "nobody.com, nobody.com",
        "*/alert(1)/*, * /alert(1)/*",
        "%0Aa%00b%E2%80%A8, a\\u0000b",
        "*%0A/x, * /x",
    })
    void anUnknownProjectIsToldInACommentThatNothingCanEnd(String domain, String shown)
            throws IOException {
        Answer answer = kit.get("/track/ce?host=" + domain + "&event=x&cookie=c&response=json");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("/*\nHost " + shown + " not registered!\n*/");
        assertThat(answer.body().indexOf("*/")).isEqualTo(answer.body().length() - 2);
        assertThat(kit.records()).isEmpty();
        assertThat(kit.counts).isEqualTo(Map.of("unknown_project", 1L));
        assertThat(kit.refused())
                .singleElement()
                .satisfies(
                        entry -> {
                            assertThat(entry.reason()).isEqualTo("unknown_project");
                            assertThat(entry.received()).isEqualTo(TrackKit.NOW);
                            assertThat(entry.origin().address()).isEqualTo("127.0.0.1");
                            assertThat(entry.kind()).isEqualTo(RequestKind.REQUEST.code());
                        });
    }

    @Test
    void aPushOfSeveralProjectsIsSplit() throws IOException {
        String lines =
                """
                {"endpoint":"ce","params":{"project":"example.com","event":"one","cookie":"c"}}
                {"endpoint":"ce","params":{"project":"other.com","event":"two","cookie":"c"}}
                {"endpoint":"ce","params":{"project":" Nobody.COM","event":"three","cookie":"c"}}
                {"endpoint":"update","params":{"project":"example.com","idptnc":"i","duration":7}}
                """;
        Answer answer = kit.post("/track/push/", "Content-Type: text/plain\r\n", lines);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(kit.records())
                .extracting(LogRecord::project)
                .containsExactly(TrackKit.EXAMPLE, TrackKit.OTHER);
        assertThat(kit.items())
                .extracting(item -> item.kind() + item.name())
                .containsExactly("EVENTone", "UPDATE", "EVENTtwo");
        assertThat(kit.counts).isEqualTo(Map.of("accepted", 3L, "unknown_project", 1L));
        assertThat(kit.refused())
                .singleElement()
                .satisfies(
                        entry -> {
                            assertThat(entry.kind()).isEqualTo(RequestKind.PUSH.code());
                            assertThat(entry.origin().domain()).isEqualTo("nobody.com");
                        });
    }

    @Test
    void aPushOfManyLinesBecomesSeveralRecords() throws IOException {
        String line =
                "{\"endpoint\":\"ce\",\"params\":{\"project\":\"example.com\",\"event\":\"x\"}}\n";
        assertThat(kit.post("/track/push", "", line.repeat(1025)).status()).isEqualTo(200);
        assertThat(kit.records()).hasSize(2);
        assertThat(kit.items()).hasSize(1025);
    }

    @Test
    void theBatchIsAnsweredItemByItem() throws IOException {
        Answer answer =
                kit.post(
                        "/api/v1/track?project=example.com",
                        "Content-Type: application/json\r\n",
                        """
                        [{"event":"one","email":"a@b.c"}, {"event":"two","colour":1}, {"email":"a@b.c"},
                         {"event":"three","id":7,"project":"nobody.com"}]
                        """);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("content-type")).isEqualTo("application/json; charset=utf-8");
        assertThat(answer.body())
                .isEqualTo(
                        "{\"accepted\":1,\"rejected\":3,\"items\":[{\"status\":\"accepted\"},"
                                + "{\"status\":\"rejected\",\"code\":\"unknown_field\",\"field\":\"colour\","
                                + "\"message\":\"unknown field\"},"
                                + "{\"status\":\"rejected\",\"code\":\"no_event_name\",\"field\":\"event\","
                                + "\"message\":\"event has no name\"},"
                                + "{\"status\":\"rejected\",\"code\":\"unknown_project\",\"field\":\"project\","
                                + "\"message\":\"no project has this domain\"}]}");
        assertThat(kit.items()).extracting(TrackItem::name).containsExactly("one");
        assertThat(kit.refused()).hasSize(3);
        Answer broken = kit.post("/api/v1/track", "", "[{");
        assertThat(broken.status()).isEqualTo(400);
        assertThat(broken.header("content-type")).isEqualTo("application/problem+json");
        assertThat(broken.body()).contains("\"code\":\"malformed_body\"");
    }

    @Test
    void bodiesMayBeCompressed() throws IOException {
        byte[] body =
                "{\"event\":\"x\",\"cookie\":\"c\",\"project\":\"example.com\"}"
                        .getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
            out.write(body);
        }
        ByteArrayOutputStream deflate = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(deflate)) {
            out.write(body);
        }
        kit.post("/api/v1/track", "Content-Encoding: gzip\r\n", gzip.toByteArray());
        kit.post("/api/v1/track", "Content-Encoding: deflate\r\n", deflate.toByteArray());
        assertThat(kit.items()).hasSize(2);
        assertThat(kit.post("/api/v1/track", "Content-Encoding: gzip\r\n", body).status())
                .isEqualTo(400);
        assertThat(kit.post("/api/v1/track", "Content-Encoding: br\r\n", body).status())
                .isEqualTo(400);
        assertThat(kit.counts).isEqualTo(Map.of("accepted", 2L, "malformed_body", 2L));
    }

    @Test
    void limitsHoldAtTheirByteAndSayWhatIsWrong() throws IOException {
        String start = CE + "&junk=";
        int urlMax = Limits.DEFAULT.urlBytesMax();
        assertThat(kit.get(start + "j".repeat(urlMax - start.length())).status()).isEqualTo(200);
        Answer tooLong = kit.get(start + "j".repeat(urlMax - start.length() + 1));
        assertThat(tooLong.status()).isEqualTo(414);
        assertThat(tooLong.body())
                .contains("the URL has 16385 bytes, at most 16384 are taken", "url_too_long");
        int bodyMax = Limits.DEFAULT.bodyBytesMax();
        String item = "{\"event\":\"x\",\"cookie\":\"c\",\"project\":\"example.com\"}";
        String padding = " ".repeat(bodyMax - item.length());
        assertThat(kit.post("/api/v1/track", "", item + padding).status()).isEqualTo(200);
        assertThat(kit.post("/api/v1/track", "", item + padding + " ").status()).isEqualTo(413);
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bomb)) {
            out.write(TrackKit.latin1(item + padding + " "));
        }
        assertThat(
                        kit.post("/api/v1/track", "Content-Encoding: gzip\r\n", bomb.toByteArray())
                                .status())
                .isEqualTo(413);
        Answer value = kit.get(CE + "&ce_k=" + "v".repeat(8193));
        assertThat(value.status()).isEqualTo(400);
        assertThat(value.body()).contains("\"field\":\"ce_k\"", "value_too_long");
        assertThat(kit.counts)
                .isEqualTo(
                        Map.of(
                                "accepted", 2L,
                                "url_too_long", 1L,
                                "body_too_large", 2L,
                                "value_too_long", 1L));
    }

    @Test
    void whatIsNoTrackingRequestIsCounted() throws IOException {
        assertThat(kit.get("/track/dance?host=example.com").status()).isEqualTo(404);
        assertThat(kit.get("/track").status()).isEqualTo(404);
        assertThat(kit.get("/track/tp/ce").status()).isEqualTo(404);
        Answer put = kit.send("PUT " + CE + " HTTP/1.1\r\nHost: t\r\nContent-Length: 2\r\n\r\nhi");
        assertThat(put.status()).isEqualTo(405);
        assertThat(put.header("allow")).isEqualTo("GET, POST, HEAD, OPTIONS");
        assertThat(kit.get("/api/v1/track").status()).isEqualTo(405);
        Answer head = kit.ask("HEAD " + CE);
        assertThat(head.status()).isEqualTo(200);
        assertThat(kit.records()).isEmpty();
        assertThat(kit.counts)
                .isEqualTo(
                        Map.of(
                                "unknown_endpoint", 3L,
                                "method_not_allowed", 2L,
                                "head_request", 1L));
    }

    @Test
    void anyPageMayAskAndReadTheAnswer() throws IOException {
        Answer preflight =
                kit.ask(
                        "OPTIONS /track/push/",
                        "Origin: https://a.b",
                        "Access-Control-Request-Method: POST",
                        "Access-Control-Request-Headers: content-type,x-own");
        assertThat(preflight.status()).isEqualTo(204);
        assertThat(preflight.header("access-control-allow-origin")).isEqualTo("*");
        assertThat(preflight.header("access-control-allow-headers"))
                .isEqualTo("content-type,x-own");
        assertThat(preflight.header("access-control-allow-methods")).contains("POST");
        Answer thirdParty =
                kit.ask("GET /track/tp/example.com/ce?event=x&cookie=c", "Origin: https://a.b");
        assertThat(thirdParty.header("access-control-allow-origin")).isEqualTo("https://a.b");
        assertThat(thirdParty.header("access-control-allow-credentials")).isEqualTo("true");
        assertThat(thirdParty.header("vary")).isEqualToIgnoringCase("origin");
    }

    @Test
    void thirdPartyTrackingHasACookieOfTheServer() throws IOException {
        Answer first = kit.get("/track/tp/example.com/ce?event=x");
        String set = first.header("set-cookie");
        assertThat(set)
                .matches(
                        "wooTracker=[0-9A-Za-z]{12}; Path=/; Max-Age=63072000; HttpOnly; SameSite=Lax");
        String cookie = set.substring(set.indexOf('=') + 1, set.indexOf(';'));
        Answer second =
                kit.ask(
                        "GET /track/tp/example.com/ce?event=x",
                        "Cookie: a=b; wooTracker=" + cookie + "; c=d");
        assertThat(second.header("set-cookie")).isEmpty();
        kit.get("/track/tp/example.com/ce?event=x&cookie=own");
        assertThat(kit.items())
                .extracting(TrackItem::cookie)
                .containsExactly(cookie, cookie, "own");
        assertThat(kit.get("/track/ce?host=example.com&event=x").header("set-cookie")).isEmpty();
    }

    @Test
    void aProjectMayAskForAKey() throws IOException {
        kit.options(new TrackingOptions(true, 0));
        assertThat(kit.get(CE).status()).isEqualTo(403);
        assertThat(kit.ask("GET " + CE, "Authorization: Basic dTpx").status()).isEqualTo(403);
        assertThat(kit.ask("GET " + CE, "Authorization: Basic dTpw").status()).isEqualTo(200);
        assertThat(kit.counts).isEqualTo(Map.of("key_required", 2L, "accepted", 1L));
        assertThat(kit.refused()).hasSize(2);
    }

    @Test
    void aProjectMayLimitWhatOneAddressSends() throws IOException {
        kit.options(new TrackingOptions(false, 3));
        for (int i = 0; i < 3; i++) {
            assertThat(kit.get(CE).status()).isEqualTo(200);
        }
        Answer fourth = kit.get(CE);
        assertThat(fourth.status()).isEqualTo(429);
        assertThat(fourth.header("retry-after")).isNotEmpty();
        assertThat(kit.counts).isEqualTo(Map.of("accepted", 3L, "rate_limited", 1L));
    }

    @Test
    void whatTheLogDoesNotTakeIsNotAcknowledged() throws IOException {
        kit.logRefuses(Code.LOG_FULL);
        for (Answer answer :
                List.of(
                        kit.get(CE),
                        kit.post(
                                "/api/v1/track?project=example.com",
                                "",
                                "{\"event\":\"x\",\"cookie\":\"c\"}"))) {
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("retry-after")).isNotEmpty();
            assertThat(answer.body()).contains("log_full");
        }
        assertThat(kit.counts).isEqualTo(Map.of("log_full", 2L));
    }

    @Test
    void aConnectionServesOneRequestAfterTheOther() throws IOException {
        try (Socket socket = kit.connect()) {
            String get = "GET " + CE + " HTTP/1.1\r\nHost: t\r\n\r\n";
            socket.getOutputStream().write(TrackKit.latin1(get + get + get));
            for (int i = 0; i < 3; i++) {
                assertThat(TrackKit.read(socket.getInputStream(), true).status()).isEqualTo(200);
            }
        }
        assertThat(kit.items()).hasSize(3);
    }

    @Test
    void everyNaughtyStringGetsAnAnswerThatIsNoFailureOfOurs() throws IOException {
        for (String text : HostileStrings.all()) {
            String encoded = URLEncoder.encode(text, StandardCharsets.UTF_8);
            String raw =
                    new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1)
                            .replaceAll("[\\x00-\\x20\\x7f#]", "+");
            assertThat(
                            List.of(
                                    kit.get(CE + "&ce_" + encoded + "=" + encoded),
                                    kit.get(CE + "&ce_k=" + raw),
                                    kit.get("/track/tp/" + encoded + "/ce?event=x"),
                                    kit.get("/track/ce?event=x&host=" + encoded),
                                    kit.post("/track/push", "Content-Type: text/plain\r\n", text),
                                    kit.post("/api/v1/track", "", "[" + text + "]")))
                    .as("for %s", encoded)
                    .allMatch(answer -> answer.status() < 500);
        }
        assertThat(kit.counts).doesNotContainKey("internal");
    }

    @Test
    void aClientThatNeverFinishesIsCut() throws IOException {
        try (TrackKit impatient = new TrackKit(Limits.DEFAULT, Duration.ofSeconds(1));
                Socket head = impatient.connect();
                Socket body = impatient.connect()) {
            head.getOutputStream().write(TrackKit.latin1("GET " + CE + " HTTP/1.1\r\nHost: "));
            body.getOutputStream()
                    .write(
                            TrackKit.latin1(
                                    "POST " + CE + " HTTP/1.1\r\nContent-Length: 9\r\n\r\nabc"));
            assertThat(head.getInputStream().read()).isEqualTo(-1);
            assertThat(body.getInputStream().read()).isEqualTo(-1);
            assertThat(impatient.records()).isEmpty();
        }
    }
}
