package io.sojourn.journey;

import java.util.List;
import java.util.Optional;

/// A row of a breakdown.
///
/// @param values one per column of the breakdown, empty = no value; none at all = everyone
/// @param rest all groups beyond the first ones, together
public record Group(List<Optional<String>> values, boolean rest) {

    public static final Group EVERYONE = new Group(List.of(), false);
    public static final Group REST = new Group(List.of(), true);

    public Group {
        values = List.copyOf(values);
    }
}
