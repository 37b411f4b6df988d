package io.sojourn.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ThrottleTest {
    private final TestClock clock = new TestClock(Instant.parse("2026-03-02T10:00:00Z"));
    private final Throttle throttle = new Throttle(clock, 3, Duration.ofSeconds(10));

    private long seconds(String who) {
        return throttle.attempt(who).map(Duration::toSeconds).orElse(0L);
    }

    @Test
    void waitsGrowFromTheLastFreeFailureOnUpToTheLongest() {
        assertThat(seconds("ann")).isZero();
        assertThat(seconds("ann")).isZero();
        assertThat(seconds("ann")).isZero();
        for (long wait : new long[] {1, 2, 4, 8, 10, 10}) {
            assertThat(seconds("ann")).isEqualTo(wait);
            assertThat(seconds("bob" + wait)).as("others do not wait").isZero();
            clock.advance(Duration.ofSeconds(wait));
            assertThat(seconds("ann")).isZero();
        }
    }

    @Test
    void aSuccessForgetsTheFailures() {
        for (int i = 0; i < 3; i++) {
            seconds("ann");
        }
        assertThat(seconds("ann")).isPositive();
        throttle.succeeded("ann");
        assertThat(seconds("ann")).isZero();
        assertThat(seconds("ann")).isZero();
    }

    @Test
    void anHourWithoutFailureForgetsThem() {
        for (int i = 0; i < 3; i++) {
            seconds("ann");
        }
        clock.advance(Duration.ofMinutes(61));
        assertThat(seconds("ann")).isZero();
        assertThat(seconds("ann")).isZero();
    }

    @Test
    void anAttemptTakenBackCountsForNothing() {
        for (int i = 0; i < 20; i++) {
            assertThat(seconds("net")).isZero();
            throttle.takeBack("net");
        }
    }

    @Test
    void anIpv6AddressStandsForItsNetwork() {
        assertThat(SignIn.network("2001:db8:1:2::1"))
                .isEqualTo(SignIn.network("2001:db8:1:2:9::7"));
        assertThat(SignIn.network("2001:db8:1:3::1"))
                .isNotEqualTo(SignIn.network("2001:db8:1:2::1"));
        assertThat(SignIn.network("192.0.2.1")).isEqualTo("192.0.2.1");
        assertThat(SignIn.network("")).isEmpty();
    }
}
