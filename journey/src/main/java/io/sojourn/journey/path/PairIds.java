package io.sojourn.journey.path;

import io.sojourn.journey.scan.Stop;
import java.util.Arrays;

/// Numbers pairs of ints from 0 in the order in which they are met. Allocates only to grow.
final class PairIds {

    private static final int BYTES_PER_PAIR = 40;
    private static final long MIX = 0x9E37_79B9_7F4A_7C15L;

    private final Stop stop;
    private final String narrow;
    private long[] pairs = new long[16];
    private int[] slots = new int[64];
    private int shift = Long.SIZE - 6;
    private int size;

    /// @param narrow what makes an answer smaller that has too many pairs
    PairIds(Stop stop, String narrow) {
        this.stop = stop;
        this.narrow = narrow;
    }

    int size() {
        return size;
    }

    int first(int id) {
        return (int) (pairs[id] >>> Integer.SIZE);
    }

    int second(int id) {
        return (int) pairs[id];
    }

    /// @return its number, which is the size before where it is new
    int id(int first, int second) {
        long pair = (long) first << Integer.SIZE | (second & 0xFFFF_FFFFL);
        int slot = (int) ((pair * MIX) >>> shift);
        int mask = slots.length - 1;
        for (int id = slots[slot]; id != 0; id = slots[slot]) {
            if (pairs[id - 1] == pair) {
                return id - 1;
            }
            slot = (slot + 1) & mask;
        }
        return add(pair, slot);
    }

    private int add(long pair, int slot) {
        if (size == pairs.length) {
            stop.take((long) BYTES_PER_PAIR * size, narrow);
            pairs = Arrays.copyOf(pairs, 2 * size);
        }
        pairs[size] = pair;
        slots[slot] = ++size;
        if (size > slots.length / 2) {
            rehash();
        }
        return size - 1;
    }

    private void rehash() {
        slots = new int[2 * slots.length];
        shift--;
        int mask = slots.length - 1;
        for (int id = 0; id < size; id++) {
            int slot = (int) ((pairs[id] * MIX) >>> shift);
            while (slots[slot] != 0) {
                slot = (slot + 1) & mask;
            }
            slots[slot] = id + 1;
        }
    }
}
