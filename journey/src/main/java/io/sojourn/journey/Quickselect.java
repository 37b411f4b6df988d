package io.sojourn.journey;

/// Finds what would stand at a place if numbers were sorted, in linear time on the average; sorting them all would cost
/// more than the fold that collects them.
public final class Quickselect {

    private Quickselect() {}

    /// Reorders `values[from]` to `values[to - 1]`.
    ///
    /// @param place between `from` and `to`
    public static long select(long[] values, int from, int to, int place) {
        int first = from;
        int last = to - 1;
        while (first < last) {
            long pivot = values[(first + last) >>> 1];
            int left = first;
            int right = last;
            while (left <= right) {
                while (values[left] < pivot) {
                    left++;
                }
                while (values[right] > pivot) {
                    right--;
                }
                if (left <= right) {
                    long held = values[left];
                    values[left++] = values[right];
                    values[right--] = held;
                }
            }
            if (place <= right) {
                last = right;
            } else if (place >= left) {
                first = left;
            } else {
                return values[place];
            }
        }
        return values[place];
    }
}
