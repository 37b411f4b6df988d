package io.sojourn.journey.path;

import io.sojourn.journey.Quickselect;
import io.sojourn.journey.scan.Stop;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Times that are kept one by one, each of some owner, for exact medians.
public final class Durations {

    private static final int CHUNK = 1 << 14;
    private static final int FIRST_CHUNK = 1 << 6;
    private static final int BYTES_EACH = Long.BYTES + Integer.BYTES;
    private static final String NARROW = "no medians, fewer people or a shorter range";
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

        Chunk cut(int length) {
            return new Chunk(Arrays.copyOf(owners, length), Arrays.copyOf(millis, length));
        }
    }

    public Durations(Stop stop) {
        this.stop = stop;
    }

    public void add(int owner, long millis) {
        if (count == open.owners.length) {
            stop.take((long) CHUNK * BYTES_EACH, NARROW);
            full.add(open);
            open = new Chunk(CHUNK);
            count = 0;
        }
        open.owners[count] = owner;
        open.millis[count++] = millis;
    }

    /// Takes over the times of another one, which is not used again.
    ///
    /// @param here the number here of every owner there
    public void addAll(Durations other, int[] here) {
        other.full.add(other.open.cut(other.count));
        for (Chunk chunk : other.full) {
            for (int i = 0; i < chunk.owners.length; i++) {
                chunk.owners[i] = here[chunk.owners[i]];
            }
            full.add(chunk);
        }
    }

    /// The median of every owner in seconds, by nearest rank; NaN where it has none.
    public double[] medians(int owners) {
        full.add(open.cut(count));
        count = 0;
        int[] end = new int[owners + 1];
        for (Chunk chunk : full) {
            for (int owner : chunk.owners) {
                end[owner + 1]++;
            }
        }
        for (int owner = 0; owner < owners; owner++) {
            end[owner + 1] += end[owner];
        }
        long[] times = byOwner(end);
        double[] medians = new double[owners];
        for (int owner = 0; owner < owners; owner++) {
            int from = end[owner];
            int to = end[owner + 1];
            medians[owner] =
                    from == to
                            ? Double.NaN
                            : Quickselect.select(times, from, to, (from + to - 1) >>> 1) / SECOND;
        }
        return medians;
    }

    private long[] byOwner(int[] end) {
        stop.take((long) Long.BYTES * end[end.length - 1], NARROW);
        long[] times = new long[end[end.length - 1]];
        int[] next = end.clone();
        for (Chunk chunk : full) {
            for (int i = 0; i < chunk.owners.length; i++) {
                times[next[chunk.owners[i]]++] = chunk.millis[i];
            }
        }
        return times;
    }
}
