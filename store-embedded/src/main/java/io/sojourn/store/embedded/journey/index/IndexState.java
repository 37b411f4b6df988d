package io.sojourn.store.embedded.journey.index;

import io.sojourn.core.event.Event;
import io.sojourn.core.event.EventChange;
import io.sojourn.core.value.Value;
import io.sojourn.store.embedded.journey.index.Columns.LongField;
import io.sojourn.store.event.EventBatch;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Events in memory as of the last commit. Guarded by the lock of its [JourneyIndex].
final class IndexState {

    private final Kinds kinds;
    private final Columns columns = Columns.none();
    private Base base;
    private DeltaRows rows;
    private BitSet gone = new BitSet();
    private long position;
    private boolean needsNumbers;

    IndexState(Kinds kinds, Base base, DeltaRows rows, BitSet gone, long position) {
        this.kinds = kinds;
        this.base = base;
        this.rows = rows;
        this.gone = gone;
        this.position = position;
    }

    /// Of the last batch in it.
    long position() {
        return position;
    }

    Base base() {
        return base;
    }

    DeltaRows rows() {
        return rows;
    }

    Columns columns() {
        return columns;
    }

    BitSet gone() {
        return gone;
    }

    long bytes() {
        return base.memory() + rows.memory() + columns.bytes() + (kinds.size() * 64L);
    }

    /// Memory with no more columns than some.
    long bytes(Set<?> fields) {
        return bytes() - columns.bytes() + columns.bytes(fields);
    }

    /// Whether a change could not be laid over since times alone did not tell its event.
    boolean needsNumbers() {
        return needsNumbers && columns.number(LongField.NUMBER).isEmpty();
    }

    // --- taking in what is committed

    /// At once, since the store has nothing of them any more.
    void delete(List<Long> visitors) {
        if (!visitors.isEmpty()) {
            gone = (BitSet) gone.clone();
            visitors.forEach(visitor -> gone.set(Math.toIntExact(visitor)));
        }
    }

    void absorb(EventBatch batch) {
        position = batch.position();
        for (Event event : batch.events()) {
            add(event);
        }
        for (EventChange change : batch.changes()) {
            apply(change);
        }
    }

    private void add(Event event) {
        int row =
                rows.add(
                        Math.toIntExact(event.visitor()),
                        event.time(),
                        event.id(),
                        kinds.code(event.name(), event.flags()));
        columns.texts()
                .forEach(
                        (field, column) -> {
                            for (int part = 0; part < field.parts(); part++) {
                                column.setDelta(
                                        part,
                                        row,
                                        field.text(event, part)
                                                .map(column.texts()::code)
                                                .orElse(0));
                            }
                        });
        columns.numbers().forEach((field, column) -> column.setDelta(row, field.of(event)));
    }

    /// Lays a change over the columns that it touches. It arrived after all that they hold, so it overrules them; where
    /// it cannot be laid over here, those columns are given up, to be loaded again.
    void apply(EventChange change) {
        Set<TextField> touched =
                columns.texts().keySet().stream()
                        .filter(
                                field ->
                                        field instanceof TextField.Property(String key)
                                                && change.properties().containsKey(key))
                        .collect(Collectors.toSet());
        boolean prolongs =
                change.activeUntil() != 0 && columns.number(LongField.ACTIVE_UNTIL).isPresent();
        if (touched.isEmpty() && !prolongs) {
            return;
        }
        Optional<Integer> row =
                change.arrival() < change.event() ? Optional.of(AMBIGUOUS) : row(change);
        if (row.isEmpty()) {
            return;
        }
        if (row.get() == AMBIGUOUS) {
            needsNumbers = true;
            touched.forEach(columns.texts()::remove);
            if (prolongs) {
                columns.numbers().remove(LongField.ACTIVE_UNTIL);
            }
            return;
        }
        for (TextField field : touched) {
            set((TextField.Property) field, row.get(), change.properties());
        }
        if (prolongs) {
            prolong(row.get(), change.activeUntil());
        }
    }

    private static final int AMBIGUOUS = -1;

    /// Row of the changed event, none where it is not here, [#AMBIGUOUS] where its time does not tell.
    private Optional<Integer> row(EventChange change) {
        if (change.event() > base.last()) {
            int found = rows.row(change.event());
            return found < 0 ? Optional.empty() : Optional.of(base.size() + found);
        }
        int visitor = Math.toIntExact(change.visitor());
        int low = base.from(visitor);
        int high = base.to(visitor);
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (base.times().get(middle) < change.time()) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        int end = low;
        while (end < base.to(visitor) && base.times().get(end) == change.time()) {
            end++;
        }
        if (end - low <= 1) {
            return end == low ? Optional.empty() : Optional.of(low);
        }
        Optional<LongColumn> numbers = columns.number(LongField.NUMBER);
        if (numbers.isEmpty()) {
            return Optional.of(AMBIGUOUS);
        }
        for (int row = low; row < end; row++) {
            if (numbers.get().base().get(row) == change.event()) {
                return Optional.of(row);
            }
        }
        return Optional.empty();
    }

