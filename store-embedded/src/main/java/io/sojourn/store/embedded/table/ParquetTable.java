package io.sojourn.store.embedded.table;

import io.sojourn.core.value.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/// Rows that become one Parquet file. They wait in a table on disk, since what a column of senders' values holds is
/// known only at the end: whole numbers, numbers, booleans, or else text.
///
/// Everything lies in one folder, which is removed on close; what a killed process left is removed by the next
/// table beside it.
public final class ParquetTable implements AutoCloseable {

    /// How a column's values are typed.
    public enum Type {
        /// `BIGINT`.
        WHOLE,
        /// `TIMESTAMP` in UTC, from Unix milliseconds.
        TIME,
        /// `VARCHAR`.
        TEXT,
        /// `BIGINT`, `DOUBLE` or `BOOLEAN` where all its values are that, else `VARCHAR`.
        BY_VALUE
    }

    /// @param name in the file
    public record Column(String name, Type type) {}

    private static final String PREFIX = "export-";
    private static final int MEMORY_MEGABYTES = 128;
    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

    /// A folder that was just made is not yet among the open ones.
    private static final ReentrantLock MAKING = new ReentrantLock();

    private final Path folder;
    private final List<Column> columns;
    private final Seen[] seen;
    private final DuckDBConnection connection;
    private final DuckDBAppender appender;

    /// What a column's values were so far, as one of the types that fit them all.
    private enum Seen {
        NOTHING("VARCHAR"),
        WHOLE("BIGINT"),
        DECIMAL("DOUBLE"),
        BOOLEAN("BOOLEAN"),
        TEXT("VARCHAR");

        private final String sql;

        Seen(String sql) {
            this.sql = sql;
        }

        Seen with(Seen other) {
            if (this == NOTHING || this == other) {
                return other;
            }
            boolean numbers =
                    (this == WHOLE && other == DECIMAL) || (this == DECIMAL && other == WHOLE);
            return numbers ? DECIMAL : TEXT;
        }
    }

    private ParquetTable(
            Path folder,
            List<Column> columns,
            DuckDBConnection connection,
            DuckDBAppender appender) {
        this.folder = folder;
        this.columns = List.copyOf(columns);
        this.seen = new Seen[columns.size()];
        java.util.Arrays.fill(seen, Seen.NOTHING);
        this.connection = connection;
        this.appender = appender;
    }

    /// Whether a column may be called so: Parquet readers tell names apart without case, and take no NUL.
    public static Optional<String> flaw(List<String> names) {
        Set<String> folded = new HashSet<>();
        for (String name : names) {
            if (name.isEmpty() || name.indexOf('\0') >= 0) {
                return Optional.of("a Parquet column needs a name without NUL");
            }
            if (!folded.add(name.toLowerCase(Locale.ROOT))) {
                return Optional.of("Parquet has one column " + name + ", whatever its case");
            }
        }
        return Optional.empty();
    }

