package io.sojourn.server;

import io.sojourn.core.project.ProjectSettings;
import io.sojourn.ingest.Ingest;
import io.sojourn.ingest.command.Command;
import io.sojourn.store.OpenStores;
import io.sojourn.store.catalog.Catalog;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Removes the events of projects that are older than these keep them: a record of the log says up to which day, so
/// that a recomputation removes the same ones. A day begins in the project's zone. Nothing is written while there is
/// nothing to remove.
final class Retention implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    private static final Duration CARRIED_OUT = Duration.ofMinutes(1);

    private final Catalog catalog;
    private final OpenStores stores;
    private final Ingest ingest;
    private final InstantSource clock;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    private Retention(
            Catalog catalog,
            OpenStores stores,
            Ingest ingest,
            InstantSource clock,
            Duration every) {
        this.catalog = catalog;
        this.stores = stores;
        this.ingest = ingest;
        this.clock = clock;
        this.thread = Thread.ofPlatform().daemon().name("retention").unstarted(() -> run(every));
    }

    static Retention start(
            Catalog catalog,
            OpenStores stores,
            Ingest ingest,
            InstantSource clock,
            Duration every) {
        Retention retention = new Retention(catalog, stores, ingest, clock, every);
        retention.thread.start();
        return retention;
    }

    private void run(Duration every) {
        try {
            while (!closing.await(every.toMillis(), TimeUnit.MILLISECONDS)) {
                for (Catalog.Project project : catalog.projects()) {
                    once(project);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void once(Catalog.Project project) throws InterruptedException {
        try {
            Optional<Command> expire = due(project);
            if (expire.isPresent()) {
                ingest.execute(project.id(), expire.get(), CARRIED_OUT);
                LOG.info("project {}: old events were removed", project.id());
            }
        } catch (RuntimeException e) {
            LOG.error("old events of project {} could not be removed", project.id(), e);
        }
    }

    private Optional<Command> due(Catalog.Project project) {
        try (OpenStores.Lease lease = stores.acquire(project.id())) {
            ProjectSettings settings = lease.stores().people().settings();
            if (settings.retentionMonths() == 0) {
                return Optional.empty();
            }
            long before = before(settings, clock);
            return lease.stores().events().oldestTime().orElse(Long.MAX_VALUE) < before
                    ? Optional.of(new Command.Expire(before))
                    : Optional.empty();
        }
    }

    static long before(ProjectSettings settings, InstantSource clock) {
        return LocalDate.ofInstant(clock.instant(), settings.zone())
                .minusMonths(settings.retentionMonths())
                .atStartOfDay(settings.zone())
                .toInstant()
                .toEpochMilli();
    }

    /// Waits for what is under way.
    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
