package io.sojourn.ingest.wire;

import static io.sojourn.ingest.wire.Requests.item;
import static io.sojourn.ingest.wire.Requests.lines;
import static io.sojourn.ingest.wire.Requests.post;
import static io.sojourn.ingest.wire.Requests.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.core.value.Value;
import io.sojourn.ingest.wire.TrackItem.Kind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecoderTest {

    @Test
    void theDocumentedEventCallIsAnEvent() {
        TrackItem item =
                item(
                        "ce",
                        "host=example.com&cookie=visitor-cookie-id&event=purchase&ce_product=Widget"
                                + "&ce_price=49.99&ce_currency=USD");
        assertThat(item.kind()).isEqualTo(Kind.EVENT);
        assertThat(item.name()).isEqualTo("purchase");
        assertThat(item.cookie()).isEqualTo("visitor-cookie-id");
        assertThat(item.envelope().domain()).isEqualTo("example.com");
        assertThat(texts(item.event()))
                .isEqualTo(Map.of("product", "Widget", "price", "49.99", "currency", "USD"));
        assertThat(item.time()).isEqualTo(TrackItem.NO_TIME);
        assertThat(item.duration()).isEqualTo(-1);
        assertThat(item.standalone()).isFalse();
    }

    @Test
    void theDocumentedIdentifyCallTellsOfAPerson() {
        TrackItem item =
                item(
                        "identify",
                        "host=example.com&cookie=visitor-cookie-id&cv_email=user@example.com"
                                + "&cv_name=Jane+Doe&cv_plan=pro");
        assertThat(item.kind()).isEqualTo(Kind.IDENTIFY);
        assertThat(texts(item.person()))
                .isEqualTo(Map.of("email", "user@example.com", "name", "Jane Doe", "plan", "pro"));
    }

    @Test
    void theDocumentedServerCallMayHoldAnAddressAsCookie() {
        TrackItem item =
                item(
                        "ce",
                        "host=example.com&cookie=user-email@example.com&event=payment_received"
                                + "&ce_amount=299.00&ce_plan=enterprise&ce_payment_method=stripe");
        assertThat(item.cookie()).isEqualTo("user-email@example.com");
        assertThat(item.event().get("amount")).isEqualTo(Value.string("299.00"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"project", "website", "host", "alias", "Project", "HOST"})
    void everyNameOfTheProjectIsTaken(String name) {
        assertThat(item("ce", name + "=example.com&event=x").envelope().domain())
                .isEqualTo("example.com");
    }

    @ParameterizedTest
    @CsvSource({
        "1700000000000, 1700000000000",
        "1700000000, 1700000000000",
        "1700000000.25, 1700000000250",
        "1700000000000.9, 1700000000000",
        "1000000000, 1000000000000",
        "999999999, 999999999",
        "99999999999, 99999999999000",
        "100000000000, 100000000000",
        "0, 0",
        "-5, -5",
        "1.7e12, 1700000000000",
    })
    void aTimestampIsMillisecondsOrInARangeSeconds(String sent, long time) {
        assertThat(item("ce", "host=a&event=x&timestamp=" + sent).time()).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "1e99", "99999999999999999999", "-62135596800001", "--1", "1."})
    void aTimestampThatIsNoneIsNotSentAndItsTextIsKept(String sent) {
        TrackItem item = item("ce", "host=a&event=x&timestamp=" + sent);
        assertThat(item.time()).isEqualTo(TrackItem.NO_TIME);
        assertThat(item.event()).containsEntry("timestamp", Value.string(sent));
    }

    @ParameterizedTest
    @CsvSource({
        "timeout=300000, 300000",
        "timeout=300&app=android, 300000",
        "timeout=300&app=ios, 300",
        "timeout=1000&app=android, 1000",
        "timeout=-1, 0",
        "timeout=null, 0",
        "event=x, 0",
    })
    void aTimeoutIsMillisecondsButSecondsFromAndroid(String query, long millis) {
        assertThat(item("ce", "host=a&event=x&" + query).timeout()).isEqualTo(millis);
    }

    @Test
    void anOlderNameOfTheEventCountsOnlyWhereThereIsNoOther() {
        TrackItem older = item("ce", "host=a&ce_name=play&ce_app=python");
        assertThat(older.name()).isEqualTo("play");
        assertThat(older.event()).isEmpty();
        assertThat(older.envelope().app()).isEqualTo("python");
        TrackItem newer = item("ce", "host=a&event=play&ce_name=x&app=js-client&ce_app=y");
        assertThat(newer.name()).isEqualTo("play");
        assertThat(texts(newer.event())).isEqualTo(Map.of("name", "x", "app", "y"));
    }

    @Test
    void theLegacyVisitEndpointIsAPageView() {
        assertThat(item("visit", "alias=a&ce_name=pv&ce_title=T").name()).isEqualTo("pv");
        assertThat(item("visit", "alias=a&ce_title=T").name()).isEqualTo("pv");
    }

    @Test
    void keysAreEverythingBehindTheFirstPrefix() {
        TrackItem item =
                item("ce", "host=a&event=x&ce_ce_a=1&cv_cv_email=2&ce_page%20url=3&ce_a.b[0]=4");
        assertThat(texts(item.event()))
                .isEqualTo(Map.of("ce_a", "1", "page url", "3", "a.b[0]", "4"));
        assertThat(texts(item.person())).isEqualTo(Map.of("cv_email", "2"));
    }

    @Test
    void organisationAndVisitHavePropertiesOfTheirOwn() {
        TrackItem item = item("ce", "host=a&event=x&co_id=acme&co_size=5&cs_campaign=spring");
        assertThat(item.envelope().org()).isEqualTo("acme");
        assertThat(texts(item.organisation())).isEqualTo(Map.of("size", "5"));
        assertThat(texts(item.visit())).isEqualTo(Map.of("campaign", "spring"));
        assertThat(item("ce", "host=a&event=x&co_id=acme&org=other").envelope().org())
                .isEqualTo("other");
    }

    @Test
    void aliasesOfTheEnvelopeAreMovedThere() {
        TrackItem item =
                item(
                        "ce",
                        "host=a&ce_%24action=play&ce_%24timestamp=1700000000000&ce_%24duration=70"
                                + "&ce_~app=ios&ce_~mine=1&%7Elanguage=fr&ce_%24mine=2");
        assertThat(item.name()).isEqualTo("play");
        assertThat(item.time()).isEqualTo(1_700_000_000_000L);
        assertThat(item.duration()).isEqualTo(70);
        assertThat(item.envelope().app()).isEqualTo("ios");
        assertThat(item.envelope().language()).isEqualTo("fr");
        assertThat(texts(item.event())).isEqualTo(Map.of("~mine", "1", "$mine", "2"));
    }

    @Test
    void ofANameGivenTwiceTheLastValueCounts() {
        assertThat(texts(item("ce", "host=a&event=x&ce_a=1&ce_a=2").event()))
                .isEqualTo(Map.of("a", "2"));
    }

    @Test
    void aClientOnTheDeviceSpeaksForTheVisitorAServerDoesNot() {
        TrackItem device = item("ce", "host=a&event=x&app=js-client");
        assertThat(device.envelope().address()).isEqualTo(Requests.ADDRESS);
        assertThat(device.envelope().addressSent()).isFalse();
        assertThat(device.envelope().userAgent()).isEqualTo(Requests.BROWSER);
        assertThat(device.envelope().language()).isEqualTo("de-DE");
        TrackItem server = item("ce", "host=a&event=x&app=java");
        assertThat(server.envelope().address()).isEmpty();
        assertThat(server.envelope().userAgent()).isEmpty();
        assertThat(server.envelope().language()).isEmpty();
    }

    @Test
    void noAddressMeansThatAServerActsForAPerson() {
        TrackItem item = item("ce", "host=a&event=x&ip=0.0.0.0&user-agent=null&app=node");
        assertThat(item.standalone()).isTrue();
        assertThat(item.envelope().address()).isEmpty();
        assertThat(item.envelope().userAgent()).isEmpty();
        assertThat(item("ce", "host=a&event=x&passive=1").standalone()).isTrue();
        assertThat(item("ce", "host=a&event=x&passive=0").standalone()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.9, 203.0.113.9",
        "2001:db8::1, 2001:db8::1",
        "999.1.1.1, 198.51.100.7",
        "localhost, 198.51.100.7",
        "1.2, 198.51.100.7",
        "null, 198.51.100.7",
    })
    void onlyAnAddressOverridesTheConnection(String ip, String address) {
        assertThat(item("ce", "host=a&event=x&ip=" + ip).envelope().address()).isEqualTo(address);
    }

    @Test
    void jsonKeepsTypesLiteralsAndNestedText() {
        TrackItem item =
                item(
                        post(
                                "ce",
                                "application/json",
                                """
                                {"host":"a","event":"x","timestamp":"1700000000000","ce_n":1.50,"ce_big":12345678901234567890,
                                 "ce_yes":true,"ce_none":null,"ce_list":[1, "b"],"ce_map":{"k" : 1},"cv_s":"\\ud800"}
                                """));
        assertThat(item.event())
                .isEqualTo(
                        Map.of(
                                "n", Value.number("1.50"),
                                "big", Value.number("12345678901234567890"),
                                "yes", Value.bool(true),
                                "list", Value.string("[1, \"b\"]"),
                                "map", Value.string("{\"k\" : 1}")));
        assertThat(item.person()).isEqualTo(Map.of("s", Value.string("\\ud800")));
        assertThat(item.time()).isEqualTo(1_700_000_000_000L);
    }

    @ParameterizedTest
    @CsvSource({
        "application/x-www-form-urlencoded, host=a&event=x&ce_k=v+w",
        "text/plain;charset=UTF-8, host=a&event=x&ce_k=v+w",
        "'', host=a&event=x&ce_k=v%20w",
        "text/plain, '{\"host\":\"a\",\"event\":\"x\",\"ce_k\":\"v w\"}'",
    })
    void aBodyMayHaveAnyForm(String contentType, String body) {
        TrackItem item = item(post("ce", contentType, body));
        assertThat(item.name()).isEqualTo("x");
        assertThat(texts(item.event())).isEqualTo(Map.of("k", "v w"));
    }

    @Test
    void aMultipartBodyMayHoldOneParameterAPart() {
        String body =
                """
                --b
                Content-Disposition: form-data; name="host"

                a
                --b
                Content-Disposition: form-data; name="event"

                x
                --b
                Content-Type: text/plain; charset=ISO-8859-1
                Content-Disposition: form-data; name="ce_k"

                v w
                --b--
                """
                        .replace("\n", "\r\n");
        TrackItem item = item(post("ce", "multipart/form-data; boundary=\"b\"", body));
        assertThat(item.name()).isEqualTo("x");
        assertThat(texts(item.event())).isEqualTo(Map.of("k", "v w"));
    }

    @Test
    void linesOfAPushAreReadOneByOne() {
        List<Decoded> decoded =
                lines(
                        RequestKind.PUSH,
                        "example.com",
                        "{\"endpoint\":\"ce\",\"params\":{\"event\":\"button click\",\"timeout\":300000}}",
                        "{\"endpoint\":\"update\",\"params\":{\"project\":\"b.com\",\"idptnc\":\"i1\",\"duration\":4947,"
                                + "\"ce_scroll depth\":0.4874}}",
                        "{\"endpoint\":\"identify\",\"params\":{\"cv_email\":\"a@b.c\"}}",
                        "{\"endpoint\":\"dance\",\"params\":{}}",
                        "{\"endpoint\":\"ce\"}",
                        "{\"endpoint\":");
        assertThat(item(decoded.get(0)).envelope().domain()).isEqualTo("example.com");
        assertThat(item(decoded.get(0)).timeout()).isEqualTo(300_000);
        TrackItem update = item(decoded.get(1));
        assertThat(update.kind()).isEqualTo(Kind.UPDATE);
        assertThat(update.envelope().domain()).isEqualTo("b.com");
        assertThat(update.duration()).isEqualTo(4947);
        assertThat(update.event()).isEqualTo(Map.of("scroll depth", Value.number("0.4874")));
        assertThat(item(decoded.get(2)).kind()).isEqualTo(Kind.IDENTIFY);
        assertThat(decoded.subList(3, 6))
                .extracting(d -> Requests.refused(d).reason())
                .containsExactly(
                        Reason.UNKNOWN_ENDPOINT, Reason.MALFORMED_LINE, Reason.MALFORMED_LINE);
    }

    @Test
    void whatNamesNoEventIsRefused() {
        assertThat(Requests.refused(Requests.decode(Requests.get("ce", "host=a&cookie=c"))))
                .isEqualTo(
                        new Decoded.Refused(
                                0, "a", Reason.NO_EVENT_NAME, "event", "event has no name"));
        assertThat(Requests.refused(Requests.decode(Requests.get("update", "host=a&cookie=c"))))
                .extracting(Decoded.Refused::reason)
                .isEqualTo(Reason.NO_EVENT_ID);
    }

    @Test
    void oneLineCanBeReplayedAlone() {
        RawRequest push =
                Requests.get("push", "")
                        .withLines(
                                "example.com",
                                List.of(
                                        Requests.bytes(
                                                "{\"endpoint\":\"ce\",\"params\":{\"event\":\"one\"}}"),
                                        Requests.bytes(
                                                "{\"endpoint\":\"ce\",\"params\":{\"event\":\"two\"}}")));
        RawRequest alone =
                RawRequest.decode(Decoder.single(Requests.record(RequestKind.PUSH, push), 1))
                        .orElseThrow()
                        .asReplayOf(77);
        assertThat(alone.replayOf()).isEqualTo(77);
        assertThat(alone.address()).isEqualTo(Requests.ADDRESS);
        List<Decoded> decoded = Decoder.decode(Requests.record(RequestKind.PUSH, alone));
        assertThat(decoded).hasSize(1);
        assertThat(item(decoded.getFirst()).name()).isEqualTo("two");
        assertThat(item(decoded.getFirst()).envelope().domain()).isEqualTo("example.com");
    }
}
