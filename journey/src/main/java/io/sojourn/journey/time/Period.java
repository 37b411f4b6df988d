package io.sojourn.journey.time;

/// Every so many units.
///
/// @param every at least 1
public record Period(Unit unit, int every) {

    public static final int EVERY_MAX = 1_000;

    public static final Period DAILY = new Period(Unit.DAY, 1);

    public Period {
        if (every < 1 || every > EVERY_MAX) {
            throw new IllegalArgumentException("every " + every + " " + unit);
        }
    }
}
