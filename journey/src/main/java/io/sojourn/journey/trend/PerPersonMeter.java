package io.sojourn.journey.trend;

import io.sojourn.journey.scan.JourneyBatch;
import java.util.OptionalDouble;

/// Events by people who have one.
record PerPersonMeter(EventMeter events, UniqueMeter people) implements Meter {

    @Override
    public void grow(int groups) {
        events.grow(groups);
        people.grow(groups);
    }

    @Override
    public void add(JourneyBatch batch, Selection selection) {
        events.add(batch, selection);
        people.add(batch, selection);
    }

    @Override
    public void merge(Meter other, int[] here) {
        PerPersonMeter theirs = (PerPersonMeter) other;
        events.merge(theirs.events, here);
        people.merge(theirs.people, here);
    }

    @Override
    public OptionalDouble value(int group, int bucket) {
        return ratio(events.count(group, bucket), people.count(group, bucket));
    }

    @Override
    public OptionalDouble total(int group) {
        return ratio(events.count(group), people.count(group));
    }

    private static OptionalDouble ratio(long count, long by) {
        return by == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) count / by);
    }
}
