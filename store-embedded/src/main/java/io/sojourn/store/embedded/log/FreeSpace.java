package io.sojourn.store.embedded.log;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/// How much of a folder's disk is free for this process.
@FunctionalInterface
public interface FreeSpace {

    /// What the file system says; a file system that names no size counts as free.
    FreeSpace OF_FILE_STORE =
            folder -> {
                FileStore store = Files.getFileStore(folder);
                long total = store.getTotalSpace();
                return total <= 0 ? 1 : (double) store.getUsableSpace() / total;
            };

    /// @return 0 (full) to 1 (empty)
    double share(Path folder) throws IOException;
}
