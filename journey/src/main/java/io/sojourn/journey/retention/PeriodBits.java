package io.sojourn.journey.retention;

import io.sojourn.journey.group.GroupIndex;
import io.sojourn.journey.scan.JourneyBatch;
import io.sojourn.journey.time.Buckets;

/// Retention of people whose starts and returns are one bit per period each: the fast way of [RetentionFold], for the
/// questions that [RetentionPlan#fitsIntoBits] names. An event costs a comparison and an OR; what a person comes to is
/// worked out in a few words.
final class PeriodBits {

    private final RetentionPlan plan;
    private final GroupIndex groups;
    private final RetentionTally tally;
    private final long[] columns = new long[1];
    private final long columnMask;
    private final boolean even;
    private final boolean sameEvents;
    private final int startShift;
    private final int returnShift;
    private long starts;
    private long returns;

    PeriodBits(RetentionPlan plan, GroupIndex groups, RetentionTally tally) {
        this.plan = plan;
        this.groups = groups;
        this.tally = tally;
        this.even = plan.periods.areEven();
        this.sameEvents = plan.scan.conditions().size() == 1;
        this.startShift = Long.numberOfTrailingZeros(plan.startBit);
        this.returnShift = Long.numberOfTrailingZeros(plan.returnBit);
        this.columnMask = -1L >>> (Long.SIZE - plan.columns());
    }

    void fold(JourneyBatch batch) {
        for (int i = 0; i < batch.people() && !tally.isOverflown(); i++) {
            int first = batch.start()[i];
            int last = batch.start()[i + 1];
            if (even && first < last && isWithin(batch.time()[first], batch.time()[last - 1])) {
                gatherEven(batch, first, last);
            } else {
                gather(batch, first, last);
            }
            if (starts != 0) {
                tally.next(batch.person()[i]);
                tally(groups.of(i, first));
            }
        }
    }

    private boolean isWithin(long first, long last) {
        return first >= plan.cohorts.range().from() && last < plan.cohorts.range().to();
    }

    /// Fills [#starts] and [#returns] from events that all lie in the range: without a branch per event, since when
    /// somebody comes back is nothing that a processor can foresee.
    private void gatherEven(JourneyBatch batch, int from, int to) {
        long[] time = batch.time();
        Buckets periods = plan.periods;
        long starting = 0;
        long returning = 0;
        if (sameEvents) {
            for (int row = from; row < to; row++) {
                returning |= 1L << periods.evenIndex(time[row]);
            }
            starting = returning;
        } else {
            long[] mask = batch.mask()[0];
            for (int row = from; row < to; row++) {
                int period = periods.evenIndex(time[row]);
                starting |= ((mask[row] >>> startShift) & 1) << period;
                returning |= ((mask[row] >>> returnShift) & 1) << period;
            }
        }
        starts = starting;
        returns = returning;
    }

    /// Fills [#starts] and [#returns].
    private void gather(JourneyBatch batch, int from, int to) {
        long[] time = batch.time();
        long[] mask = batch.mask()[0];
        long rangeFrom = plan.cohorts.range().from();
        long rangeTo = plan.cohorts.range().to();
        boolean ever = plan.retention.cohort() == Retention.Cohort.FIRST_EVER;
        starts = 0;
        returns = 0;
        int row = from;
        long before = 0;
        while (row < to && time[row] < rangeFrom) {
            before |= mask[row++];
        }
        boolean isOpen = !ever || (before & plan.startBit) == 0;
        int period = 0;
        while (row < to) {
            long now = time[row];
            period = plan.periods.onward(period, now);
            boolean inRange = now < rangeTo;
            long end = period < plan.periods.count() ? plan.periods.end(period) : Long.MAX_VALUE;
            end = inRange ? Math.min(end, rangeTo) : end;
            long seen = mask[row++];
            while (row < to && time[row] < end) {
                seen |= mask[row++];
            }
            if (isOpen && inRange && (seen & plan.startBit) != 0) {
                starts |= 1L << period;
            }
            if ((seen & plan.returnBit) != 0) {
                returns |= 1L << period;
            }
        }
    }

    private void tally(int group) {
        long left =
                plan.retention.cohort() == Retention.Cohort.RECURRING
                        ? starts
                        : Long.lowestOneBit(starts);
        for (; left != 0; left &= left - 1) {
            int cohort = Long.numberOfTrailingZeros(left);
            columns[0] = columns(returns >>> cohort);
            tally.add(group, cohort, columns);
        }
    }

    /// @param periods bit `p` = a return in period `p` after the start
    private long columns(long periods) {
        long later = periods & ~1L;
        boolean on =
                plan.retention.columns() instanceof Columns.Each(int count, Columns.Criterion of)
                        && of == Columns.Criterion.ON;
        // On or after: every period up to the last one with a return.
        long reached = on || later == 0 ? later : (Long.highestOneBit(later) << 1) - 1;
        return (reached | 1) & columnMask;
    }
}
