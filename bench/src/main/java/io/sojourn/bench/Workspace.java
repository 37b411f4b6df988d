package io.sojourn.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A folder of one run, removed at its end however it ends.
public final class Workspace implements AutoCloseable {

    private final Path folder;
    private final Thread cleaner;

    private Workspace(Path folder) {
        this.folder = folder;
        this.cleaner = new Thread(() -> delete(folder), "clean-up");
        Runtime.getRuntime().addShutdownHook(cleaner);
    }

    /// @param within where it is made; empty = where temporary files are
    public static Workspace create(Path within) throws IOException {
        return new Workspace(
                within.toString().isEmpty()
                        ? Files.createTempDirectory("sojourn-bench")
                        : Files.createTempDirectory(Files.createDirectories(within), "bench"));
    }

    public Path path() {
        return folder;
    }

    @Override
    public void close() {
        delete(folder);
    }

    /// What cannot be removed stays.
    public static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            System.err.println("not all of " + folder + " could be removed: " + e.getMessage());
        }
    }
}
