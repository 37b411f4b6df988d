package io.sojourn.journey.trend;

import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import java.util.List;
import java.util.OptionalDouble;

/// Arithmetic over the series of a trend: `+ - * /`, parentheses, numbers, and the letters `A` to `Z` for the series in
/// their order. A series without a value counts as 0; a division by 0 has no value, nor has what is made of it.
public final class Formula {

    private static final int LENGTH_MAX = 500;

    private final String text;
    private final Node root;
    private final int seriesMax;

    private sealed interface Node {
        record Constant(double value) implements Node {}

        record SeriesOf(int series) implements Node {}

        record Negated(Node of) implements Node {}

        record Binary(char operator, Node left, Node right) implements Node {}
    }

    private Formula(String text, Node root, int seriesMax) {
        this.text = text;
        this.root = root;
        this.seriesMax = seriesMax;
    }

    /// @throws ProblemException where it is none
    public static Formula parse(String text) {
        if (text.length() > LENGTH_MAX) {
            throw problem("at most " + LENGTH_MAX + " characters, got " + text.length());
        }
        Parser parser = new Parser(text);
        Node root = parser.sum();
        parser.end();
        return new Formula(text, root, parser.seriesMax);
    }

    /// The greatest number of a series that occurs, counted from 0; -1 for none.
    public int seriesMax() {
        return seriesMax;
    }

    /// @param values of the series
    public OptionalDouble value(List<OptionalDouble> values) {
        double value = value(root, values);
        return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    }

    /// NaN where it has none.
    private static double value(Node node, List<OptionalDouble> values) {
        return switch (node) {
            case Node.Constant(double value) -> value;
            case Node.SeriesOf(int series) -> values.get(series).orElse(0);
            case Node.Negated(Node of) -> -value(of, values);
            case Node.Binary(char operator, Node leftNode, Node rightNode) -> {
                double left = value(leftNode, values);
                double right = value(rightNode, values);
                yield switch (operator) {
                    case '+' -> left + right;
                    case '-' -> left - right;
                    case '*' -> left * right;
                    case '/' -> right == 0 ? Double.NaN : left / right;
                    default -> throw new IllegalStateException("operator " + operator);
                };
            }
        };
    }

    private static ProblemException problem(String message) {
        return new ProblemException(Problem.invalid("formula", message));
    }

    /// Recursive descent; its depth is bounded by the formula's length.
    private static final class Parser {
        private final String text;
        private int at;
        private int seriesMax = -1;

        Parser(String text) {
            this.text = text;
        }

        Node sum() {
            Node left = product();
            while (peek() == '+' || peek() == '-') {
                left = new Node.Binary(take(), left, product());
            }
            return left;
        }

        private Node product() {
            Node left = factor();
            while (peek() == '*' || peek() == '/') {
                left = new Node.Binary(take(), left, factor());
            }
            return left;
        }

        private Node factor() {
            char next = peek();
            if (next == '-') {
                take();
                return new Node.Negated(factor());
            }
            if (next == '(') {
                take();
                Node inner = sum();
                if (peek() != ')') {
                    throw problem("a parenthesis is not closed");
                }
                take();
                return inner;
            }
            if (next >= 'A' && next <= 'Z') {
                int series = take() - 'A';
                seriesMax = Math.max(seriesMax, series);
                return new Node.SeriesOf(series);
            }
            if (isDigit(next)) {
                return number();
            }
            throw unexpected();
        }

        private Node number() {
            int from = at;
            while (at < text.length() && (isDigit(text.charAt(at)) || text.charAt(at) == '.')) {
                at++;
            }
            try {
                return new Node.Constant(Double.parseDouble(text.substring(from, at)));
            } catch (NumberFormatException e) {
                throw problem("no number: " + text.substring(from, at));
            }
        }

        void end() {
            if (peek() != 0) {
                throw unexpected();
            }
        }

        private ProblemException unexpected() {
            return problem(
                    peek() == 0
                            ? "it ends too early"
                            : "unexpected '" + peek() + "' at character " + (at + 1));
        }

        private char take() {
            char next = peek();
            at++;
            return next;
        }

        /// The next character that is no blank, 0 at the end.
        private char peek() {
            while (at < text.length() && text.charAt(at) == ' ') {
                at++;
            }
            return at < text.length() ? text.charAt(at) : 0;
        }

        private static boolean isDigit(char character) {
            return (character >= '0' && character <= '9') || character == '.';
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Formula that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
