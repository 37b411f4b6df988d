package io.sojourn.store.embedded.journey.index;

import io.sojourn.journey.scan.JourneyBatch;
import java.util.Arrays;

/// The arrays of one reader's batches, filled again and again: small enough to stay in the cache of its core.
final class Batch {

    /// A batch is given out at the first person after so many rows,
    static final int ROWS = 4096;

    /// or after so many persons.
    static final int PEOPLE = 2048;

    final long[] person = new long[PEOPLE];
    final int[] start = new int[PEOPLE + 1];
    final long[] firstSeen = new long[PEOPLE];
    final int[][] personColumns;
    int[] rows = new int[2 * ROWS];
    long[] time = new long[2 * ROWS];
    final long[][] mask;
    int[] visit;
    long[] event;
    final int[][] eventColumns;
    int people;

    Batch(int words, boolean visits, boolean numbers, int eventColumns, int personColumns) {
        this.personColumns = new int[personColumns][PEOPLE];
        this.mask = new long[words][rows.length];
        this.visit = new int[visits ? rows.length : 0];
        this.event = new long[numbers ? rows.length : 0];
        this.eventColumns = new int[eventColumns][rows.length];
    }

    /// Room for rows up to a number, and one more.
    void ensure(int size) {
        if (size < rows.length) {
            return;
        }
        int room = Math.max(size + 1, 2 * rows.length);
        rows = Arrays.copyOf(rows, room);
        time = Arrays.copyOf(time, room);
        for (int w = 0; w < mask.length; w++) {
            mask[w] = Arrays.copyOf(mask[w], room);
        }
        visit = visit.length == 0 ? visit : Arrays.copyOf(visit, room);
        event = event.length == 0 ? event : Arrays.copyOf(event, room);
        for (int c = 0; c < eventColumns.length; c++) {
            eventColumns[c] = Arrays.copyOf(eventColumns[c], room);
        }
    }

    /// Moves rows down to a place, with all that is known of them.
    ///
    /// @return after the last one there
    int move(int from, int to, int at) {
        int count = to - from;
        if (at == from || count == 0) {
            return at + count;
        }
        System.arraycopy(rows, from, rows, at, count);
        System.arraycopy(time, from, time, at, count);
        for (long[] word : mask) {
            System.arraycopy(word, from, word, at, count);
        }
        if (visit.length > 0) {
            System.arraycopy(visit, from, visit, at, count);
        }
        for (int[] column : eventColumns) {
            System.arraycopy(column, from, column, at, count);
        }
        return at + count;
    }

    JourneyBatch batch() {
        return new JourneyBatch(
                people,
                person,
                start,
                firstSeen,
                personColumns,
                event,
                time,
                mask,
                visit,
                eventColumns);
    }
}
