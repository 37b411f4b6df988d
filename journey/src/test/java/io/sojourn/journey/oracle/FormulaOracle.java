package io.sojourn.journey.oracle;

import java.util.List;
import java.util.OptionalDouble;

/// Calculates a formula from left to right while it reads it. A missing value is 0, a division by 0 has no value.
final class FormulaOracle {

    private final String text;
    private final List<OptionalDouble> series;
    private int at;

    FormulaOracle(String text, List<OptionalDouble> series) {
        this.text = text.replace(" ", "");
        this.series = series;
    }

    OptionalDouble value() {
        double value = sum();
        return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    }

    private boolean take(char sign) {
        boolean there = at < text.length() && text.charAt(at) == sign;
        at += there ? 1 : 0;
        return there;
    }

    private double sum() {
        double sum = product();
        while (true) {
            if (take('+')) {
                sum += product();
            } else if (take('-')) {
                sum -= product();
            } else {
                return sum;
            }
        }
    }

    private double product() {
        double product = factor();
        while (true) {
            if (take('*')) {
                product *= factor();
            } else if (take('/')) {
                double by = factor();
                product = by == 0 ? Double.NaN : product / by;
            } else {
                return product;
            }
        }
    }

    private double factor() {
        if (take('-')) {
            return -factor();
        }
        if (take('(')) {
            double inner = sum();
            take(')');
            return inner;
        }
        char letter = text.charAt(at);
        if (letter >= 'A' && letter <= 'Z') {
            at++;
            return series.get(letter - 'A').orElse(0);
        }
        int from = at;
        while (at < text.length() && ".0123456789".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return Double.parseDouble(text.substring(from, at));
    }
}
