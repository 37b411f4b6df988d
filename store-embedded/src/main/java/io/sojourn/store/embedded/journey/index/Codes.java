package io.sojourn.store.embedded.journey.index;

import java.util.Arrays;

/// Codes of a dictionary in 1, 2 or 4 bytes each, as wide as the highest one asks for.
final class Codes {

    private static final int BYTE_MAX = 0xFF;
    private static final int CHAR_MAX = 0xFFFF;

    private int highest;
    private int size;
    private byte[] bytes = new byte[0];
    private char[] chars = new char[0];
    private int[] ints = new int[0];

    /// All 0.
    ///
    /// @param highest code that is expected; a higher one widens them all
    Codes(int size, int highest) {
        this.size = size;
        if (highest <= BYTE_MAX) {
            this.highest = BYTE_MAX;
            bytes = new byte[size];
        } else if (highest <= CHAR_MAX) {
            this.highest = CHAR_MAX;
            chars = new char[size];
        } else {
            this.highest = Integer.MAX_VALUE;
            ints = new int[size];
        }
    }

    Codes copy() {
        Codes copy = new Codes(0, highest);
        copy.size = size;
        copy.bytes = bytes.clone();
        copy.chars = chars.clone();
        copy.ints = ints.clone();
        return copy;
    }

    int size() {
        return size;
    }

    /// Highest code that fits without widening.
    int highest() {
        return highest;
    }

    int get(int i) {
        return highest == BYTE_MAX ? bytes[i] & BYTE_MAX : highest == CHAR_MAX ? chars[i] : ints[i];
    }

    void set(int i, int code) {
        if (code > highest) {
            widen(code);
        }
        if (highest == BYTE_MAX) {
            bytes[i] = (byte) code;
        } else if (highest == CHAR_MAX) {
            chars[i] = (char) code;
        } else {
            ints[i] = code;
        }
    }

    private void widen(int code) {
        Codes wider = new Codes(size, code);
        for (int i = 0; i < size; i++) {
            wider.set(i, get(i));
        }
        bytes = wider.bytes;
        chars = wider.chars;
        ints = wider.ints;
        highest = wider.highest;
    }

    /// Room for more at the end.
    void grow(int room) {
        size = room;
        bytes = highest == BYTE_MAX ? Arrays.copyOf(bytes, room) : bytes;
        chars = highest == CHAR_MAX ? Arrays.copyOf(chars, room) : chars;
        ints = highest > CHAR_MAX ? Arrays.copyOf(ints, room) : ints;
    }

    /// The codes of some rows, at the same places as those.
    ///
    /// @param behind codes of the rows that come after these
    void gather(int[] rows, int from, int to, int[] behind, int[] target) {
        int own = size;
        if (highest == BYTE_MAX) {
            byte[] codes = bytes;
            for (int i = from; i < to; i++) {
                int row = rows[i];
                target[i] = row < own ? codes[row] & BYTE_MAX : behind[row - own];
            }
        } else {
            for (int i = from; i < to; i++) {
                int row = rows[i];
                target[i] = row < own ? get(row) : behind[row - own];
            }
        }
    }

    /// What a table says of the codes of some rows, at the same places as those.
    ///
    /// @param behind codes of the rows that come after these
    void gather(int[] rows, int from, int to, int[] behind, long[] table, long[] target) {
        int own = size;
        if (highest == BYTE_MAX) {
            byte[] codes = bytes;
            for (int i = from; i < to; i++) {
                int row = rows[i];
                target[i] = table[row < own ? codes[row] & BYTE_MAX : behind[row - own]];
            }
        } else {
            for (int i = from; i < to; i++) {
                int row = rows[i];
                target[i] = table[row < own ? get(row) : behind[row - own]];
            }
        }
    }

    /// Writes the rows whose code is wanted into `rows` from `at` on, in order; there must be room for all.
    ///
    /// Without a branch per row: which rows are wanted is as good as random.
    ///
    /// @param wanted 1 or 0 per code, at least 256 of them
    /// @return where the next one goes
    int select(byte[] wanted, int from, int to, int[] rows, int at) {
        int next = at;
        if (highest == BYTE_MAX) {
            byte[] codes = bytes;
            for (int i = from; i < to; i++) {
                rows[next] = i;
                next += wanted[codes[i] & BYTE_MAX];
            }
        } else {
            for (int i = from; i < to; i++) {
                rows[next] = i;
                next += wanted[get(i)];
            }
        }
        return next;
    }

    void copyTo(Codes target, int at, int from, int count) {
        if (highest == BYTE_MAX && target.highest == BYTE_MAX) {
            System.arraycopy(bytes, from, target.bytes, at, count);
        } else {
            for (int i = 0; i < count; i++) {
                target.set(at + i, get(from + i));
            }
        }
    }

    long memory() {
        return bytes.length + 2L * chars.length + 4L * ints.length;
    }
}
