package io.sojourn.journey.pattern;

/// One part of an expression: which events it takes, how many of them, and how it follows the part before.
///
/// @param conditions bit `i` = events that meet condition `i`
/// @param negated instead those that meet none of these
/// @param gap between the event before and this one; meaningless for the first element
public record Element(long conditions, boolean negated, Count count, Gap gap) {

    public enum Count {
        ONE,
        OPTIONAL,
        ANY,
        SOME
    }

    /// @param next whether it must be the very next event
    /// @param minMillis inclusive
    /// @param maxMillis inclusive
    public record Gap(boolean next, long minMillis, long maxMillis) {
        public static final Gap NEXT = new Gap(true, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    boolean takes(long mask) {
        return (mask & conditions) != 0 != negated;
    }
}
