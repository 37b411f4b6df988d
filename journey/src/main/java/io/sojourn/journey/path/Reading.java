package io.sojourn.journey.path;

import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.time.Range;
import java.util.List;
import java.util.Optional;

/// How a journey is read as paths: sequences of named items.
///
/// @param range only events in it are in a path
/// @param include of these only those are, empty = all
/// @param exclude and none of these
/// @param items in the order in which they are tried
/// @param collapse whether an item that follows itself is left out
public record Reading(
        PathUnit unit,
        Range range,
        Optional<EventFilter> include,
        Optional<EventFilter> exclude,
        List<ItemRule> items,
        boolean collapse) {

    public static final int ITEM_RULES_MAX = 100;

    /// Names of all events of a person.
    public static final Reading EVERYTHING =
            new Reading(
                    new PathUnit.Person(),
                    new Range.All(),
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    false);

    public Reading {
        items = List.copyOf(items);
        if (items.size() > ITEM_RULES_MAX) {
            throw new IllegalArgumentException(items.size() + " rules of items");
        }
    }

    public Reading by(PathUnit other) {
        return new Reading(other, range, include, exclude, items, collapse);
    }

    public Reading in(Range other) {
        return new Reading(unit, other, include, exclude, items, collapse);
    }

    public Reading including(EventFilter only) {
        return new Reading(unit, range, Optional.of(only), exclude, items, collapse);
    }

    public Reading excluding(EventFilter none) {
        return new Reading(unit, range, include, Optional.of(none), items, collapse);
    }

    public Reading items(ItemRule... rules) {
        return new Reading(unit, range, include, exclude, List.of(rules), collapse);
    }

    public Reading collapsed() {
        return new Reading(unit, range, include, exclude, items, true);
    }
}
