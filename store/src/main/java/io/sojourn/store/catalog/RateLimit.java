package io.sojourn.store.catalog;

/// How many calls one API key may make of a project; 0 = as many as it likes.
public record RateLimit(int perMinute, int perHour, int perDay) {

    public static final RateLimit OFF = new RateLimit(0, 0, 0);

    /// What Woopra allows.
    public static final RateLimit WOOPRA = new RateLimit(300, 600, 3_000);

    public static final int CALLS_MAX = 100_000_000;

    public RateLimit {
        if (Math.min(perMinute, Math.min(perHour, perDay)) < 0
                || Math.max(perMinute, Math.max(perHour, perDay)) > CALLS_MAX) {
            throw new IllegalArgumentException(
                    "calls must be 0 to %d, got %d, %d, %d"
                            .formatted(CALLS_MAX, perMinute, perHour, perDay));
        }
    }

    public boolean isOff() {
        return equals(OFF);
    }
}
