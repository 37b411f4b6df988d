package io.sojourn.core.segment;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.core.value.Value;
import java.text.Normalizer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/// A comparison of one property. `equals` and `in` compare the text, so that `95` and `"95"` are one value;
/// `gt`, `between` and the like compare numbers, or instants where both sides are dates; `contains` and its
/// kin ignore case. Text is compared in NFC. A missing value fails every comparison but the negated ones.
public final class PropertyFilter {

    private final String property;
    private final Operator operator;
    private final List<String> operands;
    private final Optional<Pattern> pattern;

    /// @param field path of the filter, for problems
    /// @throws ProblemException when the operands do not fit the operator
    public PropertyFilter(String field, String property, Operator operator, List<String> operands) {
        if (property.isEmpty()) {
            throw new ProblemException(
                    Problem.invalid(field + ".property", "a filter names a property"));
        }
        boolean fits =
                operator.operands() < 0
                        ? !operands.isEmpty()
                        : operands.size() == operator.operands();
        if (!fits) {
            throw new ProblemException(
                    Problem.invalid(
                            field + ".value",
                            operator.key()
                                    + " takes "
                                    + (operator.operands() < 0
                                            ? "at least one"
                                            : operator.operands())
                                    + " value, got "
                                    + operands.size()));
        }
        this.property = property;
        this.operator = operator;
        this.operands = operands.stream().map(PropertyFilter::normal).toList();
        this.pattern =
                operator == Operator.MATCHES
                        ? Optional.of(compile(field, operands.getFirst()))
                        : Optional.empty();
    }

    private static Pattern compile(String field, String regex) {
        try {
            return Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw new ProblemException(
                    Problem.invalid(
                            field + ".value", "no regular expression: " + e.getDescription()));
        }
    }

    public String property() {
        return property;
    }

    public Operator operator() {
        return operator;
    }

    /// What it compares with, in NFC.
    public List<String> operands() {
        return operands;
    }

    public boolean matches(Optional<Value> value) {
        if (value.isEmpty()) {
            return switch (operator) {
                case NOT_EQUALS, NOT_CONTAINS, NOT_EXISTS -> true;
                case EQUALS,
                        CONTAINS,
                        STARTS_WITH,
                        ENDS_WITH,
                        EXISTS,
                        GT,
                        GTE,
                        LT,
                        LTE,
                        BETWEEN,
                        IN,
                        MATCHES ->
                        false;
            };
        }
        String text = normal(value.get().text());
        return switch (operator) {
            case EQUALS, IN -> operands.contains(text);
            case NOT_EQUALS -> !operands.contains(text);
            case CONTAINS -> folded(text).contains(folded(operands.getFirst()));
            case NOT_CONTAINS -> !folded(text).contains(folded(operands.getFirst()));
            case STARTS_WITH -> folded(text).startsWith(folded(operands.getFirst()));
            case ENDS_WITH -> folded(text).endsWith(folded(operands.getFirst()));
            case EXISTS -> true;
            case NOT_EXISTS -> false;
            case GT -> compare(text, 0) > 0;
            case GTE -> compare(text, 0) >= 0;
            case LT -> compare(text, 0) < 0;
            case LTE -> compare(text, 0) <= 0;
            case BETWEEN -> compare(text, 0) >= 0 && compare(text, 1) <= 0;
            case MATCHES -> pattern.orElseThrow().matcher(text).matches();
        };
    }

    /// NaN, which fails every comparison, where the two sides cannot be compared.
    private double compare(String text, int operand) {
        double left = magnitude(text);
        double right = magnitude(operands.get(operand));
        return left == right ? 0 : left - right;
    }

    /// A number as it is, a date in Unix milliseconds.
    private static double magnitude(String text) {
        double number = Value.string(text).number();
        return Double.isNaN(number) ? millis(text) : number;
    }

    private static double millis(String text) {
        if (text.length() < 10 || text.charAt(4) != '-') {
            return Double.NaN;
        }
        try {
            return text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli()
                    : Instant.parse(text).toEpochMilli();
        } catch (DateTimeParseException e) {
            return Double.NaN;
        }
    }

    /// Equal by what they compare, not by where they stood.
    @Override
    public boolean equals(Object other) {
        return other instanceof PropertyFilter that
                && property.equals(that.property)
                && operator == that.operator
                && operands.equals(that.operands);
    }

    @Override
    public int hashCode() {
        return Objects.hash(property, operator, operands);
    }

    @Override
    public String toString() {
        return property + " " + operator.key() + " " + operands;
    }

    private static String folded(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private static String normal(String text) {
        return Normalizer.isNormalized(text, Normalizer.Form.NFC)
                ? text
                : Normalizer.normalize(text, Normalizer.Form.NFC);
    }
}
