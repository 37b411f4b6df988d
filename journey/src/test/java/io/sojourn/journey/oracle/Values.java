package io.sojourn.journey.oracle;

import io.sojourn.journey.Group;
import io.sojourn.journey.group.Breakdown;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/// Groups by their values, and numbers by their rank.
final class Values {

    /// Value by value, none last.
    static final Comparator<List<Optional<String>>> ORDER = Values::compare;

    private Values() {}

    private static int compare(List<Optional<String>> one, List<Optional<String>> other) {
        for (int i = 0; i < one.size(); i++) {
            int order =
                    Comparator.comparing((Optional<String> value) -> value.isEmpty())
                            .thenComparing(value -> value.orElse(""))
                            .compare(one.get(i), other.get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    /// A group of a breakdown and what belongs to it.
    record Divided<T>(Group group, List<T> members) {}

    /// Into groups: the largest by name, equal ones by their values, then the rest.
    ///
    /// @param size of what belongs to a group
    static <T> List<Divided<T>> divide(
            List<T> all,
            Breakdown breakdown,
            Function<T, List<Optional<String>>> values,
            ToLongFunction<List<T>> size) {
        if (breakdown.isNone()) {
            return List.of(new Divided<>(Group.EVERYONE, all));
        }
        Map<List<Optional<String>>, List<T>> byValues = new LinkedHashMap<>();
        for (T one : all) {
            byValues.computeIfAbsent(values.apply(one), added -> new ArrayList<>()).add(one);
        }
        List<List<Optional<String>>> order = new ArrayList<>(byValues.keySet());
        order.sort(
                Comparator.comparingLong(
                                (List<Optional<String>> key) ->
                                        -size.applyAsLong(byValues.get(key)))
                        .thenComparing(ORDER));
        List<Divided<T>> groups = new ArrayList<>();
        List<T> rest = new ArrayList<>();
        for (List<Optional<String>> key : order) {
            if (groups.size() < breakdown.top()) {
                groups.add(new Divided<>(new Group(key, false), byValues.get(key)));
            } else {
                rest.addAll(byValues.get(key));
            }
        }
        if (!rest.isEmpty()) {
            groups.add(new Divided<>(Group.REST, rest));
        }
        return groups;
    }

    /// 0 of nobody.
    static double share(long some, long of) {
        return of == 0 ? 0 : (double) some / of;
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
