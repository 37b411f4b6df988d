package io.sojourn.ingest.wire;

import static io.sojourn.ingest.wire.Requests.bytes;
import static io.sojourn.ingest.wire.Requests.get;
import static io.sojourn.ingest.wire.Requests.item;
import static io.sojourn.ingest.wire.Requests.post;
import static io.sojourn.ingest.wire.Requests.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.core.value.Value;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IntakeTest {

    private final Intake intake = new Intake(Limits.DEFAULT);

    private Decoded one(RawRequest request) {
        return ((Inbound.One) intake.track(request)).statement();
    }

    private List<Decoded> many(Inbound inbound) {
        return ((Inbound.Many) inbound).lines().stream().map(Inbound.Line::statement).toList();
    }

    private static String properties(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "&c" + "veso".charAt(i % 4) + "_k" + i + "=v")
                .collect(Collectors.joining());
    }

    @Test
    void anItemMayHave256PropertiesAndNoMore() {
        assertThat(one(get("ce", "host=a&event=x" + properties(256))))
                .isInstanceOf(Decoded.Item.class);
        Decoded.Refused refused = refused(one(get("ce", "event=x" + properties(257) + "&host=a")));
        assertThat(refused.reason()).isEqualTo(Reason.TOO_MANY_PROPERTIES);
        assertThat(refused.domain()).isEqualTo("a");
        assertThat(refused.message()).isEqualTo("more than 256 properties");
    }

    @Test
    void aKeyMayHave200CharactersAndNoMore() {
        assertThat(one(get("ce", "host=a&event=x&ce_" + "\uD83D\uDE00".repeat(200) + "=v")))
                .isInstanceOf(Decoded.Item.class);
        assertThat(refused(one(get("ce", "host=a&event=x&ce_" + "k".repeat(201) + "=v"))).message())
                .isEqualTo("key has 201 characters, at most 200 are taken");
    }

    @Test
    void aValueMayHave8192BytesAndNoMore() {
        String max = "\u00e9".repeat(4096);
        assertThat(item(one(get("ce", "host=a&event=x&cv_k=" + max))).person())
                .isEqualTo(Map.of("k", Value.string(max)));
        for (String query : List.of("cv_k=", "event=", "referer=", "cookie=", "co_id=", "host=")) {
            Decoded.Refused refused =
                    refused(one(get("ce", "host=a&event=x&" + query + max + "z")));
            assertThat(refused.reason()).isEqualTo(Reason.VALUE_TOO_LONG);
            assertThat(refused.message()).isEqualTo("value has 8193 bytes, at most 8192 are taken");
            assertThat(refused.field() + "=").isEqualTo(query);
        }
    }

    @Test
    void theLogIsReadWithoutLimits() {
        assertThat(item("ce", "host=a&event=x&cv_k=" + "v".repeat(9000)).person()).hasSize(1);
    }

    @Test
    void aBatchMayHave1000ItemsAndNoMore() {
        String one = "{\"event\":\"x\",\"cookie\":\"c\"}";
        assertThat(many(intake.batch(post("", "", (one + "\n").repeat(1000))))).hasSize(1000);
        assertThat(intake.batch(post("", "", "[" + one + ("," + one).repeat(1000) + "]")))
                .isEqualTo(
                        new Inbound.Unusable(
                                "",
                                Reason.TOO_MANY_ITEMS,
                                "",
                                "1001 items, at most 1000 are taken"));
    }

    @Test
    void aPushMayComeInEveryForm() {
        String line = "{\"endpoint\":\"ce\",\"params\":{\"event\":\"a+b %41\"}}";
        String encoded = line.replace("%", "%25").replace("+", "%2B");
        String multipart =
                "--b\r\nContent-Disposition: form-data; name=\"payload\"\r\n\r\n"
                        + line
                        + "\n"
                        + line
                        + "\r\n--b\r\ncontent-disposition: form-data; name=payload\r\n\r\n"
                        + line;
        List<RawRequest> requests =
                List.of(
                        post(
                                "push",
                                "multipart/form-data; boundary=b",
                                multipart + "\r\n--b--\r\n"),
                        post("push", "multipart/form-data; boundary=b", multipart),
                        post("push", "text/plain", (line + "\r\n\n").repeat(3)),
                        post(
                                "push",
                                "application/x-www-form-urlencoded",
                                "payload=" + encoded + "%0A" + encoded + "&payload=" + encoded),
                        get("push", "payload=" + encoded + "%0A" + encoded + "%0A" + encoded));
        for (RawRequest request : requests) {
            assertThat(many(intake.track(request)))
                    .hasSize(3)
                    .allSatisfy(d -> assertThat(item(d).name()).isEqualTo("a+b %41"));
        }
    }

    @Test
    void linesWithoutAProjectAreOfTheOneInTheQuery() {
        RawRequest request =
                Requests.request(
                        "push",
                        bytes("project=q.com"),
                        "text/plain",
                        bytes(
                                """
                                {"endpoint":"ce","params":{"event":"x"}}
                                {"endpoint":"ce","params":{"event":"x","website":"own.com"}}
                                """));
        assertThat(many(intake.track(request)))
                .extracting(Decoded::domain)
                .containsExactly("q.com", "own.com");
    }

    @Test
    void aPushWithoutPayloadIsUnusable() {
        for (RawRequest request :
                List.of(
                        get("push", ""),
                        post("push", "text/plain", "hello"),
                        post("push", "multipart/form-data; boundary=b", "--b--"),
                        post("push", "multipart/form-data; boundary=b", "--c\r\n\r\nx"),
                        post("push", "multipart/form-data", "--b\r\n\r\nx"))) {
            assertThat(intake.track(request))
                    .isInstanceOfSatisfying(
                            Inbound.Unusable.class,
                            u -> assertThat(u.reason()).isEqualTo(Reason.MALFORMED_BODY));
        }
    }

    @Test
    void theFormOfTheAnswerIsToldWhereverItIsAskedFor() {
        assertThat(intake.track(get("ce", "host=a&event=x&response=json")))
                .extracting(inbound -> ((Inbound.One) inbound).response())
                .isEqualTo("json");
        assertThat(intake.track(post("ce", "application/json", "{\"response\":\"xml\"}")))
                .extracting(inbound -> ((Inbound.One) inbound).response())
                .isEqualTo("xml");
    }

    @Test
    void aBodyThatIsNoJsonSaysSo() {
        Decoded.Refused refused = refused(one(post("ce", "application/json", "{\"host\":")));
        assertThat(refused.reason()).isEqualTo(Reason.MALFORMED_BODY);
        assertThat(refused.message()).startsWith("no valid JSON: ");
    }

    @Test
    void whatWasAdmittedInLinesReadsTheSameFromTheLog() {
        String body =
                """
                [{"event":"one",
                  "cookie":"c"}, {"event":"two","cookie":"c","properties":{"a":"x
                y"}}]
                """;
        Inbound.Many batch = (Inbound.Many) intake.batch(post("", "application/json", body));
        RawRequest logged =
                get("", "").withLines("", batch.lines().stream().map(Inbound.Line::bytes).toList());
        assertThat(Decoder.decode(Requests.record(RequestKind.BATCH, logged)))
                .isEqualTo(batch.lines().stream().map(Inbound.Line::statement).toList());
        assertThat(item(batch.lines().get(1).statement()).event())
                .isEqualTo(Map.of("a", Value.string("x\ny")));
    }
}
