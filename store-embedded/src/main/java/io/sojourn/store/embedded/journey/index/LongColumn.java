package io.sojourn.store.embedded.journey.index;

import java.util.Arrays;

/// A number of all events: their own number, or until when they kept a visit open. Shared as a [TextColumn] is.
final class LongColumn {

    private PackedLongs base;
    private long[] delta;

    LongColumn(PackedLongs base, long[] delta) {
        this.base = base;
        this.delta = delta;
    }

    @SuppressWarnings("ArrayRecordComponent") // read in place by hot loops, never compared
    record View(PackedLongs base, long[] delta) {

        long get(int row) {
            int size = base.size();
            return row < size ? base.get(row) : delta[row - size];
        }
    }

    View view() {
        return new View(base, delta);
    }

    PackedLongs base() {
        return base;
    }

    long delta(int row) {
        return delta[row];
    }

    void setBase(int row, long number) {
        if (!base.holds(number)) {
            PackedLongs wide = new PackedLongs(base.size(), Long.MIN_VALUE, Long.MAX_VALUE);
            base.copyTo(wide, 0, 0, base.size());
            base = wide;
        }
        base.set(row, number);
    }

    void setDelta(int row, long number) {
        if (row >= delta.length) {
            delta = Arrays.copyOf(delta, Math.max(256, 2 * row));
        }
        delta[row] = number;
    }

    LongColumn copy() {
        return new LongColumn(base.copy(), delta.clone());
    }

    long bytes() {
        return base.bytes() + 8L * delta.length;
    }
}
