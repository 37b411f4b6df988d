package io.sojourn.journey.trend;

import io.sojourn.journey.group.Numbers;
import io.sojourn.journey.scan.JourneyBatch;
import io.sojourn.journey.scan.OpenScan;
import java.util.Arrays;
import java.util.OptionalDouble;

/// Exact percentiles: keeps every number as its code.
final class PercentileMeter implements Meter {

    private final TrendPlan plan;
    private final int series;
    private final Numbers numbers;
    private final double percent;
    private final Memory memory;
    private final int width;
    private int[][] codes = new int[0][];
    private int[] size = new int[0];
    private long[] skipped = new long[0];

    PercentileMeter(
            TrendPlan plan,
            int series,
            OpenScan open,
            Measure.Statistic.Percentile percentile,
            Memory memory) {
        this.plan = plan;
        this.series = series;
        this.numbers = new Numbers(plan.dictionary(open, series));
        this.percent = percentile.percent();
        this.memory = memory;
        this.width = plan.buckets.count();
    }

    @Override
    public void grow(int groups) {
        int known = codes.length;
        memory.take(28L * (groups * width - known));
        codes = Arrays.copyOf(codes, groups * width);
        Arrays.fill(codes, known, codes.length, new int[0]);
        size = Arrays.copyOf(size, groups * width);
        skipped = Arrays.copyOf(skipped, groups);
    }

    @Override
    public void add(JourneyBatch batch, Selection events) {
        for (int person = 0; person < events.people; person++) {
            for (int i = events.start[person]; i < events.start[person + 1]; i++) {
                for (int row = events.from[i]; row < events.to[i]; row++) {
                    add(plan.code(batch, series, person, row), events.cell[i]);
                }
            }
        }
    }

    private void add(int code, int cell) {

        if (!Double.isNaN(numbers.of(code))) {
            if (size[cell] == codes[cell].length) {
                reserve(cell, size[cell] + 1);
            }
            codes[cell][size[cell]++] = code;
        } else if (code != 0) {
            skipped[cell / width]++;
        }
    }

    private void reserve(int cell, int least) {
        int length = Math.max(least, Math.max(16, codes[cell].length + codes[cell].length / 2));
        memory.take((long) Integer.BYTES * (length - codes[cell].length));
        codes[cell] = Arrays.copyOf(codes[cell], length);
    }

    @Override
    public void merge(Meter other, int[] here) {
        PercentileMeter theirs = (PercentileMeter) other;
        for (int i = 0; i < here.length * width; i++) {
            int cell = here[i / width] * width + i % width;
            int all = size[cell] + theirs.size[i];
            if (all > codes[cell].length) {
                reserve(cell, all);
            }
            System.arraycopy(theirs.codes[i], 0, codes[cell], size[cell], theirs.size[i]);
            size[cell] = all;
        }
        for (int group = 0; group < here.length; group++) {
            skipped[here[group]] += theirs.skipped[group];
        }
    }

    @Override
    public OptionalDouble value(int group, int bucket) {
        return over(group * width + bucket, group * width + bucket + 1);
    }

    @Override
    public OptionalDouble total(int group) {
        return over(group * width, (group + 1) * width);
    }

    private OptionalDouble over(int from, int to) {
        int count = 0;
        for (int cell = from; cell < to; cell++) {
            count += size[cell];
        }
        if (count == 0) {
            return OptionalDouble.empty();
        }
        double[] sorted = new double[count];
        int at = 0;
        for (int cell = from; cell < to; cell++) {
            for (int i = 0; i < size[cell]; i++) {
                sorted[at++] = numbers.of(codes[cell][i]);
            }
        }
        Arrays.sort(sorted);
        return OptionalDouble.of(sorted[NearestRank.of(percent, count)]);
    }

    @Override
    public long skipped(int group) {
        return skipped[group];
    }
}
