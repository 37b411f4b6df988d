package io.sojourn.journey.trend;

import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.core.segment.Operator;

/// How many events an interval must have to count; one without any never does.
///
/// @param operator EQUALS, GT, GTE, LT or LTE
public record Occurrences(Operator operator, long value) {

    public static final Occurrences ANY = new Occurrences(Operator.GTE, 1);

    public Occurrences {
        switch (operator) {
            case EQUALS, GT, GTE, LT, LTE -> {}
            case NOT_EQUALS,
                    CONTAINS,
                    NOT_CONTAINS,
                    STARTS_WITH,
                    ENDS_WITH,
                    EXISTS,
                    NOT_EXISTS,
                    BETWEEN,
                    IN,
                    MATCHES ->
                    throw new ProblemException(
                            Problem.invalid(
                                    "occurrences.operator",
                                    "equals, gt, gte, lt or lte, got " + operator.key()));
        }
    }

    public boolean holds(long events) {
        return events > 0
                && switch (operator) {
                    case EQUALS -> events == value;
                    case GT -> events > value;
                    case GTE -> events >= value;
                    case LT -> events < value;
                    case LTE -> events <= value;
                    case NOT_EQUALS,
                            CONTAINS,
                            NOT_CONTAINS,
                            STARTS_WITH,
                            ENDS_WITH,
                            EXISTS,
                            NOT_EXISTS,
                            BETWEEN,
                            IN,
                            MATCHES ->
                            throw new IllegalStateException("operator " + operator);
                };
    }
}
