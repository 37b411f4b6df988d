package io.sojourn.journey.trend;

import io.sojourn.journey.scan.JourneyBatch;
import java.util.OptionalDouble;

/// Measures nothing.
record NoMeter() implements Meter {

    @Override
    public void grow(int groups) {}

    @Override
    public void add(JourneyBatch batch, Selection events) {}

    @Override
    public void merge(Meter other, int[] here) {}

    @Override
    public OptionalDouble value(int group, int bucket) {
        return OptionalDouble.empty();
    }

    @Override
    public OptionalDouble total(int group) {
        return OptionalDouble.empty();
    }
}
