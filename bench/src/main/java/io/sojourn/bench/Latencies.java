package io.sojourn.bench;

/// How often which time was measured, within 1/32 of its value. For one thread.
final class Latencies {
    private static final int FRACTION_BITS = 5;
    private static final int FRACTIONS = 1 << FRACTION_BITS;

    private final long[] counts = new long[64 * FRACTIONS];
    private long count;

    void add(long nanos) {
        counts[bucket(Math.max(0, nanos))]++;
        count++;
    }

    long count() {
        return count;
    }

    /// @param share 0 to 1
    /// @return milliseconds that this share of the times did not exceed, 0 without any
    double millis(double share) {
        long rank = (long) Math.ceil(share * count);
        long passed = 0;
        for (int bucket = 0; bucket < counts.length; bucket++) {
            passed += counts[bucket];
            if (passed >= rank && passed > 0) {
                return upper(bucket) / 1e6;
            }
        }
        return 0;
    }

    private static int bucket(long nanos) {
        if (nanos < FRACTIONS) {
            return (int) nanos;
        }
        int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos) - FRACTION_BITS;
        return (shift + 1) * FRACTIONS + (int) (nanos >>> shift) - FRACTIONS;
    }

    /// The largest time of a bucket.
    private static long upper(int bucket) {
        if (bucket < FRACTIONS) {
            return bucket;
        }
        int shift = bucket / FRACTIONS - 1;
        return ((bucket % FRACTIONS + FRACTIONS + 1L) << shift) - 1;
    }
}
