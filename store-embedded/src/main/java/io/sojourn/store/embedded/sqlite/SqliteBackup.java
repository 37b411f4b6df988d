package io.sojourn.store.embedded.sqlite;

import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.store.fault.FaultPoint;
import io.sojourn.store.fault.Faults;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;

/// Copies a file that is being written: SQLite's `VACUUM INTO` copies one snapshot, the writer goes on
/// meanwhile. The copy appears under its name when it is complete and on disk.
public final class SqliteBackup {

    private SqliteBackup() {}

    /// @param folder made when it is missing; a copy in it is replaced
    /// @return the copy
    public static Path copy(SqliteFile source, Path folder, Faults faults) {
        Path target = folder.resolve(source.file().getFileName());
        Path part = folder.resolve(source.file().getFileName() + ".part");
        try {
            Files.createDirectories(folder);
            Files.deleteIfExists(part);
            try (Session reader = source.openReader(CACHE_KIB)) {
                reader.update("VACUUM INTO ?", part.toString());
            }
            force(part, StandardOpenOption.WRITE);
            faults.reach(FaultPoint.BACKUP_BEFORE_RENAME);
            Files.move(
                    part,
                    target,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            force(folder, StandardOpenOption.READ);
            faults.reach(FaultPoint.BACKUP_AFTER_RENAME);
            return target;
        } catch (SQLException e) {
            throw source.failure(e);
        } catch (IOException e) {
            throw new ProblemException(
                    Code.DATA_FOLDER, "cannot write the backup " + target + ": " + e.getMessage());
        }
    }

    private static final int CACHE_KIB = 2_048;

    private static void force(Path path, StandardOpenOption how) throws IOException {
        try (FileChannel channel = FileChannel.open(path, how)) {
            channel.force(true);
        }
    }
}
