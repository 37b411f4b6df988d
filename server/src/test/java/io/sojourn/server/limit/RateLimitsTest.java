package io.sojourn.server.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.core.project.ProjectId;
import io.sojourn.store.catalog.RateLimit;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RateLimitsTest {

    private static final ProjectId SHOP = new ProjectId(1);
    private static final ProjectId OTHER = new ProjectId(2);

    private Instant now = Instant.parse("2026-03-10T12:00:00.250Z");
    private final RateLimits limits = new RateLimits((InstantSource) () -> now);

    private void advance(long millis) {
        now = now.plusMillis(millis);
    }

    private long take(int calls, RateLimit limit) {
        long wait = 0;
        for (int i = 0; i < calls; i++) {
            wait = limits.take(SHOP, "key", limit);
        }
        return wait;
    }

    @Test
    void aMinuteHasAsManyCallsAsAllowedAndThenSaysHowLongToWait() {
        RateLimit limit = new RateLimit(3, 0, 0);
        assertThat(take(3, limit)).isZero();
        assertThat(take(1, limit)).isEqualTo(61);
        advance(59_000);
        assertThat(take(1, limit)).isEqualTo(2);
        advance(2_000);
        assertThat(take(3, limit)).isZero();
        assertThat(take(1, limit)).isPositive();
    }

    @Test
    void aRefusedCallDoesNotCount() {
        RateLimit limit = new RateLimit(1, 0, 0);
        assertThat(take(1, limit)).isZero();
        for (int i = 0; i < 50; i++) {
            assertThat(take(1, limit)).isPositive();
            advance(1_000);
        }
        advance(11_000);
        assertThat(take(1, limit)).isZero();
    }

    @Test
    void everyKeyAndEveryProjectHasItsOwnCount() {
        RateLimit limit = new RateLimit(1, 0, 0);
        assertThat(limits.take(SHOP, "a", limit)).isZero();
        assertThat(limits.take(SHOP, "b", limit)).isZero();
        assertThat(limits.take(OTHER, "a", limit)).isZero();
        assertThat(limits.take(SHOP, "a", limit)).isPositive();
    }

    @Test
    void woopraAllows300AMinute600AnHourAnd3000ADay() {
        assertThat(take(300, RateLimit.WOOPRA)).isZero();
        assertThat(take(1, RateLimit.WOOPRA)).isBetween(59L, 61L);
        advance(61_000);
        assertThat(take(300, RateLimit.WOOPRA)).isZero();
        advance(61_000);
        assertThat(take(1, RateLimit.WOOPRA)).isBetween(3_400L, 3_600L);
        for (int hour = 0; hour < 4; hour++) {
            advance(3_660_000);
            assertThat(take(300, RateLimit.WOOPRA)).isZero();
            advance(61_000);
            assertThat(take(300, RateLimit.WOOPRA)).isZero();
        }
        advance(3_660_000);
        assertThat(take(1, RateLimit.WOOPRA)).isGreaterThan(60_000);
    }

    @Test
    void offMeansNeverCounted() {
        assertThat(take(10_000, RateLimit.OFF)).isZero();
    }

    @Test
    void noSpanOfAMinuteHasMoreCallsThanAllowedAndAWaitIsEnough() {
        Random random = new Random(Long.getLong("seed", 7));
        RateLimit limit = new RateLimit(20, 0, 0);
        Deque<Long> taken = new ArrayDeque<>();
        long wait = 0;
        for (int i = 0; i < 20_000; i++) {
            if (wait > 0 && random.nextBoolean()) {
                advance(wait * 1_000);
                wait = 0;
            } else {
                advance(random.nextInt(2_500));
                wait = -1;
            }
            long next = limits.take(SHOP, "key", limit);
            if (wait == 0) {
                assertThat(next).as("after waiting").isZero();
            }
            wait = next;
            if (next == 0) {
                taken.add(now.toEpochMilli());
                while (taken.getFirst() <= now.toEpochMilli() - 60_000) {
                    taken.removeFirst();
                }
                assertThat(taken.size()).isLessThanOrEqualTo(20);
            }
        }
    }
}
