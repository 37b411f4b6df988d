package io.sojourn.ingest.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RawRequestTest {

    private final RawRequest request =
            new RawRequest(
                    Long.MAX_VALUE,
                    "ce",
                    "exämple.com",
                    new byte[] {0, -1, '&'},
                    "text/plain",
                    new byte[300],
                    "2001:db8::1",
                    "agent",
                    "de",
                    "https://r",
                    "cookie1");

    @Test
    void whatIsEncodedComesBack() {
        assertThat(RawRequest.decode(request.encode()).orElseThrow())
                .usingRecursiveComparison()
                .isEqualTo(request);
    }

    @Test
    void anEntryOfTheCatalogHasANegativeNumber() {
        for (long entry : new long[] {-1, -77, Long.MIN_VALUE, 0, 1, 300}) {
            assertThat(
                            RawRequest.decode(request.asReplayOf(entry).encode())
                                    .orElseThrow()
                                    .replayOf())
                    .isEqualTo(entry);
        }
    }

    @Test
    void aPayloadThatIsNotWholeIsNone() {
        byte[] payload = request.encode();
        for (int length = 0; length < payload.length; length++) {
            assertThat(RawRequest.decode(Arrays.copyOf(payload, length))).isEmpty();
        }
        assertThat(RawRequest.decode(Arrays.copyOf(payload, payload.length + 1))).isEmpty();
        payload[0] = 2;
        assertThat(RawRequest.decode(payload)).isEmpty();
    }
}