    private void set(TextField.Property field, int row, Map<String, Value> properties) {
        TextColumn column = columns.texts().get(field);
        Value value = properties.get(field.key());
        if (column == null || value == null) {
            throw new IllegalStateException(field + " is neither loaded nor changed");
        }
        String text = value.text();
        boolean inBase = row < base.size();
        int at = inBase ? row : row - base.size();
        int before = inBase ? column.base(0).get(at) : column.delta(0, at);
        if (before != 0 && EventChange.MAXIMUM_OF.contains(field.key())) {
            Map<String, Value> laid = new java.util.HashMap<>();
            laid.put(field.key(), Value.string(column.texts().text(before)));
            EventChange.lay(laid, field.key(), value);
            text = laid.values().iterator().next().text();
        }
        int code = column.texts().code(text);
        if (code != before) {
            TextColumn changed = column.changeable();
            columns.texts().put(field, changed);
            if (inBase) {
                changed.setBase(0, at, code);
            } else {
                changed.setDelta(0, at, code);
            }
        }
    }

    private void prolong(int row, long until) {
        LongColumn column = columns.number(LongField.ACTIVE_UNTIL).orElseThrow();
        boolean inBase = row < base.size();
        int at = inBase ? row : row - base.size();
        long before = inBase ? column.base().get(at) : column.delta(at);
        if (until > before) {
            LongColumn changed = column.changeable();
            columns.numbers().put(LongField.ACTIVE_UNTIL, changed);
            if (inBase) {
                changed.setBase(at, until);
            } else {
                changed.setDelta(at, until);
            }
        }
    }

    // --- giving it out

    TimelinePlaces places() {
        return new TimelinePlaces(base, rows.version(), kinds, gone);
    }

    /// @param lastEvent what arrived after it is not seen
    /// @param numbers for when they are asked for and not loaded
    Version version(Needs needs, long lastEvent, Supplier<LongColumn.View> numbers) {
        Optional<LongColumn> loaded = columns.number(LongField.NUMBER);
        Optional<LongColumn.View> known = loaded.map(LongColumn::view);
        return new Version(
                base,
                rows.version().upTo(lastEvent),
                kinds,
                gone,
                needs.texts().entrySet().stream()
                        .collect(
                                Collectors.toMap(
                                        Map.Entry::getKey, entry -> text(entry.getValue()).view())),
                needs.visits()
                        ? Optional.of(
                                new Version.VisitInputs(
                                        columns.number(LongField.ACTIVE_UNTIL).orElseThrow().view(),
                                        needs.timeouts()
                                                ? columns.number(LongField.TIMEOUT)
                                                        .map(LongColumn::view)
                                                : Optional.empty(),
                                        needs.campaigns()
                                                ? Optional.of(text(new TextField.Campaign()).view())
                                                : Optional.empty()))
                        : Optional.empty(),
                known.isPresent() ? known::get : numbers);
    }

    private TextColumn text(TextField field) {
        TextColumn column = columns.texts().get(field);
        if (column == null) {
            throw new IllegalStateException(field + " is not loaded");
        }
        return column;
    }

    // --- replacing the base

    /// Takes a new base that holds the first rows of the delta too.
    ///
    /// @param from rows of the delta that are in it
    /// @param missed changes since it was begun
    void rebase(
            Rebase rebase, int from, BitSet dropped, Columns rebased, List<EventChange> missed) {
        base = rebase.base();
        rows = rows.from(from);
        gone = (BitSet) gone.clone();
        gone.andNot(dropped);
        for (TextField field : List.copyOf(columns.texts().keySet())) {
            TextColumn old = text(field);
            TextColumn column = rebased.texts().get(field);
            if (column == null) {
                columns.texts().remove(field);
            } else {
                for (int row = 0; row < rows.count(); row++) {
                    for (int part = 0; part < column.parts(); part++) {
                        column.setDelta(part, row, old.delta(part, from + row));
                    }
                }
                columns.texts().put(field, column);
            }
        }
        for (LongField field : List.copyOf(columns.numbers().keySet())) {
            LongColumn old = columns.number(field).orElseThrow();
            LongColumn column = rebased.numbers().get(field);
            if (column == null) {
                columns.numbers().remove(field);
            } else {
                for (int row = 0; row < rows.count(); row++) {
                    column.setDelta(row, old.delta(from + row));
                }
                columns.numbers().put(field, column);
            }
        }
        new ArrayList<>(missed).forEach(this::apply);
    }
}
