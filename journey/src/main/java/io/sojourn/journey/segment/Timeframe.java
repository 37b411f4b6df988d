package io.sojourn.journey.segment;

import io.sojourn.journey.time.Calendar;
import io.sojourn.journey.time.TimeRange;
import io.sojourn.journey.time.Unit;

/// When the events of a criterion happened. Nothing later than `asOf` is ever in it.
public sealed interface Timeframe {

    record AllTime() implements Timeframe {}

    record Between(TimeRange range) implements Timeframe {}

    /// From so many units before `asOf`, inclusive, up to `asOf`. From the day on units are those of the calendar: the
    /// last month of 31 March, 12:00 begins on 28 February, 12:00.
    record Last(int count, Unit unit) implements Timeframe {
        public Last {
            positive(count);
        }
    }

    /// From `from` units before `asOf`, inclusive, to `to` units before it, exclusive.
    ///
    /// @param from more than `to`
    /// @param to at least 1
    record Ago(int from, int to, Unit unit) implements Timeframe {
        public Ago {
            positive(to);
            if (from <= to) {
                throw new IllegalArgumentException("from " + from + " to " + to + " units ago");
            }
        }
    }

    /// The first units since the first thing known of each person, that moment included.
    record SinceFirstSeen(int count, Unit unit) implements Timeframe {
        public SinceFirstSeen {
            positive(count);
        }
    }

    /// Whether it moves with the clock: what it says changes while no data comes.
    default boolean isRelative() {
        return this instanceof Last || this instanceof Ago;
    }

    /// The same for everybody, [TimeRange#ALL] where it depends on the person.
    default TimeRange resolve(Calendar calendar, long asOf) {
        return switch (this) {
            case AllTime() -> TimeRange.ALL;
            case Between(TimeRange range) -> range;
            case Last(int count, Unit unit) ->
                    new TimeRange(calendar.plus(asOf, unit, -count), after(asOf));
            case Ago(int from, int to, Unit unit) ->
                    new TimeRange(calendar.plus(asOf, unit, -from), calendar.plus(asOf, unit, -to));
            case SinceFirstSeen since -> TimeRange.ALL;
        };
    }

    /// First millisecond that is not yet known at `asOf`.
    private static long after(long asOf) {
        return asOf == Long.MAX_VALUE ? asOf : asOf + 1;
    }

    private static void positive(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("a timeframe of " + count + " units");
        }
    }
}
