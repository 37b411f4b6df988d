package io.sojourn.store.embedded.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sojourn.core.event.Event;
import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.store.event.EventKit;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationsTest {

    @TempDir Path folder;

    private DuckDbFile file() throws SQLException, IOException {
        return DuckDbFile.open(folder.resolve("events.duckdb"), EventStoreOptions.DEFAULT);
    }

    @Test
    void theTableHasTheColumnsThatRowsAreMadeOf() throws SQLException, IOException {
        List<String> columns = new ArrayList<>();
        try (DuckDbFile file = file()) {
            new Migrations().run(file.writer(), "events");
            try (Statement statement = file.writer().createStatement();
                    ResultSet row =
                            statement.executeQuery(
                                    "SELECT column_name FROM duckdb_columns()"
                                            + " WHERE table_name = 'event' ORDER BY column_index")) {
                while (row.next()) {
                    columns.add(row.getString(1));
                }
            }
        }
        assertThat(columns)
                .as("a new attribute needs a migration that adds its column at the end")
                .containsExactlyElementsOf(EventRows.names().toList());
    }

    /// Rewritten as a whole, or brought over into a backup, the table keeps how it is packed.
    @Test
    void propertiesArePackedInTheFileAndInItsBackup() throws SQLException, IOException {
        Random random = new Random(1);
        try (DuckDbEventStore store = DuckDbEventStore.open(folder)) {
            List<Event> events = new ArrayList<>();
            for (int i = 1; i <= 10_000; i++) {
                events.add(EventKit.full(random, 1024L + i, 1 + i % 50, i));
            }
            store.commit(EventKit.batch(1, events));
            store.backup(folder.resolve("backup"));
        }
        assertThat(compressions(folder)).contains("ZSTD");
        assertThat(compressions(folder.resolve("backup"))).contains("ZSTD");
    }

    private static List<String> compressions(Path store) throws SQLException, IOException {
        List<String> found = new ArrayList<>();
        try (DuckDbFile file =
                        DuckDbFile.open(
                                store.resolve(DuckDbEventStore.FILE), EventStoreOptions.DEFAULT);
                Statement statement = file.writer().createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT compression FROM pragma_storage_info('event')"
                                        + " WHERE column_name = 'properties'")) {
            while (row.next()) {
                found.add(row.getString(1));
            }
        }
        return found;
    }

    @Test
    void eachScriptRunsOnce() throws SQLException, IOException {
        List<String> scripts = List.of("CREATE TABLE t (n INTEGER)", "INSERT INTO t VALUES (1)");
        try (DuckDbFile file = file()) {
            new Migrations(scripts.subList(0, 1)).run(file.writer(), "events");
            new Migrations(scripts).run(file.writer(), "events");
            new Migrations(scripts).run(file.writer(), "events");
            assertThat(new Query("SELECT count(*) FROM t").number(file.writer())).isEqualTo(1);
        }
    }

    @Test
    void aScriptThatFailsLeavesNothingBehind() throws SQLException, IOException {
        try (DuckDbFile file = file()) {
            Migrations failing =
                    new Migrations(List.of("CREATE TABLE t (n INTEGER); SELECT * FROM nothing"));
            assertThatThrownBy(() -> failing.run(file.writer(), "events"))
                    .isInstanceOf(SQLException.class);
            new Migrations(List.of("CREATE TABLE t (n INTEGER)")).run(file.writer(), "events");
            assertThat(new Query("SELECT max(version) FROM schema_version").number(file.writer()))
                    .isEqualTo(1);
        }
    }

    @Test
    void aFileOfANewerProgramIsRefusedWithWhatToDo() throws SQLException, IOException {
        DuckDbEventStore.open(folder).close();
        try (DuckDbFile file = file()) {
            DuckDbFile.execute(file.writer(), "INSERT INTO schema_version VALUES (99)");
        }
        assertThatThrownBy(() -> DuckDbEventStore.open(folder))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> {
                            assertThat(e.problems().getFirst().code()).isEqualTo(Code.DATA_FOLDER);
                            assertThat(e).hasMessageContaining("version 99");
                            assertThat(e).hasMessageContaining("run the newer program");
                        });
    }
}
