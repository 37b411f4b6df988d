package io.sojourn.store.embedded.journey.index;

import java.util.Arrays;

/// A number of all events: their own number, or until when they kept a visit open. Shared as a [TextColumn] is.
final class LongColumn {

    private PackedLongs base;
    private long[] delta;
    private boolean shared;

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
        shared = true;
        return new View(base, delta);
    }

    /// Nobody reads a view of it any more.
    void unshare() {
        shared = false;
    }

    /// Itself or a copy, which may be changed.
    LongColumn changeable() {
        return shared ? copy() : this;
    }

    PackedLongs base() {
        return base;
    }

    long delta(int row) {
        return row < delta.length ? delta[row] : 0;
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

    private LongColumn copy() {
        return new LongColumn(base.copy(), delta.clone());
    }

    long bytes() {
        return base.bytes() + 8L * delta.length;
    }
}
