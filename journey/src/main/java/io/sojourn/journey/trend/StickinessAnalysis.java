package io.sojourn.journey.trend;

import io.sojourn.journey.Context;
import io.sojourn.journey.scan.Analysis;
import io.sojourn.journey.scan.JourneyBatch;
import io.sojourn.journey.scan.JourneyScan;
import io.sojourn.journey.scan.OpenScan;
import io.sojourn.journey.scan.PersonSet;
import io.sojourn.journey.scan.Stop;
import io.sojourn.journey.time.Buckets;
import java.util.Arrays;
import java.util.function.Function;

/// Counts the intervals in which each person is active.
///
/// @param pickedFrom people active in at least so many intervals are collected
/// @param pickedTo and in at most so many
record StickinessAnalysis<R>(
        Stickiness stickiness,
        Context context,
        Buckets buckets,
        int pickedFrom,
        int pickedTo,
        Function<StickinessAnalysis.Active, R> answer)
        implements Analysis<StickinessAnalysis.Active, R> {

    /// People by number of intervals.
    static final class Active {
        final long[] people;
        final PersonSet.Builder picked = new PersonSet.Builder();

        Active(int intervals) {
            this.people = new long[intervals + 1];
        }
    }

    @Override
    public JourneyScan scan() {
        JourneyScan.Builder scan = context.scan();
        scan.condition(stickiness.events(), buckets.range());
        return scan.build();
    }

    @Override
    public Active start(OpenScan open, Stop stop) {
        return new Active(buckets.count());
    }

    @Override
    public void fold(Active active, JourneyBatch batch) {
        for (int i = 0; i < batch.people(); i++) {
            int intervals = active(batch.time(), batch.start()[i], batch.start()[i + 1]);
            active.people[intervals]++;
            if (intervals >= pickedFrom && intervals <= pickedTo) {
                active.picked.add(batch.person()[i]);
            }
        }
    }

    /// Every row of a person is an event that counts.
    private int active(long[] time, int from, int to) {
        int intervals = 0;
        int bucket = 0;
        int row = from;
        while (row < to) {
            bucket = buckets.onward(bucket, time[row]);
            long end = buckets.end(bucket);
            int first = row;
            while (row < to && time[row] < end) {
                row++;
            }
            intervals += stickiness.occurrences().holds(row - (long) first) ? 1 : 0;
        }
        return intervals;
    }

    @Override
    public void merge(Active into, Active other) {
        Arrays.setAll(into.people, i -> into.people[i] + other.people[i]);
        into.picked.addAll(other.picked);
    }

    @Override
    public R finish(Active active, OpenScan open) {
        return answer.apply(active);
    }
}
