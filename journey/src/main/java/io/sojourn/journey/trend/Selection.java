package io.sojourn.journey.trend;

import io.sojourn.journey.group.GroupIndex;
import io.sojourn.journey.scan.JourneyBatch;
import io.sojourn.journey.time.Buckets;

/// The events of one series in a batch, as columns: what a [Meter] reads in one tight loop of its own, so that no call
/// is made per event. Filled again for every series and batch.
final class Selection {

    /// Persons of earlier batches: batch and accumulator together number a person.
    private int before;

    int size;
    int[] row = new int[0];
    int[] person = new int[0];
    int[] group = new int[0];

    /// `group * buckets + bucket`
    int[] cell = new int[0];

    void fill(JourneyBatch batch, long bit, Buckets buckets, GroupIndex groups) {
        if (row.length < batch.rows()) {
            int length = Math.max(batch.rows(), 2 * row.length);
            row = new int[length];
            person = new int[length];
            group = new int[length];
            cell = new int[length];
        }
        int[] start = batch.start();
        long[] mask = batch.mask()[0];
        long[] time = batch.time();
        int width = buckets.count();
        int n = 0;
        for (int i = 0; i < batch.people(); i++) {
            int bucket = 0;
            for (int at = start[i]; at < start[i + 1]; at++) {
                if ((mask[at] & bit) != 0) {
                    bucket = buckets.onward(bucket, time[at]);
                    int of = groups.of(i, at);
                    row[n] = at;
                    person[n] = i;
                    group[n] = of;
                    cell[n++] = of * width + bucket;
                }
            }
        }
        size = n;
    }

    /// A number of a person of the batch, above 0, that no other person of the accumulator has.
    int serial(int at) {
        return before + person[at] + 1;
    }

    void next(JourneyBatch batch) {
        before += batch.people();
    }
}
