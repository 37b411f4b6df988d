package io.sojourn.journey.trend;

import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.journey.scan.Column;

/// What a series shows of the events of an interval.
public sealed interface Measure {

    /// How many.
    record Events() implements Measure {}

    /// By how many different people.
    record People() implements Measure {}

    /// In how many different visits; events in no visit do not count.
    record Visits() implements Measure {}

    /// Events by people who have one.
    record EventsPerPerson() implements Measure {}

    /// A statistic of the numbers in a column; values that are no number are skipped and counted.
    record OfNumbers(Column column, Statistic statistic) implements Measure {}

    sealed interface Statistic {
        record Sum() implements Statistic {}

        record Mean() implements Statistic {}

        record Min() implements Statistic {}

        record Max() implements Statistic {}

        /// The value at nearest rank: of `n` sorted values number `ceil(percent / 100 * n)`, at least the first.
        ///
        /// @param percent 0 to 100
        record Percentile(double percent) implements Statistic {
            public Percentile {
                if (!(percent >= 0 && percent <= 100)) {
                    throw new ProblemException(
                            Problem.invalid("percentile", "between 0 and 100, got " + percent));
                }
            }
        }
    }
}
