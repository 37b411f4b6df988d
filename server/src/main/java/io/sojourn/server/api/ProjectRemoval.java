package io.sojourn.server.api;

import io.sojourn.core.project.ProjectId;
import io.sojourn.ingest.Ingest;
import io.sojourn.store.OpenStores;
import io.sojourn.store.catalog.Catalog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Deletes projects: first nobody finds one any more, then ingest and readers let go of its stores, then its folder
/// goes. What a crash leaves in between goes at the next start. Requests of it stay in the log until that drops them,
/// and are skipped.
public final class ProjectRemoval {

    private static final Logger LOG = LoggerFactory.getLogger(ProjectRemoval.class);
    private static final Duration LET_GO = Duration.ofSeconds(20);

    private final Catalog catalog;
    private final OpenStores stores;
    private final Ingest ingest;
    private final Path folders;
    private final Runnable projectsChanged;

    /// @param folders holds one folder per project, named by its number
    /// @param projectsChanged told after a change that TRACK has to see
    public ProjectRemoval(
            Catalog catalog,
            OpenStores stores,
            Ingest ingest,
            Path folders,
            Runnable projectsChanged) {
        this.catalog = catalog;
        this.stores = stores;
        this.ingest = ingest;
        this.folders = folders;
        this.projectsChanged = projectsChanged;
    }

    void remove(ProjectId project) throws InterruptedException {
        catalog.removeProject(project);
        projectsChanged.run();
        ingest.forget(project, LET_GO);
        if (stores.evict(project, LET_GO)) {
            delete(folders.resolve(project.toString()));
        } else {
            LOG.warn("project {} is still being read; its folder goes at the next start", project);
        }
    }

    /// Deletes the folders of projects that there are no more.
    public void sweep() {
        List<String> known = catalog.projects().stream().map(each -> each.id().toString()).toList();
        if (!Files.isDirectory(folders)) {
            return;
        }
        try (Stream<Path> all = Files.list(folders)) {
            all.filter(folder -> !known.contains(folder.getFileName().toString()))
                    .filter(folder -> folder.getFileName().toString().matches("[0-9]+"))
                    .forEach(ProjectRemoval::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Bytes in a project's folder.
    long bytes(ProjectId project) {
        Path folder = folders.resolve(project.toString());
        if (!Files.exists(folder)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            long bytes = 0;
            for (Path file : files.toList()) {
                bytes += Files.isRegularFile(file) ? file.toFile().length() : 0;
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
