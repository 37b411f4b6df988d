package io.sojourn.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IndexMemoryTest {

    private static final long MB = 1L << 20;

    @Test
    void isAQuarterOfTheMachineWhereTheHeapHasRoom() {
        assertThat(IndexMemory.of(8_192 * MB, 4_096 * MB)).isEqualTo(2_048 * MB);
    }

    @Test
    void isWhatTheHeapHasBeyondTheRestWhereItIsSmall() {
        assertThat(IndexMemory.of(8_192 * MB, 684 * MB)).isEqualTo(200 * MB);
        assertThat(IndexMemory.of(8_192 * MB, 256 * MB)).isZero();
    }
}
