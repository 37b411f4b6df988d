package io.sojourn.journey.retention;

import io.sojourn.journey.Group;
import io.sojourn.journey.group.GroupIndex;
import io.sojourn.journey.retention.RetentionResult.Average;
import io.sojourn.journey.retention.RetentionResult.Cell;
import io.sojourn.journey.retention.RetentionResult.Table;
import io.sojourn.journey.scan.PersonSet;
import io.sojourn.journey.scan.Stop;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// People per group, cohort and column; of one cell also who they are.
final class RetentionTally {

    private static final int PATTERNS_MAX = 1 << 15;

    private static final String NARROWER =
            "fewer columns, longer intervals, a shorter range or fewer groups";

    private final RetentionPlan plan;
    private final Counted counted;
    private final GroupIndex groups;
    private final Stop stop;
    private final PersonSet.Builder picked = new PersonSet.Builder();
    private final int columns;
    private final boolean byPattern;

    private long[][] cells = new long[0][];

    /// Where there are few columns: people per cohort and set of columns, which [#settle] turns into cells.
    private int[][] patterns = new int[0][];

    private long[] people = new long[0];
    private long[] lastPerson = new long[0];
    private long person = -1;
    private boolean overflown;

    /// What is counted.
    sealed interface Counted {

        /// All cells, unless there are more groups than that.
        record Cells(int groupsMax) implements Counted {}

        /// How many people each group has.
        record Sizes() implements Counted {}

        /// Who is in a cell of the first of the named groups, or of the rest behind them.
        record PeopleOf(RetentionCell cell) implements Counted {}
    }

    RetentionTally(RetentionPlan plan, Counted counted, GroupIndex groups, Stop stop) {
        this.plan = plan;
        this.counted = counted;
        this.groups = groups;
        this.stop = stop;
        this.columns = plan.columns();
        this.byPattern =
                counted instanceof Counted.Cells
                        && columns < Integer.SIZE
                        && (long) plan.cohorts.count() << (columns - 1) <= PATTERNS_MAX;
    }

    boolean isOverflown() {
        return overflown;
    }

    /// The person that [#add] speaks of from now on.
    void next(long number) {
        person = number;
    }

    void add(int group, int cohort, long[] bits) {
        if (group >= cells.length || cells[group] == null) {
            grow(group);
            if (overflown) {
                return;
            }
        }
        boolean isNew = lastPerson[group] != person;
        if (isNew) {
            lastPerson[group] = person;
            people[group]++;
        }
        if (byPattern) {
            patterns[group][(cohort << (columns - 1)) | (int) (bits[0] >>> 1)]++;
        } else if (counted instanceof Counted.PeopleOf(RetentionCell cell)) {
            pick(cell, group, cohort, bits);
        } else if (counted instanceof Counted.Cells) {
            count(cells[group], cohort, bits, 1);
        }
    }

    private void count(long[] counts, int cohort, long[] bits, int times) {
        for (int word = 0; word < bits.length; word++) {
            int base = cohort * columns + word * Long.SIZE;
            for (long left = bits[word]; left != 0; left &= left - 1) {
                counts[base + Long.numberOfTrailingZeros(left)] += times;
            }
        }
    }

    /// Turns patterns into cells.
    private void settle() {
        for (int group = 0; group < patterns.length; group++) {
            int[] of = patterns[group];
            for (int i = 0; of != null && i < of.length; i++) {
                if (of[i] > 0) {
                    long set = (((long) i & ((1 << (columns - 1)) - 1)) << 1) | 1;
                    count(cells[group], i >>> (columns - 1), new long[] {set}, of[i]);
                    of[i] = 0;
                }
            }
        }
    }

    private void pick(RetentionCell cell, int group, int cohort, long[] bits) {
        boolean inCohort = cell.cohort().isEmpty() || cell.cohort().getAsInt() == cohort;
        boolean inColumn = (bits[cell.column() / Long.SIZE] & (1L << cell.column())) != 0;
        if (inCohort && inColumn && groups.group(group).equals(cell.group())) {
            picked.add(person);
        }
    }

    private void grow(int group) {
        if (counted instanceof Counted.Cells(int groupsMax) && groups.count() > groupsMax) {
            overflown = true;
            return;
        }
        if (group >= cells.length) {
            int length = Math.max(group + 1, 2 * cells.length);
            stop.take(24L * (length - cells.length), NARROWER);
            cells = Arrays.copyOf(cells, length);
            patterns = Arrays.copyOf(patterns, byPattern ? length : 0);
            people = Arrays.copyOf(people, length);
            int known = lastPerson.length;
            lastPerson = Arrays.copyOf(lastPerson, length);
            Arrays.fill(lastPerson, known, length, -1);
        }
        int size = counted instanceof Counted.Cells ? plan.cohorts.count() * columns : 0;
        stop.take(8L * size, NARROWER);
        cells[group] = new long[size];
        if (byPattern) {
            int length = plan.cohorts.count() << (columns - 1);
            stop.take((long) Integer.BYTES * length, NARROWER);
            patterns[group] = new int[length];
        }
    }

    void merge(RetentionTally other) {
        overflown |= other.overflown;
        picked.addAll(other.picked);
        if (overflown) {
            return;
        }
        other.settle();
        int[] here = groups.numbersOf(other.groups);
        for (int group = 0; group < Math.min(here.length, other.cells.length); group++) {
            if (other.cells[group] == null) {
                continue;
            }
            int to = here[group];
            if (to >= cells.length || cells[to] == null) {
                grow(to);
                if (overflown) {
                    return;
                }
            }
            people[to] += other.people[group];
            for (int i = 0; i < cells[to].length; i++) {
                cells[to][i] += other.cells[group][i];
            }
        }
    }

    PersonSet picked() {
        return picked.build();
    }

    /// The largest groups, at most so many.
    List<Group> largest(int top) {
        return ranked(top).stream().limit(top).map(groups::group).toList();
    }

    private List<Integer> ranked(int most) {
        double[] size = new double[groups.count()];
        for (int group = 0; group < Math.min(size.length, people.length); group++) {
            size[group] = people[group];
        }
        return groups.ranked(size, most);
    }

    RetentionResult result() {
        settle();
        List<Table> tables = new ArrayList<>();
        for (int group : ranked(Integer.MAX_VALUE)) {
            boolean seen = group < cells.length && cells[group] != null;
            if (seen || !groups.group(group).rest()) {
                tables.add(
                        table(
                                groups.group(group),
                                seen ? people[group] : 0,
                                seen ? cells[group] : new long[plan.cohorts.count() * columns]));
            }
        }
        return new RetentionResult(plan.cohorts.intervals(plan.context.asOf()), tables);
    }

    private Table table(Group group, long size, long[] counts) {
        List<List<Cell>> rows = new ArrayList<>();
        long[] returned = new long[columns];
        long[] able = new long[columns];
        for (int cohort = 0; cohort < plan.cohorts.count(); cohort++) {
            List<Cell> row = new ArrayList<>();
            for (int column = 0; column < columns; column++) {
                Cell cell =
                        new Cell(
                                counts[cohort * columns + column],
                                plan.isIncomplete(cohort, column));
                row.add(cell);
                if (!cell.incomplete()) {
                    returned[column] += cell.people();
                    able[column] += counts[cohort * columns];
                }
            }
            rows.add(row);
        }
        List<Average> average = new ArrayList<>();
        for (int column = 0; column < columns; column++) {
            average.add(new Average(returned[column], able[column]));
        }
        return new Table(group, size, rows, average);
    }
}
