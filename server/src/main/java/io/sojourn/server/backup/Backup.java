package io.sojourn.server.backup;

import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.core.project.ProjectId;
import io.sojourn.store.OpenStores;
import io.sojourn.store.catalog.Catalog;
import io.sojourn.store.embedded.catalog.SqliteCatalog;
import io.sojourn.store.fault.FaultPoint;
import io.sojourn.store.fault.Faults;
import io.sojourn.store.log.EventLog;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// Copies a data folder while the server works on it. The copy is a state that a crash could have left: what its
/// stores lack is in its log, so that the next start on it recovers by itself and nothing has to pause.
///
/// The order makes it one. The log is held; the position that all stores have confirmed is read; then each project's
/// segments are copied, then its people, who are never behind them, then its events, which are never behind those; then the catalog, as confirming no more than was read
/// before; last the log from there on, up to its end, which no store is beyond. A project that is created meanwhile
/// is in the catalog, and then all of it is in the log, or it is not in the catalog, and then the log is cut before its
/// first record.
public final class Backup {

    private static final String FIRST_RUN = "first-run.json";
    private static final String FORMAT = "format.json";

    /// In a folder that is being written; shows that it may be deleted.
    private static final String MARK = "backup-unfinished";

    private final Path data;
    private final Catalog catalog;
    private final OpenStores stores;
    private final EventLog log;
    private final InstantSource clock;
    private final Faults faults;
    private final KnownBackups known;
    private final AtomicBoolean running = new AtomicBoolean();

    /// @param data the data folder
    public Backup(
            Path data,
            Catalog catalog,
            OpenStores stores,
            EventLog log,
            InstantSource clock,
            Faults faults) {
        this.data = data;
        this.known = new KnownBackups(data);
        this.catalog = catalog;
        this.stores = stores;
        this.log = log;
        this.clock = clock;
        this.faults = faults;
    }

