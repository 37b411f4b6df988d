package io.sojourn.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sojourn.ingest.wire.Decoded;
import io.sojourn.ingest.wire.Decoder;
import io.sojourn.ingest.wire.RawRequest;
import io.sojourn.ingest.wire.RequestKind;
import io.sojourn.ingest.wire.TrackItem;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrafficTest {
    private static final int STATEMENTS = 4_000;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theServersReaderFindsWhatTheCountsSay(boolean batch) {
        Traffic traffic = new Traffic(3, 1_000, batch, 42);
        Bytes out = new Bytes();
        Counts counts = Counts.NONE;
        Set<String> ids = new HashSet<>();
        long events = 0;
        long repeated = 0;
        long updates = 0;
        long identifies = 0;
        for (int i = 0; i < STATEMENTS; i++) {
            counts = counts.plus(traffic.next(out.clear()));
            TrackItem item = item(out.toString(), batch);
            assertThat(item.envelope().domain()).isEqualTo(Traffic.PROJECT);
            switch (item.kind()) {
                case EVENT -> {
                    events++;
                    repeated += ids.add(item.eventId()) ? 0 : 1;
                    assertThat(item.name()).isEqualTo("pv");
                }
                case UPDATE -> {
                    updates++;
                    assertThat(ids).contains(item.eventId());
                    assertThat(item.duration()).isEqualTo(12_000);
                }
                case IDENTIFY -> {
                    identifies++;
                    assertThat(item.person()).containsKey("email");
                }
                case PING -> throw new IllegalStateException("no pings: " + item);
            }
        }

        assertThat(counts).isEqualTo(new Counts(events - repeated, repeated, updates, identifies));
        assertThat(counts.statements()).isEqualTo(STATEMENTS);
        assertThat((double) updates / counts.events()).isCloseTo(0.5, within(0.02));
        assertThat((double) repeated / counts.events()).isCloseTo(0.01, within(0.006));
        assertThat(identifies).isPositive();
    }

    private static TrackItem item(String text, boolean batch) {
        Decoded decoded;
        if (batch) {
            RawRequest request =
                    RawRequest.of("", new byte[0], "", text.getBytes(StandardCharsets.US_ASCII));
            decoded = Decoder.decode(RequestKind.BATCH, request).getFirst();
        } else {
            String uri = text.split(" ", 3)[1];
            int query = uri.indexOf('?');
            String endpoint = uri.substring("/track/".length(), query);
            byte[] bytes = uri.substring(query + 1).getBytes(StandardCharsets.US_ASCII);
            RawRequest request = RawRequest.of(endpoint, bytes, "", new byte[0]);
            decoded = Decoder.decode(RequestKind.REQUEST, request).getFirst();
        }
        assertThat(decoded).isInstanceOf(Decoded.Item.class);
        return ((Decoded.Item) decoded).statement();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void sendersNeverShareAnEvent(boolean batch) {
        Set<String> ids = new HashSet<>();
        for (int number : List.of(1, 2, 4_096)) {
            Traffic traffic = new Traffic(number, 1_000, batch, 42);
            traffic.introduce(0);
            for (int i = 0; i < 1_000; i++) {
                Bytes out = new Bytes();
                traffic.introduceNext(out);
                assertThat(ids.add(item(out.toString(), batch).eventId())).isTrue();
            }
        }
    }
}
