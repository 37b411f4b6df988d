package io.sojourn.store.embedded.journey.index;

/// Sorts row numbers by a key of the rows; rows of equal keys keep their order.
final class Stable {

    private static final int INSERTED_MAX = 24;

    private Stable() {}

    static void sort(int[] rows, int from, int to, long[] key) {
        if (to - from > INSERTED_MAX) {
            sort(rows.clone(), rows, from, to, key);
        } else {
            insert(rows, from, to, key);
        }
    }

    /// From `source`, which holds the same rows, into `target`.
    private static void sort(int[] source, int[] target, int from, int to, long[] key) {
        if (to - from <= INSERTED_MAX) {
            insert(target, from, to, key);
            return;
        }
        int middle = (from + to) >>> 1;
        sort(target, source, from, middle, key);
        sort(target, source, middle, to, key);
        int left = from;
        int right = middle;
        for (int i = from; i < to; i++) {
            boolean takesLeft =
                    left < middle && (right == to || key[source[left]] <= key[source[right]]);
            target[i] = takesLeft ? source[left++] : source[right++];
        }
    }

    private static void insert(int[] rows, int from, int to, long[] key) {
        for (int i = from + 1; i < to; i++) {
            int row = rows[i];
            int at = i;
            while (at > from && key[rows[at - 1]] > key[row]) {
                rows[at] = rows[at - 1];
                at--;
            }
            rows[at] = row;
        }
    }
}
