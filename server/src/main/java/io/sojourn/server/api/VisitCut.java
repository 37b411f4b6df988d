package io.sojourn.server.api;

import io.sojourn.core.event.Event;
import io.sojourn.core.event.EventFlag;
import io.sojourn.core.person.Person;
import io.sojourn.core.project.ProjectSettings;
import io.sojourn.core.visit.LocalDays;
import io.sojourn.core.visit.VisitColumns;
import io.sojourn.core.visit.VisitRows;
import io.sojourn.core.visit.Visits;
import io.sojourn.store.ProjectStores;
import java.util.Arrays;
import java.util.List;

/// The visits that all events of a person make up, and which of them an event lies in: some 50 bytes an event, so
/// that the events themselves need not be held.
public final class VisitCut {

    public static final long NO_VISIT = -1;

    private final VisitRows rows;
    private final int[] ordinals;
    private final int[] firstRows;
    private final long[] ends;

    /// @param rows all events of the person that count
    public VisitCut(ProjectSettings settings, VisitRows rows) {
        this.rows = rows;
        this.ordinals = new int[rows.count()];
        int visits =
                Visits.cut(
                        settings.visits(),
                        new LocalDays(settings.zone()),
                        rows.columns(),
                        0,
                        rows.count(),
                        ordinals);
        this.firstRows = new int[visits];
        this.ends = new long[visits];
        findBounds();
    }

    public static VisitCut of(ProjectStores stores, Person person, boolean bots) {
        VisitRows rows = new VisitRows();
        stores.events()
                .forEach(person.visitorNumbers(), Long.MIN_VALUE, Long.MAX_VALUE, bots, rows::add);
        return new VisitCut(stores.people().settings(), rows);
    }

    /// @param events all of a person, oldest first; those of bots do not count
    static VisitCut of(ProjectSettings settings, List<Event> events) {
        VisitRows rows = new VisitRows();
        for (Event event : events) {
            if (!event.is(EventFlag.BOT)) {
                rows.add(event);
            }
        }
        return new VisitCut(settings, rows);
    }

    private void findBounds() {
        VisitColumns columns = rows.columns();
        Arrays.fill(firstRows, -1);
        Arrays.fill(ends, Long.MIN_VALUE);
        for (int row = 0; row < rows.count(); row++) {
            int visit = ordinals[row];
            if (visit != Visits.NONE && rows.opens(row)) {
                if (firstRows[visit] < 0) {
                    firstRows[visit] = row;
                }
                ends[visit] = Math.max(ends[visit], columns.activeUntil()[row]);
            }
        }
        for (int visit = 0; visit + 1 < ends.length; visit++) {
            ends[visit] = Math.min(ends[visit], start(visit + 1));
        }
    }

    public int count() {
        return firstRows.length;
    }

    /// @param visit ordinal, from the oldest on
    public long id(int visit) {
        return rows.id(firstRows[visit]);
    }

    public long start(int visit) {
        return time(firstRows[visit]);
    }

    public long end(int visit) {
        return ends[visit];
    }

    /// The visit that an event lies in, [Visits#NONE] where it lies in none or came later than the cut.
    public int visitOf(Event event) {
        int row = row(event);
        return row < 0 ? Visits.NONE : ordinals[row];
    }

    /// Whether the event was there when the visits were cut.
    boolean knows(Event event) {
        return row(event) >= 0;
    }

    private int row(Event event) {
        int low = 0;
        int high = rows.count() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long time = time(middle);
            if (time == event.time() && rows.id(middle) == event.id()) {
                return middle;
            }
            if (time < event.time() || (time == event.time() && rows.id(middle) < event.id())) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }

    /// Id of the visit that an event lies in, or [#NO_VISIT].
    public long visitIdOf(Event event) {
        int visit = visitOf(event);
        return visit == Visits.NONE ? NO_VISIT : id(visit);
    }

    private long time(int row) {
        return rows.columns().time()[row];
    }
}
