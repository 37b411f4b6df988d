package io.sojourn.journey.funnel;

import io.sojourn.journey.funnel.Funnel.Attribution;
import io.sojourn.journey.funnel.Funnel.Breakdown;
import io.sojourn.journey.scan.JourneyBatch;
import io.sojourn.journey.scan.Stop;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What is counted, by interval and by the codes of the breakdown's values: an open-addressed table, because it is
/// asked for every person.
final class FunnelTally {

    static final int WHOLE = -1;

    private static final String NARROWER =
            "a breakdown by fewer columns or by a property of fewer values, or fewer intervals";
    private static final int FREE = -1;
    private static final long STEP_BYTES = 100;
    private static final long SET_BYTES = 400;
    private static final long FLOW_BYTES = 350;

    private final FunnelPlan plan;
    private final Stop stop;
    private final boolean[][] kept;
    private final long leafBytes;

    /// Interval and codes; those of leaf `n` begin at `n * key.length` in [#keys].
    private final int[] key;

    private int[] keys;

    /// The only one, where there are no groups and intervals.
    private final Leaf everyone;

    private final List<Leaf> leaves = new ArrayList<>();
    private int[] table = filled(64);

    /// @param cell whose people are asked for
    FunnelTally(FunnelPlan plan, Stop stop, Optional<FunnelCell> cell) {
        this.plan = plan;
        this.stop = stop;
        boolean twice = plan.funnel.counting() != Funnel.Counting.PEOPLE;
        this.kept =
                cell.map(one -> Leaf.peopleOf(one, plan.steps))
                        .orElseGet(
                                () -> twice ? Leaf.everybody(plan.steps) : Leaf.nobody(plan.steps));
        this.leafBytes = plan.steps * (twice ? SET_BYTES + STEP_BYTES : STEP_BYTES);
        this.key = new int[1 + plan.groups.size()];
        this.keys = new int[table.length * key.length];
        key[0] = WHOLE;
        this.everyone = key.length == 1 ? leaf() : new Leaf(plan.steps, kept);
    }

    private static int[] filled(int length) {
        int[] free = new int[length];
        Arrays.fill(free, FREE);
        return free;
    }

    /// @param person within the batch
    void add(JourneyBatch batch, int person, int interval, Outcome outcome) {
        if (interval == WHOLE && key.length == 1) {
            everyone.add(batch, batch.person()[person], outcome, stop);
            return;
        }
        key[0] = interval;
        for (int column = 0; column < plan.groups.size(); column++) {
            key[column + 1] = code(batch, person, column, outcome);
        }
        leaf().add(batch, batch.person()[person], outcome, stop);
    }

    private int code(JourneyBatch batch, int person, int column, Outcome outcome) {
        FunnelPlan.Slot slot = plan.groups.get(column);
        if (slot.ofPerson()) {
            return batch.personColumns()[slot.number()][person];
        }
        int[] codes = batch.eventColumns()[slot.number()];
        Breakdown breakdown = plan.funnel.breakdown().orElseThrow();
        return switch (breakdown.attribution()) {
            case Attribution.Entry() -> codes[outcome.row[1]];
            case Attribution.AtStep(int step) ->
                    step <= outcome.reached && outcome.row[step] != Outcome.SKIPPED
                            ? codes[outcome.row[step]]
                            : 0;
            case Attribution.First() -> defined(codes, outcome, 1, 1);
            case Attribution.Last() -> defined(codes, outcome, outcome.reached, -1);
        };
    }

    private static int defined(int[] codes, Outcome outcome, int from, int direction) {
        for (int step = from; step >= 1 && step <= outcome.reached; step += direction) {
            int row = outcome.row[step];
            if (row != Outcome.SKIPPED && codes[row] != 0) {
                return codes[row];
            }
        }
        return 0;
    }

    /// The leaf of the key.
    private Leaf leaf() {
        int slot = slot(key, 0);
        if (table[slot] == FREE) {
            stop.take(leafBytes, NARROWER);
            if (2 * (leaves.size() + 1) > table.length) {
                grow();
                slot = slot(key, 0);
            }
            table[slot] = leaves.size();
            System.arraycopy(key, 0, keys, leaves.size() * key.length, key.length);
            leaves.add(new Leaf(plan.steps, kept));
        }
        return leaves.get(table[slot]);
    }

    private int slot(int[] of, int offset) {
        int hash = 0;
        for (int i = 0; i < key.length; i++) {
            hash = (hash ^ of[offset + i]) * 0x9E37_79B1;
            hash ^= hash >>> 15;
        }
        int slot = hash & (table.length - 1);
        while (table[slot] != FREE && !isKey(table[slot], of, offset)) {
            slot = (slot + 1) & (table.length - 1);
        }
        return slot;
    }

    private boolean isKey(int leaf, int[] of, int offset) {
        int begin = leaf * key.length;
        return Arrays.equals(keys, begin, begin + key.length, of, offset, offset + key.length);
    }

    private void grow() {
        stop.take(4L * (table.length + keys.length), NARROWER);
        table = filled(2 * table.length);
        keys = Arrays.copyOf(keys, table.length * key.length);
        for (int leaf = 0; leaf < leaves.size(); leaf++) {
            table[slot(keys, leaf * key.length)] = leaf;
        }
    }

    void addAll(FunnelTally other) {
        for (int leaf = 0; leaf < other.leaves.size(); leaf++) {
            System.arraycopy(other.keys, leaf * key.length, key, 0, key.length);
            leaf().add(other.leaves.get(leaf), stop);
        }
    }

    int leaves() {
        return leaves.size();
    }

    Leaf leaf(int number) {
        return leaves.get(number);
    }

    int interval(int leaf) {
        return keys[leaf * key.length];
    }

    /// Codes of the breakdown's values.
    List<Integer> codes(int leaf) {
        int begin = leaf * key.length;
        return Arrays.stream(keys, begin + 1, begin + key.length).boxed().toList();
    }

    Leaf sum(Iterable<Leaf> some) {
        Leaf sum = new Leaf(plan.steps, kept);
        some.forEach(leaf -> sum.add(leaf, stop));
        return sum;
    }

    /// The answer grew.
    void takeFlow() {
        stop.take(plan.steps * FLOW_BYTES, NARROWER);
    }
}
