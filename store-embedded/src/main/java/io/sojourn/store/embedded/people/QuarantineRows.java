package io.sojourn.store.embedded.people;

import io.sojourn.store.embedded.sqlite.Session;
import io.sojourn.store.embedded.sqlite.SqliteText;
import io.sojourn.store.people.PendingUpdate.Origin;
import io.sojourn.store.people.PeopleBatch;
import io.sojourn.store.people.PeopleDump;
import io.sojourn.store.people.QuarantineFilter;
import io.sojourn.store.people.Quarantined;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Quarantine within the limits of [Quarantined]. Entry by entry the oldest beyond them go; a removed one
/// keeps its place and its bytes until then. So what is kept does not depend on where batches were cut.
final class QuarantineRows {

    private static final String COLUMNS =
            "SELECT id, reason, message, received, domain, address, user_agent, kind, payload"
                    + " FROM quarantine WHERE removed = 0 ";

    private QuarantineRows() {}

    private static final String FILTERED =
            COLUMNS
                    + "AND received >= ? AND received < ? AND id < ? AND (? = '' OR reason = ?)"
                    + " ORDER BY id DESC";

    /// Of domains a few are asked for: they are looked at here, so that the statement is one.
    static List<Quarantined> newest(Session session, QuarantineFilter filter, int limit)
            throws SQLException {
        String reason = SqliteText.encode(filter.reason());
        List<Quarantined> found = new ArrayList<>();
        try (ResultSet rows =
                session.bind(
                                FILTERED,
                                filter.from(),
                                filter.to(),
                                filter.beforeId(),
                                reason,
                                reason)
                        .executeQuery()) {
            while (found.size() < limit && rows.next()) {
                Quarantined entry = entry(rows);
                if (filter.takes(entry)) {
                    found.add(entry);
                }
            }
        }
        return found;
    }

    static Map<String, Long> reasons(Session session) throws SQLException {
        Map<String, Long> reasons = new TreeMap<>();
        try (ResultSet rows =
                session.bind(
                                "SELECT reason, count(*) FROM quarantine WHERE removed = 0 GROUP BY"
                                        + " reason")
                        .executeQuery()) {
            while (rows.next()) {
                reasons.put(SqliteText.decode(rows.getString(1)), rows.getLong(2));
            }
        }
        return reasons;
    }

    static Optional<Quarantined> entry(Session session, long id) throws SQLException {
        return list(session.bind(COLUMNS + "AND id = ?", id)).stream().findFirst();
    }

    private static List<Quarantined> list(PreparedStatement query) throws SQLException {
        List<Quarantined> entries = new ArrayList<>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                entries.add(entry(rows));
            }
        }
        return entries;
    }

    private static Quarantined entry(ResultSet rows) throws SQLException {
        return new Quarantined(
                rows.getLong(1),
                SqliteText.decode(rows.getString(2)),
                SqliteText.decode(rows.getString(3)),
                rows.getLong(4),
                new Origin(
                        SqliteText.decode(rows.getString(5)),
                        SqliteText.decode(rows.getString(6)),
                        SqliteText.decode(rows.getString(7))),
                rows.getByte(8),
                rows.getBytes(9));
    }

    static void dump(Session session, Consumer<String> lines) throws SQLException {
        try (ResultSet rows = session.bind(COLUMNS + "ORDER BY id").executeQuery()) {
            while (rows.next()) {
                lines.accept(PeopleDump.quarantined(entry(rows)));
            }
        }
    }

    /// Within the transaction of a batch.
    ///
    /// @param bytes of all entries before the batch
    /// @return the same after it
    static long write(Session session, PeopleBatch batch, long bytes) throws SQLException {
        long sum = bytes;
        for (Quarantined entry : batch.quarantined()) {
            sum += add(session, entry);
            while (sum > Quarantined.BYTES_MAX) {
                sum -= drop(session, session.number("SELECT min(id) FROM quarantine"));
            }
        }
        for (long id : batch.quarantineRemoved()) {
            session.update(
                    "UPDATE quarantine SET removed = 1, message = '', address = '', user_agent ="
                            + " '', payload = x'' WHERE id = ?",
                    id);
        }
        return sum;
    }

    /// @return bytes more than before
    private static long add(Session session, Quarantined entry) throws SQLException {
        String reason = SqliteText.encode(entry.reason());
        String domain = SqliteText.encode(entry.origin().domain());
        session.update(
                "INSERT INTO quarantine (id, reason, domain, message, received, address,"
                        + " user_agent, kind, payload, bytes, removed)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)",
                entry.id(),
                reason,
                domain,
                SqliteText.encode(entry.message()),
                entry.received(),
                SqliteText.encode(entry.origin().address()),
                SqliteText.encode(entry.origin().userAgent()),
                (int) entry.kind(),
                entry.payload(),
                entry.payload().length);
        session.update(
                "INSERT INTO quarantine_group (reason, domain, entries) VALUES (?, ?, 1)"
                        + " ON CONFLICT (reason, domain) DO UPDATE SET entries = entries + 1",
                reason,
                domain);
        long entries =
                session.number(
                        "SELECT entries FROM quarantine_group WHERE reason = ? AND domain = ?",
                        reason,
                        domain);
        long dropped =
                entries <= Quarantined.ENTRIES_MAX
                        ? 0
                        : drop(
                                session,
                                session.number(
                                        "SELECT min(id) FROM quarantine WHERE reason = ? AND"
                                                + " domain = ?",
                                        reason,
                                        domain));
        return entry.payload().length - dropped;
    }

    /// @return bytes fewer than before
    private static long drop(Session session, long id) throws SQLException {
        long bytes = session.number("SELECT bytes FROM quarantine WHERE id = ?", id);
        session.update(
                "UPDATE quarantine_group SET entries = entries - 1 WHERE (reason, domain) ="
                        + " (SELECT reason, domain FROM quarantine WHERE id = ?)",
                id);
        session.update("DELETE FROM quarantine WHERE id = ?", id);
        session.update("DELETE FROM quarantine_group WHERE entries = 0");
        return bytes;
    }
}
