package io.sojourn.journey.retention;

import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import java.util.List;

/// The columns of a retention table. Column 0 is the cohort itself; the others ask for returns in some periods after
/// the start. In period 0 a return must come after the event that put the person into the cohort.
public sealed interface Columns {

    int COUNT_MAX = 400;

    /// Columns, column 0 included.
    int count();

    /// Column `j` asks about period `j`.
    ///
    /// @param count column 0 included
    record Each(int count, Criterion criterion) implements Columns {
        public Each {
            if (count < 1 || count > COUNT_MAX) {
                throw new ProblemException(
                        Problem.invalid(
                                "columns", "between 1 and " + COUNT_MAX + ", got " + count));
            }
        }
    }

    /// Column `j` asks about the periods of bracket `j - 1`.
    record Brackets(List<Bracket> brackets) implements Columns {
        public Brackets {
            brackets = List.copyOf(brackets);
            if (brackets.isEmpty() || brackets.size() >= COUNT_MAX) {
                throw new ProblemException(
                        Problem.invalid(
                                "brackets",
                                "between 1 and " + (COUNT_MAX - 1) + ", got " + brackets.size()));
            }
        }

        @Override
        public int count() {
            return brackets.size() + 1;
        }
    }

    /// When a person counts in column `j`.
    enum Criterion {
        /// A return in period `j`.
        ON,
        /// In period `j` or a later one.
        ON_OR_AFTER,
        /// In one of the periods 0 to `j`.
        ON_OR_BEFORE
    }

    /// @param first period
    /// @param last period, inclusive
    record Bracket(int first, int last) {
        public static final int PERIOD_MAX = 10_000;

        public Bracket {
            if (first < 0 || last < first || last > PERIOD_MAX) {
                throw new ProblemException(
                        Problem.invalid(
                                "brackets",
                                "periods from 0 to "
                                        + PERIOD_MAX
                                        + ", got "
                                        + first
                                        + " to "
                                        + last));
            }
        }
    }
}
