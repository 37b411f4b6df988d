package io.sojourn.journey.funnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sojourn.core.problem.ProblemException;
import io.sojourn.journey.scan.Stop;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

    private static long[] lengths(int count) {
        Random random = new Random(5);
        long[] lengths = new long[count];
        for (int i = 0; i < count; i++) {
            lengths[i] = (long) Math.exp(random.nextDouble() * 25);
        }
        return lengths;
    }

    private static Durations of(long[] lengths, int from, int to) {
        Durations durations = new Durations();
        for (int i = from; i < to; i++) {
            durations.add(lengths[i], Stop.never());
        }
        return durations;
    }

    /// Sorted; nearest rank is the smallest that at least the share does not exceed.
    private static double rank(long[] lengths, double share) {
        long[] sorted = lengths.clone();
        Arrays.sort(sorted);
        int index = 0;
        while (index + 1 < share * sorted.length) {
            index++;
        }
        return sorted[index] / 1_000.0;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8, 9, 10, 999, 1_000, 1_001, 5_000})
    void medianAndNinetiethAreThoseOfTheSortedLengths(int count) {
        long[] lengths = lengths(count);
        FunnelResult.Times times = of(lengths, 0, count).times();
        assertThat(times.count()).isEqualTo(count);
        assertThat(times.median()).isEqualTo(rank(lengths, 0.5));
        assertThat(times.p90()).isEqualTo(rank(lengths, 0.9));
        assertThat(times.mean())
                .isCloseTo(Arrays.stream(lengths).average().orElseThrow() / 1_000, within(1e-3));
        Durations merged = of(lengths, 0, count / 3);
        merged.addAll(of(lengths, count / 3, count), Stop.never());
        merged.addAll(new Durations(), Stop.never());
        assertThat(merged.times()).isEqualTo(times);
    }

    @Test
    void equalLengthsHaveOneRank() {
        long[] same = new long[3_000];
        Arrays.fill(same, 4_000);
        assertThat(of(same, 0, 3_000).times().median()).isEqualTo(4);
        assertThat(of(same, 0, 3_000).times().p90()).isEqualTo(4);
    }

    @Test
    void nothingHasNoMeanAndNoRanks() {
        FunnelResult.Times times = new Durations().times();
        assertThat(times.count()).isZero();
        assertThat(times.mean()).isNaN();
        assertThat(times.median()).isNaN();
        assertThat(times.p90()).isNaN();
        assertThat(times.histogram()).containsOnly(0L);
    }

    @Test
    void everyColumnOfTheHistogramBeginsWithItsEdge() {
        List<Long> edges = FunnelResult.Times.EDGES;
        for (int column = 0; column < edges.size(); column++) {
            long edge = edges.get(column) * 1_000;
            assertThat(columnOf(edge)).isEqualTo(column);
            if (column > 0) {
                assertThat(columnOf(edge - 1)).isEqualTo(column - 1);
            }
        }
        assertThat(columnOf(Long.MAX_VALUE / 2)).isEqualTo(edges.size() - 1);
    }

    private static int columnOf(long length) {
        return of(new long[] {length}, 0, 1).times().histogram().indexOf(1L);
    }

    @Test
    void everyLengthIsMemoryOfTheQuestion() {
        // Arrays of 8, 16, 32: 8 bytes for each place that is new.
        assertThat(isTaken(8, 63)).isFalse();
        assertThat(isTaken(8, 64)).isTrue();
        assertThat(isTaken(9, 127)).isFalse();
        assertThat(isTaken(32, 255)).isFalse();
        assertThat(isTaken(32, 256)).isTrue();
        Durations five = of(lengths(5), 0, 5);
        Durations four = of(lengths(4), 0, 4);
        assertThat(isAdded(five, four, 31)).isFalse();
        assertThat(isAdded(five, four, 32)).isTrue();
    }

    private static boolean isTaken(int count, long bytes) {
        Stop stop = new Stop(System.nanoTime() + Long.MAX_VALUE / 2, bytes);
        Durations durations = new Durations();
        try {
            for (int i = 0; i < count; i++) {
                durations.add(i, stop);
            }
            return true;
        } catch (ProblemException e) {
            return false;
        }
    }

    private static boolean isAdded(Durations into, Durations other, long bytes) {
        try {
            into.addAll(other, new Stop(System.nanoTime() + Long.MAX_VALUE / 2, bytes));
            return true;
        } catch (ProblemException e) {
            return false;
        }
    }
}
