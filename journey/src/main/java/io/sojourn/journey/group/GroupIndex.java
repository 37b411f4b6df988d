package io.sojourn.journey.group;

import io.sojourn.journey.Group;
import io.sojourn.journey.scan.Dictionary;
import io.sojourn.journey.scan.JourneyBatch;
import io.sojourn.journey.scan.OpenScan;
import io.sojourn.journey.scan.Stop;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/// Numbers the groups of a breakdown while batches are folded; part of an accumulator. Either the groups are known
/// before, and all others are the one rest behind them, or they are numbered as they are met.
///
/// Each combination of codes is looked at once, then it is a read of a table.
public final class GroupIndex {

    static final String NARROWER = "a breakdown by fewer columns, or by a property of fewer values";

    private static final int[] NO_CODES = {};

    private static final Comparator<Optional<String>> NONE_LAST =
            Comparator.comparing((Optional<String> value) -> value.isEmpty())
                    .thenComparing(value -> value.orElse(""));

    private final GroupColumns columns;
    private final Stop stop;
    private final List<Dictionary> dictionaries;
    private final Optional<List<Group>> named;
    private final Map<Group, Integer> numbers = new HashMap<>();
    private final List<int[]> codesOf = new ArrayList<>();
    private final List<Pairs> pairs = new ArrayList<>();
    private final boolean[] ofPerson;
    private final int[][] codes;
    private final int[] tuple;
    private int[] known = new int[256];
    private boolean restMet;
    private int count;

    /// @param named groups, empty = as they are met
    public GroupIndex(OpenScan open, GroupColumns columns, Optional<List<Group>> named, Stop stop) {
        this.columns = columns;
        this.stop = stop;
        this.named = named;
        this.dictionaries =
                IntStream.range(0, columns.count())
                        .mapToObj(column -> columns.dictionary(open, column))
                        .toList();
        for (Group group : named.orElse(List.of())) {
            numbers.put(group, numbers.size());
        }
        for (int column = 1; column < columns.count(); column++) {
            pairs.add(new Pairs(stop));
        }
        this.ofPerson = new boolean[columns.count()];
        for (int column = 0; column < ofPerson.length; column++) {
            ofPerson[column] = columns.isOfPerson(column);
        }
        this.count = columns.count() == 0 ? 1 : named.map(groups -> groups.size() + 1).orElse(0);
        this.codes = new int[columns.count()][];
        this.tuple = new int[columns.count()];
    }

    /// What [#of] speaks of from now on.
    public void bind(JourneyBatch batch) {
        for (int column = 0; column < codes.length; column++) {
            codes[column] = columns.codes(batch, column);
        }
    }

    /// Whether all events of a person are in one group.
    public boolean isOfPersons() {
        return columns.areOfPersons();
    }

    /// The codes of the batch's events where one column of events alone says their groups, so that a hot loop asks again
    /// only when the code changes; else an empty array.
    public int[] eventCodes() {
        return codes.length == 1 && !ofPerson[0] ? codes[0] : NO_CODES;
    }

    /// Of [#eventCodes]: the number of the group by code, plus 1; 0, or beyond the end, where it is still unknown. Not to
    /// be kept over a call of [#of].
    public int[] numbersByCode() {
        return known;
    }

    /// The number of an event's group.
    ///
    /// @param person within the batch
    public int of(int person, int row) {
        if (codes.length == 0) {
            return 0;
        }
        int id = codes[0][ofPerson[0] ? person : row];
        if (codes.length > 1) {
            id = further(id, person, row);
        }
        return id < known.length && known[id] != 0 ? known[id] - 1 : learn(id, person, row);
    }

    private int further(int first, int person, int row) {
        int id = first;
        for (int column = 1; column < codes.length; column++) {
            int code = codes[column][ofPerson[column] ? person : row];
            id = pairs.get(column - 1).number(id, code);
        }
        return id;
    }

    private int learn(int id, int person, int row) {
        for (int column = 0; column < codes.length; column++) {
            tuple[column] = codes[column][ofPerson[column] ? person : row];
        }
        return learn(id);
    }

    private int learn(int id) {
        if (id >= known.length) {
            int length = Math.max(id + 1, 2 * known.length);
            stop.take(4L * (length - known.length), NARROWER);
            known = Arrays.copyOf(known, length);
        }
        int number =
                named.isPresent()
                        ? numbers.getOrDefault(group(tuple), named.get().size())
                        : codesOf.size();
        if (named.isEmpty()) {
            stop.take(64, NARROWER);
            codesOf.add(tuple.clone());
            count++;
        }
        known[id] = number + 1;
        restMet |= named.isPresent() && number == named.get().size();
        return number;
    }

    /// Groups so far, the rest included.
    public int count() {
        return count;
    }

    public Group group(int number) {
        if (codes.length == 0) {
            return Group.EVERYONE;
        }
        return named.map(groups -> number < groups.size() ? groups.get(number) : Group.REST)
                .orElseGet(() -> group(codesOf.get(number)));
    }

    private Group group(int[] tuple) {
        List<Optional<String>> values = new ArrayList<>();
        for (int column = 0; column < tuple.length; column++) {
            values.add(
                    tuple[column] == 0
                            ? Optional.empty()
                            : Optional.of(dictionaries.get(column).text(tuple[column])));
        }
        return new Group(values, false);
    }

    /// Whether an event was in the group; the named ones are always there.
    public boolean isMet(int number) {
        return restMet || !group(number).rest();
    }

    /// Where a group of another index of the same scan is in this one, by number there.
    public int[] numbersOf(GroupIndex other) {
        restMet |= other.restMet;
        int[] here = new int[other.count()];
        for (int number = 0; number < here.length; number++) {
            here[number] =
                    codes.length == 0 || named.isPresent() ? number : of(other.codesOf.get(number));
        }
        return here;
    }

    private int of(int[] other) {
        int id = other[0];
        for (int column = 1; column < other.length; column++) {
            id = pairs.get(column - 1).number(id, other[column]);
        }
        if (id < known.length && known[id] != 0) {
            return known[id] - 1;
        }
        System.arraycopy(other, 0, tuple, 0, tuple.length);
        return learn(id);
    }

    /// Numbers of the groups, largest first, equal ones by their values, the rest last; groups that were known before in
    /// the order in which they were named.
    ///
    /// @param size by number
    public List<Integer> ranked(double[] size) {
        return ranked(size, Integer.MAX_VALUE);
    }

    /// The first ones of [#ranked]; where the groups were known before, all.
    ///
    /// @param most so many, at least 1
    public List<Integer> ranked(double[] size, int most) {
        if (named.isPresent()) {
            return IntStream.range(0, count()).boxed().toList();
        }
        Comparator<Integer> order =
                Comparator.comparingDouble((Integer number) -> -size[number])
                        .thenComparing(this::group, GroupIndex::byValues);
        if (most >= count()) {
            return IntStream.range(0, count()).boxed().sorted(order).toList();
        }
        // The last one first. What is smaller than it is never looked at by its values.
        PriorityQueue<Integer> first = new PriorityQueue<>(most, order.reversed());
        for (int number = 0; number < count(); number++) {
            if (first.size() < most) {
                first.add(number);
            } else if (order.compare(number, first.element()) < 0) {
                first.remove();
                first.add(number);
            }
        }
        return first.stream().sorted(order).toList();
    }

    private static int byValues(Group left, Group right) {
        for (int i = 0; i < Math.min(left.values().size(), right.values().size()); i++) {
            int order = NONE_LAST.compare(left.values().get(i), right.values().get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }
}
