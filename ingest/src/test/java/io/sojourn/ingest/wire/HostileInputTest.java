package io.sojourn.ingest.wire;

import static io.sojourn.ingest.wire.Requests.bytes;
import static io.sojourn.ingest.wire.Requests.item;
import static io.sojourn.ingest.wire.Requests.record;
import static io.sojourn.ingest.wire.Requests.request;
import static io.sojourn.ingest.wire.Requests.texts;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sojourn.store.text.HostileStrings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostileInputTest {

    private static final List<RequestKind> LINED =
            List.of(RequestKind.PUSH, RequestKind.BATCH, RequestKind.IMPORT);

    private static String valueOf(byte[] raw) {
        ByteArrayOutputStream query = new ByteArrayOutputStream();
        query.writeBytes(bytes("host=a&event=x&ce_k="));
        query.writeBytes(raw);
        return texts(item(request("ce", query.toByteArray(), "", new byte[0])).event())
                .getOrDefault("k", "none");
    }

    @ParameterizedTest
    @CsvSource({
        "a%zzb, a%zzb",
        "%, %",
        "100%, 100%",
        "%4, %4",
        "%41%4a%4A, AJJ",
        "%u00e9, %u00e9",
        "a+b%2Bc, a b+c",
        "{|^[]\\`\"<>, {|^[]\\`\"<>",
        "a=b==c, a=b==c",
        "caf\u00e9, caf\u00e9",
        "caf%C3%A9, caf\u00e9",
        "caf%E9, caf\u00e9",
        "%E9%C3%A9, \u00e9\u00c3\u00a9",
        "%00, \\u0000",
        "a%00b%00, a\\u0000b\\u0000",
        "%F0%9F%98%80, \uD83D\uDE00",
        "%C0%AF, \u00c0\u00af",
        "%F4%90%80%80, \u00f4\u0090\u0080\u0080",
        "%ED%A0%80, \u00ed\u00a0\u0080",
        "%EF%BF%BF, \uffff",
        "%E2%82, \u00e2\u0082",
    })
    void percentDecodingIsLenient(String sent, String text) {
        assertThat(valueOf(bytes(sent))).isEqualTo(text);
    }

    @Test
    void rawBytesThatAreNoUtf8AreReadAsLatin1() {
        assertThat(valueOf(new byte[] {'c', (byte) 0xe9, 'a', (byte) 0xff}))
                .isEqualTo("c\u00e9a\u00ff");
    }

    @Test
    void inJsonOnlyTheValueThatIsNoUtf8IsReadAsLatin1() {
        byte[] body =
                bytes(
                        "{\"host\":\"a\",\"event\":\"x\",\"ce_good\":\"\u00e9\",\"ce_bad\":\"?\\\"\"}");
        for (int i = 0; i < body.length; i++) {
            body[i] = body[i] == '?' ? (byte) 0xe9 : body[i];
        }
        assertThat(texts(item(request("ce", new byte[0], "application/json", body)).event()))
                .isEqualTo(Map.of("good", "\u00e9", "bad", "\u00e9\""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "&&&&",
                "=",
                "=&=",
                "ce_=&cv_=",
                "event=&ce_name=",
                "%00=%00",
                "host",
                "host=%",
                "timestamp=&timeout=&duration=&ip=&idptnc=",
                "timestamp=NaN&timeout=Infinity&duration=1e400&ip=%00&idptnc=null",
                "__proto__=1&constructor=2&ce_~=1&ce_$=1&~=1&$=1",
            })
    void aQueryOfNothingIsStillRead(String query) {
        for (String endpoint : List.of("ce", "identify", "ping", "update", "visit", "push", "")) {
            RawRequest request = request(endpoint, bytes(query), "", new byte[0]);
            assertThat(Decoder.decode(record(RequestKind.REQUEST, request))).hasSize(1);
            assertThat(new Intake(Limits.DEFAULT).track(request)).isNotNull();
        }
    }

    @Test
    void everyNaughtyStringComesBackEqualHoweverItIsSent() throws IOException {
        ObjectMapper json = new ObjectMapper();
        for (String text : HostileStrings.all()) {
            if (text.isEmpty() || text.indexOf(0) >= 0 || !isWhole(text)) {
                continue;
            }
            String encoded = URLEncoder.encode(text, StandardCharsets.UTF_8);
            String form = "host=a&event=" + encoded + "&ce_" + encoded + "=1&ce_k=" + encoded;
            byte[] object =
                    json.writeValueAsBytes(
                            Map.of("host", "a", "event", text, "ce_" + text, "1", "ce_k", text));
            byte[] push =
                    bytes(
                            "{\"endpoint\":\"ce\",\"params\":"
                                    + new String(object, StandardCharsets.UTF_8)
                                    + "}");
            assertSaid(text, item(request("ce", bytes(form), "", new byte[0])));
            assertSaid(text, item(request("ce", new byte[0], "", bytes(form))));
            assertSaid(text, item(request("ce", new byte[0], "application/json", object)));
            RawRequest lines = request("push", new byte[0], "", push);
            assertSaid(text, item(Decoder.decode(record(RequestKind.PUSH, lines)).getFirst()));
        }
    }

    private static boolean isWhole(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    private static void assertSaid(String text, TrackItem item) {
        assertThat(item.name()).isEqualTo(text);
        if (!text.startsWith("$") && !text.startsWith("~") && !text.equals("k")) {
            assertThat(texts(item.event())).isEqualTo(Map.of(text, "1", "k", text));
        }
    }

    @Test
    void noBytesAtAllAreTooMuchForTheReader() {
        long seed = Long.getLong("seed", 20_260_301L);
        SplittableRandom random = new SplittableRandom(seed);
        Intake intake = new Intake(Limits.DEFAULT);
        for (int round = 0; round < 21_000; round++) {
            byte[] query = noise(random);
            byte[] body = noise(random);
            RawRequest request = request(pick(random, ENDPOINTS), query, pick(random, TYPES), body);
            RequestKind kind = pick(random, LINED);
            try {
                intake.track(request);
                switch (kind) {
                    case BATCH -> intake.batch(request);
                    case IMPORT -> intake.visit(request, body, "f:1");
                    case REQUEST, PUSH, COMMAND -> RawRequest.decode(body);
                }
                Decoder.decode(record(RequestKind.REQUEST, request));
                Decoder.decode(record(kind, request));
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError("seed " + seed + ", round " + round, e);
            }
        }
    }

    private static final List<String> ENDPOINTS =
            List.of("ce", "identify", "ping", "update", "visit", "push", "");
    private static final List<String> TYPES =
            List.of(
                    "",
                    "application/json",
                    "application/json; charset=iso-8859-1",
                    "application/x-www-form-urlencoded",
                    "text/plain; charset=none",
                    "multipart/form-data; boundary=b",
                    "multipart/form-data; boundary=",
                    "multipart/form-data; boundary=\"");
    private static final List<String> WORDS =
            List.of(
                    "host=a&",
                    "event=x&",
                    "ce_k=",
                    "cv_",
                    "cs_",
                    "co_id=",
                    "ip=1.2.3.4&",
                    "%",
                    "%4",
                    "%00",
                    "%F0%9F",
                    "+",
                    "\"",
                    "\\",
                    "\\u",
                    "\\ud800",
                    "{",
                    "}",
                    "[",
                    "]",
                    ":",
                    ",",
                    "null",
                    "true",
                    "-",
                    "1e9",
                    "1e999",
                    "0",
                    "{\"endpoint\":\"ce\",\"params\":{",
                    "\"event\":",
                    "\"x\"",
                    "{\"visitor\":{}",
                    "\"actions\":[{\"name\":\"x\"}]",
                    "\n",
                    "\r\n",
                    "--b",
                    "--b--",
                    "\r\n\r\n",
                    "Content-Disposition: form-data; name=",
                    "payload",
                    "timestamp=",
                    "\"time\":",
                    "~",
                    "$action",
                    "{\"event\":\"x\",\"cookie\":\"c\"}");

    private static <T> T pick(SplittableRandom random, List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private static byte[] noise(SplittableRandom random) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int pieces = random.nextInt(24);
        for (int i = 0; i < pieces; i++) {
            if (random.nextInt(4) == 0) {
                out.write(random.nextInt(256));
            } else {
                out.writeBytes(bytes(pick(random, WORDS)));
            }
        }
        return out.toByteArray();
    }
}
