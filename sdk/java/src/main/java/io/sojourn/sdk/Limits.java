package io.sojourn.sdk;

import java.time.Duration;

/** How much may wait, and for how long. */
record Limits(
        int flushAt,
        Duration flushInterval,
        int queueMax,
        int retries,
        Duration retryDelay,
        Duration retryDelayMax) {

    static final Limits DEFAULT =
            new Limits(
                    100,
                    Duration.ofSeconds(1),
                    50_000,
                    Integer.MAX_VALUE,
                    Duration.ofMillis(200),
                    Duration.ofSeconds(30));

    Limits {
        require(flushAt, 1, Sender.ITEMS_MAX, "flushAt");
        require(queueMax, 1, Integer.MAX_VALUE, "queueMax");
        require(retries, 0, Integer.MAX_VALUE, "retries");
        atMostADay(flushInterval, "flushInterval");
        atMostADay(retryDelay, "retryDelay");
        atMostADay(retryDelayMax, "retryDelayMax");
    }

    private static void require(int value, int min, int max, String name) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    "%s must be from %d to %d, got %d".formatted(name, min, max, value));
        }
    }

    static void atMostADay(Duration value, String name) {
        if (value.isNegative() || value.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException(name + " must be 0 to a day, got " + value);
        }
    }

    Limits withFlushAt(int value) {
        return new Limits(value, flushInterval, queueMax, retries, retryDelay, retryDelayMax);
    }

    Limits withFlushInterval(Duration value) {
        return new Limits(flushAt, value, queueMax, retries, retryDelay, retryDelayMax);
    }

    Limits withQueueMax(int value) {
        return new Limits(flushAt, flushInterval, value, retries, retryDelay, retryDelayMax);
    }

    Limits withRetries(int value) {
        return new Limits(flushAt, flushInterval, queueMax, value, retryDelay, retryDelayMax);
    }

    Limits withRetryDelays(Duration first, Duration max) {
        return new Limits(flushAt, flushInterval, queueMax, retries, first, max);
    }
}
