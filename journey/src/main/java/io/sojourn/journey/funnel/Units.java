package io.sojourn.journey.funnel;

import io.sojourn.core.visit.Visits;
import io.sojourn.journey.funnel.Funnel.Counting;
import io.sojourn.journey.scan.JourneyBatch;
import io.sojourn.journey.scan.Stop;
import java.util.Arrays;

/// Divides a person's rows into visits, and these by the values of held properties: rows that belong nowhere are left
/// out, the others keep their order.
final class Units {

    private final FunnelPlan plan;
    private final Stop stop;
    private final boolean ofVisits;

    /// Of each unit, in order of its first row: a row of it, and where its rows begin in [#rows].
    private int[] sample = new int[16];

    private int[] start = new int[17];

    /// Of each unit, so many rows, then the place of its next one.
    private int[] next = new int[16];

    private int count;
    private int[] rows = new int[64];
    private int[] unitOf = new int[64];
    private int[] table = new int[256];
    private int size;

    Units(FunnelPlan plan, Stop stop) {
        this.plan = plan;
        this.stop = stop;
        this.ofVisits = plan.funnel.counting() == Counting.VISITS;
    }

    /// Whether a person's rows are one unit.
    boolean isWhole() {
        return !ofVisits && plan.held.isEmpty();
    }

    void divide(JourneyBatch batch, int person) {
        int from = batch.start()[person];
        int to = batch.start()[person + 1];
        prepare(to - from);
        for (int row = from; row < to; row++) {
            int unit = isSomewhere(batch, row) ? unit(batch, row) : -1;
            unitOf[row - from] = unit;
            if (unit >= 0) {
                next[unit]++;
            }
        }
        int some = 0;
        for (int unit = 0; unit < count; unit++) {
            start[unit] = some;
            some += next[unit];
            next[unit] = start[unit];
        }
        start[count] = some;
        for (int row = from; row < to; row++) {
            if (unitOf[row - from] >= 0) {
                rows[next[unitOf[row - from]]++] = row;
            }
        }
    }

    private void prepare(int length) {
        count = 0;
        if (length > rows.length) {
            int more = Math.max(length, 2 * rows.length);
            stop.take(24L * (more - rows.length), Sequence.NARROWER);
            rows = new int[more];
            unitOf = new int[more];
            table = new int[Integer.highestOneBit(more) * 4];
        }
        Arrays.fill(table, 0, tableSize(length), 0);
        size = tableSize(length);
    }

    private static int tableSize(int length) {
        return Math.max(16, Integer.highestOneBit(Math.max(1, length)) * 4);
    }

    private boolean isSomewhere(JourneyBatch batch, int row) {
        if (ofVisits && batch.visit()[row] == Visits.NONE) {
            return false;
        }
        for (int i = 0; i < plan.held.size(); i++) {
            if (held(batch, i, row) == 0) {
                return false;
            }
        }
        return true;
    }

    private int held(JourneyBatch batch, int column, int row) {
        return batch.eventColumns()[plan.held.get(column).number()][row];
    }

    private int unit(JourneyBatch batch, int row) {
        int hash = ofVisits ? batch.visit()[row] * 0x9E37_79B1 : 0;
        for (int i = 0; i < plan.held.size(); i++) {
            hash = (hash ^ held(batch, i, row)) * 0x85EB_CA6B;
            hash ^= hash >>> 15;
        }
        int slot = (hash ^ (hash >>> 16)) & (size - 1);
        while (table[slot] != 0) {
            if (isSame(batch, sample[table[slot] - 1], row)) {
                return table[slot] - 1;
            }
            slot = (slot + 1) & (size - 1);
        }
        if (count == sample.length) {
            stop.take(12L * count, Sequence.NARROWER);
            sample = Arrays.copyOf(sample, 2 * count);
            start = Arrays.copyOf(start, 2 * count + 1);
            next = Arrays.copyOf(next, 2 * count);
        }
        sample[count] = row;
        next[count] = 0;
        table[slot] = ++count;
        return count - 1;
    }

    private boolean isSame(JourneyBatch batch, int left, int right) {
        if (ofVisits && batch.visit()[left] != batch.visit()[right]) {
            return false;
        }
        for (int i = 0; i < plan.held.size(); i++) {
            if (held(batch, i, left) != held(batch, i, right)) {
                return false;
            }
        }
        return true;
    }

    int count() {
        return count;
    }

    int start(int unit) {
        return start[unit];
    }

    int row(int place) {
        return rows[place];
    }

    int visit(JourneyBatch batch, int unit) {
        return batch.visit()[sample[unit]];
    }
}
