package io.sojourn.journey.retention;

import io.sojourn.journey.Group;
import io.sojourn.journey.time.Interval;
import java.util.List;
import java.util.OptionalDouble;

/// How many came back.
///
/// @param cohorts intervals that start events lie in, the rows
/// @param groups one of everyone, or the groups of the breakdown, largest first, then the rest
public record RetentionResult(List<Interval> cohorts, List<Table> groups) {

    public RetentionResult {
        cohorts = List.copyOf(cohorts);
        groups = List.copyOf(groups);
    }

    /// @param people in any of its cohorts, each once
    /// @param rows `rows.get(i).get(j)` is column `j` of cohort `i`
    /// @param average per column
    public record Table(Group group, long people, List<List<Cell>> rows, List<Average> average) {
        public Table {
            rows = rows.stream().map(List::copyOf).toList();
            average = List.copyOf(average);
        }
    }

    /// @param incomplete a part of its periods lies outside what is known or asked for; left out of the average
    public record Cell(long people, boolean incomplete) {}

    /// Over all cohorts whose cell is complete, pooled: those who returned by those who could.
    public record Average(long returned, long people) {

        /// Empty where nobody could.
        public OptionalDouble share() {
            return people == 0
                    ? OptionalDouble.empty()
                    : OptionalDouble.of((double) returned / people);
        }
    }
}
