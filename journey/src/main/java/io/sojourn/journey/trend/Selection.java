package io.sojourn.journey.trend;

import io.sojourn.journey.group.GroupIndex;
import io.sojourn.journey.scan.JourneyBatch;
import io.sojourn.journey.time.Buckets;

/// The events of one series in a batch as runs: consecutive rows of a person in one interval and one group, which is
/// what a [Meter] reads in a tight loop of its own. Filled again for every series and batch.
final class Selection {

    /// Persons of earlier batches: batch and accumulator together number a person.
    private int before;

    /// Persons of the batch.
    int people;

    /// Where the runs of a person begin; one more than persons.
    int[] start = new int[1];

    /// First row.
    int[] from = new int[0];

    /// Last row, exclusive.
    int[] to = new int[0];

    int[] group = new int[0];

    /// `group * buckets + bucket`
    int[] cell = new int[0];

    void fill(JourneyBatch batch, long bit, Buckets buckets, GroupIndex groups) {
        reserve(batch);
        long[] mask = batch.mask()[0];
        long[] time = batch.time();
        int[] codes = groups.eventCodes();
        boolean byCode = codes.length > 0;
        boolean byRow = !byCode && !groups.isOfPersons();
        int n = 0;
        for (int i = 0; i < people; i++) {
            start[i] = n;
            int last = batch.start()[i + 1];
            int bucket = 0;
            long end = Long.MIN_VALUE;
            int code = -1;
            int of = -1;
            int next = -1;
            for (int at = batch.start()[i]; at < last; at++) {
                if ((mask[at] & bit) == 0) {
                    continue;
                }
                boolean opens = at != next;
                next = at + 1;
                if (time[at] >= end) {
                    bucket = buckets.onward(bucket, time[at]);
                    end = buckets.end(bucket);
                    opens = true;
                }
                if (byCode ? codes[at] != code : byRow || of < 0) {
                    code = byCode ? codes[at] : code;
                    int now = groups.of(i, at);
                    opens |= now != of;
                    of = now;
                }
                if (opens) {
                    from[n] = at;
                    group[n] = of;
                    cell[n++] = of * buckets.count() + bucket;
                }
                to[n - 1] = next;
            }
        }
        start[people] = n;
    }

    private void reserve(JourneyBatch batch) {
        people = batch.people();
        if (start.length <= people) {
            start = new int[Math.max(people + 1, 2 * start.length)];
        }
        if (from.length < batch.rows()) {
            from = new int[Math.max(batch.rows(), 2 * from.length)];
            to = new int[from.length];
            group = new int[from.length];
            cell = new int[from.length];
        }
    }

    /// Runs.
    int size() {
        return start[people];
    }

    /// A number of a person of the batch, above 0, that no other person of the accumulator has.
    int serial(int person) {
        return before + person + 1;
    }

    void next(JourneyBatch batch) {
        before += batch.people();
    }
}
