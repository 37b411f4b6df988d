package io.sojourn.store.embedded.journey.index;

/// Puts the rows of a person's visitors, each in order, into one order. One thread at a time.
final class Merger {

    private final Version version;
    private final int baseSize;
    private int[] rows = new int[64];
    private long[] time = new long[64];
    private long[] mask = new long[64];

    Merger(Version version) {
        this.version = version;
        this.baseSize = version.base().size();
    }

    /// @param masks whether masks are there already
    /// @param pieces where each begins
    /// @param end of the last
    void merge(Batch out, boolean masks, int[] pieces, int count, int end) {
        boolean masked = masks && out.mask.length > 0;
        for (int i = 1; i < count; i++) {
            int middle = pieces[i];
            int to = i + 1 < count ? pieces[i + 1] : end;
            if (comesAfter(out, middle - 1, middle)) {
                merge(out, masked, pieces[0], middle, to);
            }
        }
    }

    private void merge(Batch out, boolean masked, int from, int middle, int to) {
        int size = middle - from;
        ensure(size);
        System.arraycopy(out.rows, from, rows, 0, size);
        System.arraycopy(out.time, from, time, 0, size);
        if (masked) {
            System.arraycopy(out.mask[0], from, mask, 0, size);
        }
        int left = 0;
        int right = middle;
        int at = from;
        while (left < size) {
            boolean takesRight =
                    right < to
                            && (time[left] > out.time[right]
                                    || (time[left] == out.time[right]
                                            && arrivedLater(rows[left], out.rows[right])));
            if (takesRight) {
                out.rows[at] = out.rows[right];
                out.time[at] = out.time[right];
                if (masked) {
                    out.mask[0][at] = out.mask[0][right];
                }
                right++;
            } else {
                out.rows[at] = rows[left];
                out.time[at] = time[left];
                if (masked) {
                    out.mask[0][at] = mask[left];
                }
                left++;
            }
            at++;
        }
    }

    private void ensure(int size) {
        if (rows.length < size) {
            rows = new int[2 * size];
            time = new long[2 * size];
            mask = new long[2 * size];
        }
    }

    private boolean comesAfter(Batch out, int i, int j) {
        return out.time[i] != out.time[j]
                ? out.time[i] > out.time[j]
                : arrivedLater(out.rows[i], out.rows[j]);
    }

    /// Whether an event arrived after another one. What is in the base arrived before what is in the delta; which of two
    /// in the base did, only their numbers tell.
    private boolean arrivedLater(int row, int other) {
        if (row < baseSize && other < baseSize) {
            LongColumn.View numbers = version.numbers().get();
            return numbers.base().get(row) > numbers.base().get(other);
        }
        return row > other;
    }
}
