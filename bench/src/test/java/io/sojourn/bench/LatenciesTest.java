package io.sojourn.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LatenciesTest {

    @Test
    void aShareIsFoundWithinAThirtySecondOfItsValue() {
        Latencies latencies = new Latencies();
        for (int millis = 1; millis <= 1_000; millis++) {
            latencies.add(millis * 1_000_000L);
        }

        assertThat(latencies.count()).isEqualTo(1_000);
        assertThat(latencies.millis(0.50)).isCloseTo(500, within(500 / 32.0));
        assertThat(latencies.millis(0.99)).isCloseTo(990, within(990 / 32.0));
        assertThat(latencies.millis(1)).isCloseTo(1_000, within(1_000 / 32.0));
    }

    @Test
    void oneLongTimeAmongAHundredIsTheLargestAndNotTheMedian() {
        Latencies latencies = new Latencies();
        for (int i = 0; i < 99; i++) {
            latencies.add(31);
        }
        latencies.add(Long.MAX_VALUE);

        assertThat(latencies.millis(0.99)).isEqualTo(31 / 1e6);
        assertThat(latencies.millis(1)).isEqualTo(Long.MAX_VALUE / 1e6);
    }

    @Test
    void withoutTimesThereIsNoShare() {
        assertThat(new Latencies().millis(0.99)).isZero();
    }
}
