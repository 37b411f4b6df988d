package io.sojourn.journey.pattern;

import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.path.PathUnit;
import io.sojourn.journey.time.Range;
import java.util.List;

/// Asks where events follow each other in a certain way. Only the events in the range that meet one of the conditions
/// take part; all others are as if they were not.
///
/// @param unit what a match lies within
/// @param conditions at most 64, whether the expression names them or not
/// @param expression over these conditions
/// @param medians whether median times are wanted, which take memory for every occurrence
public record PathPattern(
        PathUnit unit,
        Range range,
        List<Condition> conditions,
        Expression expression,
        boolean medians) {

    public static final int CONDITIONS_MAX = 64;

    /// @param name by which the expression means it
    public record Condition(String name, EventFilter events) {}

    public PathPattern {
        conditions = List.copyOf(conditions);
        if (conditions.isEmpty() || conditions.size() > CONDITIONS_MAX) {
            throw new IllegalArgumentException(conditions.size() + " conditions");
        }
    }

    /// Within whole journeys.
    public static PathPattern of(List<Condition> conditions, String expression) {
        List<String> names = conditions.stream().map(Condition::name).toList();
        return new PathPattern(
                new PathUnit.Person(),
                new Range.All(),
                conditions,
                Expression.parse("pattern", expression, names),
                true);
    }
}
