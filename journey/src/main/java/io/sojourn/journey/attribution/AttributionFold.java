package io.sojourn.journey.attribution;

import io.sojourn.journey.attribution.AttributionResult.Row;
import io.sojourn.journey.attribution.AttributionResult.Source;
import io.sojourn.journey.group.CompensatedSums;
import io.sojourn.journey.group.GroupIndex;
import io.sojourn.journey.group.Numbers;
import io.sojourn.journey.scan.JourneyBatch;
import io.sojourn.journey.scan.PersonSet;
import io.sojourn.journey.scan.Stop;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Shares conversions out, person by person: the accumulator of all analyses of attribution. Row 0 of its table are all
/// conversions, row 1 those without a touch, then the touchpoints as they are numbered.
final class AttributionFold {

    private static final int ALL = 0;
    private static final int NONE = 1;
    private static final int TOUCHPOINTS = 2;
    private static final int ROW_BYTES = 48;
    private static final int STEPS_UNCHECKED = 1_000_000;

    private final AttributionPlan plan;
    private final Stop stop;
    private final GroupIndex groups;
    private final Optional<Numbers> values;
    private final Optional<Source> picking;
    private final PersonSet.Builder picked = new PersonSet.Builder();

    private final CompensatedSums conversions = new CompensatedSums(TOUCHPOINTS);
    private final CompensatedSums value = new CompensatedSums(TOUCHPOINTS);
    private long[] people = new long[TOUCHPOINTS];
    private long[] lastPerson = {-1, -1};
    private long skipped;

    private int touches;
    private int[] touchRow = new int[16];
    private long[] touchTime = new long[16];
    private int[] touchGroup = new int[16];
    private long[] nearTime = new long[16];
    private int[] nearGroup = new int[16];
    private double[] share = new double[16];
    private long steps;

    /// @param picking whose people are collected
    AttributionFold(
            AttributionPlan plan,
            Stop stop,
            GroupIndex groups,
            Optional<Numbers> values,
            Optional<Source> picking) {
        this.plan = plan;
        this.stop = stop;
        this.groups = groups;
        this.values = values;
        this.picking = picking;
    }

    void fold(JourneyBatch batch) {
        groups.bind(batch);
        for (int i = 0; i < batch.people(); i++) {
            layTouches(batch, i);
            share(batch, i);
        }
    }

    private void layTouches(JourneyBatch batch, int person) {
        touches = 0;
        for (int row = batch.start()[person]; row < batch.start()[person + 1]; row++) {
            boolean touch =
                    (batch.mask()[0][row] & plan.touchBit) != 0
                            && plan.touchCode(batch, person, row) != 0;
            if (!touch) {
                continue;
            }
            if (touches == touchRow.length) {
                int length = 2 * touches;
                stop.take(20L * length, "a shorter look-back");
                touchRow = Arrays.copyOf(touchRow, length);
                touchTime = Arrays.copyOf(touchTime, length);
                touchGroup = Arrays.copyOf(touchGroup, length);
                nearTime = new long[length];
                nearGroup = new int[length];
                share = new double[length];
            }
            touchRow[touches] = row;
            touchTime[touches] = batch.time()[row];
            touchGroup[touches++] = TOUCHPOINTS + groups.of(person, row);
        }
        makeRoom();
    }

    private void share(JourneyBatch batch, int person) {
        long lookBack = plan.attribution.lookBackMillis().orElse(Long.MAX_VALUE);
        long number = batch.person()[person];
        int from = 0;
        int to = 0;
        for (int row = batch.start()[person]; row < batch.start()[person + 1]; row++) {
            if ((batch.mask()[0][row] & plan.conversionBit) == 0) {
                continue;
            }
            long time = batch.time()[row];
            while (to < touches && touchTime[to] <= time) {
                to++;
            }
            while (from < to && time - touchTime[from] > lookBack) {
                from++;
            }
            share(number, row, from, to, value(batch, person, row));
        }
    }

    private double value(JourneyBatch batch, int person, int row) {
        if (values.isEmpty()) {
            return 0;
        }
        int code = plan.valueCode(batch, person, row);
        double number = values.get().of(code);
        if (Double.isNaN(number)) {
            skipped += code == 0 ? 0 : 1;
            return 0;
        }
        return number;
    }

