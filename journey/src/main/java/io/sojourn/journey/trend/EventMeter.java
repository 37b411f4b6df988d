package io.sojourn.journey.trend;

import io.sojourn.journey.scan.JourneyBatch;
import java.util.Arrays;
import java.util.OptionalDouble;

/// Counts events.
final class EventMeter implements Meter {

    private final int width;
    private final Memory memory;
    private long[] events = new long[0];

    EventMeter(int width, Memory memory) {
        this.width = width;
        this.memory = memory;
    }

    @Override
    public void grow(int groups) {
        memory.take((long) Long.BYTES * (groups * width - events.length));
        events = Arrays.copyOf(events, groups * width);
    }

    @Override
    public void add(JourneyBatch batch, Selection selection) {
        int size = selection.size();
        for (int i = 0; i < size; i++) {
            events[selection.cell[i]] += selection.to[i] - selection.from[i];
        }
    }

    @Override
    public void merge(Meter other, int[] here) {
        long[] theirs = ((EventMeter) other).events;
        for (int i = 0; i < here.length * width; i++) {
            events[here[i / width] * width + i % width] += theirs[i];
        }
    }

    long count(int group, int bucket) {
        return events[group * width + bucket];
    }

    long count(int group) {
        long sum = 0;
        for (int bucket = 0; bucket < width; bucket++) {
            sum += count(group, bucket);
        }
        return sum;
    }

    @Override
    public OptionalDouble value(int group, int bucket) {
        return OptionalDouble.of((double) count(group, bucket));
    }

    @Override
    public OptionalDouble total(int group) {
        return OptionalDouble.of((double) count(group));
    }
}
