package io.sojourn.store.embedded.sqlite;

import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.ProblemException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// A SQLite file in write-ahead mode with a schema of known version.
///
/// `PRAGMA user_version` holds the version of the schema, set by each migration. A file that is up to date is
/// opened without looking at the migrations; a newer one is refused.
///
/// @param file made when it is missing; its folder exists
/// @param migrations class-path folder of `V<n>__<name>.sql`, of this file only
/// @param version of the newest migration
public record SqliteFile(Path file, String migrations, int version) {

    private static final int BUSY_MILLIS = 10_000;

    /// Pages of the write-ahead log after which a commit moves them into the file.
    private static final int CHECKPOINT_PAGES = 4_000;

    private static final int PAGE_BYTES = 4_096;

    /// Brings the schema up to date and opens the one connection that writes.
    ///
    /// @param cacheKib page cache, KiB
    /// @throws ProblemException `DATA_FOLDER` where the file is newer than this program or no database
    public Session openWriter(int cacheKib) {
        try {
            Session session = new Session(connect(cacheKib, false));
            long found = session.number("PRAGMA user_version");
            if (found > version) {
                session.close();
                throw new ProblemException(
                        Code.DATA_FOLDER,
                        file
                                + " was written by a newer version (schema "
                                + found
                                + ", this version knows "
                                + version
                                + "): start that version, or restore an older backup");
            }
            if (found < version) {
                session.close();
                migrate(cacheKib);
                session = new Session(connect(cacheKib, false));
            }
            session.run("PRAGMA wal_autocheckpoint = " + CHECKPOINT_PAGES);
            session.run("PRAGMA journal_size_limit = " + CHECKPOINT_PAGES * PAGE_BYTES);
            return session;
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    private void migrate(int cacheKib) {
        SQLiteDataSource source = new SQLiteDataSource(config(cacheKib));
        source.setUrl(url());
        try {
            Flyway.configure()
                    .dataSource(source)
                    .locations("classpath:" + migrations)
                    .validateMigrationNaming(true)
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new ProblemException(
                    Code.DATA_FOLDER, file + " cannot be brought up to date: " + e.getMessage());
        }
    }

    /// A connection that only reads, each transaction a snapshot.
    public Session openReader(int cacheKib) {
        try {
            return new Session(connect(cacheKib, true));
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    private Connection connect(int cacheKib, boolean readOnly) throws SQLException {
        return (readOnly ? readerConfig(cacheKib) : config(cacheKib)).createConnection(url());
    }

    private static SQLiteConfig readerConfig(int cacheKib) {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setCacheSize(-cacheKib);
        config.setBusyTimeout(BUSY_MILLIS);
        return config;
    }

    private static SQLiteConfig config(int cacheKib) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setCacheSize(-cacheKib);
        config.setBusyTimeout(BUSY_MILLIS);
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        // Else the driver asks for a generated key after every statement that writes.
        config.setGetGeneratedKeys(false);
        return config;
    }

    private String url() {
        return "jdbc:sqlite:" + file;
    }

    /// What a failed statement means to the caller: a full disk, a file that cannot be written or is damaged,
    /// else our bug.
    public RuntimeException failure(SQLException e) {
        SQLiteErrorCode code =
                e instanceof SQLiteException sqlite
                        ? sqlite.getResultCode()
                        : SQLiteErrorCode.UNKNOWN_ERROR;
        return switch (code.code & 0xff) {
            case SQLITE_FULL ->
                    new ProblemException(Code.DISK_FULL, "no space left to write " + file);
            case SQLITE_IOERR, SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_PERM ->
                    new ProblemException(
                            Code.DATA_FOLDER,
                            file + " cannot be read or written: " + e.getMessage());
            case SQLITE_CORRUPT, SQLITE_NOTADB ->
                    new ProblemException(
                            Code.DATA_FOLDER,
                            file
                                    + " is damaged or no database: restore it from a backup ("
                                    + e.getMessage()
                                    + ")");
            default -> new IllegalStateException(file + ": " + e.getMessage(), e);
        };
    }

    // Primary result codes, https://www.sqlite.org/rescode.html
    private static final int SQLITE_PERM = 3;
    private static final int SQLITE_READONLY = 8;
    private static final int SQLITE_IOERR = 10;
    private static final int SQLITE_CORRUPT = 11;
    private static final int SQLITE_FULL = 13;
    private static final int SQLITE_CANTOPEN = 14;
    private static final int SQLITE_NOTADB = 26;
}
