package io.sojourn.journey.oracle;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where two results differ: records, lists, maps and numbers, doubles within one part in a thousand million.
final class Differences {

    private static final double RELATIVE = 1e-9;

    private Differences() {}

    /// The first difference with its place, none where the results are equal.
    static Optional<String> first(Object expected, Object got) {
        return first("", expected, got);
    }

    private static Optional<String> first(String place, Object expected, Object got) {
        if (expected instanceof Double one && got instanceof Double other) {
            return equal(one, other) ? Optional.empty() : differ(place, expected, got);
        }
        if (expected instanceof List<?> ones && got instanceof List<?> others) {
            return ofLists(place, ones, others);
        }
        if (expected instanceof Map<?, ?> ones && got instanceof Map<?, ?> others) {
            if (!ones.keySet().equals(others.keySet())) {
                return differ(place, ones, others);
            }
            return ofLists(
                    place,
                    List.copyOf(ones.values()),
                    ones.keySet().stream().<Object>map(others::get).toList());
        }
        if (expected instanceof Optional<?> one && got instanceof Optional<?> other) {
            return one.isPresent() && other.isPresent()
                    ? first(place, one.get(), other.get())
                    : one.equals(other) ? Optional.empty() : differ(place, one, other);
        }
        if (expected instanceof Record && expected.getClass() == got.getClass()) {
            return ofRecords(place, expected, got);
        }
        return expected.equals(got) ? Optional.empty() : differ(place, expected, got);
    }

    private static boolean equal(double one, double other) {
        return Double.compare(one, other) == 0
                || Math.abs(one - other)
                        <= RELATIVE * Math.max(1, Math.max(Math.abs(one), Math.abs(other)));
    }

    private static Optional<String> ofLists(String place, List<?> ones, List<?> others) {
        for (int i = 0; i < Math.min(ones.size(), others.size()); i++) {
            Optional<String> found = first(place + "[" + i + "]", ones.get(i), others.get(i));
            if (found.isPresent()) {
                return found;
            }
        }
        return ones.size() == others.size()
                ? Optional.empty()
                : differ(place + " (length)", ones, others);
    }

    private static Optional<String> ofRecords(String place, Object expected, Object got) {
        for (RecordComponent component : expected.getClass().getRecordComponents()) {
            Optional<String> found =
                    first(
                            place + "." + component.getName(),
                            read(component, expected),
                            read(component, got));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Object read(RecordComponent component, Object of) {
        try {
            component.getAccessor().setAccessible(true);
            Object value = component.getAccessor().invoke(of);
            return switch (value) {
                case long[] longs -> boxed(longs);
                case int[] ints -> boxed(java.util.Arrays.stream(ints).asLongStream().toArray());
                case double[] doubles -> java.util.Arrays.stream(doubles).boxed().toList();
                default -> value;
            };
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(component + " of " + of, e);
        }
    }

    private static List<Long> boxed(long[] longs) {
        List<Long> list = new ArrayList<>();
        for (long one : longs) {
            list.add(one);
        }
        return list;
    }

    private static Optional<String> differ(String place, Object expected, Object got) {
        return Optional.of(place + ": expected " + expected + ", got " + got);
    }
}
