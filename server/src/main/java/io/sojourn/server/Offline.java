package io.sojourn.server;

import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.ingest.CommitListener;
import io.sojourn.ingest.Ingest;
import io.sojourn.ingest.enrich.Bots;
import io.sojourn.ingest.enrich.Enricher;
import io.sojourn.ingest.enrich.Geo;
import io.sojourn.server.backup.Backup;
import io.sojourn.server.config.Setting;
import io.sojourn.server.data.DataFolder;
import io.sojourn.store.CanonicalDump;
import io.sojourn.store.OpenStores;
import io.sojourn.store.catalog.Catalog;
import io.sojourn.store.embedded.catalog.SqliteCatalog;
import io.sojourn.store.embedded.log.FileEventLog;
import io.sojourn.store.embedded.log.LogSettings;
import io.sojourn.store.embedded.log.Retention;
import io.sojourn.store.fault.Faults;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/// A data folder opened by a command while no server runs on it. Nothing is brought from the log into the stores, and
/// nothing of the log is deleted.
public final class Offline implements AutoCloseable {

    private static final long EVENTS_MEMORY_BYTES = 256L << 20;
    private static final Duration STANDSTILL_MAX = Duration.ofMinutes(1);

    private final InstantSource clock;
    private final Closing closing;
    private final DataFolder data;
    private final Catalog catalog;
    private final FileEventLog log;
    private final OpenStores stores;

    private Offline(
            InstantSource clock,
            Closing closing,
            DataFolder data,
            Catalog catalog,
            FileEventLog log,
            OpenStores stores) {
        this.clock = clock;
        this.closing = closing;
        this.data = data;
        this.catalog = catalog;
        this.log = log;
        this.stores = stores;
    }

    /// @throws ProblemException `DATA_FOLDER` where there is none, it is in use, newer or damaged
    public static Offline open(Path folder, InstantSource clock) {
        if (!DataFolder.exists(folder)) {
            throw new ProblemException(
                    Code.DATA_FOLDER,
                    "there is no data folder %s; name it with --data".formatted(folder));
        }
        Closing closing = new Closing();
        try {
            DataFolder data = closing.add("data folder", DataFolder.open(folder, clock));
            Catalog catalog =
                    closing.add("catalog", SqliteCatalog.open(data.path(), clock, Faults.NONE));
            OpenStores stores = closing.add("stores", stores(data, catalog, clock));
            FileEventLog log =
                    closing.add(
                            "log",
                            App.openLog(
                                    LogSettings.DEFAULT.withRetention(new Retention.All()),
                                    data,
                                    catalog,
                                    stores,
                                    clock,
                                    Faults.NONE,
                                    line -> {}));
            return new Offline(clock, closing, data, catalog, log, stores);
        } catch (RuntimeException e) {
            closing.close();
            throw e;
        }
    }

    private static OpenStores stores(DataFolder data, Catalog catalog, InstantSource clock) {
        return new OpenStores(
                new EmbeddedStores(
                        data,
                        catalog,
                        EVENTS_MEMORY_BYTES,
                        Optional.empty(),
                        Integer.parseInt(Setting.SEEN_RUN_IDS.defaultText()),
                        Faults.NONE),
                clock);
    }

    /// Who may do what.
    public Catalog catalog() {
        return catalog;
    }

    public Backup backup() {
        return new Backup(data.path(), catalog, stores, log, clock, Faults.NONE);
    }

    /// What the stores of every project hold, see [CanonicalDump].
    public void dump(Consumer<String> lines) {
        dump(stores, lines);
    }

    private void dump(OpenStores from, Consumer<String> lines) {
        for (Catalog.Project project : catalog.projects()) {
            try (OpenStores.Lease lease = from.acquire(project.id())) {
                CanonicalDump.write(project.id(), lease.stores(), lines);
            }
        }
    }

    /// What they would hold if they were made anew from the log, which has been kept whole.
    ///
    /// @param scratch an empty folder for the new stores
    /// @param to position of the last record that counts, 0 = the log's last
    public void recompute(Path scratch, long to, Consumer<String> lines)
            throws InterruptedException {
        if (log.begin() > 1) {
            throw new ProblemException(
                    Code.DATA_FOLDER,
                    "the log begins at position %d; only one kept whole (--log-retention all) can be recomputed"
                            .formatted(log.begin()));
        }
        long end = to == 0 ? log.end() : Math.min(to, log.end());
        try (DataFolder made = DataFolder.open(scratch, clock);
                Catalog fresh = SqliteCatalog.open(scratch, clock, Faults.NONE);
                OpenStores recomputed = stores(made, catalog, clock);
                Geo geo = GeoFiles.open("")) {
            Ingest ingest =
                    new Ingest(
                            new LogUpTo(log, end),
                            fresh,
                            recomputed,
                            new Enricher(geo, Bots.load()),
                            clock,
                            CommitListener.NONE,
                            project ->
                                    catalog.projects().stream()
                                            .anyMatch(known -> known.id().equals(project)));
            ingest.start();
            try (ingest) {
                long before = -1;
                while (!ingest.awaitApplied(end, STANDSTILL_MAX)) {
                    if (ingest.applied() == before) {
                        throw new ProblemException(
                                Code.DATA_FOLDER,
                                "the recomputation stands still at position " + before);
                    }
                    before = ingest.applied();
                }
            }
            ingest.status()
                    .stalled()
                    .forEach(
                            (project, stalled) -> {
                                throw new ProblemException(
                                        Code.DATA_FOLDER,
                                        "project %s cannot be recomputed: %s"
                                                .formatted(project, stalled.reason()));
                            });
            dump(recomputed, lines);
        }
    }

    @Override
    public void close() {
        closing.close();
    }
}
