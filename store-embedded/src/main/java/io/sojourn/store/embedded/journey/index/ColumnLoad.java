package io.sojourn.store.embedded.journey.index;

import io.sojourn.core.event.Event;
import io.sojourn.store.embedded.event.EventArrivals;
import io.sojourn.store.embedded.journey.Texts;
import io.sojourn.store.embedded.journey.index.Columns.LongField;
import java.util.Arrays;
import java.util.function.ObjIntConsumer;

/// Reads one column from the store for events that an index has already: those of its base, and the first of its delta.
final class ColumnLoad {

    private final EventArrivals events;
    private final Base base;
    private final Delta delta;
    private final Base.Places places;
    private final long lastChange;
    private final long[] changed;
    private final int[] changedRows;
    private int nextDelta;
    private int nextChanged;
    private int placed;

    /// @param delta rows that are to be found too
    /// @param lastChange changes that arrived after it are left out
    private ColumnLoad(EventArrivals events, Base base, Delta delta, long lastChange) {
        this.events = events;
        this.base = base;
        this.delta = delta;
        this.places = base.places();
        this.lastChange = lastChange;
        this.changed = events.changed(lastChange);
        this.changedRows = new int[changed.length];
    }

    /// @param codes by row of the base, filled
    /// @return by row of the delta
    static int[] texts(
            EventArrivals events,
            TextField field,
            int part,
            Texts texts,
            Codes codes,
            Base base,
            Delta delta,
            long lastChange) {
        ColumnLoad load = new ColumnLoad(events, base, delta, lastChange);
        int[] added = new int[delta.count()];
        EventArrivals.Coded each =
                (event, visitor, code) -> {
                    int row = load.row(event, visitor);
                    if (row >= base.size()) {
                        added[row - base.size()] = code;
                    } else if (row >= 0) {
                        codes.set(row, code);
                    }
                };
        switch (field) {
            case TextField.Property(String key) -> events.property(key, texts::code, each);
            case TextField.OfVisit(String key) -> {
                if (part == 0) {
                    events.visitProperty(key, texts::code, each);
                } else {
                    events.attribute(key, texts::code, each);
                }
            }
            case TextField.Campaign() -> events.campaign(texts::code, each);
        }
        if (field instanceof TextField.Property) {
            load.overChanged(
                    (event, row) -> {
                        int code = field.text(event, part).map(texts::code).orElse(0);
                        if (row >= base.size()) {
                            added[row - base.size()] = code;
                        } else {
                            codes.set(row, code);
                        }
                    });
        }
        return added;
    }

    static LongColumn longs(
            EventArrivals events, LongField field, Base base, Delta delta, long lastChange) {
        ColumnLoad load = new ColumnLoad(events, base, delta, lastChange);
        LongColumn column =
                new LongColumn(
                        base.size() == 0
                                ? new PackedLongs(0, 0, 0)
                                : field == LongField.ACTIVE_UNTIL
                                        ? base.times().ofSize(base.size())
                                        : new PackedLongs(base.size(), 0, Math.max(0, base.last())),
                        new long[delta.count()]);
        ObjIntConsumer<Long> set =
                (number, row) -> {
                    if (row >= base.size()) {
                        column.setDelta(row - base.size(), number);
                    } else if (row >= 0) {
                        column.setBase(row, number);
                    }
                };
        events.activity(
                (event, visitor, activeUntil, timeout) ->
                        set.accept(
                                switch (field) {
                                    case NUMBER -> event;
                                    case ACTIVE_UNTIL -> activeUntil;
                                    case TIMEOUT -> timeout;
                                },
                                load.row(event, visitor)));
        if (field == LongField.ACTIVE_UNTIL) {
            load.overChanged((event, row) -> set.accept(event.activeUntil(), row));
        }
        return column;
    }

    /// Row of the next event, -1 where it is none of the index.
    private int row(long event, long visitor) {
        int row = -1;
        if (event <= base.last()) {
            row = places.next(Math.toIntExact(visitor));
            placed++;
        } else {
            while (nextDelta < delta.count() && delta.events()[nextDelta] < event) {
                nextDelta++;
            }
            if (nextDelta < delta.count() && delta.events()[nextDelta] == event) {
                row = base.size() + nextDelta;
            }
        }
        while (nextChanged < changed.length && changed[nextChanged] < event) {
            changedRows[nextChanged++] = -1;
        }
        if (nextChanged < changed.length && changed[nextChanged] == event) {
            changedRows[nextChanged++] = row;
        }
        return row;
    }

    /// Events with changes that were passed.
    private void overChanged(ObjIntConsumer<Event> consumer) {
        Arrays.fill(changedRows, nextChanged, changed.length, -1);
        events.forEachChanged(
                lastChange,
                event -> {
                    int at = Arrays.binarySearch(changed, event.id());
                    if (at >= 0 && changedRows[at] >= 0) {
                        consumer.accept(event, changedRows[at]);
                    }
                });
    }

    /// Events of the base that were found.
    int placed() {
        return placed;
    }
}
