package io.sojourn.ingest.wire;

import static io.sojourn.ingest.wire.Requests.bytes;
import static io.sojourn.ingest.wire.Requests.get;
import static io.sojourn.ingest.wire.Requests.item;
import static io.sojourn.ingest.wire.Requests.refused;
import static io.sojourn.ingest.wire.Requests.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.ingest.wire.TrackItem.Kind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ImportTest {

    private static List<Decoded> visit(String line, String source) {
        RawRequest context = RawRequest.of("", new byte[0], "", new byte[0]);
        return new Intake(Limits.DEFAULT)
                        .visit(context.withLines("example.com", List.of()), bytes(line), source)
                        .lines()
                        .stream()
                        .map(Inbound.Line::statement)
                        .toList();
    }

    @Test
    void aVisitLineIsOneEventAnAction() {
        List<Decoded> decoded =
                visit(
                        """
                        {"visitor":{"email":"a@b.c","name":"Ann"},"ip":"203.0.113.9","browser":"Chrome","plan":"pro",
                         "actions":[{"name":"signup","time":1700000000000,"properties":{"a":1.50,"b":"x
                        y"}},
                                    {"name":"buy","time":1700000060000,"event_id":"own"}]}
                        """,
                        "file.json:3");
        assertThat(decoded).hasSize(2);
        TrackItem first = item(decoded.getFirst());
        assertThat(first.kind()).isEqualTo(Kind.EVENT);
        assertThat(first.name()).isEqualTo("signup");
        assertThat(first.time()).isEqualTo(1_700_000_000_000L);
        assertThat(first.eventId()).isEqualTo("file.json:3:0");
        assertThat(texts(first.event())).isEqualTo(Map.of("a", "1.50", "b", "x\ny"));
        assertThat(texts(first.person())).isEqualTo(Map.of("email", "a@b.c", "name", "Ann"));
        assertThat(texts(first.visit())).isEqualTo(Map.of("plan", "pro"));
        assertThat(first.envelope().address()).isEqualTo("203.0.113.9");
        assertThat(first.envelope().browser()).isEqualTo("Chrome");
        assertThat(first.envelope().domain()).isEqualTo("example.com");
        assertThat(first.standalone()).isFalse();
        TrackItem second = item(decoded.get(1));
        assertThat(second.eventId()).isEqualTo("own");
        assertThat(texts(second.person())).isEqualTo(texts(first.person()));
    }

    @Test
    void aLineWithAVisitorOnlyTellsOfThem() {
        TrackItem item = item(visit("{\"visitor\":{\"email\":\"a@b.c\"}}", "f:1").getFirst());
        assertThat(item.kind()).isEqualTo(Kind.IDENTIFY);
        assertThat(texts(item.person())).isEqualTo(Map.of("email", "a@b.c"));
    }

    @Test
    void anExportedLineCanBeImported() {
        TrackItem item =
                item(
                        visit(
                                        """
                                        {"continent":"EU","date":"9/9/15","country":"RS","city":"Belgrade","timezone":"CET","screen":"",
                                         "resolution":"375x667","language":"English","pid":"p17","type":"visit","second":12,"minute":21,
                                         "duration":31,"number":2,"browser":"Safari","os":"iPhone IOS9","ip":"203.0.113.9","device":"mobile",
                                         "time":1441761672000,"referrer":{"query":"shoes","type":"search","url":"https://s.example/"},
                                         "visitor":{"name":"M","first_visit_time":1441000000000},
                                         "actions":[{"name":"pv","time":1441761673000,"duration":12,"date":"2:21:12 AM","domain":"d.com",
                                                     "landing":true,"properties":{"url":"/x","dn":"d"}}]}
                                        """,
                                        "")
                                .getFirst());
        assertThat(item.cookie()).isEqualTo("woopra-pid-p17");
        assertThat(item.eventId()).isEmpty();
        assertThat(item.time()).isEqualTo(1_441_761_673_000L);
        assertThat(item.duration()).isEqualTo(12_000);
        assertThat(item.envelope().referrer()).isEqualTo("https://s.example/");
        assertThat(item.envelope().screen()).isEqualTo("375x667");
        assertThat(item.envelope().os()).isEqualTo("iPhone IOS9");
        assertThat(texts(item.event()))
                .isEqualTo(Map.of("domain", "d.com", "url", "/x", "dn", "d"));
        assertThat(texts(item.visit()))
                .isEqualTo(
                        Map.of(
                                "continent", "EU",
                                "country", "RS",
                                "city", "Belgrade",
                                "timezone", "CET",
                                "referrer query", "shoes",
                                "referrer type", "search"));
    }

    @Test
    void whatOurOwnExportAddsIsUnderstood() {
        List<Decoded> decoded =
                visit(
                        """
                        {"pid":"5","type":"visit","pos":9,"visitor":{"email":"a@b.c"},"visit":{"browser":"mine"},
                         "organisation":{"plan":"x"},
                         "actions":[{"name":"pv","id":"77","time":1700000000000,"duration":1.234,
                                     "active_until":1700000009000,"standalone":true,"properties":{"a":1}}]}
                        """,
                        "");
        assertThat(decoded).hasSize(2);
        TrackItem event = item(decoded.getFirst());
        assertThat(event.kind()).isEqualTo(Kind.EVENT);
        assertThat(event.duration()).isEqualTo(1_234);
        assertThat(event.standalone()).isTrue();
        assertThat(event.eventId()).isEqualTo("77");
        assertThat(event.cookie()).isEmpty();
        assertThat(texts(event.event())).isEqualTo(Map.of("a", "1"));
        assertThat(texts(event.visit())).isEqualTo(Map.of("browser", "mine"));
        assertThat(texts(event.organisation())).isEqualTo(Map.of("plan", "x"));
        TrackItem activity = item(decoded.get(1));
        assertThat(activity.kind()).isEqualTo(Kind.UPDATE);
        assertThat(activity.eventId()).isEqualTo("77");
        assertThat(activity.duration()).isEqualTo(9_000);
        assertThat(activity.event()).isEmpty();
    }

    @Test
    void linesThatAreNoVisitsSayWhy() {
        assertThat(refused(visit("{\"type\":\"system\",\"method\":\"delete\"}", "").getFirst()))
                .extracting(Decoded.Refused::reason)
                .isEqualTo(Reason.DELETED_PROFILE);
        assertThat(refused(visit("{\"actions\":[{\"time\":5}]}", "").getFirst()).field())
                .isEqualTo("actions[0].name");
        assertThat(
                        refused(
                                        visit(
                                                        "{\"actions\":[{\"name\":\"x\",\"time\":\"soon\"}]}",
                                                        "")
                                                .getFirst())
                                .field())
                .isEqualTo("time");
        assertThat(refused(visit("{\"visitor\":7}", "").getFirst()).field()).isEqualTo("visitor");
        assertThat(refused(visit("nonsense", "").getFirst()).reason())
                .isEqualTo(Reason.MALFORMED_LINE);
        assertThat(get("ce", "").replayOf()).isZero();
    }
}
