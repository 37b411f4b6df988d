package io.sojourn.server.demo;

import java.util.List;
import java.util.random.RandomGenerator;

/// A choice among things of different weight.
final class Weighted<T> {

    private final List<T> things;
    private final double[] upTo;

    /// @param weights of the things, in their order, each above 0
    Weighted(List<T> things, double... weights) {
        if (things.size() != weights.length || things.isEmpty()) {
            throw new IllegalArgumentException(
                    things.size() + " things with " + weights.length + " weights");
        }
        this.things = List.copyOf(things);
        this.upTo = new double[weights.length];
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i];
            upTo[i] = sum;
        }
    }

    T pick(RandomGenerator random) {
        double at = random.nextDouble() * upTo[upTo.length - 1];
        int i = 0;
        while (i < upTo.length - 1 && upTo[i] <= at) {
            i++;
        }
        return things.get(i);
    }

    static <T> T any(List<T> things, RandomGenerator random) {
        return things.get(random.nextInt(things.size()));
    }
}
