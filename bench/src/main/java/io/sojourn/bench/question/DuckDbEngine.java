package io.sojourn.bench.question;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/// DuckDB as whoever chose it would use it: typed columns, one table per order of rows. Merged people and changes are
/// resolved already when rows come in, so that it does not pay for them.
final class DuckDbEngine {

    private static final Statements STATEMENTS = new Statements("duckdb");
    private static final List<String> TABLES = List.of("by_arrival", "by_person", "by_name");

    private final DuckDBConnection connection;
    private final int person;

    private DuckDbEngine(DuckDBConnection connection, int person) {
        this.connection = connection;
        this.person = person;
    }

    /// Fills a new file.
    ///
    /// @param person whose last events are asked for
    static DuckDbEngine fill(Path file, Clickstream stream, int person) throws SQLException {
        DuckDBConnection connection =
                (DuckDBConnection) DriverManager.getConnection("jdbc:duckdb:" + file);
        try (Statement statement = connection.createStatement()) {
            for (String setting : STATEMENTS.all("settings.sql")) {
                statement.execute(setting);
            }
            statement.execute(
                    "CREATE TYPE name AS ENUM ('" + String.join("', '", Clickstream.NAMES) + "')");
            statement.execute(
                    "CREATE TYPE source AS ENUM ('"
                            + String.join("', '", Clickstream.SOURCES)
                            + "')");
            statement.execute(
                    "CREATE TYPE device AS ENUM ('"
                            + String.join("', '", Clickstream.DEVICES)
                            + "')");
            statement.execute(
                    """
                    CREATE TABLE codes (
                        person INTEGER, event INTEGER, "time" BIGINT, name UTINYINT, source UTINYINT,
                        device UTINYINT, page SMALLINT, category SMALLINT, price INTEGER, currency UTINYINT,
                        position UTINYINT, coupon BOOLEAN)""");
            statement.execute("CREATE TABLE people (person INTEGER, plan VARCHAR)");
            append(connection, stream);
            statement.execute(
                    """
                    CREATE TABLE by_arrival AS
                    SELECT person, event, "time", enum_range(NULL::name)[name + 1]::name AS name,
                        enum_range(NULL::source)[source + 1]::source AS source,
                        enum_range(NULL::device)[device + 1]::device AS device,
                        '/page/' || page AS page, 'category ' || category AS category, price / 100 AS price,
                        currency, position, coupon
                    FROM codes ORDER BY event""");
            statement.execute("DROP TABLE codes");
            for (String layout : STATEMENTS.all("layouts.sql")) {
                statement.execute(layout);
            }
            statement.execute("CHECKPOINT");
        }
        return new DuckDbEngine(connection, person);
    }

    private static void append(DuckDBConnection connection, Clickstream stream)
            throws SQLException {
        try (DuckDBAppender rows = connection.createAppender("codes")) {
            for (int i = 0; i < stream.events; i++) {
                rows.beginRow();
                rows.append(stream.person(i)).append(i).append(stream.time[i]);
                rows.append(stream.name[i]).append((byte) stream.source(i));
                rows.append((byte) stream.device(i)).append((short) stream.page(i));
                rows.append((short) stream.category(i)).append(stream.price(i));
                rows.append((byte) stream.currency(i)).append((byte) stream.position(i));
                rows.append(stream.coupon(i));
                rows.endRow();
            }
        }
        try (DuckDBAppender rows = connection.createAppender("people")) {
            for (int one = 1; one <= stream.people; one++) {
                rows.beginRow();
                rows.append(one).append(Clickstream.PLANS.get(Clickstream.plan(one)));
                rows.endRow();
            }
        }
    }

    /// One engine per order of rows.
    List<Engine> layouts() {
        return TABLES.stream().<Engine>map(Layout::new).toList();
    }

    /// The plan of a question.
    String plan(Question question, String table) throws SQLException {
        return String.join("\n", ask("EXPLAIN " + STATEMENTS.question(question, table, person)));
    }

    private List<String> ask(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            int columns = row.getMetaData().getColumnCount();
            while (row.next()) {
                List<String> values = new ArrayList<>();
                for (int column = 1; column <= columns; column++) {
                    values.add(String.valueOf(row.getObject(column)));
                }
                rows.add(values.stream().collect(Collectors.joining("|")));
            }
        }
        return rows;
    }

    void close() throws SQLException {
        connection.close();
    }

    private final class Layout implements Engine {
        private final String table;

        Layout(String table) {
            this.table = table;
        }

        @Override
        public String name() {
            return "DuckDB " + table.toLowerCase(Locale.ROOT).replace('_', ' ');
        }

        @Override
        public List<String> answer(Question question) throws SQLException {
            return ask(STATEMENTS.question(question, table, person));
        }
    }
}
