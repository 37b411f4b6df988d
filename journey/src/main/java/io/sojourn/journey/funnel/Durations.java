package io.sojourn.journey.funnel;

import io.sojourn.journey.Quickselect;
import io.sojourn.journey.scan.Stop;
import java.util.Arrays;

/// Some lengths of time, kept one by one so that medians are exact.
final class Durations {

    private static final double SECOND = 1_000;
    private static final long[] EDGES =
            FunnelResult.Times.EDGES.stream().mapToLong(edge -> edge * 1_000).toArray();

    private long[] millis = new long[0];
    private int size;

    void add(long length, Stop stop) {
        if (size == millis.length) {
            stop.take(8L * Math.max(8, size), Sequence.NARROWER);
            millis = Arrays.copyOf(millis, Math.max(8, 2 * size));
        }
        millis[size++] = length;
    }

    void addAll(Durations other, Stop stop) {
        if (size + other.size > millis.length) {
            stop.take(8L * other.size, Sequence.NARROWER);
            millis = Arrays.copyOf(millis, Math.max(size + other.size, 2 * millis.length));
        }
        System.arraycopy(other.millis, 0, millis, size, other.size);
        size += other.size;
    }

    FunnelResult.Times times() {
        long sum = 0;
        long[] columns = new long[EDGES.length];
        for (int i = 0; i < size; i++) {
            sum += millis[i];
            int found = Arrays.binarySearch(EDGES, millis[i]);
            columns[found >= 0 ? found : -found - 2]++;
        }
        return new FunnelResult.Times(
                size,
                size == 0 ? Double.NaN : sum / SECOND / size,
                nearestRank(0.5),
                nearestRank(0.9),
                Arrays.stream(columns).boxed().toList());
    }

    private double nearestRank(double share) {
        if (size == 0) {
            return Double.NaN;
        }
        int rank = (int) Math.max(1, Math.ceil(share * size));
        return Quickselect.select(millis, 0, size, rank - 1) / SECOND;
    }
}
