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
        int cell = group * plan.buckets.count() + bucket;
        int last = -1;
        for (int i = 0; i < events.size; i++) {
            boolean inCell = bucket < 0 ? events.group[i] == group : events.cell[i] == cell;
            if (inCell && events.person[i] != last && counts(batch, events, i)) {
                last = events.person[i];
                people.add(batch.person()[last]);
            }
        }
    }

    private boolean counts(JourneyBatch batch, Selection events, int i) {
        return switch (plan.measure(series)) {
            case Measure.Events(), Measure.People(), Measure.EventsPerPerson() -> true;
            case Measure.Visits() -> batch.visit()[events.row[i]] != Visits.NONE;
            case Measure.OfNumbers of ->
                    !Double.isNaN(
                            numbers.orElseThrow()
                                    .of(plan.code(batch, series, events.person[i], events.row[i])));
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
