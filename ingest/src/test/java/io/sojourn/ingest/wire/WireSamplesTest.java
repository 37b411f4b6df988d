package io.sojourn.ingest.wire;

import static io.sojourn.ingest.wire.Requests.item;
import static io.sojourn.ingest.wire.Requests.texts;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sojourn.ingest.wire.TrackItem.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// Every request that the real clients were seen to send says what its sender meant.
class WireSamplesTest {

    private final Intake intake = new Intake(Limits.DEFAULT);

    private List<TrackItem> items(String file) throws IOException {
        List<TrackItem> items = new ArrayList<>();
        try (InputStream in =
                Objects.requireNonNull(
                        getClass().getResourceAsStream("/wire-samples/" + file + ".jsonl"))) {
            for (String line :
                    new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
                JsonNode sample = new ObjectMapper().readTree(line);
                switch (intake.track(request(sample))) {
                    case Inbound.One one -> items.add(item(one.statement()));
                    case Inbound.Many many ->
                            many.lines().forEach(l -> items.add(item(l.statement())));
                    case Inbound.Unusable unusable -> throw new AssertionError(unusable);
                }
            }
        }
        return items;
    }

    private static RawRequest request(JsonNode sample) {
        URI uri = URI.create(sample.get("url").asText().replace("[", "%5B").replace("]", "%5D"));
        String endpoint = uri.getPath().replaceFirst("/track/([a-z]+)/?", "$1");
        String query = uri.getRawQuery();
        return new RawRequest(
                0,
                endpoint,
                "",
                Requests.bytes(query == null ? "" : query),
                sample.path("ct").asText(""),
                Requests.bytes(sample.path("body").asText("")),
                Requests.ADDRESS,
                sample.path("ua").asText(""),
                "",
                "",
                "");
    }

    @Test
    void theBrowserTracker() throws IOException {
        List<TrackItem> items = items("browser-tracker-5.3.0-chromium");
        assertThat(items)
                .extracting(TrackItem::kind)
                .containsExactly(
                        Kind.EVENT,
                        Kind.EVENT,
                        Kind.IDENTIFY,
                        Kind.EVENT,
                        Kind.UPDATE,
                        Kind.EVENT,
                        Kind.EVENT,
                        Kind.IDENTIFY);
        assertThat(items)
                .allSatisfy(
                        i -> {
                            assertThat(i.envelope().domain()).isEqualTo("example.com");
                            assertThat(i.cookie()).isEqualTo("ENSh1i5kftYz");
                            assertThat(i.envelope().address()).isEqualTo(Requests.ADDRESS);
                            assertThat(i.envelope().userAgent()).contains("HeadlessChrome/156");
                            assertThat(i.standalone()).isFalse();
                        });
        TrackItem pv = items.getFirst();
        assertThat(pv.name()).isEqualTo("pv");
        assertThat(pv.eventId()).isEqualTo("DouK7z2xQLcm");
        assertThat(pv.timeout()).isEqualTo(300_000);
        assertThat(pv.envelope().screen()).isEqualTo("800x600");
        assertThat(pv.envelope().language()).isEqualTo("en-US");
        assertThat(pv.envelope().app()).isEqualTo("js-client");
        assertThat(pv.envelope().referrer()).isEmpty();
        assertThat(texts(pv.event()))
                .isEqualTo(
                        Map.of(
                                "campaign_source", "news",
                                "url", "/page?utm_source=news",
                                "title", "T&amp;st page",
                                "domain", "127.0.0.1",
                                "uri", "https://127.0.0.1:18443/page?utm_source=news",
                                "scroll depth", "1",
                                "returning", "false"));
        assertThat(texts(pv.person()))
                .isEqualTo(
                        Map.of("email", "jane@example.com", "name", "Jane Doe", "company", "Acme"));
        assertThat(texts(pv.visit())).isEqualTo(Map.of("campaign", "spring-sale"));
        assertThat(texts(items.get(1).event()))
                .containsEntry("tags", "[\"a\",\"b\"]")
                .containsEntry("nested", "{\"x\":1}")
                .containsEntry("price", "149.99");
        assertThat(items.get(3).name()).isEqualTo("button click");
        assertThat(texts(items.get(3).event())).containsEntry("dom path", "body > button#b");
        TrackItem update = items.get(4);
        assertThat(update.eventId()).isEqualTo("DouK7z2xQLcm");
        assertThat(update.duration()).isEqualTo(4947);
        assertThat(update.event()).isEmpty();
    }

    @Test
    void theNodeClient() throws IOException {
        List<TrackItem> items = items("node-woopra-1.0.2");
        TrackItem purchase = items.getFirst();
        assertThat(purchase.name()).isEqualTo("purchase");
        assertThat(purchase.time()).isEqualTo(1_700_000_000_000L);
        assertThat(purchase.envelope().referrer()).isEqualTo("https://ref.example/");
        assertThat(purchase.envelope().address()).isEqualTo("203.0.113.9");
        assertThat(purchase.envelope().addressSent()).isTrue();
        assertThat(purchase.envelope().userAgent()).isEqualTo("UA/1.0");
        assertThat(texts(purchase.event()))
                .isEqualTo(
                        Map.of(
                                "amount", "99.5",
                                "product", "W\u00efdget",
                                "nested", "[object Object]"));
        assertThat(items.get(2).kind()).isEqualTo(Kind.PING);
        TrackItem byEmail = items.get(3);
        assertThat(byEmail.name()).isEqualTo("user-email@example.com");
        assertThat(byEmail.cookie()).isEmpty();
        assertThat(byEmail.standalone()).isTrue();
        assertThat(byEmail.envelope().address()).isEmpty();
        assertThat(byEmail.envelope().userAgent()).isEmpty();
        assertThat(items).hasSize(7);
    }

    @Test
    void theServerClients() throws IOException {
        for (String client : List.of("java", "php", "rails")) {
            List<TrackItem> items = items("woopra-" + client + "-sdk");
            assertThat(items)
                    .hasSize(3)
                    .allSatisfy(
                            i -> {
                                assertThat(i.envelope().domain()).isEqualTo("example.com");
                                assertThat(i.envelope().app()).isEqualTo(client);
                                assertThat(i.envelope().address()).isEqualTo("203.0.113.9");
                                assertThat(i.envelope().userAgent()).isEmpty();
                                assertThat(texts(i.person())).containsEntry("name", "Jane D\u0153");
                                assertThat(i.event()).doesNotContainKey("app");
                            });
            assertThat(items)
                    .anySatisfy(
                            i -> {
                                assertThat(i.name()).isEqualTo("play");
                                assertThat(texts(i.event()))
                                        .containsEntry("artist", "Dave Brubeck");
                            });
        }
        assertThat(texts(items("woopra-php-sdk").get(2).event()))
                .isEqualTo(Map.of("url", "shop.example.com/p?a=1"));
    }

    @Test
    void thePythonClientNamesItsEventsAsBefore() throws IOException {
        List<TrackItem> items = items("woopra-python-sdk-0.3.2");
        assertThat(items).extracting(TrackItem::kind).containsExactly(Kind.EVENT, Kind.IDENTIFY);
        assertThat(items.getFirst().name()).isEqualTo("play");
        assertThat(texts(items.getFirst().event())).isEqualTo(Map.of("artist", "Dave Brubeck"));
        assertThat(items).allSatisfy(i -> assertThat(i.envelope().app()).isEqualTo("python"));
        assertThat(items.get(1).event()).isEmpty();
    }
}
