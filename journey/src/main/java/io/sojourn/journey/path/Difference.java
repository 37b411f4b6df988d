package io.sojourn.journey.path;

import java.util.List;

/// The same question about two groups of people, cell by cell.
///
/// @param peopleA whom the shares of the first group are shares of
/// @param peopleB and those of the second
/// @param rows greatest difference first, equal ones in the order of the first answer, then of the second
/// @param <C> [PathCell] or [FootprintsCell]
public record Difference<C>(long peopleA, long peopleB, List<Row<C>> rows) {

    /// @param peopleA of the first group in this cell
    /// @param shareA of the people of the first group
    /// @param difference second share less first share; 0 where a group is empty
    public record Row<C>(
            C cell, long peopleA, long peopleB, double shareA, double shareB, double difference) {}

    public Difference {
        rows = List.copyOf(rows);
    }
}
