package io.sojourn.store.embedded.journey.index;

import io.sojourn.core.event.Event;
import io.sojourn.core.event.EventChange;
import io.sojourn.core.event.EventId;
import io.sojourn.journey.scan.JourneyScan;
import io.sojourn.journey.scan.OpenScan;
import io.sojourn.store.embedded.event.DuckDbEventStore;
import io.sojourn.store.embedded.event.EventArrivals;
import io.sojourn.store.embedded.event.EventListener;
import io.sojourn.store.embedded.journey.PeopleView;
import io.sojourn.store.embedded.journey.Texts;
import io.sojourn.store.embedded.journey.index.Columns.LongField;
import io.sojourn.store.event.EventBatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The journey index of one project: built from the event store in the background, carried on with every commit, read by
/// scans. Where it is not ready or does not fit into memory it opens no scan, and the event store is to be asked.
///
/// Every event store commit reaches it before the commit returns. Scans read a version that nothing changes; building,
/// loading and compacting read outside the lock and take in at the end what was committed meanwhile.
public final class JourneyIndex implements EventListener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JourneyIndex.class);

    /// The delta goes into the base when it has so many events,
    static final int DELTA_LEAST = 50_000;

    /// or, where that is more, such a part of the base.
    private static final int DELTA_SHARE = 32;

    private static final int EVENT_BYTES = 7;
    private static final int CODE_BYTES = 4;
    private static final Duration AGAIN_AFTER = Duration.ofSeconds(60);
    private static final Duration CATCH_UP_MAX = Duration.ofSeconds(5);

    public enum Phase {
        BUILDING,
        READY,
        /// Too large for the memory that there is, given up for another one, or failed.
        ABSENT,
        CLOSED
    }

    /// @param events in the index; while it is built, those read so far
    public record Status(Phase phase, long events, long ofEvents, long bytes, int columns) {}

    private final DuckDbEventStore events;
    private final String about;
    private final IndexMemory memory;
    private final Executor background;
    private final int deltaLeast;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile Phase phase = Phase.BUILDING;
    private Optional<IndexState> state = Optional.empty();

    /// What was committed while it is built.
    private Optional<Arrived> arrived = Optional.empty();

    /// Changes that were committed while columns are loaded or the delta goes into the base.
    private final List<EventChange> missed = new ArrayList<>();

    private final Map<TextField, TextColumn> loading = new HashMap<>();
    private final Map<LongField, LongColumn> loadingNumbers = new HashMap<>();

    /// What is in the event store and, for all that is known, not in the people store yet: at most the last batch.
    private Optional<EventBatch> ahead = Optional.empty();

    private long hooked;
    private boolean compactionDue;
    private boolean compacting;
    private int open;
    private long generation;
    private boolean failed;
    private long leftAt;
    private final Map<Object, Long> lastUse = new HashMap<>();
    private long indexUse;
    private volatile long readEvents;
    private volatile long allEvents;

    private record Arrived(Kinds kinds, DeltaRows rows, BitSet gone) {}

    JourneyIndex(
            DuckDbEventStore events,
            String about,
            IndexMemory memory,
            Executor background,
            int deltaLeast) {
        this.events = events;
        this.about = about;
        this.memory = memory;
        this.background = background;
        this.deltaLeast = deltaLeast;
        memory.add(this);
        events.listen(this);
        schedule(this::build);
    }

    private void schedule(Runnable work) {
        try {
            background.execute(work);
        } catch (RejectedExecutionException e) {
            LOG.debug("{}: nothing is built any more", about, e);
        }
    }

    private <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    private void locked(Runnable work) {
        lock.lock();
        try {
            work.run();
        } finally {
            lock.unlock();
        }
    }

    // --- building

    private void build() {
        if (locked(() -> phase != Phase.BUILDING)) {
            return;
        }
        try {
            long begun = System.nanoTime();
            Kinds kinds = new Kinds();
            locked(() -> arrived = Optional.of(new Arrived(kinds, new DeltaRows(), new BitSet())));
            Optional<BaseRead> built = events.arrivals(read -> read(read, kinds));
            if (built.isEmpty()) {
                LOG.info("{}: the journey index does not fit into memory", about);
                leave(Phase.ABSENT);
                return;
            }
            locked(() -> install(built.get(), kinds));
            if (!memory.makeRoom(0, this, Set.of())) {
                LOG.info("{}: the journey index does not fit into memory", about);
                leave(Phase.ABSENT);
                return;
            }
            LOG.info(
                    "{}: journey index of {} events built in {} ms",
                    about,
                    built.get().base().size(),
                    Duration.ofNanos(System.nanoTime() - begun).toMillis());
        } catch (RuntimeException e) {
            if (locked(() -> phase == Phase.CLOSED)) {
                return;
            }
            fail(e);
        }
    }

    private Optional<BaseRead> read(EventArrivals read, Kinds kinds) {
        allEvents = read.count();
        readEvents = 0;
        return memory.makeRoom(EVENT_BYTES * allEvents, this, Set.of())
                ? Optional.of(BaseRead.of(read, kinds, this::progress))
                : Optional.empty();
    }

    private void progress(int count) {
        if (Thread.currentThread().isInterrupted() || phase == Phase.CLOSED) {
            throw new IllegalStateException("the building is interrupted");
        }
        if (count / (allEvents / 10 + 1) > readEvents / (allEvents / 10 + 1)) {
            LOG.debug("{}: {} of {} events read", about, count, allEvents);
        }
        readEvents = count;
    }

    private void install(BaseRead built, Kinds kinds) {
        if (phase != Phase.BUILDING || arrived.isEmpty()) {
            return;
        }
        Arrived meanwhile = arrived.get();
        hooked = Math.max(hooked, built.position());
        arrived = Optional.empty();
        DeltaRows rest = meanwhile.rows.from(meanwhile.rows.firstAfter(built.base().last()));
        state = Optional.of(new IndexState(kinds, built.base(), rest, meanwhile.gone, hooked));
        phase = Phase.READY;
        changed.signalAll();
    }

    private void leave(Phase next) {
        locked(
                () -> {
                    if (phase != Phase.CLOSED) {
                        phase = next;
                    }
                    state = Optional.empty();
                    arrived = Optional.empty();
                    ahead = Optional.empty();
                    lastUse.clear();
                    leftAt = System.nanoTime();
                    generation++;
                    changed.signalAll();
                });
    }

    private void fail(RuntimeException cause) {
        LOG.warn("{}: no journey index, questions read the event store", about, cause);
        locked(() -> failed = true);
        leave(Phase.ABSENT);
    }

    private void rebuild() {
        leave(Phase.BUILDING);
        schedule(this::build);
    }

    // --- commits

    @Override
    public void committed(EventBatch batch) {
        try {
            take(byArrival(batch));
        } catch (RuntimeException e) {
            // What is committed is committed: the index goes, not the commit.
            fail(e);
        }
    }

    private static EventBatch byArrival(EventBatch batch) {
        List<Event> ordered =
                batch.events().stream().sorted(Comparator.comparingLong(Event::id)).toList();
        return new EventBatch(
                batch.position(),
                ordered,
                batch.changes(),
                batch.deletedVisitors(),
                batch.expiries());
    }

    private void take(EventBatch batch) {
        locked(
                () -> {
                    hooked = batch.position();
                    if (!batch.expiries().isEmpty() && phase != Phase.CLOSED) {
                        // What expires is not known by number here; it is read anew.
                        if (phase != Phase.ABSENT) {
                            rebuild();
                        }
                        return;
                    }
                    arrived.ifPresent(meanwhile -> note(meanwhile, batch));
                    settle(Long.MAX_VALUE);
                    state.ifPresent(
                            current -> {
                                current.delete(batch.deletedVisitors());
                                ahead = Optional.of(batch);
                            });
                    changed.signalAll();
                });
    }

    /// Takes in what the people know of.
    private void settle(long peoplePosition) {
        if (state.isPresent() && ahead.isPresent() && ahead.get().position() <= peoplePosition) {
            EventBatch batch = ahead.get();
            ahead = Optional.empty();
            absorb(state.get(), batch);
        }
    }

    private static void note(Arrived meanwhile, EventBatch batch) {
        batch.deletedVisitors().forEach(visitor -> meanwhile.gone.set(Math.toIntExact(visitor)));
        for (Event event : batch.events()) {
            meanwhile.rows.add(
                    Math.toIntExact(event.visitor()),
                    event.time(),
                    event.id(),
                    meanwhile.kinds.code(event.name(), event.flags()));
        }
    }

    private void absorb(IndexState current, EventBatch batch) {
        int first = current.rows().count();
        current.absorb(batch);
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
        if (compacting || !loading.isEmpty() || !loadingNumbers.isEmpty()) {
            missed.addAll(batch.changes());
        }
        int enough = Math.max(deltaLeast, current.base().size() / DELTA_SHARE);
        if (current.rows().count() >= enough && !compacting && !compactionDue) {
            compactionDue = true;
            schedule(this::compact);
        }
    }

    // --- compaction

    private void compact() {
        try {
            Optional<Snapshot> before = locked(this::beforeCompaction);
            if (before.isPresent()) {
                compact(before.get());
            }
        } catch (RuntimeException e) {
            LOG.warn("{}: the journey index is built anew", about, e);
            locked(this::rebuild);
        } finally {
            locked(
                    () -> {
                        compacting = false;
                        endMissing();
                        changed.signalAll();
                    });
        }
    }

    private Optional<Snapshot> beforeCompaction() {
        compactionDue = false;
        while (!loading.isEmpty() || !loadingNumbers.isEmpty()) {
            changed.awaitUninterruptibly();
        }
        if (state.isEmpty()) {
            return Optional.empty();
        }
        compacting = true;
        IndexState current = state.get();
        missed.clear();
        open++;
        return Optional.of(Snapshot.of(current, generation));
    }

    private void compact(Snapshot before) {
        try {
            Rebase rebase = new Rebase(before.base(), before.delta(), before.gone());
            Columns rebased = before.rebased(rebase);
            locked(
                    () -> {
                        if (generation == before.generation()) {
                            state.orElseThrow()
                                    .rebase(
                                            rebase,
                                            before.delta().count(),
                                            before.gone(),
                                            rebased,
                                            missed);
                        }
                    });
            memory.makeRoom(0, this, Set.of());
        } finally {
            released();
        }
    }

    private void endMissing() {
        if (!compacting && loading.isEmpty() && loadingNumbers.isEmpty()) {
            missed.clear();
        }
    }

    // --- reading

    /// A scan of the index, none where the event store has to be read instead.
    ///
    /// @param view of the project's people, which must have the properties that the scan asks for
    public Optional<OpenScan> open(JourneyScan scan, PeopleView view) {
        return open(scan, new ViewWho(view), view.lastEvent());
    }

    /// @param lastEvent what arrived after it is not seen
    Optional<OpenScan> open(JourneyScan scan, Who who, long lastEvent) {
        locked(() -> settle(EventId.position(lastEvent)));
        Needs needs = Needs.of(scan);
        if (phase != Phase.READY || !load(needs)) {
            buildAgain();
            return Optional.empty();
        }
        Optional<Version> version = locked(() -> version(needs, lastEvent));
        if (version.isEmpty()) {
            return Optional.empty();
        }
        boolean opened = false;
        try {
            OpenScan open = new IndexScan(scan, version.get(), who, this::released);
            opened = true;
            return Optional.of(open);
        } finally {
            if (!opened) {
                released();
            }
        }
    }

    /// An index that is asked for comes back, where it was given up: not at every question, since building it may put
    /// others out.
    private void buildAgain() {
        locked(
                () -> {
                    long now = System.nanoTime();
                    if (phase == Phase.ABSENT && !failed && now - leftAt > AGAIN_AFTER.toNanos()) {
                        rebuild();
                    }
                });
    }

    private Optional<Version> version(Needs needs, long lastEvent) {
        if (state.isEmpty() || !holds(state.get(), needs)) {
            return Optional.empty();
        }
        IndexState current = state.get();
        if (current.base().last() > lastEvent) {
            return Optional.empty();
        }
        long use = memory.use();
        indexUse = use;
        needs.textFields().forEach(field -> lastUse.put(field, use));
        needs.longFields().forEach(field -> lastUse.put(field, use));
        open++;
        Base base = current.base();
        return Optional.of(current.version(needs, lastEvent, new LateNumbers(base)));
    }

    private static boolean holds(IndexState current, Needs needs) {
        return current.columns().texts().keySet().containsAll(needs.textFields())
                && current.columns().numbers().keySet().containsAll(needs.longFields());
    }

    private void released() {
        locked(
                () -> {
                    open--;
                    if (open == 0) {
                        state.ifPresent(current -> current.columns().unshare());
                    }
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
                loadNumber(LongField.NUMBER);
                Optional<LongColumn.View> known = locked(this::known);
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
            return state.filter(current -> current.base().is(base))
                    .flatMap(current -> current.columns().number(LongField.NUMBER))
                    .map(LongColumn::view);
        }
    }

    // --- loading columns

    private boolean load(Needs needs) {
        Set<Object> needed = new HashSet<>(needs.textFields());
        needed.addAll(needs.longFields());
        if (locked(() -> state.map(IndexState::needsNumbers).orElse(false))) {
            loadNumber(LongField.NUMBER);
        }
        for (TextField field : needs.textFields()) {
            if (!isLoaded(field) && !(roomFor(field.parts(), needed) && loadText(field))) {
                return false;
            }
        }
        for (LongField field : needs.longFields()) {
            if (!isLoaded(field) && !(roomFor(2, needed) && loadNumber(field))) {
                return false;
            }
        }
        return locked(() -> state.isPresent());
    }

    private boolean isLoaded(Object field) {
        return locked(
                () ->
                        state.map(IndexState::columns)
                                .map(
                                        columns ->
                                                columns.texts().containsKey(field)
                                                        || columns.numbers().containsKey(field))
                                .orElse(false));
    }

    private boolean roomFor(int parts, Set<?> needed) {
        long size = locked(() -> state.map(current -> (long) current.base().size()).orElse(0L));
        return memory.makeRoom(parts * size * CODE_BYTES, this, needed);
    }

    /// What a column is loaded for: the state as it was when it began.
    ///
    /// @param lastChange changes up to it are in what it has; later ones come through [#missed]
    private record Begun(
            IndexState state, Base base, Delta delta, long lastChange, long generation) {}

    private boolean loadText(TextField field) {
        Texts texts = new Texts();
        TextColumn pending = new TextColumn(texts, new Codes[0], new int[field.parts()][0]);
        Optional<Begun> begun = locked(() -> begin(field, loading, pending));
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
            return locked(
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

    private boolean loadNumber(LongField field) {
        LongColumn pending = new LongColumn(new PackedLongs(0, 0, 0), new long[0]);
        Optional<Begun> begun = locked(() -> begin(field, loadingNumbers, pending));
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
            return locked(
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
    private <F, C> Optional<Begun> begin(F field, Map<F, C> pendings, C pending) {
        while (state.isPresent() && (compacting || pendings.containsKey(field))) {
            changed.awaitUninterruptibly();
        }
        if (state.isEmpty() || isLoaded(field)) {
            return Optional.empty();
        }
        pendings.put(field, pending);
        IndexState current = state.get();
        return Optional.of(
                new Begun(
                        current,
                        current.base(),
                        current.rows().version(),
                        EventId.of(current.position() + 1, 0) - 1,
                        generation));
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
        lastUse.put(field, memory.use());
        missed.forEach(current::apply);
        return isLoaded(field);
    }

    /// Waits until every commit that the reading saw has come here too.
    private boolean caughtUp(Begun begun, long position) {
        long left = CATCH_UP_MAX.toNanos();
        try {
            while (generation == begun.generation && hooked < position) {
                if (left <= 0) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        return generation == begun.generation && begun.state.base().is(begun.base);
    }

    private void end(Object field) {
        locked(
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

    // --- memory

    long bytes() {
        return locked(() -> state.map(IndexState::bytes).orElse(0L));
    }

    List<IndexMemory.Victim> victims() {
        return locked(
                () -> {
                    List<IndexMemory.Victim> victims = new ArrayList<>();
                    state.ifPresent(
                            current -> {
                                Set<Object> fields =
                                        new HashSet<>(current.columns().texts().keySet());
                                fields.addAll(current.columns().numbers().keySet());
                                for (Object field : fields) {
                                    victims.add(
                                            new IndexMemory.Victim(
                                                    this,
                                                    Optional.of(field),
                                                    lastUse.getOrDefault(field, 0L)));
                                }
                                victims.add(
                                        new IndexMemory.Victim(this, Optional.empty(), indexUse));
                            });
                    return victims;
                });
    }

    /// @param field empty = all
    void giveUp(Optional<Object> field) {
        if (field.isEmpty()) {
            LOG.info("{}: the journey index makes room for others", about);
            leave(Phase.ABSENT);
            return;
        }
        locked(
                () ->
                        state.ifPresent(
                                current -> {
                                    current.columns().texts().remove(field.get());
                                    current.columns().numbers().remove(field.get());
                                }));
    }

    public Status status() {
        return locked(
                () ->
                        new Status(
                                phase,
                                state.map(
                                                current ->
                                                        (long) current.base().size()
                                                                + current.rows().count())
                                        .orElse(phase == Phase.BUILDING ? readEvents : 0L),
                                allEvents,
                                state.map(IndexState::bytes).orElse(0L),
                                state.map(
                                                current ->
                                                        current.columns().texts().size()
                                                                + current.columns()
                                                                        .numbers()
                                                                        .size())
                                        .orElse(0)));
    }

    /// Waits until it is built, or known not to be.
    ///
    /// @return whether it is ready
    public boolean awaitReady(Duration most) throws InterruptedException {
        lock.lock();
        try {
            long left = most.toNanos();
            while (phase == Phase.BUILDING && left > 0) {
                left = changed.awaitNanos(left);
            }
            return phase == Phase.READY;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        leave(Phase.CLOSED);
        memory.remove(this);
    }
}