    /// One conversion among the touches `from` to `to` - 1, but for itself.
    private void share(long person, int conversion, int from, int to, double worth) {
        credit(person, ALL, 1, worth);
        int count = 0;
        int begin =
                plan.attribution.model() == Attribution.Model.LAST ? Math.max(from, to - 2) : from;
        int end = plan.attribution.model() == Attribution.Model.FIRST ? Math.min(to, from + 2) : to;
        for (int i = begin; i < end; i++) {
            if (touchRow[i] != conversion) {
                nearTime[count] = touchTime[i];
                nearGroup[count++] = touchGroup[i];
            }
        }
        if (count == 0) {
            credit(person, NONE, 1, worth);
            return;
        }
        Shares.fill(plan.attribution.model(), nearTime, count, share);
        for (int i = 0; i < count; i++) {
            if (share[i] > 0) {
                credit(person, nearGroup[i], share[i], share[i] * worth);
            }
        }
        steps += count;
        if (steps > STEPS_UNCHECKED) {
            steps = 0;
            stop.check();
        }
    }

    private void credit(long person, int row, double part, double worth) {
        conversions.add(row, part);
        value.add(row, worth);
        if (lastPerson[row] != person) {
            lastPerson[row] = person;
            people[row]++;
            if (picking.isPresent() && source(row).equals(picking.get())) {
                picked.add(person);
            }
        }
    }

    private void makeRoom() {
        int rows = TOUCHPOINTS + groups.count();
        if (rows > people.length) {
            int known = people.length;
            int length = Math.max(rows, 2 * known);
            stop.take((long) ROW_BYTES * (length - known), "touchpoints of fewer values");
            conversions.grow(length);
            value.grow(length);
            people = Arrays.copyOf(people, length);
            lastPerson = Arrays.copyOf(lastPerson, length);
            Arrays.fill(lastPerson, known, length, -1);
        }
    }

    void merge(AttributionFold other) {
        picked.addAll(other.picked);
        skipped += other.skipped;
        int[] here = groups.numbersOf(other.groups);
        makeRoom();
        other.makeRoom();
        for (int row = 0; row < TOUCHPOINTS + here.length; row++) {
            int to = row < TOUCHPOINTS ? row : TOUCHPOINTS + here[row - TOUCHPOINTS];
            conversions.add(to, other.conversions, row);
            value.add(to, other.value, row);
            people[to] += other.people[row];
        }
    }

    PersonSet picked() {
        return picked.build();
    }

    /// How many touchpoints have conversions.
    int touchpoints() {
        makeRoom();
        int count = 0;
        for (int group = 0; group < groups.count(); group++) {
            count += people[TOUCHPOINTS + group] > 0 ? 1 : 0;
        }
        return count;
    }

    /// Numbers of the touchpoints that have conversions, most of them first, the rest last.
    ///
    /// @param most so many of the first ones are enough
    List<Integer> ranked(int most) {
        makeRoom();
        double[] size = new double[groups.count()];
        for (int group = 0; group < size.length; group++) {
            // What differs by rounding only is equal.
            size[group] =
                    people[TOUCHPOINTS + group] == 0
                            ? -1
                            : Math.rint(conversions.get(TOUCHPOINTS + group) * 1e9);
        }
        return groups.ranked(size, most).stream()
                .filter(group -> people[TOUCHPOINTS + group] > 0)
                .toList();
    }

    GroupIndex groups() {
        return groups;
    }

    AttributionResult result() {
        List<Row> rows = new ArrayList<>();
        ranked(Integer.MAX_VALUE).forEach(group -> rows.add(row(TOUCHPOINTS + group)));
        if (people[NONE] > 0) {
            rows.add(row(NONE));
        }
        return new AttributionResult(rows, row(ALL), skipped);
    }

    private Row row(int row) {
        return new Row(source(row), conversions.get(row), value.get(row), people[row]);
    }

    private Source source(int row) {
        return switch (row) {
            case ALL -> new Source.All();
            case NONE -> new Source.None();
            default ->
                    groups.group(row - TOUCHPOINTS).rest()
                            ? new Source.Rest()
                            : new Source.Touchpoint(
                                    groups.group(row - TOUCHPOINTS)
                                            .values()
                                            .getFirst()
                                            .orElseThrow());
        };
    }
}
