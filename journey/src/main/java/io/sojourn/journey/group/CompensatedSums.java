package io.sojourn.journey.group;

import java.util.Arrays;

/// Sums that hardly depend on the order of their parts: two doubles per sum, the second one holds what the first one
/// rounded away (Knuth, TAOCP 4.2.2, theorem B).
public final class CompensatedSums {

    private double[] high;
    private double[] low;

    public CompensatedSums(int size) {
        high = new double[size];
        low = new double[size];
    }

    public void grow(int size) {
        high = Arrays.copyOf(high, size);
        low = Arrays.copyOf(low, size);
    }

    public void add(int at, double value) {
        double before = high[at];
        double sum = before + value;
        double added = sum - before;
        low[at] += (before - (sum - added)) + (value - added);
        high[at] = sum;
    }

    /// Adds a sum of another.
    public void add(int at, CompensatedSums other, int from) {
        add(at, other.high[from]);
        low[at] += other.low[from];
    }

    public double get(int at) {
        return high[at] + low[at];
    }
}
