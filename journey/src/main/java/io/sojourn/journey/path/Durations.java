package io.sojourn.journey.path;

import io.sojourn.journey.scan.Stop;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;

/// Times that are kept one by one, each of some owner, for exact medians.
public final class Durations {

    private static final int CHUNK = 1 << 14;
    private static final int FIRST_CHUNK = 1 << 6;
    private static final int BYTES_EACH = Long.BYTES + Integer.BYTES;
    private static final double SECOND = 1_000;

    private final Stop stop;
    private final List<Chunk> full = new ArrayList<>();
    private Chunk open = new Chunk(FIRST_CHUNK);
    private int count;

    @SuppressWarnings("ArrayRecordComponent") // a buffer, never compared
    private record Chunk(int[] owners, long[] millis) {
        Chunk(int size) {
            this(new int[size], new long[size]);
        }
    }

    public Durations(Stop stop) {
        this.stop = stop;
    }

    public void add(int owner, long millis) {
        if (count == open.owners.length) {
            stop.take((long) CHUNK * BYTES_EACH, "no medians, fewer people or a shorter range");
            full.add(open);
            open = new Chunk(CHUNK);
            count = 0;
        }
        open.owners[count] = owner;
        open.millis[count++] = millis;
    }

    /// @param owner the number here of an owner there
    public void addAll(Durations other, IntUnaryOperator owner) {
        for (Chunk chunk : other.full) {
            addAll(chunk, chunk.owners.length, owner);
        }
        addAll(other.open, other.count, owner);
    }

    private void addAll(Chunk chunk, int length, IntUnaryOperator owner) {
        for (int i = 0; i < length; i++) {
            add(owner.applyAsInt(chunk.owners[i]), chunk.millis[i]);
        }
    }

    /// The median of every owner in seconds, the mean of the two middle ones of an even number; NaN where it has none.
    public double[] medians(int owners) {
        int[] end = new int[owners + 1];
        forEach((owner, millis) -> end[owner + 1]++);
        for (int owner = 0; owner < owners; owner++) {
            end[owner + 1] += end[owner];
        }
        long[] sorted = new long[end[owners]];
        int[] next = Arrays.copyOf(end, owners);
        forEach((owner, millis) -> sorted[next[owner]++] = millis);
        double[] medians = new double[owners];
        for (int owner = 0; owner < owners; owner++) {
            Arrays.sort(sorted, end[owner], end[owner + 1]);
            int length = end[owner + 1] - end[owner];
            int low = end[owner] + Math.max(0, length - 1) / 2;
            medians[owner] =
                    length == 0
                            ? Double.NaN
                            : (sorted[low] + (double) sorted[end[owner] + length / 2]) / 2 / SECOND;
        }
        return medians;
    }

    private interface Each {
        void take(int owner, long millis);
    }

    private void forEach(Each each) {
        for (Chunk chunk : full) {
            for (int i = 0; i < chunk.owners.length; i++) {
                each.take(chunk.owners[i], chunk.millis[i]);
            }
        }
        for (int i = 0; i < count; i++) {
            each.take(open.owners[i], open.millis[i]);
        }
    }
}
