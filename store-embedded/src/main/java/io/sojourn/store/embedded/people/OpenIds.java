package io.sojourn.store.embedded.people;

import io.sojourn.store.people.IdHash;
import io.sojourn.store.people.SeenEvent;
import java.nio.ByteBuffer;
import java.util.Optional;

/// The ids of the hour that is still open, in memory: a table of five longs a slot, free where the visitor
/// is 0. Visitor numbers begin at 1.
final class OpenIds {

    static final int ENTRY_BYTES = 5 * Long.BYTES;

    private static final int SLOTS_MIN = 64;
    private static final int WIDTH = 5;
    private static final int VISITOR = 3;

    private long[] slots = new long[SLOTS_MIN * WIDTH];
    private int size;

    int size() {
        return size;
    }

    void put(long high, long low, long event, long visitor, long time) {
        if ((size + 1) * 4 > slots.length / WIDTH * 3) {
            grow();
        }
        int at = find(high, low);
        if (slots[at + VISITOR] == 0) {
            size++;
        }
        slots[at] = high;
        slots[at + 1] = low;
        slots[at + 2] = event;
        slots[at + VISITOR] = visitor;
        slots[at + 4] = time;
    }

    /// Takes over stored entries.
    void putAll(ByteBuffer entries) {
        while (entries.hasRemaining()) {
            put(
                    entries.getLong(),
                    entries.getLong(),
                    entries.getLong(),
                    entries.getLong(),
                    entries.getLong());
        }
    }

    Optional<SeenEvent> get(IdHash id) {
        int at = find(id.high(), id.low());
        return slots[at + VISITOR] == 0
                ? Optional.empty()
                : Optional.of(new SeenEvent(slots[at + 2], slots[at + VISITOR], slots[at + 4]));
    }

    private int find(long high, long low) {
        int count = slots.length / WIDTH;
        int slot = (int) low & (count - 1);
        while (true) {
            int at = slot * WIDTH;
            if (slots[at + VISITOR] == 0 || (slots[at] == high && slots[at + 1] == low)) {
                return at;
            }
            slot = (slot + 1) & (count - 1);
        }
    }

    private void grow() {
        long[] old = slots;
        slots = new long[old.length * 2];
        for (int from = 0; from < old.length; from += WIDTH) {
            if (old[from + VISITOR] != 0) {
                System.arraycopy(old, from, slots, find(old[from], old[from + 1]), WIDTH);
            }
        }
    }

    /// The entries by the first bits of their hashes.
    ///
    /// @param bits number of those bits, 0 to 20
    byte[][] buckets(int bits) {
        int[] counts = new int[1 << bits];
        for (int from = 0; from < slots.length; from += WIDTH) {
            if (slots[from + VISITOR] != 0) {
                counts[bucket(slots[from], bits)]++;
            }
        }
        byte[][] buckets = new byte[counts.length][];
        ByteBuffer[] writers = new ByteBuffer[counts.length];
        for (int i = 0; i < counts.length; i++) {
            buckets[i] = new byte[counts[i] * ENTRY_BYTES];
            writers[i] = ByteBuffer.wrap(buckets[i]);
        }
        for (int from = 0; from < slots.length; from += WIDTH) {
            if (slots[from + VISITOR] != 0) {
                ByteBuffer bucket = writers[bucket(slots[from], bits)];
                for (int i = 0; i < WIDTH; i++) {
                    bucket.putLong(slots[from + i]);
                }
            }
        }
        return buckets;
    }

    static int bucket(long high, int bits) {
        return bits == 0 ? 0 : (int) (high >>> (Long.SIZE - bits));
    }

    void clear() {
        slots = new long[SLOTS_MIN * WIDTH];
        size = 0;
    }
}
