package io.sojourn.ingest;

import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.core.project.ProjectId;
import io.sojourn.ingest.command.Command;
import io.sojourn.ingest.command.CommandCodec;
import io.sojourn.ingest.enrich.Enricher;
import io.sojourn.ingest.wire.RequestKind;
import io.sojourn.store.OpenStores;
import io.sojourn.store.catalog.Catalog;
import io.sojourn.store.log.EventLog;
import io.sojourn.store.log.LogRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the log and brings every project's stores up to it: one thread, whole batches, one commit per
/// project and batch.
///
/// A project whose stores fail is set aside with its reason, tried again later from its own position, and
/// does not hold up the others; the log keeps what it has not confirmed.
public final class Ingest implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Ingest.class);

    private static final int READ_RECORDS_MAX = 4_096;
    private static final int READ_BYTES_MAX = 8 << 20;
    private static final int BATCH_ITEMS_MAX = 20_000;

    /// A batch collects for as long as the last commit took, within these bounds: what a commit costs is mostly
    /// per commit, and a person who is touched again in the same batch is written once.
    private static final long LINGER_NANOS_MIN = TimeUnit.MILLISECONDS.toNanos(100);

    private static final long LINGER_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(400);

    private static final long IDLE_WAIT_MILLIS = 1_000;
    private static final long CONFIRM_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
    private static final long IDLE_NANOS = TimeUnit.MINUTES.toNanos(5);

    private final EventLog log;
    private final Catalog catalog;
    private final OpenStores stores;
    private final Preparation preparation;
    private final InstantSource clock;
    private final CommitListener listener;
    private final Predicate<ProjectId> exists;
    private final Thread thread;
    private final ExecutorService committer =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().name("ingest-events").daemon().factory());

    private final Map<ProjectId, Active> active = new HashMap<>();
    private final Map<ProjectId, Stalled> stalled = new ConcurrentHashMap<>();
    private final Map<ProjectId, CompletableFuture<Boolean>> leaving = new ConcurrentHashMap<>();
    private final LongAdder skipped = new LongAdder();
    private final CommandOutcomes outcomes = new CommandOutcomes();
    private final ReentrantLock progress = new ReentrantLock();
    private final Condition advanced = progress.newCondition();
    private final Rate rate = new Rate();
    private volatile long read;
    private volatile long applied;
    private volatile long oldestUnapplied;
    private volatile long closeBy;
    private volatile boolean closing;
    private long lingerNanos = LINGER_NANOS_MIN;
    private long confirmed;
    private long confirmedAt;

    /// A project whose stores are open for ingest.
    private static final class Active {
        private final ProjectIngest ingest;
        private final OpenStores.Lease lease;
        private long usedAt = System.nanoTime();

        Active(ProjectIngest ingest, OpenStores.Lease lease) {
            this.ingest = ingest;
            this.lease = lease;
        }

        ProjectIngest ingest() {
            return ingest;
        }

        OpenStores.Lease lease() {
            return lease;
        }
    }

    /// A project that is set aside.
    ///
    /// @param reason what failed, for the owner
    public record Stalled(String reason, Instant since, Instant retryAt) {}

    /// Takes the records of every project, whatever the catalog knows of it.
    public Ingest(
            EventLog log,
            Catalog catalog,
            OpenStores stores,
            Enricher enricher,
            InstantSource clock) {
        this(log, catalog, stores, enricher, clock, CommitListener.NONE, project -> true);
    }

    /// Skips the records of projects that the catalog no longer has.
    public Ingest(
            EventLog log,
            Catalog catalog,
            OpenStores stores,
            Enricher enricher,
            InstantSource clock,
            CommitListener listener) {
        this(
                log,
                catalog,
                stores,
                enricher,
                clock,
                listener,
                project ->
                        catalog.projects().stream().anyMatch(known -> known.id().equals(project)));
    }

    /// @param catalog that keeps the confirmed position
    /// @param exists the records of other projects are skipped
    public Ingest(
            EventLog log,
            Catalog catalog,
            OpenStores stores,
            Enricher enricher,
            InstantSource clock,
            CommitListener listener,
            Predicate<ProjectId> exists) {
        this.exists = exists;
        this.log = log;
        this.catalog = catalog;
        this.stores = stores;
        this.preparation = new Preparation(enricher);
        this.clock = clock;
        this.listener = listener;
        this.confirmed = catalog.confirmed();
        this.read = confirmed;
        this.applied = confirmed;
        if (confirmed > log.end()) {
            throw new ProblemException(
                    Code.DATA_FOLDER,
                    "the stores are at position "
                            + confirmed
                            + " but the log ends at "
                            + log.end()
                            + ": the log folder does not belong to these stores");
        }
        log.confirm(confirmed + 1);
        this.thread = Thread.ofPlatform().name("ingest").unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /// Everything up to here is in the stores, but for projects that are set aside.
    public long applied() {
        return applied;
    }

    /// Waits until a position is in the stores.
    ///
    /// @return false when the time was up first
    public boolean awaitApplied(long position, Duration timeout) throws InterruptedException {
        long left = timeout.toNanos();
        progress.lock();
        try {
            while (applied < position) {
                if (left <= 0) {
                    return false;
                }
                left = advanced.awaitNanos(left);
            }
            return true;
        } finally {
            progress.unlock();
        }
    }

    /// Appends a command and waits until it is carried out.
    ///
    /// @throws ProblemException when the log does not take it or it was not carried out in time
    public CommandOutcome execute(ProjectId project, Command command, Duration timeout)
            throws InterruptedException {
        CompletableFuture<CommandOutcome> outcome = new CompletableFuture<>();
        log.append(
                project,
                clock.millis(),
                RequestKind.COMMAND.code(),
                CommandCodec.encode(command),
                new EventLog.Listener() {
                    @Override
                    public void durable(long position) {
                        outcomes.await(position, outcome);
                    }

                    @Override
                    public void refused(Code code, String message) {
                        outcome.completeExceptionally(new ProblemException(code, message));
                    }
                });
        try {
            return outcome.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new ProblemException(
                    Code.INTERNAL,
                    "accepted, but not carried out within " + timeout.toSeconds() + " s");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ProblemException problem) {
                throw problem;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /// Lets go of a project that the catalog no longer has, and waits for it. What the log still holds of it is skipped.
    public void forget(ProjectId project, Duration timeout) throws InterruptedException {
        CompletableFuture<Boolean> left = new CompletableFuture<>();
        leaving.put(project, left);
        try {
            left.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new ProblemException(
                    Code.INTERNAL, "ingest did not let go of project " + project);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /// Records that belonged to no project of the catalog.
    public long skipped() {
        return skipped.sum();
    }

    private void letGo() {
        for (Map.Entry<ProjectId, CompletableFuture<Boolean>> each :
                Map.copyOf(leaving).entrySet()) {
            Active gone = active.remove(each.getKey());
            if (gone != null) {
                gone.lease().close();
            }
            stalled.remove(each.getKey());
            leaving.remove(each.getKey());
            each.getValue().complete(true);
        }
    }

    public IngestStatus status() {
        long end = log.end();
        long lagMillis = oldestUnapplied == 0 ? 0 : Math.max(0, clock.millis() - oldestUnapplied);
        return new IngestStatus(
                thread.isAlive(),
                applied,
                end,
                end - applied,
                lagMillis,
                rate.perSecond(),
                new TreeMap<>(stalled));
    }

    private void run() {
        try (ReadAhead records = readAhead()) {
            long batchSince = 0;
            while (true) {
                boolean dirty = batchSince != 0;
                if (closing && !dirty && System.nanoTime() - closeBy > 0) {
                    break;
                }
                List<Prepared> next = records.next(waitMillis(batchSince));
                if (next.isEmpty() && closing && !dirty) {
                    break;
                }
                for (Prepared record : next) {
                    if (oldestUnapplied == 0) {
                        oldestUnapplied = record.record().received();
                    }
                    take(record);
                    read = record.record().position();
                }
                if (!next.isEmpty() && batchSince == 0) {
                    batchSince = System.nanoTime();
                }
                boolean ripe =
                        batchSince != 0
                                && (System.nanoTime() - batchSince >= lingerNanos
                                        || closing
                                        || outcomes.areAwaited()
                                        || items() >= BATCH_ITEMS_MAX);
                if (ripe) {
                    long begun = System.nanoTime();
                    commit();
                    lingerNanos =
                            Math.clamp(
                                    System.nanoTime() - begun, LINGER_NANOS_MIN, LINGER_NANOS_MAX);
                    batchSince = 0;
                }
                letGo();
                retryStalled();
                releaseIdle();
                confirm(false);
            }
            confirm(true);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("ingest stopped at position {}", read, e);
        } finally {
            committer.shutdown();
            active.values().forEach(a -> a.lease().close());
            active.clear();
        }
    }

    private ReadAhead readAhead() {
        return new ReadAhead(
                log.read(confirmed + 1),
                preparation,
                project ->
                        Optional.ofNullable(active.get(project))
                                .map(open -> open.ingest().settings()));
    }

    private long waitMillis(long batchSince) {
        if (closing) {
            return 1;
        }
        if (batchSince == 0) {
            return stalled.isEmpty() ? IDLE_WAIT_MILLIS : IDLE_WAIT_MILLIS / 4;
        }
        long left = lingerNanos - (System.nanoTime() - batchSince);
        return Math.max(1, TimeUnit.NANOSECONDS.toMillis(left));
    }

    private int items() {
        int items = 0;
        for (Active a : active.values()) {
            items += a.ingest().uncommitted();
        }
        return items;
    }

    private void take(Prepared prepared) {
        LogRecord record = prepared.record();
        if (stalled.containsKey(record.project())) {
            return;
        }
        try {
            Active project = active.get(record.project());
            if (project == null) {
                if (!exists.test(record.project())) {
                    skipped.increment();
                    return;
                }
                project = open(record.project());
            }
            project.usedAt = System.nanoTime();
            project.ingest().take(prepared);
        } catch (RuntimeException e) {
            stall(record.project(), e);
        }
    }

    private Active open(ProjectId project) {
        OpenStores.Lease lease = stores.acquire(project);
        try {
            Active opened =
                    new Active(new ProjectIngest(lease.stores(), preparation, committer), lease);
            active.put(project, opened);
            return opened;
        } catch (RuntimeException e) {
            lease.close();
            throw e;
        }
    }

    private void commit() {
        Map<Long, CommandOutcome> done = new HashMap<>();
        for (Iterator<Map.Entry<ProjectId, Active>> each = active.entrySet().iterator();
                each.hasNext(); ) {
            Map.Entry<ProjectId, Active> project = each.next();
            ProjectIngest ingest = project.getValue().ingest();
            if (ingest.uncommitted() == 0) {
                continue;
            }
            int items = ingest.uncommitted();
            try {
                done.putAll(commit(project.getKey(), ingest));
                rate.add(items);
            } catch (RuntimeException e) {
                each.remove();
                setAside(project.getKey(), project.getValue(), e);
            }
        }
        progress.lock();
        try {
            applied = read;
            oldestUnapplied = 0;
            advanced.signalAll();
        } finally {
            progress.unlock();
        }
        outcomes.tell(done);
    }

    private Map<Long, CommandOutcome> commit(ProjectId project, ProjectIngest ingest) {
        if (!listener.listensTo(project)) {
            Map<Long, CommandOutcome> done = ingest.commit();
            if (listener.listensTo(project)) {
                listener.missed(project);
            }
            return done;
        }
        Committed news = ingest.news(project);
        Map<Long, CommandOutcome> done = ingest.commit();
        listener.committed(news);
        return done;
    }

    private void stall(ProjectId project, RuntimeException cause) {
        Active failed = active.remove(project);
        if (failed == null) {
            setAside(project, cause);
        } else {
            setAside(project, failed, cause);
        }
    }

    private void setAside(ProjectId project, Active failed, RuntimeException cause) {
        failed.lease().discard();
        setAside(project, cause);
    }

    private void setAside(ProjectId project, RuntimeException cause) {
        Instant now = clock.instant();
        LOG.error(
                "project {} is set aside and tried again in {} s",
                project,
                RETRY_AFTER.toSeconds(),
                cause);
        stalled.merge(
                project,
                new Stalled(String.valueOf(cause.getMessage()), now, now.plus(RETRY_AFTER)),
                (old, latest) -> new Stalled(latest.reason(), old.since(), latest.retryAt()));
    }

    private void retryStalled() throws InterruptedException {
        for (Map.Entry<ProjectId, Stalled> each : Map.copyOf(stalled).entrySet()) {
            if (each.getValue().retryAt().isAfter(clock.instant())) {
                continue;
            }
            try {
                catchUp(each.getKey());
                stalled.remove(each.getKey());
                LOG.info("project {} has caught up", each.getKey());
            } catch (RuntimeException e) {
                stall(each.getKey(), e);
            }
        }
    }

    /// Brings one project up to what the others have read.
    private void catchUp(ProjectId project) throws InterruptedException {
        ProjectIngest ingest = open(project).ingest();
        long upTo = read;
        if (ingest.position() >= upTo) {
            return;
        }
        try (EventLog.Reader reader = log.read(Math.max(ingest.position(), confirmed) + 1)) {
            long at = 0;
            while (at < upTo) {
                for (LogRecord record :
                        reader.next(READ_RECORDS_MAX, READ_BYTES_MAX, IDLE_WAIT_MILLIS)) {
                    at = record.position();
                    if (at <= upTo && record.project().equals(project)) {
                        ingest.take(record);
                    }
                    if (ingest.uncommitted() >= BATCH_ITEMS_MAX) {
                        commit(project, ingest);
                    }
                }
            }
            if (ingest.uncommitted() > 0) {
                commit(project, ingest);
            }
        }
    }

    private void releaseIdle() {
        long now = System.nanoTime();
        active.values()
                .removeIf(
                        project -> {
                            boolean idle =
                                    project.ingest().uncommitted() == 0
                                            && now - project.usedAt > IDLE_NANOS;
                            if (idle) {
                                project.lease().close();
                            }
                            return idle;
                        });
    }

    /// Tells the catalog, then the log, what all projects have. Nothing is confirmed while one is set aside.
    private void confirm(boolean now) {
        long reached = applied;
        if (reached == confirmed
                || !stalled.isEmpty()
                || (!now && System.nanoTime() - confirmedAt < CONFIRM_EVERY_NANOS)) {
            return;
        }
        try {
            catalog.confirm(reached);
            log.confirm(reached + 1);
            confirmed = reached;
            confirmedAt = System.nanoTime();
        } catch (RuntimeException e) {
            confirmedAt = System.nanoTime();
            LOG.error("position {} could not be confirmed; it is tried again", reached, e);
        }
    }

    /// Takes what the log holds, commits, and ends.
    @Override
    public void close() {
        close(Duration.ofDays(1));
    }

    /// As far as the time goes; the rest is read again at the next start.
    public void close(Duration bound) {
        closeBy = System.nanoTime() + bound.toNanos();
        closing = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        outcomes.close();
    }

    /// Items per second over the last ten seconds.
    private static final class Rate {
        private static final int SECONDS = 10;
        private final long[] counts = new long[SECONDS + 1];
        private long second;

        synchronized void add(long items) {
            turn();
            counts[(int) (second % counts.length)] += items;
        }

        synchronized double perSecond() {
            turn();
            long sum = 0;
            for (int i = 0; i < counts.length; i++) {
                if (i != second % counts.length) {
                    sum += counts[i];
                }
            }
            return sum / (double) SECONDS;
        }

        private void turn() {
            long now = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime());
            for (long s = Math.max(second + 1, now - SECONDS); s <= now; s++) {
                counts[(int) Math.floorMod(s, (long) counts.length)] = 0;
            }
            second = now;
        }
    }
}
