package io.sojourn.journey.path;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/// The first ones of many, without sorting all.
final class Largest {

    private Largest() {}

    /// @param order smaller is better; no two are equal
    /// @return at most `top`, best first
    static List<Integer> of(IntStream all, int top, Comparator<Integer> order) {
        if (top == Paths.ALL) {
            return all.boxed().sorted(order).toList();
        }
        PriorityQueue<Integer> kept = new PriorityQueue<>(order.reversed());
        all.forEach(
                one -> {
                    if (kept.size() < top) {
                        kept.add(one);
                    } else if (order.compare(one, kept.element()) < 0) {
                        kept.remove();
                        kept.add(one);
                    }
                });
        return kept.stream().sorted(order).toList();
    }
}
