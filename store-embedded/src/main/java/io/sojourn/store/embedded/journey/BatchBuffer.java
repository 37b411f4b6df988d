package io.sojourn.store.embedded.journey;

import io.sojourn.journey.scan.JourneyBatch;
import java.util.Arrays;
import java.util.function.Consumer;

/// Persons and rows on their way into a batch; one thread.
final class BatchBuffer {

    private static final int PEOPLE = 1_024;
    private static final int ROWS = 8_192;
    private static final int[] NO_VISITS = new int[0];
    private static final long[] NO_NUMBERS = new long[0];

    private final ScanPlan plan;
    private final Consumer<JourneyBatch> consumer;
    private final boolean visits;
    private final boolean numbers;
    private final Conditions conditions;
    private final long[] words;

    private final long[] person = new long[PEOPLE];
    private final int[] start = new int[PEOPLE + 1];
    private final long[] firstSeen = new long[PEOPLE];
    private final int[][] personColumns;
    private long[] event = new long[ROWS];
    private long[] time = new long[ROWS];
    private final long[][] mask;
    private int[] visit = new int[ROWS];
    private final int[][] eventColumns;
    private int people;
    private int rows;

    BatchBuffer(ScanPlan plan, Consumer<JourneyBatch> consumer) {
        this.plan = plan;
        this.consumer = consumer;
        this.visits = plan.scan().visits().isPresent();
        this.numbers = plan.scan().eventNumbers();
        this.conditions = new Conditions(plan);
        this.words = new long[plan.scan().words()];
        this.personColumns = new int[plan.scan().personColumns().size()][PEOPLE];
        this.mask = new long[words.length][ROWS];
        this.eventColumns = new int[plan.scan().eventColumns().size()][ROWS];
    }

    /// Adds a person, unless nothing of it is kept and not everyone is asked for.
    ///
    /// @param seen finished
    void add(int number, JourneyRows seen) {
        int before = rows;
        for (int row = opening(seen); row < seen.count(); row++) {
            boolean met = conditions.mark(seen.time(row), seen.name(row), seen.codes(), row, words);
            if (met || plan.scan().allEvents()) {
                keep(seen, row);
            }
        }
        if (rows == before && !plan.scan().everyone()) {
            return;
        }
        person[people] = number;
        firstSeen[people] = plan.view().firstSeen(number);
        for (int c = 0; c < personColumns.length; c++) {
            personColumns[c][people] = seen.personCode(plan.personSlot(c), number);
        }
        people++;
        start[people] = rows;
        if (people == PEOPLE || rows >= ROWS) {
            flush();
        }
    }

    /// The first row of the moment at which the scan's journeys open.
    private int opening(JourneyRows seen) {
        if (plan.scan().opening().isEmpty()) {
            return 0;
        }
        int condition = plan.scan().opening().getAsInt();
        long bit = 1L << condition % Long.SIZE;
        int row = 0;
        for (int first = 0; row < seen.count(); row++) {
            if (seen.time(row) != seen.time(first)) {
                first = row;
            }
            conditions.mark(seen.time(row), seen.name(row), seen.codes(), row, words);
            if ((words[condition / Long.SIZE] & bit) != 0) {
                return first;
            }
        }
        return row;
    }

    private void keep(JourneyRows seen, int row) {
        if (rows == event.length) {
            grow(2 * rows);
        }
        event[rows] = seen.event(row);
        time[rows] = seen.time(row);
        visit[rows] = seen.visit(row);
        for (int w = 0; w < words.length; w++) {
            mask[w][rows] = words[w];
        }
        for (int c = 0; c < eventColumns.length; c++) {
            eventColumns[c][rows] = seen.codes()[plan.eventSlot(c)][row];
        }
        rows++;
    }

    private void grow(int size) {
        event = Arrays.copyOf(event, size);
        time = Arrays.copyOf(time, size);
        visit = Arrays.copyOf(visit, size);
        for (int w = 0; w < mask.length; w++) {
            mask[w] = Arrays.copyOf(mask[w], size);
        }
        for (int c = 0; c < eventColumns.length; c++) {
            eventColumns[c] = Arrays.copyOf(eventColumns[c], size);
        }
    }

    /// Hands out what is left.
    void flush() {
        if (people > 0) {
            consumer.accept(
                    new JourneyBatch(
                            people,
                            person,
                            start,
                            firstSeen,
                            personColumns,
                            numbers ? event : NO_NUMBERS,
                            time,
                            mask,
                            visits ? visit : NO_VISITS,
                            eventColumns));
        }
        people = 0;
        rows = 0;
    }
}
