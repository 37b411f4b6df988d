package io.sojourn.journey.trend;

import io.sojourn.core.visit.Visits;
import io.sojourn.journey.group.Numbers;
import io.sojourn.journey.scan.JourneyBatch;
import io.sojourn.journey.scan.OpenScan;
import io.sojourn.journey.scan.PersonSet;
import java.util.Optional;
import java.util.OptionalDouble;

/// Collects the people whose events count in one cell.
final class PickMeter implements Meter {

    private final TrendPlan plan;
    private final int series;
    private final int group;
    private final int bucket;
    private final Optional<Numbers> numbers;
    private final PersonSet.Builder people = new PersonSet.Builder();

    /// @param group number
    /// @param bucket -1 = all
    PickMeter(TrendPlan plan, int series, int group, int bucket, OpenScan open) {
        this.plan = plan;
        this.series = series;
        this.group = group;
        this.bucket = bucket;
        this.numbers =
                plan.measure(series) instanceof Measure.OfNumbers
                        ? Optional.of(new Numbers(plan.dictionary(open, series)))
                        : Optional.empty();
    }

    @Override
    public void grow(int groups) {}

    @Override
    public void add(JourneyBatch batch, Selection events) {
        int width = plan.buckets.count();
        int first = group * width + Math.max(bucket, 0);
        int last = bucket < 0 ? first + width - 1 : first;
        for (int person = 0; person < events.people; person++) {
            boolean isIn = false;
            for (int i = events.start[person]; i < events.start[person + 1] && !isIn; i++) {
                isIn =
                        events.cell[i] >= first
                                && events.cell[i] <= last
                                && counts(batch, person, events.from[i], events.to[i]);
            }
            if (isIn) {
                people.add(batch.person()[person]);
            }
        }
    }

    private boolean counts(JourneyBatch batch, int person, int from, int to) {
        for (int row = from; row < to; row++) {
            if (counts(batch, person, row)) {
                return true;
            }
        }
        return false;
    }

    private boolean counts(JourneyBatch batch, int person, int row) {
        return switch (plan.measure(series)) {
            case Measure.Events(), Measure.People(), Measure.EventsPerPerson() -> true;
            case Measure.Visits() -> batch.visit()[row] != Visits.NONE;
            case Measure.OfNumbers of ->
                    !Double.isNaN(numbers.orElseThrow().of(plan.code(batch, series, person, row)));
        };
    }

    @Override
    public void merge(Meter other, int[] here) {
        people.addAll(((PickMeter) other).people);
    }

    PersonSet people() {
        return people.build();
    }

    @Override
    public OptionalDouble value(int ofGroup, int ofBucket) {
        return OptionalDouble.empty();
    }

    @Override
    public OptionalDouble total(int ofGroup) {
        return OptionalDouble.empty();
    }
}
