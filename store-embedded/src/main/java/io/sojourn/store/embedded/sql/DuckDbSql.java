package io.sojourn.store.embedded.sql;

import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.store.embedded.event.DuckDbEventStore;
import io.sojourn.store.people.PeopleStore;
import io.sojourn.store.sql.SqlColumn;
import io.sojourn.store.sql.SqlOutcome;
import io.sojourn.store.sql.SqlQueries;
import io.sojourn.store.sql.SqlQuery;
import io.sojourn.store.sql.SqlRows;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.duckdb.DuckDBConnection;

/// SQL on the event file, each query on a connection of its own with its own views, in a transaction that cannot write.
///
/// Three things keep a query within bounds: [SqlGuard] before it runs, the deadline that interrupts it, and the memory
/// limit of the store, beyond which it spills to disk and in the end fails alone.
public final class DuckDbSql implements SqlQueries {

    private static final ScheduledExecutorService DEADLINES =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("sql-deadlines").daemon().factory());

    /// How the engine names what a query did wrong.
    private static final Pattern MISTAKE =
            Pattern.compile(
                    "(Parser|Syntax|Binder|Catalog|Conversion|Out of Range|Invalid Input|Invalid"
                            + "|Invalid type|Mismatch Type|Not implemented|Object Size|Parameter Not Resolved"
                            + "|Parameter Not Allowed|Serialization|Expression|Decimal|Divide by Zero"
                            + "|Unknown Type) Error:");

    private final DuckDbEventStore events;
    private final PeopleStore people;
    private final ReentrantLock turn = new ReentrantLock(true);

    public DuckDbSql(DuckDbEventStore events, PeopleStore people) {
        this.events = events;
        this.people = people;
    }

    @Override
    public SqlOutcome run(SqlQuery query, SqlRows rows) {
        long end = System.nanoTime() + query.timeMax().toNanos();
        try {
            if (!turn.tryLock(query.timeMax().toNanos(), TimeUnit.NANOSECONDS)) {
                throw tooSlow(query);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(Code.CANCELLED, "the query was cancelled");
        }
        Runnable check =
                () -> {
                    if (System.nanoTime() - end > 0) {
                        throw tooSlow(query);
                    }
                };
        try {
            return events.apart(connection -> run(connection, query, rows, end, check));
        } catch (SQLException e) {
            throw failure(query, e, end);
        } finally {
            turn.unlock();
        }
    }

    private SqlOutcome run(
            DuckDBConnection connection, SqlQuery query, SqlRows rows, long end, Runnable check)
            throws SQLException {
        SqlGuard.Used used = SqlGuard.check(connection, query.text());
        execute(connection, "SET TimeZone = '" + zone(query.zone()).replace("'", "''") + "'");
        new SqlViews(connection, people, query.hidden(), check).make(used);
        check.run();
        execute(connection, "BEGIN TRANSACTION READ ONLY");
        try (Statement statement = connection.createStatement()) {
            Future<?> deadline =
                    DEADLINES.schedule(
                            () -> cancel(statement),
                            Math.max(0, end - System.nanoTime()),
                            TimeUnit.NANOSECONDS);
            try {
                // Rows that are streamed would lose the reason why there are none.
                statement.execute(
                        "CREATE TEMP TABLE answer AS SELECT * FROM ("
                                + used.sql()
                                + ") LIMIT "
                                + (query.rowsMax() + 1L));
            } finally {
                deadline.cancel(false);
            }
            try (ResultSet row = statement.executeQuery("SELECT * FROM temp.answer")) {
                return give(row, query, rows, check);
            }
        }
    }

    /// The engine's name of a zone. It knows fixed offsets of whole hours only, and with the sign turned round.
    private static String zone(ZoneId zone) {
        if (!zone.getRules().isFixedOffset()) {
            return zone.getId();
        }
        int seconds = zone.getRules().getOffset(Instant.EPOCH).getTotalSeconds();
        if (seconds == 0) {
            return "UTC";
        }
        return seconds % 3600 == 0
                ? "Etc/GMT" + (seconds > 0 ? "-" : "+") + Math.abs(seconds / 3600)
                : zone.getId();
    }

    private static SqlOutcome give(ResultSet row, SqlQuery query, SqlRows rows, Runnable check)
            throws SQLException {
        ResultSetMetaData meta = row.getMetaData();
        List<SqlColumn> columns = new ArrayList<>();
        for (int column = 1; column <= meta.getColumnCount(); column++) {
            columns.add(new SqlColumn(meta.getColumnLabel(column), meta.getColumnTypeName(column)));
        }
        rows.columns(List.copyOf(columns));
        SqlValues values = new SqlValues(query.zone());
        long count = 0;
        while (row.next()) {
            if (count == query.rowsMax()) {
                return new SqlOutcome(count, true);
            }
            rows.row(values.row(row, meta));
            if (++count % 1_024 == 0) {
                check.run();
            }
        }
        return new SqlOutcome(count, false);
    }

    private static void cancel(Statement statement) {
        try {
            statement.cancel();
        } catch (SQLException e) {
            // It has ended by itself.
            return;
        }
    }

    private static void execute(DuckDBConnection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static ProblemException tooSlow(SqlQuery query) {
        return new ProblemException(
                Code.QUESTION_TOO_SLOW,
                "the query took longer than "
                        + query.timeMax().toSeconds()
                        + " s: ask for a shorter time range or fewer columns");
    }

    /// What went wrong in the words of the engine, without the text of the query that it quotes; only of mistakes in the
    /// query, since other failures tell of files.
    static RuntimeException failure(SqlQuery query, SQLException cause, long end) {
        String message = String.valueOf(cause.getMessage());
        String lower = message.toLowerCase(Locale.ROOT);
        ProblemException problem;
        if (System.nanoTime() - end > 0 || lower.contains("interrupted")) {
            problem = tooSlow(query);
        } else if (lower.contains("out of memory")) {
            problem =
                    new ProblemException(
                            Code.QUESTION_TOO_LARGE,
                            "the query needs too much memory: group, filter or limit it");
        } else if (!MISTAKE.matcher(message).lookingAt()) {
            return new IllegalStateException("a query failed: " + message, cause);
        } else {
            int quote = message.indexOf("\n\nLINE ");
            problem = SqlGuard.refused(quote < 0 ? message : message.substring(0, quote));
        }
        problem.initCause(cause);
        return problem;
    }
}
