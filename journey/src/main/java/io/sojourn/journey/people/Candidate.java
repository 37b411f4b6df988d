package io.sojourn.journey.people;

import java.util.Comparator;

/// A person who may be in the table.
///
/// @param person number
/// @param key what it is sorted by
/// @param values per column: code of the property, 1 for a member, number of events
@SuppressWarnings("ArrayRecordComponent") // never compared as a whole
record Candidate(long person, SortKey key, long[] values) {

    /// Numbers before other texts before nothing.
    ///
    /// @param number NaN where there is none
    /// @param text of a value that is no number
    record SortKey(boolean missing, double number, String text) {

        static final SortKey NONE = new SortKey(true, Double.NaN, "");

        static SortKey of(double number) {
            return new SortKey(false, number, "");
        }

        static SortKey of(String text) {
            return new SortKey(false, Double.NaN, text);
        }
    }

    static Comparator<Candidate> order(boolean descending) {
        Comparator<SortKey> byValue =
                Comparator.comparingDouble(SortKey::number).thenComparing(SortKey::text);
        return Comparator.comparing(
                        Candidate::key,
                        Comparator.comparing(SortKey::missing)
                                .thenComparing(descending ? byValue.reversed() : byValue))
                .thenComparingLong(Candidate::person);
    }
}
