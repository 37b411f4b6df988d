package io.sojourn.server.backup;

import io.sojourn.server.data.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Makes a data folder from a backup. `format.json` comes last: a folder without it is refused by the server, so that
/// nobody starts on half a restore.
public final class Restore {

    private static final String FORMAT = "format.json";
    private static final List<String> SECRETS = List.of("first-run.json");
    private static final long TELL_EVERY_NANOS = 2_000_000_000L;

    private final Path backup;
    private final Path target;
    private final Consumer<String> progress;
    private long total;
    private long done;
    private long told = System.nanoTime();

    private Restore(Path backup, Path target, Consumer<String> progress) {
        this.backup = backup;
        this.target = target;
        this.progress = progress;
    }

    /// On stable storage on return.
    ///
    /// @param target missing or empty
    /// @param progress lines for people
    /// @throws io.sojourn.core.problem.ProblemException `DATA_FOLDER`, saying what to do
    public static Manifest run(Path backup, Path target, Consumer<String> progress) {
        Manifest manifest = Manifest.read(backup);
        Path folder = target.toAbsolutePath().normalize();
        try {
            new Restore(backup, folder, progress).run(manifest);
        } catch (IOException e) {
            throw Manifest.problem(
                    "%s cannot be restored to %s: %s".formatted(backup, folder, e.toString()));
        }
        return manifest;
    }

    private void run(Manifest manifest) throws IOException {
        refuseNewer();
        refuseFull();
        List<Manifest.Content> files = new ArrayList<>(manifest.files());
        files.sort(java.util.Comparator.comparing(file -> file.path().equals(FORMAT)));
        if (files.isEmpty() || !files.getLast().path().equals(FORMAT)) {
            throw Manifest.problem("backup %s lacks %s".formatted(backup, FORMAT));
        }
        checkSizes(files);
        total = manifest.bytes();
        Files.createDirectories(target);
        long free = Files.getFileStore(target).getUsableSpace();
        if (free < total) {
            throw Manifest.problem(
                    "%s needs %s, %s are free there"
                            .formatted(target, Folders.size(total), Folders.size(free)));
        }
        for (Manifest.Content file : files) {
            if (file.path().equals(FORMAT)) {
                Folders.forceAll(target);
            }
            copy(file);
        }
        Folders.forceAll(target);
        Path parent = target.getParent();
        if (parent != null) {
            Folders.force(parent);
        }
    }

    private void refuseNewer() throws IOException {
        Path format = backup.resolve(FORMAT);
        int version =
                Files.exists(format)
                        ? new com.fasterxml.jackson.databind.json.JsonMapper()
                                .readTree(format.toFile())
                                .path("format")
                                .asInt(0)
                        : 0;
        if (version > DataFolder.FORMAT) {
            throw Manifest.problem(
                    "backup %s is of a data folder of format %d, written by a newer Sojourn; this one knows up to %d: install the newer version"
                            .formatted(backup, version, DataFolder.FORMAT));
        }
    }

    private void refuseFull() throws IOException {
        if (Files.exists(target) && !Files.isDirectory(target)) {
            throw Manifest.problem(target + " is a file; name a new folder with --data");
        }
        if (Files.isDirectory(target)) {
            try (Stream<Path> entries = Files.list(target)) {
                if (entries.findAny().isPresent()) {
                    throw Manifest.problem(
                            target
                                    + " is not empty; name a new folder with --data, or move this one away first");
                }
            }
        }
    }

    /// Before anything is copied.
    private void checkSizes(List<Manifest.Content> files) throws IOException {
        for (Manifest.Content file : files) {
            Path source = backup.resolve(file.path());
            if (!Files.isRegularFile(source)) {
                throw damaged(file, "is missing");
            }
            if (Files.size(source) != file.bytes()) {
                throw damaged(
                        file,
                        "has %d bytes in place of %d".formatted(Files.size(source), file.bytes()));
            }
        }
    }

    private void copy(Manifest.Content file) throws IOException {
        Path to = target.resolve(file.path());
        Path folder = to.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        String found =
                Folders.copy(
                        backup.resolve(file.path()),
                        to,
                        SECRETS.contains(file.path()),
                        this::count);
        if (!found.equals(file.sha256())) {
            throw damaged(file, "has another checksum than when it was written");
        }
    }

    private RuntimeException damaged(Manifest.Content file, String what) {
        return Manifest.problem(
                "backup %s is damaged: %s %s; take another backup"
                        .formatted(backup, file.path(), what));
    }

    private void count(long bytes) {
        done += bytes;
        if (System.nanoTime() - told >= TELL_EVERY_NANOS) {
            told = System.nanoTime();
            progress.accept(
                    "copied %s of %s (%d %%)"
                            .formatted(
                                    Folders.size(done), Folders.size(total), 100 * done / total));
        }
    }
}
