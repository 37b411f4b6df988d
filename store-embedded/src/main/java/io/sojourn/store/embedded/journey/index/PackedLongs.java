package io.sojourn.store.embedded.journey.index;

/// Exact 64-bit numbers in 5 bytes each where the highest is less than 2^40 above the lowest (34 years of
/// milliseconds), else in 8.
final class PackedLongs {

    private static final int NARROW_BITS = 40;
    private static final long LOW = 0xFFFF_FFFFL;

    /// Hot loops read these in place; `wide` is empty where the numbers are narrow, `low` and `high` where they are wide.
    final long base;

    final int[] low;
    final byte[] high;
    final long[] wide;

    /// @param least lowest number that is going to be set
    /// @param greatest highest one
    PackedLongs(int size, long least, long greatest) {
        long span = greatest - least;
        boolean narrow = span >= 0 && span < 1L << NARROW_BITS;
        this.base = narrow ? least : 0;
        this.low = new int[narrow ? size : 0];
        this.high = new byte[narrow ? size : 0];
        this.wide = new long[narrow ? 0 : size];
    }

    private PackedLongs(long base, int[] low, byte[] high, long[] wide) {
        this.base = base;
        this.low = low;
        this.high = high;
        this.wide = wide;
    }

    PackedLongs copy() {
        return new PackedLongs(base, low.clone(), high.clone(), wide.clone());
    }

    /// As many unset ones as said, for the same range of numbers; this has at least one.
    PackedLongs ofSize(int size) {
        boolean narrow = wide.length == 0;
        return new PackedLongs(
                base,
                new int[narrow ? size : 0],
                new byte[narrow ? size : 0],
                new long[narrow ? 0 : size]);
    }

    /// Whether this number could be set.
    boolean holds(long number) {
        long offset = number - base;
        return wide.length > 0 || (offset >= 0 && offset < 1L << NARROW_BITS);
    }

    int size() {
        return Math.max(low.length, wide.length);
    }

    long get(int i) {
        return wide.length == 0 ? base + ((high[i] & 0xFFL) << 32 | (low[i] & LOW)) : wide[i];
    }

    void set(int i, long number) {
        if (wide.length == 0) {
            long offset = number - base;
            low[i] = (int) offset;
            high[i] = (byte) (offset >>> 32);
        } else {
            wide[i] = number;
        }
    }

    /// The numbers of some rows, at the same places as those.
    void gather(int[] rows, int from, int to, long[] target) {
        if (wide.length > 0) {
            for (int i = from; i < to; i++) {
                target[i] = wide[rows[i]];
            }
            return;
        }
        long first = base;
        int[] lows = low;
        byte[] highs = high;
        for (int i = from; i < to; i++) {
            int row = rows[i];
            target[i] = first + ((highs[row] & 0xFFL) << 32 | (lows[row] & LOW));
        }
    }

    /// The same where more rows come after these.
    void gather(int[] rows, int from, int to, long[] behind, long[] target) {
        int own = size();
        for (int i = from; i < to; i++) {
            int row = rows[i];
            target[i] = row < own ? get(row) : behind[row - own];
        }
    }

    void copyTo(PackedLongs target, int at, int from, int count) {
        if (low.length > 0 && target.low.length > 0 && base == target.base) {
            System.arraycopy(low, from, target.low, at, count);
            System.arraycopy(high, from, target.high, at, count);
        } else {
            for (int i = 0; i < count; i++) {
                target.set(at + i, get(from + i));
            }
        }
    }

    long bytes() {
        return 5L * low.length + 8L * wide.length;
    }
}
