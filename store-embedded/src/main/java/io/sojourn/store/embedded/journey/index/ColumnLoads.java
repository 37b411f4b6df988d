package io.sojourn.store.embedded.journey.index;

import io.sojourn.core.event.Event;
import io.sojourn.core.event.EventChange;
import io.sojourn.core.event.EventId;
import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.store.embedded.event.DuckDbEventStore;
import io.sojourn.store.embedded.journey.Texts;
import io.sojourn.store.embedded.journey.index.Columns.LongField;
import io.sojourn.store.event.EventBatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Loads columns of one [JourneyIndex] from the event store when a question needs them, beside commits. What it holds is
/// guarded by the lock of the index.
final class ColumnLoads {

    private static final Logger LOG = LoggerFactory.getLogger(ColumnLoads.class);

    private static final int CODE_BYTES = 4;

    /// A number takes as much as so many codes.
    private static final int LONG_PARTS = 2;

    private static final long NEVER = Long.MAX_VALUE / 1_024;
    private static final Duration CHECK_EVERY = Duration.ofMillis(50);
    private static final Duration CATCH_UP_MAX = Duration.ofSeconds(5);

    private final JourneyIndex index;
    private final DuckDbEventStore events;
    private final IndexMemory memory;
    private final Condition changed;

    /// Changes that were committed while columns are loaded or the delta goes into the base.
    private final List<EventChange> missed = new ArrayList<>();

    private final Map<TextField, TextColumn> loading = new HashMap<>();
    private final Map<LongField, LongColumn> loadingNumbers = new HashMap<>();

    /// Of columns that turned out too large.
    private final Map<Object, Long> sizes = new HashMap<>();

    /// @param changed signalled whenever the index changed
    ColumnLoads(
            JourneyIndex index, DuckDbEventStore events, IndexMemory memory, Condition changed) {
        this.index = index;
        this.events = events;
        this.memory = memory;
        this.changed = changed;
    }

    // --- what the index asks, under its lock

    boolean isLoading() {
        return !loading.isEmpty() || !loadingNumbers.isEmpty();
    }

    List<EventChange> missed() {
        return missed;
    }

    void endMissing() {
        if (!index.isCompacting() && !isLoading()) {
            missed.clear();
        }
    }

    /// The index is given up or built anew.
    void forget() {
        sizes.clear();
    }

    /// Columns on their way take in what is committed.
    ///
    /// @param first row of the delta
    void absorb(EventBatch batch, int first) {
        for (int i = 0; i < batch.events().size(); i++) {
            Event event = batch.events().get(i);
            int row = first + i;
            loadingNumbers.forEach((field, column) -> column.setDelta(row, field.of(event)));
        }
        loading.forEach(
                (field, column) -> {
                    for (int i = 0; i < batch.events().size(); i++) {
                        for (int part = 0; part < field.parts(); part++) {
                            int code =
                                    field.text(batch.events().get(i), part)
                                            .map(column.texts()::code)
                                            .orElse(0);
                            column.setDelta(part, first + i, code);
                        }
                    }
                });
    }

    /// Numbers of the events of a base, for when they are asked for.
    Supplier<LongColumn.View> late(Base base) {
        return new LateNumbers(base);
    }

    // --- loading

    /// Loads what is not there yet, unless all of it together does not fit.
    ///
    /// @param check run before each column and while it waits; what it throws ends the loading
    /// @return whether all is there
    boolean load(Needs needs, Runnable check) {
        Map<Object, Integer> needed = new LinkedHashMap<>();
        needs.textFields().forEach(field -> needed.put(field, field.parts()));
        needs.longFields().forEach(field -> needed.put(field, LONG_PARTS));
        List<Object> absent = needed.keySet().stream().filter(field -> !isLoaded(field)).toList();
        long bytes = 0;
        for (Object field : absent) {
            bytes += bytes(field, needed.getOrDefault(field, 1));
        }
        if (bytes > 0 && !memory.makeRoom(bytes, index, needed.keySet())) {
            return false;
        }
        if (!needed.containsKey(LongField.NUMBER)) {
            loadNumbers(bytes, check);
        }
        for (Object field : absent) {
            check.run();
            if (!load(field, check)) {
                return false;
            }
        }
        if (!absent.isEmpty() && !memory.makeRoom(0, index, needed.keySet())) {
            absent.forEach(this::refuse);
            return false;
        }
        return index.locked(() -> index.state().isPresent());
    }

