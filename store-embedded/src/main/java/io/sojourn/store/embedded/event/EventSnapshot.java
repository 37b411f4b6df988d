package io.sojourn.store.embedded.event;

import io.sojourn.core.event.EventFlag;
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

    private final String about;
    private final List<DuckDBConnection> connections;
    private final Runnable closing;
    private final long position;

    private EventSnapshot(
            String about, List<DuckDBConnection> connections, Runnable closing, long position) {
        this.about = about;
        this.connections = connections;
        this.closing = closing;
        this.position = position;
    }

    /// @param about what is read, for messages
    /// @param connections none in a transaction; closed with the snapshot
    /// @param closing run at the end
    static EventSnapshot of(String about, List<DuckDBConnection> connections, Runnable closing)
            throws SQLException {
        for (int tries = 0; tries < TRIES_MAX; tries++) {
            List<Long> positions = new ArrayList<>();
            for (DuckDBConnection connection : connections) {
                DuckDbFile.execute(connection, "BEGIN TRANSACTION READ ONLY");
                positions.add(DuckDbEventStore.positionOf(connection));
            }
            if (positions.stream().distinct().count() == 1) {
                return new EventSnapshot(about, connections, closing, positions.getFirst());
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

    /// Reads the events of every so many-th person in the order of (person, time, event). What does not fit into the
    /// store's memory is sorted on disk.
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
            long changes =
                    new Query("SELECT count(*) FROM event_change WHERE position <= ?")
                            .add("", selection.lastEvent())
                            .number(connection);
            renumber(connection, renumbering);
            SelectedRow row = new SelectedRow(selection, changes > 0);
            Query query = query(selection, row, part, parts);
            try (DuckDBPreparedStatement statement =
                            (DuckDBPreparedStatement) query.prepare(connection);
                    DuckDBChunkedResult result = statement.query()) {
                while (result.nextChunk()) {
                    int rows = row.over(result.chunk());
                    for (int i = 0; i < rows; i++) {
                        row.at(i);
                        if (wanted.test(row.person())) {
                            consumer.accept(row);
                        }
                    }
                }
            }
        } catch (SQLException e) {
            throw Failures.of("read events of " + about, e);
        }
    }

    private static void renumber(DuckDBConnection connection, Renumbering renumbering)
            throws SQLException {
        DuckDbFile.execute(
                connection,
                "CREATE OR REPLACE TEMP TABLE renumbered (visitor BIGINT, person BIGINT)");
        try (DuckDBAppender rows = connection.createAppender("temp", "main", "renumbered")) {
            renumbering.forEach(
                    (visitor, person) -> rows.beginRow().append(visitor).append(person).endRow());
        }
    }

    private static Query query(EventSelection selection, SelectedRow row, int part, int parts) {
        Query query =
                new Query("SELECT coalesce(r.person, e.visitor) AS person")
                        .add(row.columns())
                        .add("FROM event AS e")
                        .add("LEFT JOIN renumbered AS r ON r.visitor = e.visitor");
        if (row.isChanged()) {
            query.add("LEFT JOIN (" + EventReads.CHANGES_OF_EACH)
                    .add("WHERE position <= ? GROUP BY event) AS c", selection.lastEvent())
                    .add("ON c.event = e.event");
        }
        query.add("WHERE e.event <= ?", selection.lastEvent())
                .add(
                        "AND e.\"time\" >= ? AND e.\"time\" <= ?",
                        selection.fromTime(),
                        selection.toTime());
        if (parts > 1) {
            query.add("AND coalesce(r.person, e.visitor) % ? = ?", parts, part);
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
        return query.add("ORDER BY 1, e.\"time\", e.event");
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
