package io.sojourn.store;

import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.core.project.ProjectId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// The project stores that are open: opened on first use, shared by all who hold a lease, closed when
/// nobody held one for a while.
public final class OpenStores implements AutoCloseable {

    private final StoresFactory factory;
    private final InstantSource clock;
    private final Map<ProjectId, Shared> open = new HashMap<>();

    public OpenStores(StoresFactory factory, InstantSource clock) {
        this.factory = factory;
        this.clock = clock;
    }

    /// Opens the stores or shares them. Blocks while they open.
    public synchronized Lease acquire(ProjectId project) {
        Shared shared = open.get(project);
        if (shared != null && shared.discarded) {
            throw new ProblemException(
                    Code.INTERNAL, "the stores of project " + project + " are being opened anew");
        }
        if (shared == null) {
            shared = new Shared(project, factory.open(project));
            open.put(project, shared);
        }
        shared.leases++;
        return new Lease(shared);
    }

    /// Closes what nobody used for the given time.
    public synchronized void closeIdle(Duration idle) {
        long before = clock.millis() - idle.toMillis();
        for (Shared shared : List.copyOf(open.values())) {
            if (shared.leases == 0 && shared.releasedAt <= before) {
                open.remove(shared.project);
                shared.stores.close();
            }
        }
    }

    /// Closes a project's stores once nobody holds them any more; until then nobody gets them anew.
    ///
    /// @return false when somebody still held them after the time
    public synchronized boolean evict(ProjectId project, Duration most)
            throws InterruptedException {
        Shared shared = open.get(project);
        if (shared == null) {
            return true;
        }
        shared.discarded = true;
        long deadline = System.nanoTime() + most.toNanos();
        while (shared.leases > 0) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        if (open.remove(project, shared)) {
            shared.stores.close();
        }
        return true;
    }

    /// Runs something on each of the stores that are open, without keeping them open by it.
    public void forEachOpen(Consumer<ProjectStores> work) {
        for (Shared shared : borrowAll()) {
            try {
                work.accept(shared.stores);
            } finally {
                giveBack(shared);
            }
        }
    }

    private synchronized List<Shared> borrowAll() {
        List<Shared> borrowed = open.values().stream().filter(shared -> !shared.discarded).toList();
        borrowed.forEach(shared -> shared.leases++);
        return borrowed;
    }

    private synchronized void giveBack(Shared shared) {
        long usedAt = shared.releasedAt;
        release(shared, false);
        shared.releasedAt = usedAt;
    }

    public synchronized int size() {
        return open.size();
    }

    private synchronized void release(Shared shared, boolean discard) {
        shared.leases--;
        shared.releasedAt = clock.millis();
        shared.discarded |= discard;
        if (shared.discarded && shared.leases == 0) {
            if (open.remove(shared.project, shared)) {
                shared.stores.close();
            }
            notifyAll();
        }
    }

    /// Closes all; leases still held become useless.
    @Override
    public synchronized void close() {
        for (Shared shared : List.copyOf(open.values())) {
            shared.stores.close();
        }
        open.clear();
    }

    private static final class Shared {
        private final ProjectId project;
        private final ProjectStores stores;
        private int leases;
        private long releasedAt;
        private boolean discarded;

        Shared(ProjectId project, ProjectStores stores) {
            this.project = project;
            this.stores = stores;
        }
    }

    /// A right to use a project's stores, given back by [#close].
    public final class Lease implements AutoCloseable {
        private final Shared shared;
        private boolean returned;

        private Lease(Shared shared) {
            this.shared = shared;
        }

        public ProjectStores stores() {
            return shared.stores;
        }

        /// Gives it back and has the stores opened anew, once nobody else holds them, since they failed.
        public void discard() {
            giveBack(true);
        }

        @Override
        public void close() {
            giveBack(false);
        }

        private void giveBack(boolean discard) {
            if (!returned) {
                returned = true;
                release(shared, discard);
            }
        }
    }
}
