package io.sojourn.store.embedded.event;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/// Where events lie among all of them, as a few ranges of their numbers in ascending order. The store passes over row
/// groups without any of these numbers; a list of single numbers it would look up in every one.
public record EventRanges(List<Range> ranges) {

    /// Above this comparing a row with all of them costs more than the rows between two.
    static final int RANGES_MAX = 32;

    /// @param last inclusive
    public record Range(long first, long last) {}

    public EventRanges {
        ranges = List.copyOf(ranges);
        if (ranges.isEmpty() || ranges.size() > RANGES_MAX) {
            throw new IllegalArgumentException(ranges.size() + " ranges: 1 to " + RANGES_MAX);
        }
    }

    /// @param events at least one, in any order
    static EventRanges of(Collection<Long> events) {
        return covering(events.stream().sorted().map(event -> new Range(event, event)).toList());
    }

    /// Ranges that hold all of these, as few as may be: those with the widest gaps between them stay apart.
    ///
    /// @param ordered at least one, by first number; they may overlap
    public static EventRanges covering(List<Range> ordered) {
        List<Range> apart = new ArrayList<>();
        for (Range range : ordered) {
            Range before = apart.isEmpty() ? range : apart.getLast();
            if (!apart.isEmpty() && range.first - 1 <= before.last) {
                apart.set(
                        apart.size() - 1,
                        new Range(before.first, Math.max(before.last, range.last)));
            } else {
                apart.add(range);
            }
        }
        if (apart.size() <= RANGES_MAX) {
            return new EventRanges(apart);
        }
        long[] gaps = new long[apart.size() - 1];
        for (int i = 0; i < gaps.length; i++) {
            gaps[i] = apart.get(i + 1).first - apart.get(i).last;
        }
        Arrays.sort(gaps);
        long least = gaps[gaps.length - RANGES_MAX + 1];
        List<Range> few = new ArrayList<>();
        for (Range range : apart) {
            Range before = few.isEmpty() ? range : few.getLast();
            if (!few.isEmpty() && range.first - before.last <= least) {
                few.set(few.size() - 1, new Range(before.first, range.last));
            } else {
                few.add(range);
            }
        }
        return new EventRanges(few);
    }

    /// Only rows whose number is in one of them.
    Query among(String column, Query query) {
        List<String> each = new ArrayList<>();
        for (Range range : ranges) {
            each.add(column + " BETWEEN " + range.first + " AND " + range.last);
        }
        return query.add("(" + String.join(" OR ", each) + ")");
    }
}