    /// @param beside folder in which the table's own is made
    public static ParquetTable create(Path beside, List<Column> columns) {
        MAKING.lock();
        try {
            Path folder = Files.createTempDirectory(beside, PREFIX).toAbsolutePath();
            OPEN.add(folder);
            try {
                removeLeft(beside);
                return open(folder, columns);
            } catch (SQLException | IOException | RuntimeException e) {
                remove(folder);
                throw e;
            }
        } catch (SQLException e) {
            throw failure("make a table in " + beside, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            MAKING.unlock();
        }
    }

    private static ParquetTable open(Path folder, List<Column> columns) throws SQLException {
        Properties settings = new Properties();
        settings.setProperty("memory_limit", MEMORY_MEGABYTES + "MB");
        settings.setProperty("threads", "1");
        settings.setProperty("temp_directory", folder.toString());
        settings.setProperty("preserve_insertion_order", "true");
        settings.setProperty("autoinstall_known_extensions", "false");
        settings.setProperty("autoload_known_extensions", "false");
        settings.setProperty("jdbc_instance_cache", "false");
        DuckDBConnection connection =
                DuckDBConnection.newConnection(
                        "jdbc:duckdb:" + folder.resolve("rows.duckdb"), false, "", settings);
        try {
            String list =
                    IntStream.range(0, columns.size())
                            .mapToObj(i -> "c" + i + ' ' + stored(columns.get(i).type()))
                            .collect(Collectors.joining(", "));
            execute(connection, "CREATE TABLE line (" + list + ")");
            return new ParquetTable(folder, columns, connection, connection.createAppender("line"));
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private static String stored(Type type) {
        return switch (type) {
            case WHOLE, TIME -> "BIGINT";
            case TEXT, BY_VALUE -> "VARCHAR";
        };
    }

    /// @param cells one for each column; those of [Type#WHOLE] and [Type#TIME] hold whole numbers
    public void add(List<Optional<Value>> cells) {
        try {
            appender.beginRow();
            for (int i = 0; i < columns.size(); i++) {
                append(i, cells.get(i));
            }
            appender.endRow();
        } catch (SQLException e) {
            throw failure("write a row", e);
        }
    }

    private void append(int column, Optional<Value> cell) throws SQLException {
        if (cell.isEmpty()) {
            appender.appendNull();
            return;
        }
        Value value = cell.get();
        switch (columns.get(column).type()) {
            case WHOLE, TIME -> appender.append(Long.parseLong(value.text()));
            case TEXT -> appender.append(value.text());
            case BY_VALUE -> {
                seen[column] = seen[column].with(seen(value));
                appender.append(value.text());
            }
        }
    }

    private static Seen seen(Value value) {
        return switch (value.type()) {
            case BOOLEAN -> Seen.BOOLEAN;
            case STRING, UNSET -> Seen.TEXT;
            case NUMBER -> {
                if (Double.isNaN(value.number())) {
                    yield Seen.TEXT;
                }
                boolean whole =
                        value.text().chars().allMatch(c -> c == '-' || (c >= '0' && c <= '9'));
                yield whole ? Seen.WHOLE : Seen.DECIMAL;
            }
        };
    }

    /// Writes the file; no row may follow. It is gone when the table is closed.
    public Path finish() {
        Path file = folder.resolve("rows.parquet");
        try {
            appender.close();
            List<String> cast = new ArrayList<>();
            for (int i = 0; i < columns.size(); i++) {
                cast.add(expression(i) + " AS " + quoted(columns.get(i).name(), '"'));
            }
            execute(
                    connection,
                    "COPY (SELECT %s FROM line) TO %s (FORMAT parquet, COMPRESSION zstd)"
                            .formatted(String.join(", ", cast), quoted(file.toString(), '\'')));
        } catch (SQLException e) {
            throw failure("write " + file, e);
        }
        return file;
    }

    private String expression(int column) {
        String name = "c" + column;
        return switch (columns.get(column).type()) {
            case WHOLE, TEXT -> name;
            case TIME -> "epoch_ms(" + name + ")";
            case BY_VALUE -> "CAST(" + name + " AS " + seen[column].sql + ")";
        };
    }

    private static String quoted(String text, char quote) {
        String one = String.valueOf(quote);
        return one + text.replace(one, one + one) + one;
    }

    private static void execute(DuckDBConnection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static IllegalStateException failure(String doing, SQLException cause) {
        return new IllegalStateException("cannot " + doing + ": " + cause.getMessage(), cause);
    }

    private static void removeLeft(Path beside) throws IOException {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(beside, PREFIX + "*")) {
            for (Path each : found) {
                if (!OPEN.contains(each.toAbsolutePath())) {
                    remove(each);
                }
            }
        }
    }

    private static void remove(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(folder);
        OPEN.remove(folder.toAbsolutePath());
    }

    @Override
    public void close() {
        try {
            closeTable();
        } catch (SQLException e) {
            removeFolder();
            throw failure("close the table in " + folder, e);
        }
        removeFolder();
    }

    private void closeTable() throws SQLException {
        try {
            appender.close();
        } finally {
            connection.close();
        }
    }

    private void removeFolder() {
        try {
            remove(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
