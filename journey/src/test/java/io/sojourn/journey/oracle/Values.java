package io.sojourn.journey.oracle;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Groups by their values, and numbers by their rank.
final class Values {

    /// Value by value, none first.
    static final Comparator<List<Optional<String>>> ORDER = Values::compare;

    private Values() {}

    private static int compare(List<Optional<String>> one, List<Optional<String>> other) {
        for (int i = 0; i < one.size(); i++) {
            int order =
                    Comparator.comparing((Optional<String> value) -> value.isPresent())
                            .thenComparing(value -> value.orElse(""))
                            .compare(one.get(i), other.get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    /// Text by text, a beginning before what it is the beginning of.
    static int texts(List<String> one, List<String> other) {
        for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
            int order = one.get(i).compareTo(other.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(one.size(), other.size());
    }

    /// Number `ceil(percent / 100 * n)` of the sorted ones, at least the first; NaN of none.
    static double nearestRank(List<Double> sorted, double percent) {
        if (sorted.isEmpty()) {
            return Double.NaN;
        }
        int rank = (int) Math.ceil(percent / 100 * sorted.size());
        return sorted.get(Math.max(1, rank) - 1);
    }
}
