package io.sojourn.journey.funnel;

import io.sojourn.journey.scan.Stop;
import java.util.Arrays;

/// Some lengths of time, kept one by one so that medians are exact.
final class Durations {

    private static final double SECOND = 1_000;
    private static final long[] EDGES =
            FunnelResult.Times.EDGES.stream().mapToLong(edge -> edge * 1_000).toArray();

    /// By the number of bits of a length, the first column of a histogram that it may lie in.
    private static final int[] COLUMN_OF_BITS = new int[Long.SIZE + 1];

    static {
        for (int bits = 1; bits < COLUMN_OF_BITS.length; bits++) {
            COLUMN_OF_BITS[bits] = column(0, 1L << (bits - 1));
        }
    }

    /// Lengths that agree in these upper bits of their float are sorted together.
    private static final int SHIFT = 16;

    private static final int SORTED_MAX = 1_000;

    private long[] millis = new long[0];
    private int size;
    private long sum;
    private final long[] columns = new long[EDGES.length];

    /// @param length at least 0
    void add(long length, Stop stop) {
        if (size == millis.length) {
            stop.take(8L * Math.max(8, size), Sequence.NARROWER);
            millis = Arrays.copyOf(millis, Math.max(8, 2 * size));
        }
        millis[size++] = length;
        sum += length;
        columns[column(COLUMN_OF_BITS[Long.SIZE - Long.numberOfLeadingZeros(length)], length)]++;
    }

    private static int column(int from, long length) {
        int column = from;
        while (column + 1 < EDGES.length && length >= EDGES[column + 1]) {
            column++;
        }
        return column;
    }

    void addAll(Durations other, Stop stop) {
        if (size + other.size > millis.length) {
            stop.take(8L * other.size, Sequence.NARROWER);
            millis = Arrays.copyOf(millis, Math.max(size + other.size, 2 * millis.length));
        }
        System.arraycopy(other.millis, 0, millis, size, other.size);
        size += other.size;
        sum += other.sum;
        for (int column = 0; column < columns.length; column++) {
            columns[column] += other.columns[column];
        }
    }

    FunnelResult.Times times() {
        double[] ranks = nearestRanks(0.5, 0.9);
        return new FunnelResult.Times(
                size,
                size == 0 ? Double.NaN : sum / SECOND / size,
                ranks[0],
                ranks[1],
                Arrays.stream(columns).boxed().toList());
    }

    private double[] nearestRanks(double... shares) {
        double[] ranks = new double[shares.length];
        Arrays.fill(ranks, Double.NaN);
        if (size == 0) {
            return ranks;
        }
        long[] all = size <= SORTED_MAX ? Arrays.copyOf(millis, size) : new long[0];
        Arrays.sort(all);
        int[] counts = size <= SORTED_MAX ? new int[0] : counts();
        for (int i = 0; i < shares.length; i++) {
            int index = (int) Math.max(1, Math.ceil(shares[i] * size)) - 1;
            ranks[i] = (size <= SORTED_MAX ? all[index] : select(counts, index)) / SECOND;
        }
        return ranks;
    }

    private static int key(long length) {
        return Float.floatToRawIntBits((float) length) >>> SHIFT;
    }

    private int[] counts() {
        int[] counts = new int[1 << (Float.SIZE - SHIFT)];
        for (int i = 0; i < size; i++) {
            counts[key(millis[i])]++;
        }
        return counts;
    }

    /// Sorts only those that are about as long as the one that is looked for: sorting all costs more than the fold.
    private long select(int[] counts, int index) {
        int key = 0;
        int before = 0;
        while (before + counts[key] <= index) {
            before += counts[key++];
        }
        long[] some = new long[counts[key]];
        int found = 0;
        for (int i = 0; i < size; i++) {
            if (key(millis[i]) == key) {
                some[found++] = millis[i];
            }
        }
        Arrays.sort(some);
        return some[index - before];
    }
}
