package io.sojourn.journey.people;

import java.util.Comparator;

/// A person who may be in the table.
///
/// @param person number
/// @param key what it is sorted by
/// @param values per column: code of the property, 1 for a member, number of events
@SuppressWarnings("ArrayRecordComponent") // never compared as a whole
record Candidate(long person, Key key, long[] values) {

    /// Numbers before other texts before nothing.
    ///
    /// @param number NaN where there is none
    /// @param text of a value that is no number
    record Key(boolean missing, double number, String text) {

        static final Key NONE = new Key(true, Double.NaN, "");

        static Key of(double number) {
            return new Key(false, number, "");
        }

        static Key of(String text) {
            return new Key(false, Double.NaN, text);
        }
    }

    static Comparator<Candidate> order(boolean descending) {
        Comparator<Key> byValue = Comparator.comparingDouble(Key::number).thenComparing(Key::text);
        return Comparator.comparing(
                        Candidate::key,
                        Comparator.comparing(Key::missing)
                                .thenComparing(descending ? byValue.reversed() : byValue))
                .thenComparingLong(Candidate::person);
    }
}
