package io.sojourn.store.embedded.event;

import io.sojourn.core.event.EventFlag;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBChunkedResult;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBPreparedStatement;

/// One state of a project's events, read by several threads at a time: each reader has a connection of its own, and all
/// of them see the same batches.
public final class EventSnapshot implements AutoCloseable {

    private static final int TRIES_MAX = 1_000;

    private static final String PERSON = "coalesce(r.person, e.visitor)";

    /// Into which persons are counted to divide them.
    private static final int BUCKETS = 4_096;

    private final String about;
    private final List<DuckDBConnection> connections;
    private final long bytesMax;
    private final Runnable check;
    private final Runnable closing;
    private final long position;

    private EventSnapshot(
            String about,
            List<DuckDBConnection> connections,
            long bytesMax,
            Runnable check,
            Runnable closing,
            long position) {
        this.about = about;
        this.connections = connections;
        this.bytesMax = bytesMax;
        this.check = check;
        this.closing = closing;
        this.position = position;
    }

    /// @param about what is read, for messages
    /// @param connections none in a transaction; closed with the snapshot
    /// @param bytesMax that each reader may sort at a time, about
    /// @param check run by readers before each range of persons and each chunk of rows
    /// @param closing run at the end
    static EventSnapshot of(
            String about,
            List<DuckDBConnection> connections,
            long bytesMax,
            Runnable check,
            Runnable closing)
            throws SQLException {
        for (int tries = 0; tries < TRIES_MAX; tries++) {
            List<Long> positions = new ArrayList<>();
            for (DuckDBConnection connection : connections) {
                DuckDbFile.execute(connection, "BEGIN TRANSACTION READ ONLY");
                positions.add(DuckDbEventStore.positionOf(connection));
            }
            if (positions.stream().distinct().count() == 1) {
                return new EventSnapshot(
                        about, connections, bytesMax, check, closing, positions.getFirst());
            }
            for (DuckDBConnection connection : connections) {
                DuckDbFile.execute(connection, "ROLLBACK");
            }
        }
        throw new IllegalStateException("no two readers saw the same state of " + about);
    }

    public long position() {
        return position;
    }

    /// Reads the events of every so many-th person in the order of (person, time, event): as many persons at a time as
    /// can be sorted in the store's memory. A person's number is the lowest of its visitors, so that no more is read of
    /// those below a range.
    ///
    /// @param reader number of the connection; one thread at a time
    /// @param part persons whose number leaves this remainder
    /// @param parts when divided by this
    /// @param wanted persons who are wanted; the others are passed over
    public void read(
            int reader,
            int part,
            int parts,
            EventSelection selection,
            Renumbering renumbering,
            LongPredicate wanted,
            Consumer<EventRow> consumer) {
        DuckDBConnection connection = connections.get(reader);
        try {
            SelectedRow row = prepare(connection, selection, renumbering);
            Query from = from(selection, row, part, parts);
            for (Range range : ranges(connection, from, row.bytes())) {
                check.run();
                Query query =
                        new Query("SELECT " + PERSON)
                                .add(row.columns())
                                .add(from)
                                .add("AND " + PERSON + " >= ?", range.first)
                                .add("AND " + PERSON + " <= ?", range.last)
                                .add("AND e.visitor >= ?", range.first)
                                .add("ORDER BY 1, e.\"time\", e.event");
                stream(connection, query, row, wanted, consumer);
            }
        } catch (SQLException e) {
            throw Failures.reading("read events of " + about, e);
        }
    }

