package io.sojourn.store.schema;

import java.util.Comparator;

/// A day of an event name.
///
/// @param day of event time in UTC, days since 1970
public record EventDay(long day, String name) implements Comparable<EventDay> {
    private static final Comparator<EventDay> ORDER =
            Comparator.comparingLong(EventDay::day).thenComparing(EventDay::name);

    @Override
    public int compareTo(EventDay other) {
        return ORDER.compare(this, other);
    }
}
