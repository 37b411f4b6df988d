package io.sojourn.store.embedded.log;

/// How long confirmed records stay. Unconfirmed ones always do.
public sealed interface Retention {

    /// Whole segments go once they are confirmed and this old.
    ///
    /// @param days 0 to [#DAYS_MAX], 0 = as soon as they are confirmed; age is counted from when they were written
    record Days(int days) implements Retention {
        public Days {
            if (days < 0 || days > DAYS_MAX) {
                throw new IllegalArgumentException(
                        "log.keepDays must be 0 to " + DAYS_MAX + ", got " + days);
            }
        }
    }

    /// Nothing is ever deleted.
    record All() implements Retention {}

    /// A deleted person must be gone from the log within this time.
    int DAYS_MAX = 7;

    long DAY_MILLIS = 86_400_000L;

    /// @param newest Unix milliseconds after which nothing was written to the segment
    default boolean expired(long newest, long now) {
        return switch (this) {
            case Days(int days) -> days == 0 || now - newest >= days * DAY_MILLIS;
            case All() -> false;
        };
    }
}
