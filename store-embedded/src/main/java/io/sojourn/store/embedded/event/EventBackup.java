package io.sojourn.store.embedded.event;

import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.ProblemException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import org.duckdb.DuckDBConnection;

/// Copies all tables as of one snapshot into a new file, beside the writer, which goes on meanwhile.
/// The copy appears under its name when it is whole and on disk.
final class EventBackup {

    private static final String COPY = "sojourn_backup";

    private EventBackup() {}

    /// @param connection of its own
    /// @return position of the copy
    static long copy(DuckDBConnection connection, Path folder, String name)
            throws SQLException, IOException {
        Path target = folder.resolve(name);
        if (Files.exists(target)) {
            throw new ProblemException(Code.CONFLICT, "there is a backup already: " + target);
        }
        Files.createDirectories(folder);
        Path partial = folder.resolve(name + ".partial");
        remove(partial);
        try {
            return copy(connection, partial, target);
        } finally {
            remove(partial);
        }
    }

    private static long copy(DuckDBConnection connection, Path partial, Path target)
            throws SQLException, IOException {
        long position;
        DuckDbFile.execute(
                connection, "ATTACH '" + partial.toString().replace("'", "''") + "' AS " + COPY);
        try {
            position = copyTables(connection);
        } finally {
            DuckDbFile.execute(connection, "DETACH " + COPY);
        }
        force(partial, StandardOpenOption.WRITE);
        Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
        force(target.resolveSibling("."), StandardOpenOption.READ);
        return position;
    }

    private static long copyTables(DuckDBConnection connection) throws SQLException {
        String database = connection.getCatalog();
        DuckDbFile.execute(connection, "BEGIN TRANSACTION");
        try {
            long position = new Query("SELECT position FROM store_state").number(connection);
            DuckDbFile.execute(connection, "COPY FROM DATABASE \"" + database + "\" TO " + COPY);
            DuckDbFile.execute(connection, "COMMIT");
            return position;
        } catch (SQLException e) {
            try {
                DuckDbFile.execute(connection, "ROLLBACK");
            } catch (SQLException rollback) {
                e.addSuppressed(rollback);
            }
            throw e;
        }
    }

    private static void remove(Path partial) throws IOException {
        Files.deleteIfExists(partial);
        Files.deleteIfExists(partial.resolveSibling(partial.getFileName() + ".wal"));
    }

    /// Makes a file, or the names in a folder, survive a power failure.
    static void force(Path path, StandardOpenOption access) throws IOException {
        try (FileChannel channel = FileChannel.open(path, access)) {
            channel.force(true);
        }
    }
}
