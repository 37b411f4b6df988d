package io.sojourn.journey.group;

import io.sojourn.journey.scan.Stop;
import java.util.Arrays;

/// Numbers pairs of ints in the order in which they are met: an open-addressed table, because it is asked once per
/// event.
final class Pairs {

    private static final int FREE = -1;

    private final Stop stop;
    private long[] keys = new long[64];
    private int[] numbers = filled(64);
    private int size;

    Pairs(Stop stop) {
        this.stop = stop;
    }

    int number(int left, int right) {
        long key = ((long) left << 32) | (right & 0xFFFF_FFFFL);
        int slot = slot(key);
        if (numbers[slot] == FREE) {
            if (2 * (size + 1) > keys.length) {
                grow();
                slot = slot(key);
            }
            keys[slot] = key;
            numbers[slot] = size++;
        }
        return numbers[slot];
    }

    private int slot(long key) {
        long hash = key * 0x9E37_79B9_7F4A_7C15L;
        int mask = keys.length - 1;
        int slot = ((int) (hash >>> 32)) & mask;
        while (numbers[slot] != FREE && keys[slot] != key) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        stop.take(12L * keys.length, GroupIndex.NARROWER);
        long[] oldKeys = keys;
        int[] oldNumbers = numbers;
        keys = new long[2 * oldKeys.length];
        numbers = filled(2 * oldKeys.length);
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldNumbers[i] != FREE) {
                int slot = slot(oldKeys[i]);
                keys[slot] = oldKeys[i];
                numbers[slot] = oldNumbers[i];
            }
        }
    }

    private static int[] filled(int length) {
        int[] free = new int[length];
        Arrays.fill(free, FREE);
        return free;
    }
}
