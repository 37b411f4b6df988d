package io.sojourn.server.segment;

import io.sojourn.core.project.ProjectId;
import io.sojourn.ingest.CommitListener;
import io.sojourn.ingest.Committed;
import io.sojourn.journey.scan.PersonSet;
import io.sojourn.journey.scan.Runner;
import io.sojourn.journey.segment.Criterion;
import io.sojourn.journey.segment.Definitions;
import io.sojourn.server.question.Running;
import io.sojourn.store.OpenStores;
import io.sojourn.store.ProjectStores;
import io.sojourn.store.catalog.Catalog;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who belongs to the stored segments of all projects, kept up on one thread: by what ingest commits, only the touched
/// people; by the clock, segments that follow it. A project that never had a segment costs nothing.
///
/// Memberships of a project are evaluated whole when the server starts, and an hour later, when events that were ahead
/// of the clock then have come to count.
public final class Segments implements CommitListener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Segments.class);

    /// Between two looks at the clock for segments that follow it.
    private static final Duration CLOCK_EVERY = Duration.ofSeconds(30);

    private static final Duration AHEAD_MAX = Duration.ofHours(1);
    private static final Duration CHANGES_KEPT = Duration.ofDays(400);
    private static final Duration DAY = Duration.ofDays(1);

    private static final long LOOK_MILLIS = 200;
    private static final long PAUSE_NANOS_MIN = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long PAUSE_NANOS_MAX = TimeUnit.SECONDS.toNanos(5);
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Catalog catalog;
    private final OpenStores stores;
    private final Runner runner;
    private final Running running;
    private final InstantSource clock;
    private final Map<ProjectId, Watched> watched = new ConcurrentHashMap<>();
    private final List<MembershipListener> listeners = new CopyOnWriteArrayList<>();
    private final Semaphore news = new Semaphore(0);
    private final Thread thread =
            Thread.ofPlatform().daemon().name("segments").unstarted(this::run);
    private volatile boolean closing;

    /// @param running with whose questions evaluations take turns
    /// @param hasSegments of a project that may not be open: whether any were ever stored
    public Segments(
            Catalog catalog,
            OpenStores stores,
            Runner runner,
            Running running,
            InstantSource clock,
            Predicate<ProjectId> hasSegments) {
        this.catalog = catalog;
        this.stores = stores;
        this.runner = runner;
        this.running = running;
        this.clock = clock;
        for (Catalog.Project project : catalog.projects()) {
            if (hasSegments.test(project.id())) {
                watch(project.id());
            }
        }
    }

    /// A project that has segments.
    private static final class Watched {
        private final ProjectSegments segments;
        private final Inbox inbox = new Inbox();
        private long clockAt = Long.MIN_VALUE;
        private long wholeAt;
        private long dropAt = Long.MIN_VALUE;
        private long waitUntilNanos = System.nanoTime();

        Watched(ProjectSegments segments, long wholeAt) {
            this.segments = segments;
            this.wholeAt = wholeAt;
        }
    }

    private Watched watch(ProjectId project) {
        return watched.computeIfAbsent(
                project,
                added -> {
                    Watched one =
                            new Watched(
                                    new ProjectSegments(runner, running, clock),
                                    clock.millis() + AHEAD_MAX.toMillis());
                    one.inbox.everyone();
                    return one;
                });
    }

    public void start() {
        thread.start();
    }

    /// Told from then on.
    public void listen(MembershipListener listener) {
        listeners.add(listener);
    }

    // --- asked

    /// What the stored segments of a project mean now.
    public Definitions definitions(ProjectId project, ProjectStores open) {
        Watched one = watched.get(project);
        if (one == null) {
            return Definitions.NONE;
        }
        one.segments.load(open);
        return one.segments.definitions();
    }

    /// Who belongs, as of the last evaluation.
    public PersonSet members(ProjectId project, ProjectStores open, long segment) {
        Watched one = watched.get(project);
        if (one == null) {
            return PersonSet.EMPTY;
        }
        one.segments.load(open);
        return one.segments.members(segment);
    }

    /// Whom a static list means now.
    public PersonSet listed(ProjectId project, ProjectStores open, long segment) {
        Definitions.Definition list = definitions(project, open).byNumber().get(segment);
        return list != null && list.criterion() instanceof Criterion.Listed(PersonSet persons)
                ? persons
                : PersonSet.EMPTY;
    }

    /// Names of the segments that contain one.
    List<String> users(ProjectId project, ProjectStores open, long segment) {
        Watched one = watch(project);
        one.segments.load(open);
        return one.segments.users(segment);
    }

    /// Evaluates what was edited. Where that fails, it is tried again later.
    void edited(ProjectId project, ProjectStores open) {
        Watched one = watch(project);
        try {
            if (one.segments.edited(open)) {
                return;
            }
        } catch (RuntimeException e) {
            LOG.error("the segments of project {} cannot be evaluated now", project, e);
        }
        one.inbox.everyone();
        news.release();
    }

    // --- told

    @Override
    public boolean listensTo(ProjectId project) {
        return watched.containsKey(project);
    }

    @Override
    public void committed(Committed batch) {
        Watched one = watched.get(batch.project());
        if (one != null) {
            one.inbox.add(batch, clock.millis());
            if (!batch.settings().equals(one.segments.settings())) {
                one.inbox.everyone();
            }
            news.release();
        }
    }

    @Override
    public void missed(ProjectId project) {
        Watched one = watched.get(project);
        if (one != null) {
            one.inbox.everyone();
            news.release();
        }
    }

    // --- kept up

    private void run() {
        try {
            while (!closing) {
                if (news.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                    news.drainPermits();
                }
                for (ProjectId project : watched.keySet()) {
                    look(project);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// What fails in one project, of whatever kind, is tried again and keeps no other project waiting.
    private void look(ProjectId project) {
        Watched one = watched.get(project);
        if (one == null || closing || System.nanoTime() - one.waitUntilNanos < 0) {
            return;
        }
        long now = clock.millis();
        if (one.wholeAt <= now) {
            one.inbox.everyone();
            one.wholeAt = Long.MAX_VALUE;
        }
        Inbox.Taken taken = one.inbox.take(now);
        boolean clockDue =
                now >= one.clockAt && (one.segments.followsClock() || one.segments.isSizeDue());
        if (taken.isEmpty() && !clockDue) {
            return;
        }
        try {
            if (catalog.projects().stream().noneMatch(known -> known.id().equals(project))) {
                watched.remove(project);
                return;
            }
            keepUp(project, one, taken, clockDue, now);
        } catch (RuntimeException | Error e) {
            if (closing) {
                return;
            }
            LOG.error("the segments of project {} cannot be evaluated now", project, e);
            one.inbox.again(taken);
            one.waitUntilNanos = System.nanoTime() + RETRY_NANOS;
        }
    }

    private void keepUp(
            ProjectId project, Watched one, Inbox.Taken taken, boolean clockDue, long now) {
        long begun = System.nanoTime();
        try (OpenStores.Lease lease = stores.acquire(project)) {
            boolean done = evaluate(one, lease.stores(), taken, clockDue, now);
            long took = System.nanoTime() - begun;
            one.waitUntilNanos =
                    System.nanoTime()
                            + (done
                                    ? Math.clamp(2 * took, PAUSE_NANOS_MIN, PAUSE_NANOS_MAX)
                                    : RETRY_NANOS);
            if (!done) {
                one.inbox.again(taken);
            }
            tell(project, one);
        }
    }

    private boolean evaluate(
            Watched one, ProjectStores open, Inbox.Taken taken, boolean clockDue, long now) {
        boolean done =
                taken.everyone()
                        ? one.segments.everyone(open, taken.deleted())
                        : taken.isEmpty() || one.segments.touched(open, taken);
        if (done && clockDue) {
            done = one.segments.clock(open);
            one.clockAt = now + CLOCK_EVERY.toMillis();
        }
        if (done && now >= one.dropAt) {
            open.questions().dropChanges(now - CHANGES_KEPT.toMillis());
            one.dropAt = now + DAY.toMillis();
        }
        return done;
    }

    private void tell(ProjectId project, Watched one) {
        if (!listeners.isEmpty() && one.segments.takeNews()) {
            for (MembershipListener listener : listeners) {
                listener.changed(project);
            }
        }
    }

    /// Ends what is under way, which is made good at the next start.
    @Override
    public void close() {
        closing = true;
        watched.values().forEach(one -> one.segments.close());
        news.release();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
