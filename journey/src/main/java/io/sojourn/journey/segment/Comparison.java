package io.sojourn.journey.segment;

import io.sojourn.core.segment.Operator;

/// A number against one or two others. NaN, which stands for "nothing measured", meets no comparison.
///
/// @param operator EQUALS, NOT_EQUALS, GT, GTE, LT, LTE or BETWEEN (both ends included)
/// @param upTo the upper end of BETWEEN, otherwise the value again
public record Comparison(Operator operator, double value, double upTo) {

    /// What a criterion asks that names no number.
    public static final Comparison AT_LEAST_ONCE = of(Operator.GTE, 1);

    public Comparison {
        switch (operator) {
            case EQUALS, NOT_EQUALS, GT, GTE, LT, LTE, BETWEEN -> {}
            case CONTAINS, NOT_CONTAINS, STARTS_WITH, ENDS_WITH, EXISTS, NOT_EXISTS, IN, MATCHES ->
                    throw new IllegalArgumentException(operator.key() + " compares no numbers");
        }
        if (!Double.isFinite(value) || !Double.isFinite(upTo)) {
            throw new IllegalArgumentException("compared with " + value + " and " + upTo);
        }
    }

    public static Comparison of(Operator operator, double value) {
        return new Comparison(operator, value, value);
    }

    public boolean test(double number) {
        return switch (operator) {
            case EQUALS -> number == value;
            case NOT_EQUALS -> number < value || number > value;
            case GT -> number > value;
            case GTE -> number >= value;
            case LT -> number < value;
            case LTE -> number <= value;
            case BETWEEN -> number >= value && number <= upTo;
            case CONTAINS, NOT_CONTAINS, STARTS_WITH, ENDS_WITH, EXISTS, NOT_EXISTS, IN, MATCHES ->
                    throw new IllegalStateException(operator.key() + " compares no numbers");
        };
    }
}
