package io.sojourn.store.embedded.event;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where one opening of the file puts what does not fit into its memory. A new name each time, so that
/// what a killed process left can be told apart and removed.
record SpillFolder(Path path) {

    private static final String PREFIX = "events.spill-";

    static SpillFolder create(Path folder) throws IOException {
        return new SpillFolder(Files.createTempDirectory(folder, PREFIX));
    }

    /// To be called by the process that has the file open alone.
    void removeOthers() throws IOException {
        try (DirectoryStream<Path> found =
                Files.newDirectoryStream(path.resolveSibling("."), PREFIX + "*")) {
            for (Path each : found) {
                if (!each.getFileName().equals(path.getFileName())) {
                    remove(each);
                }
            }
        }
    }

    void remove() throws IOException {
        if (Files.exists(path)) {
            remove(path);
        }
    }

    private static void remove(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
