package io.sojourn.journey.path;

import io.sojourn.core.visit.Visits;
import io.sojourn.journey.Context;
import io.sojourn.journey.scan.JourneyBatch;
import io.sojourn.journey.scan.JourneyScan;

/// Cuts the journeys of batches into units, one after the other; for one thread. Allocates nothing per event.
///
/// The rows of a unit are those from [#from] to [#to] for which [#isOf] holds.
public abstract class UnitWalker {

    /// What is done with each unit.
    public interface Sink {
        void unit();
    }

    private static final int NO_COLUMN = -1;

    private final PathUnit unit;
    private final int runs;
    private final boolean journeys;

    private long[] people = new long[0];
    private int[] start = new int[0];
    private long[] time = new long[0];
    private int[] keys = new int[0];
    private int noKey;
    private int key;
    private int from;
    private int to;
    private long person;
    private int ordinal;

    /// @param column what [#scan] said
    protected UnitWalker(PathUnit unit, int column) {
        this.unit = unit;
        this.runs = column;
        this.journeys = unit instanceof PathUnit.Person;
    }

    /// Adds to a scan what its journeys are cut by.
    ///
    /// @return number of a column, for the constructor
    public static int scan(PathUnit unit, JourneyScan.Builder builder, Context context) {
        return switch (unit) {
            case PathUnit.Person() -> NO_COLUMN;
            case PathUnit.Visit(var cut) -> {
                builder.visits(cut.orElse(context.visits()));
                yield NO_COLUMN;
            }
            case PathUnit.Runs(var column) -> builder.column(column);
        };
    }

    /// Whether a row is there for runs; the others end none.
    protected abstract boolean takesPart(int row);

    /// Takes up a batch.
    protected void open(JourneyBatch batch) {
        people = batch.person();
        start = batch.start();
        time = batch.time();
        switch (unit) {
            case PathUnit.Person() -> {}
            case PathUnit.Visit ignored -> {
                keys = batch.visit();
                noKey = Visits.NONE;
            }
            case PathUnit.Runs ignored -> {
                keys = batch.eventColumns()[runs];
                noKey = 0;
            }
        }
    }

    /// All units of a batch, person by person.
    public final void walk(JourneyBatch batch, Sink sink) {
        open(batch);
        for (int i = 0; i < batch.people(); i++) {
            walk(i, sink);
        }
    }

    /// All units of one person of the batch that was taken up.
    final void walk(int index, Sink sink) {
        person = people[index];
        ordinal++;
        again(index, sink);
    }

    /// Once more the units of the person that was walked last.
    final void again(int index, Sink sink) {
        int row = start[index];
        int end = start[index + 1];
        if (journeys) {
            from = row;
            to = end;
            sink.unit();
            return;
        }
        int[] all = keys;
        while (row < end) {
            if (!opens(row)) {
                row++;
                continue;
            }
            int one = all[row];
            from = row;
            do {
                row++;
                while (row < end && all[row] == one) {
                    row++;
                }
            } while (row < end && !opens(row));
            to = row;
            key = one;
            sink.unit();
        }
    }

    private boolean opens(int row) {
        return keys[row] != noKey && (runs == NO_COLUMN || takesPart(row));
    }

    public final boolean isOf(int row) {
        return journeys || keys[row] == key;
    }

    /// First row of the unit.
    public final int from() {
        return from;
    }

    /// First row behind it.
    public final int to() {
        return to;
    }

    public final long time(int row) {
        return time[row];
    }

    public final long person() {
        return person;
    }

    /// Of the person among all whom this walker has met, counted from 1.
    public final int ordinal() {
        return ordinal;
    }
}
