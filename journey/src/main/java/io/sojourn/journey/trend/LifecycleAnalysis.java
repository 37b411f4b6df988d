package io.sojourn.journey.trend;

import io.sojourn.journey.Context;
import io.sojourn.journey.scan.Analysis;
import io.sojourn.journey.scan.JourneyBatch;
import io.sojourn.journey.scan.JourneyScan;
import io.sojourn.journey.scan.OpenScan;
import io.sojourn.journey.scan.PersonSet;
import io.sojourn.journey.scan.Stop;
import io.sojourn.journey.time.Buckets;
import io.sojourn.journey.time.TimeRange;
import io.sojourn.journey.trend.Lifecycle.State;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/// Says of each person and interval what the person is in it.
///
/// @param buckets whole intervals
/// @param before when the interval before the first one begins
/// @param cell whose people are collected
record LifecycleAnalysis<R>(
        Lifecycle lifecycle,
        Context context,
        Buckets buckets,
        long before,
        Optional<LifecycleCell> cell,
        Function<LifecycleAnalysis.States, R> answer)
        implements Analysis<LifecycleAnalysis.States, R> {

    /// Of an interval earlier than the one before the first.
    private static final int LONG_AGO = -2;

    private static final int BEFORE = -1;

    /// People by state and interval.
    static final class States {
        final long[][] people;
        final PersonSet.Builder picked = new PersonSet.Builder();

        States(int intervals) {
            this.people = new long[State.values().length][intervals];
        }
    }

    @Override
    public JourneyScan scan() {
        JourneyScan.Builder scan = context.scan();
        scan.condition(lifecycle.events(), new TimeRange(Long.MIN_VALUE, buckets.range().to()));
        return scan.build();
    }

    @Override
    public States start(OpenScan open, Stop stop) {
        return new States(buckets.count());
    }

    @Override
    public void fold(States states, JourneyBatch batch) {
        for (int i = 0; i < batch.people(); i++) {
            live(states, batch, i);
        }
    }

    /// Every row of a person is an event of the series.
    private void live(States states, JourneyBatch batch, int person) {
        long number = batch.person()[person];
        int first = batch.start()[person];
        int last = LONG_AGO;
        int bucket = 0;
        for (int row = first; row < batch.start()[person + 1]; row++) {
            long time = batch.time()[row];
            int now = time < before ? LONG_AGO : BEFORE;
            if (buckets.count() > 0 && time >= buckets.start(0)) {
                bucket = buckets.onward(bucket, time);
                now = bucket;
            }
            if (row > first && now == last) {
                continue;
            }
            if (last > LONG_AGO && now > last + 1) {
                add(states, State.DORMANT, last + 1, number);
            }
            if (now >= 0) {
                State state =
                        row == first
                                ? State.NEW
                                : last == now - 1 && last > LONG_AGO
                                        ? State.RETURNING
                                        : State.RESURRECTING;
                add(states, state, now, number);
            }
            last = now;
        }
        if (last > LONG_AGO) {
            add(states, State.DORMANT, last + 1, number);
        }
    }

    private void add(States states, State state, int interval, long person) {
        if (interval < buckets.count()) {
            states.people[state.ordinal()][interval]++;
            if (cell.isPresent()
                    && cell.get().state() == state
                    && cell.get().interval() == interval) {
                states.picked.add(person);
            }
        }
    }

    @Override
    public void merge(States into, States other) {
        for (int state = 0; state < into.people.length; state++) {
            long[] here = into.people[state];
            long[] there = other.people[state];
            Arrays.setAll(here, i -> here[i] + there[i]);
        }
        into.picked.addAll(other.picked);
    }

    @Override
    public R finish(States states, OpenScan open) {
        return answer.apply(states);
    }
}
