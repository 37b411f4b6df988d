package io.sojourn.journey.segment;

import io.sojourn.journey.scan.JourneyBatch;

/// In how many of some periods the count of events compares as stated.
///
/// @param starts of the periods, ascending; one ends where the next begins, the last one never
@SuppressWarnings("ArrayRecordComponent") // read in place, never compared
record RegularTest(Marks marks, long[] starts, Comparison perPeriod, int atLeast)
        implements Plan.Test {

    @Override
    public boolean of(JourneyBatch batch, int person) {
        int row = batch.start()[person];
        int end = batch.start()[person + 1];
        int met = 0;
        for (int period = 0; period < starts.length; period++) {
            long until = period + 1 < starts.length ? starts[period + 1] : Long.MAX_VALUE;
            int count = 0;
            for (; row < end && batch.time()[row] < until; row++) {
                count += marks.at(batch, row) ? 1 : 0;
            }
            met += perPeriod.test(count) ? 1 : 0;
        }
        return met >= atLeast;
    }
}
