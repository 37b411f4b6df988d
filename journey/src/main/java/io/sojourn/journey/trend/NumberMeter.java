package io.sojourn.journey.trend;

import io.sojourn.journey.group.CompensatedSums;
import io.sojourn.journey.group.Numbers;
import io.sojourn.journey.scan.JourneyBatch;
import io.sojourn.journey.scan.OpenScan;
import java.util.Arrays;
import java.util.OptionalDouble;

/// Sum, mean, minimum or maximum of numbers.
final class NumberMeter implements Meter {

    private final TrendPlan plan;
    private final int series;
    private final Numbers numbers;
    private final Measure.Statistic statistic;
    private final Memory memory;
    private final int width;
    private final CompensatedSums sum = new CompensatedSums(0);
    private long[] count = new long[0];
    private double[] min = new double[0];
    private double[] max = new double[0];
    private long[] skipped = new long[0];

    NumberMeter(
            TrendPlan plan, int series, OpenScan open, Measure.Statistic statistic, Memory memory) {
        this.plan = plan;
        this.series = series;
        this.numbers = new Numbers(plan.dictionary(open, series));
        this.statistic = statistic;
        this.memory = memory;
        this.width = plan.buckets.count();
    }

    @Override
    public void grow(int groups) {
        int known = count.length;
        int size = groups * width;
        memory.take(40L * (size - known));
        sum.grow(size);
        count = Arrays.copyOf(count, size);
        min = Arrays.copyOf(min, size);
        max = Arrays.copyOf(max, size);
        Arrays.fill(min, known, size, Double.POSITIVE_INFINITY);
        Arrays.fill(max, known, size, Double.NEGATIVE_INFINITY);
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

        double number = numbers.of(code);
        if (!Double.isNaN(number)) {
            sum.add(cell, number);
            count[cell]++;
            min[cell] = Math.min(min[cell], number);
            max[cell] = Math.max(max[cell], number);
        } else if (code != 0) {
            skipped[cell / width]++;
        }
    }

    @Override
    public void merge(Meter other, int[] here) {
        NumberMeter theirs = (NumberMeter) other;
        for (int i = 0; i < here.length * width; i++) {
            int cell = here[i / width] * width + i % width;
            sum.add(cell, theirs.sum, i);
            count[cell] += theirs.count[i];
            min[cell] = Math.min(min[cell], theirs.min[i]);
            max[cell] = Math.max(max[cell], theirs.max[i]);
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

    /// Over some cells.
    private OptionalDouble over(int from, int to) {
        CompensatedSums all = new CompensatedSums(1);
        long values = 0;
        double least = Double.POSITIVE_INFINITY;
        double greatest = Double.NEGATIVE_INFINITY;
        for (int cell = from; cell < to; cell++) {
            all.add(0, sum, cell);
            values += count[cell];
            least = Math.min(least, min[cell]);
            greatest = Math.max(greatest, max[cell]);
        }
        if (values == 0) {
            return statistic instanceof Measure.Statistic.Sum
                    ? OptionalDouble.of(0)
                    : OptionalDouble.empty();
        }
        return OptionalDouble.of(
                switch (statistic) {
                    case Measure.Statistic.Sum() -> all.get(0);
                    case Measure.Statistic.Mean() -> all.get(0) / values;
                    case Measure.Statistic.Min() -> least;
                    case Measure.Statistic.Max() -> greatest;
                    case Measure.Statistic.Percentile percentile ->
                            throw new IllegalStateException(percentile.toString());
                });
    }

    @Override
    public long skipped(int group) {
        return skipped[group];
    }
}
