package io.sojourn.store.embedded.event;

import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/// Brings the file's tables to the version that this program knows, forward only: numbered SQL
/// files, each run once in a transaction of its own.
final class Migrations {

    private static final List<String> FILES =
            List.of("001-events.sql", "002-packed-properties.sql");

    private final List<String> scripts;

    Migrations() {
        this(FILES.stream().map(Migrations::load).toList());
    }

    /// @param scripts version 1, 2, ...
    Migrations(List<String> scripts) {
        this.scripts = List.copyOf(scripts);
    }

    private static String load(String file) {
        try (InputStream in = Migrations.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @throws ProblemException when the file was written by a newer program
    void run(Connection connection, String file) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)");
            int version = version(statement);
            if (version > scripts.size()) {
                throw new ProblemException(
                        Code.DATA_FOLDER,
                        file
                                + " has version "
                                + version
                                + " and this program knows only "
                                + scripts.size()
                                + ": run the newer program again, or restore a backup made before it");
            }
            for (int next = version + 1; next <= scripts.size(); next++) {
                migrate(connection, next);
            }
        }
    }

    private void migrate(Connection connection, int version) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("BEGIN TRANSACTION");
            statement.execute(scripts.get(version - 1));
            statement.execute("INSERT INTO schema_version VALUES (" + version + ")");
            statement.execute("COMMIT");
        } catch (SQLException e) {
            rollback(connection, e);
            throw e;
        }
    }

    private static void rollback(Connection connection, SQLException cause) {
        try (Statement statement = connection.createStatement()) {
            statement.execute("ROLLBACK");
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    private static int version(Statement statement) throws SQLException {
        try (ResultSet row =
                statement.executeQuery("SELECT coalesce(max(version), 0) FROM schema_version")) {
            row.next();
            return row.getInt(1);
        }
    }
}
