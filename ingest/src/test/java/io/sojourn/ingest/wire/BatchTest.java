package io.sojourn.ingest.wire;

import static io.sojourn.ingest.wire.Requests.item;
import static io.sojourn.ingest.wire.Requests.lines;
import static io.sojourn.ingest.wire.Requests.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.core.value.Value;
import io.sojourn.ingest.wire.TrackItem.Kind;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchTest {

    private static Decoded batch(String line) {
        return lines(RequestKind.BATCH, "example.com", line.replace('\n', ' ')).getFirst();
    }

    @Test
    void anItemSaysEverythingInFieldsOfItsOwn() {
        TrackItem item =
                item(
                        batch(
                                """
                                {"event":"renewed","time":"2026-03-01T12:00:00.5+01:00","event_id":"e-1","cookie":"c",
                                 "id":7,"email":"a@b.c","properties":{"mrr":99.00,"plan":"pro","none":null},
                                 "person":{"name":"Jane"},"visit":{"campaign":"x"},"organisation":{"id":"acme","size":5},
                                 "ip":"203.0.113.9","user_agent":"UA/1.0","referrer":"https://r","app":"node",
                                 "standalone":true,"timeout":60000,"duration":5}
                                """));
        assertThat(item.kind()).isEqualTo(Kind.EVENT);
        assertThat(item.name()).isEqualTo("renewed");
        assertThat(item.time()).isEqualTo(1_772_362_800_500L);
        assertThat(item.eventId()).isEqualTo("e-1");
        assertThat(item.cookie()).isEqualTo("c");
        assertThat(item.person())
                .isEqualTo(
                        Map.of(
                                "name", Value.string("Jane"),
                                "id", Value.string("7"),
                                "email", Value.string("a@b.c")));
        assertThat(item.event())
                .isEqualTo(Map.of("mrr", Value.number("99.00"), "plan", Value.string("pro")));
        assertThat(item.visit()).isEqualTo(Map.of("campaign", Value.string("x")));
        assertThat(item.organisation()).isEqualTo(Map.of("size", Value.number("5")));
        assertThat(item.envelope().org()).isEqualTo("acme");
        assertThat(item.envelope().address()).isEqualTo("203.0.113.9");
        assertThat(item.envelope().addressSent()).isTrue();
        assertThat(item.envelope().userAgent()).isEqualTo("UA/1.0");
        assertThat(item.envelope().domain()).isEqualTo("example.com");
        assertThat(item.standalone()).isTrue();
        assertThat(item.timeout()).isEqualTo(60_000);
        assertThat(item.duration()).isEqualTo(5);
    }

    @Test
    void theConnectionSaysNothingAboutThePerson() {
        TrackItem item = item(batch("{\"event\":\"x\",\"cookie\":\"c\"}"));
        assertThat(item.envelope().address()).isEmpty();
        assertThat(item.envelope().userAgent()).isEmpty();
        assertThat(item.standalone()).isFalse();
        assertThat(item.time()).isEqualTo(TrackItem.NO_TIME);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "-1, -1", "1700000000, 1700000000", "'\"1969-12-31T23:59:59Z\"', -1000"})
    void timesAreTakenAsTheyAre(String time, long millis) {
        assertThat(item(batch("{\"event\":\"x\",\"cookie\":\"c\",\"time\":" + time + "}")).time())
                .isEqualTo(millis);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"cookie\":\"c\"} | NO_EVENT_NAME | event",
                "{\"type\":\"event\",\"event\":\"\",\"cookie\":\"c\"} | NO_EVENT_NAME | event",
                "{\"event\":\"x\"} | NO_IDENTIFIER | cookie",
                "{\"type\":\"ping\"} | NO_IDENTIFIER | cookie",
                "{\"type\":\"update\",\"cookie\":\"c\"} | NO_EVENT_ID | event_id",
                "{\"type\":\"dance\",\"cookie\":\"c\"} | INVALID_FIELD | type",
                "{\"event\":\"x\",\"cookie\":\"c\",\"colour\":1} | UNKNOWN_FIELD | colour",
                "{\"event\":\"x\",\"cookie\":\"c\",\"time\":\"1700000000000\"} | INVALID_FIELD | time",
                "{\"event\":\"x\",\"cookie\":\"c\",\"time\":\"2026-03-01T12:00:00\"} | INVALID_FIELD | time",
                "{\"event\":\"x\",\"cookie\":\"c\",\"time\":1.5} | INVALID_FIELD | time",
                "{\"event\":\"x\",\"cookie\":\"c\",\"time\":99999999999999999999} | INVALID_FIELD | time",
                "{\"event\":\"x\",\"cookie\":5} | INVALID_FIELD | cookie",
                "{\"event\":\"x\",\"id\":1.5} | INVALID_FIELD | id",
                "{\"event\":\"x\",\"cookie\":\"c\",\"ip\":\"here\"} | INVALID_FIELD | ip",
                "{\"event\":\"x\",\"cookie\":\"c\",\"timeout\":-1} | INVALID_FIELD | timeout",
                "{\"event\":\"x\",\"cookie\":\"c\",\"standalone\":1} | INVALID_FIELD | standalone",
                "{\"event\":\"x\",\"cookie\":\"c\",\"properties\":[]} | INVALID_FIELD | properties",
                "[] | MALFORMED_LINE | ''",
                "{\"event\" | MALFORMED_LINE | ''",
                "{} {} | MALFORMED_LINE | ''",
            })
    void anItemThatIsWrongNamesItsField(String line, Reason reason, String field) {
        Decoded.Refused refused = refused(batch(line));
        assertThat(refused.reason()).isEqualTo(reason);
        assertThat(refused.field()).isEqualTo(field);
        assertThat(refused.domain()).isEqualTo("example.com");
    }

    @Test
    void anUpdateNeedsNoPerson() {
        TrackItem update =
                item(
                        batch(
                                "{\"type\":\"update\",\"event_id\":\"e\",\"properties\":{\"refunded\":true}}"));
        assertThat(update.kind()).isEqualTo(Kind.UPDATE);
        assertThat(update.event()).isEqualTo(Map.of("refunded", Value.bool(true)));
    }
}
