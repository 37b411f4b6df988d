package io.sojourn.store.catalog;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// How many events a project takes in a month (UTC); pings, updates and bot events do not count.
public record Quota(Mode mode, long eventsPerMonth) {

    public static final Quota OFF = new Quota(Mode.OFF, 0);

    public static final long EVENTS_MAX = 1_000_000_000_000L;

    public enum Mode {
        /// As many as come.
        OFF,
        /// Its people are told when there are more.
        SOFT,
        /// More are refused, and kept as refusals.
        HARD;

        /// Lower case, as stores and the wire have it.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<Mode> of(String word) {
            return Arrays.stream(values()).filter(mode -> mode.word().equals(word)).findFirst();
        }
    }

    public Quota {
        if (eventsPerMonth < 0 || eventsPerMonth > EVENTS_MAX) {
            throw new IllegalArgumentException(
                    "events per month must be 0 to " + EVENTS_MAX + ", got " + eventsPerMonth);
        }
    }
}
