package io.sojourn.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RateTest {

    private static final long NOON = 1_764_590_400_000L;

    @Test
    void itCountsTheLastMinuteAndTheMinutesOfTheLastHour() {
        Rate rate = new Rate();
        rate.add(NOON);
        rate.add(NOON + 999);
        rate.add(NOON + 59_999);
        assertThat(rate.lastMinute(NOON + 59_999)).isEqualTo(3);
        assertThat(rate.lastMinute(NOON + 60_000)).isOne();
        int[] minutes = rate.minutes(NOON + 119_999);
        assertThat(minutes).hasSize(60);
        assertThat(minutes[58]).isEqualTo(3);
        assertThat(minutes[59]).isZero();
    }

    @Test
    void whatIsAnHourOldIsForgotten() {
        Rate rate = new Rate();
        rate.add(NOON);
        rate.add(NOON + 3_600_000);
        rate.add(NOON - 5_000);
        assertThat(Arrays.stream(rate.minutes(NOON + 3_600_000)).sum()).isOne();
    }

    @Test
    void itAgreesWithCountingOnRandomTimes() {
        Random random = new Random(Long.getLong("seed", 5));
        Rate rate = new Rate();
        long now = NOON;
        java.util.List<Long> added = new java.util.ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            now += random.nextInt(8_000);
            long received = now - random.nextInt(3_000);
            rate.add(received);
            added.add(received);
            long second = now / 1_000;
            long expected =
                    added.stream()
                            .filter(time -> time / 1_000 > second - 60 && time / 1_000 <= second)
                            .count();
            assertThat(rate.lastMinute(now)).isEqualTo((int) expected);
        }
    }
}
