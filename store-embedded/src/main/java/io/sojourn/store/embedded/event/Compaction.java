package io.sojourn.store.embedded.event;

import io.sojourn.core.event.Attributes;
import io.sojourn.core.event.Event;
import io.sojourn.core.event.EventChange;
import io.sojourn.store.json.PropertyJson;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/// Folds the changes of the next events, in ascending order of event id, within a transaction that the
/// caller begins and ends.
///
/// Changes of an event that is not stored stay as they are: no reader sees them, and none is lost.
final class Compaction {

    private static final String STAGE =
            """
            CREATE OR REPLACE TEMP TABLE folded (
                row_id BIGINT,
                event BIGINT,
                active_until BIGINT,
                properties VARCHAR)""";

    private final int changesMax;
    private final long done;
    private long last;

    /// A row as it is after folding.
    private record Folded(long row, Event event) {}

    /// @param done event id up to which all is folded
    Compaction(int changesMax, long done) {
        this.changesMax = changesMax;
        this.done = done;
        this.last = done;
    }

    /// Event id up to which all is folded now.
    long last() {
        return last;
    }

    /// @return false when there was nothing left
    boolean fold(DuckDBConnection connection) throws SQLException {
        long staged = stage(connection);
        if (staged < 0) {
            return false;
        }
        apply(connection, staged);
        return true;
    }

    /// Makes the temporary table `folded` of the connection: the next events as they are with their changes.
    ///
    /// @return rows of it, -1 where there was nothing left and the table is empty
    long stage(DuckDBConnection connection) throws SQLException {
        DuckDbFile.execute(connection, STAGE);
        Query next =
                new Query("SELECT max(event) FROM (SELECT event FROM event_change")
                        .add("WHERE event > ? ORDER BY event LIMIT ?)", done, changesMax);
        try (PreparedStatement statement = next.prepare(connection);
                ResultSet row = statement.executeQuery()) {
            row.next();
            long newest = row.getLong(1);
            if (row.wasNull()) {
                return -1;
            }
            last = newest;
        }
        List<Folded> folded = folded(connection, changes(connection));
        append(connection, folded);
        return folded.size();
    }

    private Map<Long, List<EventChange>> changes(DuckDBConnection connection) throws SQLException {
        Query query =
                new Query("SELECT " + EventRows.CHANGE_COLUMNS + " FROM event_change")
                        .add("WHERE event > ? AND event <= ? ORDER BY position, item", done, last);
        return EventRows.changes(connection, query);
    }

    private List<Folded> folded(DuckDBConnection connection, Map<Long, List<EventChange>> changes)
            throws SQLException {
        Query query =
                new Query(
                                """
                                SELECT rowid, event, visitor, "time", active_until, properties
                                FROM event
                                WHERE event > ? AND event <= ?
                                AND event IN (
                                    SELECT event FROM event_change WHERE event > ? AND event <= ?)""")
                        .add("", done, last, done, last);
        List<Folded> folded = new ArrayList<>(changes.size());
        try (PreparedStatement statement = query.prepare(connection);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                Event event = changeable(row);
                List<EventChange> own = changes.getOrDefault(event.id(), List.of());
                folded.add(new Folded(row.getLong(1), EventChange.fold(event, own)));
            }
        }
        return folded;
    }

    /// What changes can touch of an event; the rest is not read.
    private static Event changeable(ResultSet row) throws SQLException {
        return new Event(
                row.getLong(2),
                row.getLong(3),
                row.getLong(4),
                0,
                "",
                0,
                row.getLong(5),
                0,
                Attributes.NONE,
                EventRows.properties(row.getString(6)),
                Map.of());
    }

    private static void append(DuckDBConnection connection, List<Folded> folded)
            throws SQLException {
        try (DuckDBAppender rows = connection.createAppender("temp", "main", "folded")) {
            for (Folded each : folded) {
                String properties = PropertyJson.write(each.event.properties());
                rows.beginRow().append(each.row).append(each.event.id());
                rows.append(each.event.activeUntil());
                EventRows.append(rows, properties);
                rows.endRow();
            }
        }
    }

    private void apply(DuckDBConnection connection, long staged) throws SQLException {
        long updated =
                new Query(
                                """
                                UPDATE event
                                SET active_until = f.active_until, properties = f.properties
                                FROM folded AS f
                                WHERE event.rowid = f.row_id AND event.event = f.event
                                AND event.event > ? AND event.event <= ?""")
                        .add("", done, last)
                        .update(connection);
        if (updated != staged) {
            throw new IllegalStateException(
                    "folded " + staged + " events, but " + updated + " were updated");
        }
        new Query(
                        """
                        DELETE FROM event_change
                        WHERE event > ? AND event <= ?
                        AND event IN (SELECT event FROM folded)""")
                .add("", done, last)
                .update(connection);
    }
}
