package io.sojourn.journey.retention;

import io.sojourn.journey.group.GroupIndex;
import io.sojourn.journey.scan.JourneyBatch;
import java.util.Arrays;
import java.util.Optional;

/// Counts who came back, person by person: the accumulator of all analyses of retention.
///
/// A person's starts and returns are laid down first, the returns as runs of one period each; then every start is
/// looked at with the runs from it on. Returns behind the last period that a column asks about are counted together, so
/// that someone of a million events costs no more than what lies within the columns of each start.
final class RetentionFold {

    private final RetentionPlan plan;
    private final GroupIndex groups;
    private final RetentionTally tally;
    private final ReturnedColumns returned;
    private final Optional<PeriodBits> fast;

    private int births;
    private int[] birthCohort = new int[16];
    private long[] birthTime = new long[16];
    private int[] birthReturns = new int[16];
    private int[] birthGroup = new int[16];
    private int returns;
    private long[] returnTime = new long[64];
    private int runs;
    private int[] runPeriod = new int[64];
    private int[] runStart = new int[65];

    RetentionFold(RetentionPlan plan, GroupIndex groups, RetentionTally tally) {
        this.plan = plan;
        this.groups = groups;
        this.tally = tally;
        this.returned = new ReturnedColumns(plan.retention);
        this.fast =
                plan.fitsIntoBits()
                        ? Optional.of(new PeriodBits(plan, groups, tally))
                        : Optional.empty();
    }

    RetentionTally tally() {
        return tally;
    }

    void fold(JourneyBatch batch) {
        if (batch.rows() == 0) {
            return;
        }
        groups.bind(batch);
        if (fast.isPresent()) {
            fast.get().fold(batch);
            return;
        }
        for (int i = 0; i < batch.people() && !tally.isOverflown(); i++) {
            lay(batch, i);
            if (births > 0) {
                look(batch.person()[i]);
            }
        }
    }

    private void lay(JourneyBatch batch, int person) {
        births = 0;
        returns = 0;
        runs = 0;
        long[] mask = batch.mask()[0];
        long[] time = batch.time();
        int period = 0;
        boolean isOpen = true;
        for (int row = batch.start()[person]; row < batch.start()[person + 1]; row++) {
            boolean starts = isOpen && (mask[row] & plan.startBit) != 0;
            boolean comesBack = (mask[row] & plan.returnBit) != 0;
            if (starts || comesBack) {
                period = plan.periods.onward(period, time[row]);
            }
            if (comesBack) {
                addReturn(time[row], period);
            }
            if (starts) {
                isOpen = addBirth(batch, person, row, period);
            }
        }
        runStart[runs] = returns;
    }

    private void addReturn(long time, int period) {
        if (plan.isRolling()) {
            if (returns == returnTime.length) {
                returnTime = Arrays.copyOf(returnTime, 2 * returns);
            }
            returnTime[returns] = time;
        } else if (runs == 0 || runPeriod[runs - 1] != period) {
            if (runs == runPeriod.length) {
                runPeriod = Arrays.copyOf(runPeriod, 2 * runs);
                runStart = Arrays.copyOf(runStart, 2 * runs + 1);
            }
            runPeriod[runs] = period;
            runStart[runs++] = returns;
        }
        returns++;
    }

    /// @return whether further starts are of interest
    private boolean addBirth(JourneyBatch batch, int person, int row, int period) {
        if (!plan.cohorts.range().contains(batch.time()[row])) {
            return false;
        }
        if (births > 0 && birthCohort[births - 1] == period) {
            return true;
        }
        if (births == birthCohort.length) {
            birthCohort = Arrays.copyOf(birthCohort, 2 * births);
            birthTime = Arrays.copyOf(birthTime, 2 * births);
            birthReturns = Arrays.copyOf(birthReturns, 2 * births);
            birthGroup = Arrays.copyOf(birthGroup, 2 * births);
        }
        birthCohort[births] = period;
        birthTime[births] = batch.time()[row];
        birthReturns[births] = returns;
        birthGroup[births] = groups.of(person, row);
        births++;
        return plan.retention.cohort() == Retention.Cohort.RECURRING;
    }

    private void look(long person) {
        tally.next(person);
        int run = 0;
        for (int birth = 0; birth < births; birth++) {
            returned.clear();
            if (plan.isRolling()) {
                roll(birth);
            } else {
                while (run < runs && runPeriod[run] < birthCohort[birth]) {
                    run++;
                }
                walk(birth, run);
            }
            tally.add(birthGroup[birth], birthCohort[birth], returned.settle());
        }
    }

    private void walk(int birth, int firstRun) {
        for (int run = firstRun; run < runs; run++) {
            int from = Math.max(runStart[run], birthReturns[birth]);
            int period = runPeriod[run] - birthCohort[birth];
            if (period > plan.periodMax) {
                returned.add(plan.periodMax + 1, returns - from);
                return;
            }
            if (from < runStart[run + 1]) {
                returned.add(period, runStart[run + 1] - from);
            }
        }
    }

    private void roll(int birth) {
        long length = plan.periodMillis();
        long end = birthTime[birth] + length * (plan.periodMax + 1L);
        for (int i = birthReturns[birth]; i < returns; i++) {
            if (returnTime[i] >= end) {
                returned.add(plan.periodMax + 1, returns - i);
                return;
            }
            returned.add((int) ((returnTime[i] - birthTime[birth]) / length), 1);
        }
    }
}
