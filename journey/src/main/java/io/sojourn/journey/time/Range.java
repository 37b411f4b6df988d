package io.sojourn.journey.time;

/// The event times that a question is about, as its asker says it.
public sealed interface Range {

    record All() implements Range {}

    record Between(TimeRange range) implements Range {}

    /// The last so many calendar units, the one of `asOf` included and up to `asOf`.
    record Last(int count, Unit unit) implements Range {
        public Last {
            if (count < 1) {
                throw new IllegalArgumentException("the last " + count);
            }
        }
    }

    /// Never beyond `asOf`.
    default TimeRange resolve(Calendar calendar, long asOf) {
        TimeRange known = new TimeRange(Long.MIN_VALUE, asOf == Long.MAX_VALUE ? asOf : asOf + 1);
        return switch (this) {
            case All() -> known;
            case Between(TimeRange range) -> range;
            case Last(int count, Unit unit) ->
                    new TimeRange(
                            calendar.plus(calendar.floor(unit, asOf), unit, 1L - count),
                            known.to());
        };
    }
}
