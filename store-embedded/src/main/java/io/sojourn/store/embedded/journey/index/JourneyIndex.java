package io.sojourn.store.embedded.journey.index;

import io.sojourn.core.event.Event;
import io.sojourn.core.event.EventId;
import io.sojourn.journey.scan.JourneyScan;
import io.sojourn.journey.scan.OpenScan;
import io.sojourn.store.embedded.event.DuckDbEventStore;
import io.sojourn.store.embedded.event.EventArrivals;
import io.sojourn.store.embedded.event.EventListener;
import io.sojourn.store.embedded.event.EventPlaces;
import io.sojourn.store.embedded.journey.PeopleView;
import io.sojourn.store.event.EventBatch;
import io.sojourn.store.event.TimelineQuery;
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
    static final Duration AGAIN_AFTER = Duration.ofSeconds(60);

    /// The wait doubles with every failure in a row, as often as this.
    private static final int DOUBLED_MAX = 6;

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
    private final Duration againAfter;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile Phase phase = Phase.BUILDING;
    private Optional<IndexState> state = Optional.empty();

    /// What was committed while it is built.
    private Optional<Arrived> arrived = Optional.empty();

    private final ColumnLoads loads;

    /// What is in the event store and, for all that is known, not in the people store yet: at most the last batch.
    private Optional<EventBatch> ahead = Optional.empty();

    private long hooked;
    private boolean compactionDue;
    private boolean compacting;
    private int open;
    private long generation;

    /// What it took when it did not fit; of no more events it is not built to see that again.
    private long bytesLeast;

    private int failures;
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
            int deltaLeast,
            Duration againAfter) {
        this.events = events;
        this.about = about;
        this.memory = memory;
        this.background = background;
        this.deltaLeast = deltaLeast;
        this.againAfter = againAfter;
        this.loads = new ColumnLoads(this, events, memory, changed);
        memory.add(this);
        events.listen(this);
        events.locate(this::places);
        schedule(this::build);
    }

    private void schedule(Runnable work) {
        try {
            background.execute(work);
        } catch (RejectedExecutionException e) {
            LOG.debug("{}: nothing is built any more", about, e);
        }
    }

    <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    void locked(Runnable work) {
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
                outgrown(locked(() -> generation));
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
        long bytes = locked(() -> Math.max(EVENT_BYTES * allEvents, bytesLeast));
        return memory.makeRoom(bytes, this, Set.of())
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
        failures = 0;
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
                    loads.forget();
                    leftAt = System.nanoTime();
                    generation++;
                    changed.signalAll();
                });
    }

    /// It takes more than all indexes together may.
    private void outgrown(long version) {
        locked(
                () -> {
                    if (generation == version && phase == Phase.READY) {
                        LOG.info("{}: the journey index does not fit into memory", about);
                        long bytes = bytes(Set.of());
                        leave(Phase.ABSENT);
                        bytesLeast = bytes;
                    }
                });
    }

    private void fail(RuntimeException cause) {
        LOG.warn("{}: no journey index, questions read the event store", about, cause);
        locked(() -> failures++);
        leave(Phase.ABSENT);
    }

    void rebuild() {
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
                    if (!batch.expiries().isEmpty() || !batch.deletedVisitors().isEmpty()) {
                        bytesLeast = 0;
                    }
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
        loads.absorb(batch, first);
        if (compacting || loads.isLoading()) {
            loads.missed().addAll(batch.changes());
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
                        loads.endMissing();
                        changed.signalAll();
                    });
        }
    }

    private Optional<Snapshot> beforeCompaction() {
        compactionDue = false;
        while (loads.isLoading()) {
            changed.awaitUninterruptibly();
        }
        if (state.isEmpty()) {
            return Optional.empty();
        }
        compacting = true;
        IndexState current = state.get();
        loads.missed().clear();
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
                                            loads.missed());
                        }
                    });
            if (!memory.makeRoom(0, this, Set.of())) {
                outgrown(before.generation());
            }
        } finally {
            released();
        }
    }

    // --- reading

    /// A scan of the index, none where the event store has to be read instead.
    ///
    /// @param view of the project's people, which must have the properties that the scan asks for
    /// @param check run now and then while it waits; what it throws ends that
    public Optional<OpenScan> open(JourneyScan scan, PeopleView view, Runnable check) {
        return open(scan, new ViewWho(view), view.lastEvent(), check);
    }

    /// @param lastEvent what arrived after it is not seen
    Optional<OpenScan> open(JourneyScan scan, Who who, long lastEvent, Runnable check) {
        locked(() -> settle(EventId.position(lastEvent)));
        Needs needs = Needs.of(scan);
        if (phase != Phase.READY || !loads.load(needs, check)) {
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

    /// Where a page of a timeline lies in the event store, none where that is not known.
    Optional<EventPlaces.Found> places(TimelineQuery query) {
        return locked(() -> state.map(IndexState::places)).flatMap(places -> places.find(query));
    }

    /// An index that is asked for comes back, where it was given up: not at every question, since building it may put
    /// others out.
    private void buildAgain() {
        locked(
                () -> {
                    long wait = againAfter.toNanos() << Math.min(failures, DOUBLED_MAX);
                    if (phase == Phase.ABSENT && System.nanoTime() - leftAt > wait) {
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
        return Optional.of(current.version(needs, lastEvent, loads.late(base)));
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

    // --- memory

    long bytes() {
        return locked(() -> state.map(IndexState::bytes).orElse(0L));
    }

    /// Memory with no more columns than some.
    long bytes(Set<?> fields) {
        return locked(() -> state.map(current -> current.bytes(fields)).orElse(0L));
    }

    // --- for loading columns, under the lock

    Optional<IndexState> state() {
        return state;
    }

    boolean isCompacting() {
        return compacting;
    }

    /// Position of the last batch that was told of.
    long hooked() {
        return hooked;
    }

    /// Another one after everything was given up or built anew.
    long generation() {
        return generation;
    }

    void used(Object field) {
        lastUse.put(field, memory.use());
    }

    // --- giving up

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