    /// Refuses a folder that a backup cannot be written to.
    ///
    /// @throws ProblemException for the field `folder`
    public void check(Path folder) {
        if (!folder.isAbsolute()) {
            throw refused(Code.INVALID_FIELD, "must be an absolute path, got " + folder);
        }
        if (Files.exists(folder)) {
            throw refused(
                    Code.CONFLICT, folder + " exists; a backup goes into a folder of its own");
        }
        if (folder.normalize().startsWith(data.toAbsolutePath().normalize())) {
            throw refused(Code.INVALID_FIELD, folder + " lies in the data folder");
        }
        Path parent = folder.getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            throw refused(Code.INVALID_FIELD, "there is no folder " + parent);
        }
        Path partial = partial(folder);
        if (Files.exists(partial) && !Files.exists(partial.resolve(MARK))) {
            throw refused(Code.CONFLICT, partial + " exists and is no unfinished backup");
        }
    }

    private static ProblemException refused(Code code, String message) {
        return new ProblemException(new Problem(code, "folder", message));
    }

    private static Path partial(Path folder) {
        return folder.resolveSibling(folder.getFileName() + ".partial");
    }

    /// The backup is in the folder, whole and on stable storage, on return; nothing of it is when this fails.
    ///
    /// @param folder as [#check] takes it
    /// @param progress lines for people
    public Manifest write(Path folder, Consumer<String> progress) {
        check(folder);
        if (!running.compareAndSet(false, true)) {
            throw new ProblemException(Code.CONFLICT, "another backup is being written");
        }
        Path partial = partial(folder);
        try (EventLog.Retained _ = log.retain()) {
            Folders.delete(partial);
            Files.createDirectory(partial);
            Files.createFile(partial.resolve(MARK));
            try {
                Manifest manifest = fill(partial, progress);
                publish(partial, folder, manifest);
                return manifest;
            } finally {
                Folders.delete(partial);
            }
        } catch (IOException e) {
            throw new ProblemException(
                    Code.DATA_FOLDER,
                    "the backup %s cannot be written: %s".formatted(folder, e.toString()));
        } finally {
            running.set(false);
        }
    }

    private Manifest fill(Path partial, Consumer<String> progress) throws IOException {
        long confirmed = catalog.confirmed();
        List<Manifest.Project> projects = new ArrayList<>();
        Set<ProjectId> copied = new HashSet<>();
        for (Catalog.Project project : catalog.projects()) {
            projects.add(copy(project, partial, progress));
            copied.add(project.id());
        }
        catalog.backup(partial, confirmed);
        Set<ProjectId> known = new HashSet<>();
        try (Catalog copy = SqliteCatalog.open(partial, clock, Faults.NONE)) {
            for (Catalog.Project project : copy.projects()) {
                known.add(project.id());
                if (!copied.contains(project.id())) {
                    projects.add(new Manifest.Project(project.id(), project.name(), 0, 0));
                }
            }
        }
        long[] told = {System.nanoTime()};
        long end =
                LogCopy.copy(
                        log,
                        confirmed,
                        known::contains,
                        partial.resolve("log"),
                        clock,
                        position -> {
                            if (System.nanoTime() - told[0] > 2_000_000_000L) {
                                told[0] = System.nanoTime();
                                progress.accept("log: copied up to position " + position);
                            }
                        });
        Files.deleteIfExists(partial.resolve("log").resolve("lock"));
        progress.accept("log: %d records up to position %d".formatted(end - confirmed, end));
        for (String name : List.of(FORMAT, FIRST_RUN)) {
            if (Files.exists(data.resolve(name))) {
                Folders.copy(data.resolve(name), partial.resolve(name), true, bytes -> {});
            }
        }
        return new Manifest(
                version(),
                clock.instant().truncatedTo(ChronoUnit.SECONDS),
                confirmed,
                end,
                projects,
                contents(partial, progress));
    }

    private Manifest.Project copy(
            Catalog.Project project, Path partial, Consumer<String> progress) {
        Path target = partial.resolve("projects").resolve(project.id().toString());
        String what = "project %s (%s): ".formatted(project.id(), project.name());
        try (OpenStores.Lease lease = stores.acquire(project.id())) {
            lease.stores().questions().backup(target);
            long people =
                    Ticker.during(
                            what + "people",
                            target,
                            progress,
                            () -> lease.stores().people().backup(target));
            long events =
                    Ticker.during(
                            what + "events",
                            target,
                            progress,
                            () -> lease.stores().events().backup(target));
            if (events < people) {
                throw new IllegalStateException(
                        "%sevents at position %d, people at %d".formatted(what, events, people));
            }
            return new Manifest.Project(project.id(), project.name(), people, events);
        }
    }

    private static List<Manifest.Content> contents(Path partial, Consumer<String> progress)
            throws IOException {
        List<Manifest.Content> contents = new ArrayList<>();
        long bytes = 0;
        for (Path file : Folders.files(partial)) {
            if (!file.equals(partial.resolve(MARK))) {
                Manifest.Content content = Folders.content(partial, file);
                contents.add(content);
                bytes += content.bytes();
            }
        }
        progress.accept(
                "checksums of %d files, %s".formatted(contents.size(), Folders.size(bytes)));
        return contents;
    }

    private void publish(Path partial, Path folder, Manifest manifest) throws IOException {
        Path file = partial.resolve(Manifest.FILE);
        Files.writeString(file, manifest.write(), StandardCharsets.UTF_8);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.delete(partial.resolve(MARK));
        Folders.forceAll(partial);
        faults.reach(FaultPoint.BACKUP_BEFORE_RENAME);
        Files.move(partial, folder, StandardCopyOption.ATOMIC_MOVE);
        Path parent = folder.getParent();
        if (parent != null) {
            Folders.force(parent);
        }
        known.add(folder);
        faults.reach(FaultPoint.BACKUP_AFTER_RENAME);
    }

    private static String version() {
        String version = Backup.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
