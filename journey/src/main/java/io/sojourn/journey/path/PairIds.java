package io.sojourn.journey.path;

import io.sojourn.journey.scan.Stop;
import java.util.Arrays;

/// Numbers pairs of ints from 0 in the order in which they are met. Allocates only to grow; a pair and its number lie
/// side by side, so that a look-up touches one place of memory.
final class PairIds {

    private static final int BYTES_PER_PAIR = 24;
    private static final int BITS_AT_FIRST = 6;
    private static final int NEAR_FIRST = 1 << 14;
    private static final int NEAR_SECOND = 1 << 6;
    private static final long MIX = 0x9E37_79B9_7F4A_7C15L;

    private final Stop stop;
    private final String narrow;
    private long[] pairs = new long[1 << (BITS_AT_FIRST - 1)];

    /// Numbers plus 1 of pairs of small numbers, by pair; 0 = none. Twice as fast as the slots.
    private int[] near = new int[NEAR_SECOND];

    /// Numbers plus 1 of all pairs, by hash; 0 = free.
    private int[] slots = new int[1 << BITS_AT_FIRST];

    private int bits = BITS_AT_FIRST;
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
        if (first >= NEAR_FIRST || second >= NEAR_SECOND) {
            return far(first, second);
        }
        int at = first * NEAR_SECOND + second;
        int id = at < near.length ? near[at] : 0;
        return id == 0 ? approach(first, second, at) : id - 1;
    }

    private int approach(int first, int second, int at) {
        if (at >= near.length) {
            int length = Integer.highestOneBit(at) << 1;
            stop.take((long) Integer.BYTES * (length - near.length), narrow);
            near = Arrays.copyOf(near, length);
        }
        int id = far(first, second);
        near[at] = id + 1;
        return id;
    }

    private int far(int first, int second) {
        long pair = ((long) first << Integer.SIZE) | (second & 0xFFFF_FFFFL);
        int[] all = slots;
        int slot = slot(pair);
        for (int id = all[slot]; id != 0; id = all[slot]) {
            if (pairs[id - 1] == pair) {
                return id - 1;
            }
            slot = (slot + 1) & (all.length - 1);
        }
        return add(pair, slot);
    }

    private int slot(long pair) {
        return (int) ((pair * MIX) >>> (Long.SIZE - bits));
    }

    private int add(long pair, int slot) {
        if (size == pairs.length) {
            grow();
            pairs[size++] = pair;
            rehash();
        } else {
            pairs[size++] = pair;
            slots[slot] = size;
        }
        return size - 1;
    }

    private void grow() {
        stop.take((long) BYTES_PER_PAIR * size, narrow);
        pairs = Arrays.copyOf(pairs, 2 * size);
        slots = new int[2 * slots.length];
        bits++;
    }

    private void rehash() {
        for (int id = 0; id < size; id++) {
            int slot = slot(pairs[id]);
            while (slots[slot] != 0) {
                slot = (slot + 1) & (slots.length - 1);
            }
            slots[slot] = id + 1;
        }
    }
}
