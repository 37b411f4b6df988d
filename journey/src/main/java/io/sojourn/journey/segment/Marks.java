package io.sojourn.journey.segment;

import io.sojourn.journey.scan.JourneyBatch;
import io.sojourn.journey.time.Calendar;
import io.sojourn.journey.time.Unit;

/// The rows of a person that a condition of the scan marks, and that lie in the person's own span of time.
///
/// @param word of the mask
/// @param bit of the word
record Marks(int word, long bit, Span span) {

    /// A span of time that begins when a person was first seen.
    ///
    /// @param count of units, 0 = without end
    record Span(Calendar calendar, Unit unit, int count) {

        static final Span EVER = new Span(Calendar.UTC, Unit.DAY, 0);

        static Span of(Timeframe timeframe, Calendar calendar) {
            return timeframe instanceof Timeframe.SinceFirstSeen(int count, Unit unit)
                    ? new Span(calendar, unit, count)
                    : EVER;
        }

        /// First millisecond after it.
        long end(long firstSeen) {
            return count == 0 ? Long.MAX_VALUE : calendar.plus(firstSeen, unit, count);
        }
    }

    boolean at(JourneyBatch batch, int row) {
        return (batch.mask()[word][row] & bit) != 0;
    }

    /// The first row, -1 where there is none.
    int first(JourneyBatch batch, int person) {
        long[] mask = batch.mask()[word];
        int end = end(batch, person);
        for (int row = batch.start()[person]; row < end; row++) {
            if ((mask[row] & bit) != 0) {
                return row;
            }
        }
        return -1;
    }

    /// First row of the person that lies after the span.
    int end(JourneyBatch batch, int person) {
        int end = batch.start()[person + 1];
        int start = batch.start()[person];
        if (span.count() == 0 || start == end) {
            return end;
        }
        long until = span.end(batch.firstSeen()[person]);
        while (end > start && batch.time()[end - 1] >= until) {
            end--;
        }
        return end;
    }
}