    /// Makes the tables that events are joined with.
    private static SelectedRow prepare(
            DuckDBConnection connection, EventSelection selection, Renumbering renumbering)
            throws SQLException {
        DuckDbFile.execute(
                connection,
                "CREATE OR REPLACE TEMP TABLE renumbered (visitor BIGINT, person BIGINT)");
        try (DuckDBAppender rows = connection.createAppender("temp", "main", "renumbered")) {
            renumbering.forEach(
                    (visitor, person) -> rows.beginRow().append(visitor).append(person).endRow());
        }
        String changes = " FROM event_change WHERE position <= " + selection.lastEvent();
        SelectedRow row =
                new SelectedRow(
                        selection, new Query("SELECT count(*)" + changes).number(connection) > 0);
        if (row.isChanged()) {
            DuckDbFile.execute(
                    connection,
                    "CREATE OR REPLACE TEMP TABLE changed AS "
                            + EventReads.CHANGES_OF_EACH
                            + " WHERE position <= "
                            + selection.lastEvent()
                            + " GROUP BY event");
        }
        return row;
    }

    private static Query from(EventSelection selection, SelectedRow row, int part, int parts) {
        Query query =
                new Query("FROM event AS e")
                        .add("LEFT JOIN renumbered AS r ON r.visitor = e.visitor");
        if (row.isChanged()) {
            query.add("LEFT JOIN changed AS c ON c.event = e.event");
        }
        query.add("WHERE e.event <= ?", selection.lastEvent())
                .add(
                        "AND e.\"time\" >= ? AND e.\"time\" <= ?",
                        selection.fromTime(),
                        selection.toTime());
        if (parts > 1) {
            query.add("AND " + PERSON + " % ? = ?", parts, part);
        }
        if (!selection.bots()) {
            query.add("AND e.flags & " + EventFlag.BOT.bit() + " = 0");
        }
        selection
                .names()
                .ifPresent(
                        names -> {
                            if (names.isEmpty()) {
                                query.add("AND false");
                            } else {
                                query.add("AND").inTexts("e.name", names);
                            }
                        });
        selection.visitors().ifPresent(visitors -> query.add("AND").in("e.visitor", visitors));
        return query;
    }

    /// Persons by number.
    private record Range(long first, long last) {
        static final Range ALL = new Range(Long.MIN_VALUE, Long.MAX_VALUE);
    }

    /// Ranges of which each can be sorted in memory, about; sorting more than that on disk fails where memory is short.
    private List<Range> ranges(DuckDBConnection connection, Query from, int rowBytes)
            throws SQLException {
        long rowsMax = bytesMax / rowBytes;
        if (new Query("SELECT count(*) FROM event").number(connection) <= rowsMax) {
            return List.of(Range.ALL);
        }
        long highest = new Query("SELECT coalesce(max(visitor), 0) FROM event").number(connection);
        long width = highest / BUCKETS + 1;
        Query counts =
                new Query("SELECT " + PERSON + " // " + width + ", count(*)")
                        .add(from)
                        .add("GROUP BY 1 ORDER BY 1");
        List<Range> ranges = new ArrayList<>();
        long first = Long.MIN_VALUE;
        long rows = 0;
        try (PreparedStatement statement = counts.prepare(connection);
                ResultSet bucket = statement.executeQuery()) {
            while (bucket.next()) {
                long start = bucket.getLong(1) * width;
                long more = bucket.getLong(2);
                if (rows > 0 && rows + more > rowsMax) {
                    ranges.add(new Range(first, start - 1));
                    first = start;
                    rows = 0;
                }
                rows += more;
            }
        }
        ranges.add(new Range(first, Long.MAX_VALUE));
        return ranges;
    }

    private void stream(
            DuckDBConnection connection,
            Query query,
            SelectedRow row,
            LongPredicate wanted,
            Consumer<EventRow> consumer)
            throws SQLException {
        try (DuckDBPreparedStatement statement =
                        (DuckDBPreparedStatement) query.prepare(connection);
                DuckDBChunkedResult result = statement.query()) {
            while (result.nextChunk()) {
                check.run();
                int rows = row.over(result.chunk());
                for (int i = 0; i < rows; i++) {
                    row.at(i);
                    if (wanted.test(row.person())) {
                        consumer.accept(row);
                    }
                }
            }
        }
    }

    @Override
    public void close() {
        try {
            for (DuckDBConnection connection : connections) {
                connection.close();
            }
        } catch (SQLException e) {
            throw Failures.of("close a reading of " + about, e);
        } finally {
            closing.run();
        }
    }
}