    /// With the numbers of events at hand the next change whose time does not tell its event is laid over. Not where
    /// something else would have to go for it: that would come back with the next question, and put this out.
    ///
    /// @param bytes that are to be loaded besides
    private void loadNumbers(long bytes, Runnable check) {
        boolean wanted =
                index.locked(() -> index.state().map(IndexState::needsNumbers).orElse(false));
        if (wanted && memory.hasRoom(bytes + bytes(LongField.NUMBER, LONG_PARTS))) {
            load(LongField.NUMBER, check);
        }
    }

    private boolean load(Object field, Runnable check) {
        try {
            return isLoaded(field)
                    || (field instanceof TextField text
                            ? loadText(text, check)
                            : loadNumber((LongField) field, check));
        } catch (ProblemException e) {
            if (e.problems().getFirst().code() != Code.QUESTION_TOO_LARGE) {
                throw e;
            }
            LOG.info("{} is too large to be loaded", field, e);
            index.locked(
                    () -> {
                        sizes.put(field, NEVER);
                    });
            return false;
        }
    }

    /// A column takes more than was thought, so that it does not fit: that is known from now on.
    private void refuse(Object field) {
        index.locked(
                () ->
                        index.state()
                                .ifPresent(
                                        current -> {
                                            Columns columns = current.columns();
                                            sizes.put(field, columns.bytes(Set.of(field)));
                                            columns.texts().remove(field);
                                            columns.numbers().remove(field);
                                        }));
    }

    private boolean isLoaded(Object field) {
        return index.locked(
                () ->
                        index.state()
                                .map(IndexState::columns)
                                .map(
                                        columns ->
                                                columns.texts().containsKey(field)
                                                        || columns.numbers().containsKey(field))
                                .orElse(false));
    }

    /// What a column takes, about: known where it once did not fit, else more than most do.
    private long bytes(Object field, int parts) {
        return index.locked(
                () -> {
                    long size =
                            index.state().map(current -> (long) current.base().size()).orElse(0L);
                    return Math.max(parts * size * CODE_BYTES, sizes.getOrDefault(field, 0L));
                });
    }

    /// What a column is loaded for: the state as it was when it began.
    ///
    /// @param lastChange changes up to it are in what it has; later ones come through [#missed]
    private record Begun(
            IndexState state, Base base, Delta delta, long lastChange, long generation) {}

    private boolean loadText(TextField field, Runnable check) {
        Texts texts = new Texts();
        TextColumn pending = new TextColumn(texts, new Codes[0], new int[field.parts()][0]);
        Optional<Begun> begun = index.locked(() -> begin(field, loading, pending, check));
        if (begun.isEmpty()) {
            return isLoaded(field);
        }
        try {
            Codes[] codes = new Codes[field.parts()];
            int[][] added = new int[field.parts()][];
            Base base = begun.get().base;
            long position =
                    events.arrivals(
                            read -> {
                                for (int part = 0; part < codes.length; part++) {
                                    codes[part] = new Codes(base.size(), 0);
                                    added[part] =
                                            ColumnLoad.texts(
                                                    read,
                                                    field,
                                                    part,
                                                    texts,
                                                    codes[part],
                                                    base,
                                                    begun.get().delta,
                                                    begun.get().lastChange);
                                }
                                return read.position();
                            });
            TextColumn column = new TextColumn(texts, codes, added);
            return index.locked(
                    () ->
                            finish(
                                    begun.get(),
                                    position,
                                    field,
                                    row -> {
                                        for (int part = 0; part < codes.length; part++) {
                                            column.setDelta(part, row, pending.delta(part, row));
                                        }
                                    },
                                    columns -> columns.texts().put(field, column)));
        } finally {
            end(field);
        }
    }

