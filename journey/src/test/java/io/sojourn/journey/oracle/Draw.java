package io.sojourn.journey.oracle;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// Draws the parts of questions and counts how often each alternative of each option was taken.
public final class Draw {

    private final RandomGenerator random;
    private final Map<String, Integer> counts = new TreeMap<>();

    Draw(RandomGenerator random) {
        this.random = random;
    }

    RandomGenerator random() {
        return random;
    }

    /// One of some alternatives; all of them are options that a test must have met.
    @SafeVarargs
    final <T> T option(String name, T... alternatives) {
        for (T alternative : alternatives) {
            counts.putIfAbsent(name + " " + alternative, 0);
        }
        T chosen = alternatives[random.nextInt(alternatives.length)];
        counts.merge(name + " " + chosen, 1, Integer::sum);
        return chosen;
    }

    /// An option that is taken once in so many times.
    boolean flag(String name, int oneIn) {
        boolean taken = random.nextInt(oneIn) == 0;
        counts.merge(name, taken ? 1 : 0, Integer::sum);
        return taken;
    }

    /// One of some values that are no options.
    <T> T any(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    /// From 0, the maximum included.
    int upTo(int most) {
        return random.nextInt(most + 1);
    }

    Map<String, Integer> counts() {
        return counts;
    }

    /// Options that were met fewer times; those of filters, which all kinds share, where that is asked for.
    List<String> below(int times, boolean filters) {
        return counts.entrySet().stream()
                .filter(entry -> filters || !entry.getKey().startsWith("filter "))
                .filter(entry -> entry.getValue() < times)
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .toList();
    }

    /// As text, one option a line.
    String table() {
        StringBuilder table = new StringBuilder();
        counts.forEach((option, count) -> table.append("%7d  %s%n".formatted(count, option)));
        return table.toString();
    }
}
