package io.sojourn.journey.time;

import java.util.Locale;
import java.util.Optional;

/// A unit of time. From the day on it is one of the calendar, in a project's zone.
public enum Unit {
    SECOND,
    MINUTE,
    HOUR,
    DAY,
    WEEK,
    MONTH,
    QUARTER,
    YEAR;

    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Singular or plural.
    public static Optional<Unit> of(String word) {
        String lower = word.strip().toLowerCase(Locale.ROOT);
        for (Unit unit : values()) {
            if (lower.equals(unit.key()) || lower.equals(unit.key() + "s")) {
                return Optional.of(unit);
            }
        }
        return Optional.empty();
    }
}