    private boolean loadNumber(LongField field, Runnable check) {
        LongColumn pending = new LongColumn(new PackedLongs(0, 0, 0), new long[0]);
        Optional<Begun> begun = index.locked(() -> begin(field, loadingNumbers, pending, check));
        if (begun.isEmpty()) {
            return isLoaded(field);
        }
        try {
            long[] position = new long[1];
            LongColumn column =
                    events.arrivals(
                            read -> {
                                position[0] = read.position();
                                return ColumnLoad.longs(
                                        read,
                                        field,
                                        begun.get().base,
                                        begun.get().delta,
                                        begun.get().lastChange);
                            });
            return index.locked(
                    () ->
                            finish(
                                    begun.get(),
                                    position[0],
                                    field,
                                    row -> column.setDelta(row, pending.delta(row)),
                                    columns -> columns.numbers().put(field, column)));
        } finally {
            end(field);
        }
    }

    /// Waits while another thread loads the same, or the base is replaced.
    private <F, C> Optional<Begun> begin(F field, Map<F, C> pendings, C pending, Runnable check) {
        try {
            while (index.state().isPresent()
                    && (index.isCompacting() || pendings.containsKey(field))) {
                check.run();
                changed.awaitNanos(CHECK_EVERY.toNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(
                    Code.CANCELLED, "the question was cancelled while it waited for an index");
        }
        if (index.state().isEmpty() || isLoaded(field)) {
            return Optional.empty();
        }
        pendings.put(field, pending);
        IndexState current = index.state().orElseThrow();
        return Optional.of(
                new Begun(
                        current,
                        current.base(),
                        current.rows().version(),
                        EventId.of(current.position() + 1, 0) - 1,
                        index.generation()));
    }

    /// Takes a column in, with what was committed while it was loaded.
    private boolean finish(
            Begun begun, long position, Object field, IntConsumer carry, Consumer<Columns> put) {
        if (!caughtUp(begun, position)) {
            return false;
        }
        IndexState current = begun.state;
        for (int row = begun.delta.count(); row < current.rows().count(); row++) {
            carry.accept(row);
        }
        put.accept(current.columns());
        index.used(field);
        missed.forEach(current::apply);
        return isLoaded(field);
    }

    /// Waits until every commit that the reading saw has come here too.
    private boolean caughtUp(Begun begun, long position) {
        long left = CATCH_UP_MAX.toNanos();
        try {
            while (index.generation() == begun.generation && index.hooked() < position) {
                if (left <= 0) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        return index.generation() == begun.generation && begun.state.base().is(begun.base);
    }

    private void end(Object field) {
        index.locked(
                () -> {
                    if (field instanceof TextField text) {
                        loading.remove(text);
                    } else if (field instanceof LongField number) {
                        loadingNumbers.remove(number);
                    }
                    endMissing();
                    changed.signalAll();
                });
    }

    /// Numbers of events that a scan turns out to need while it runs: which of two at the same time arrived first.
    private final class LateNumbers implements Supplier<LongColumn.View> {
        private final Base base;
        private Optional<LongColumn.View> read = Optional.empty();

        LateNumbers(Base base) {
            this.base = base;
        }

        @Override
        public synchronized LongColumn.View get() {
            if (read.isEmpty()) {
                loadNumber(LongField.NUMBER, () -> {});
                Optional<LongColumn.View> known = index.locked(this::known);
                read =
                        known.isPresent()
                                ? known
                                : Optional.of(
                                        events.arrivals(
                                                from ->
                                                        ColumnLoad.longs(
                                                                        from,
                                                                        LongField.NUMBER,
                                                                        base,
                                                                        Delta.EMPTY,
                                                                        Long.MAX_VALUE)
                                                                .view()));
            }
            return read.get();
        }

        private Optional<LongColumn.View> known() {
            return index.state()
                    .filter(current -> current.base().is(base))
                    .flatMap(current -> current.columns().number(LongField.NUMBER))
                    .map(LongColumn::view);
        }
    }
}
