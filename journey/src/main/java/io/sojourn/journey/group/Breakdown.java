package io.sojourn.journey.group;

import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.journey.scan.Column;
import java.util.List;

/// Into which groups an answer is divided: one per combination of values of its columns, the largest by name and the
/// others together as the rest.
///
/// @param columns none = one group of everyone
/// @param top groups that are named
public record Breakdown(List<Column> columns, int top) {

    public static final int COLUMNS_MAX = 3;
    public static final int TOP_MAX = 1_000;
    public static final int TOP_DEFAULT = 25;

    public static final Breakdown NONE = new Breakdown(List.of(), TOP_DEFAULT);

    public Breakdown {
        columns = List.copyOf(columns);
        if (columns.size() > COLUMNS_MAX) {
            throw new ProblemException(
                    Problem.invalid(
                            "breakdown",
                            "at most " + COLUMNS_MAX + " columns, got " + columns.size()));
        }
        if (top < 1 || top > TOP_MAX) {
            throw new ProblemException(
                    Problem.invalid("top", "between 1 and " + TOP_MAX + " groups, got " + top));
        }
    }

    public static Breakdown by(Column... columns) {
        return new Breakdown(List.of(columns), TOP_DEFAULT);
    }

    public boolean isNone() {
        return columns.isEmpty();
    }
}
