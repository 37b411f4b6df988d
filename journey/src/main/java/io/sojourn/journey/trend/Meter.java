package io.sojourn.journey.trend;

import io.sojourn.journey.scan.JourneyBatch;
import io.sojourn.journey.scan.OpenScan;
import java.util.OptionalDouble;

/// Measures one series, per group and interval and per group over all intervals; part of an accumulator.
interface Meter {

    static Meter of(TrendPlan plan, int series, OpenScan open, Memory memory) {
        int width = plan.buckets.count();
        return switch (plan.measure(series)) {
            case Measure.Events() -> new EventMeter(width, memory);
            case Measure.People() -> UniqueMeter.ofPeople(width, memory);
            case Measure.Visits() -> UniqueMeter.ofVisits(width, memory);
            case Measure.EventsPerPerson() ->
                    new PerPersonMeter(
                            new EventMeter(width, memory), UniqueMeter.ofPeople(width, memory));
            case Measure.OfNumbers numbers ->
                    numbers.statistic() instanceof Measure.Statistic.Percentile percentile
                            ? new PercentileMeter(plan, series, open, percentile, memory)
                            : new NumberMeter(plan, series, open, numbers.statistic(), memory);
        };
    }

    /// What the growth of a meter is charged to.
    interface Memory {
        void take(long bytes);
    }

    /// Makes room for so many groups.
    void grow(int groups);

    void add(JourneyBatch batch, Selection events);

    /// @param here numbers of the other's groups in this one
    void merge(Meter other, int[] here);

    OptionalDouble value(int group, int bucket);

    OptionalDouble total(int group);

    /// Values of a group that are no number.
    default long skipped(int group) {
        return 0;
    }
}
