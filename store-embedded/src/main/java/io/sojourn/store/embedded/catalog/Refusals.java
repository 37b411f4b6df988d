package io.sojourn.store.embedded.catalog;

import io.sojourn.store.embedded.sqlite.Session;
import io.sojourn.store.embedded.sqlite.SqliteText;
import io.sojourn.store.people.PendingUpdate.Origin;
import io.sojourn.store.people.QuarantineFilter;
import io.sojourn.store.people.Quarantined;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// What TRACK refused, within the limits of [Quarantined]: the oldest beyond them go.
final class Refusals {

    private static final String COLUMNS =
            "SELECT id, reason, message, received, domain, address, user_agent, kind, payload"
                    + " FROM refusal ";

    private record Group(String reason, String domain) {}

    private final Session session;
    private final Map<Group, Integer> entries = new HashMap<>();
    private long bytes;

    Refusals(Session session) {
        this.session = session;
    }

    /// Brings memory in line with what is committed.
    void load() throws SQLException {
        entries.clear();
        bytes = session.number("SELECT coalesce(sum(length(payload)), 0) FROM refusal");
        try (ResultSet rows =
                session.bind("SELECT reason, domain, count(*) FROM refusal GROUP BY 1, 2")
                        .executeQuery()) {
            while (rows.next()) {
                entries.put(new Group(rows.getString(1), rows.getString(2)), rows.getInt(3));
            }
        }
    }

    /// Within a transaction. When that fails, [#load] again.
    long add(Quarantined refused) throws SQLException {
        Group group =
                new Group(
                        SqliteText.encode(refused.reason()),
                        SqliteText.encode(refused.origin().domain()));
        session.update(
                "INSERT INTO refusal (reason, domain, message, received, address, user_agent, kind,"
                        + " payload) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                group.reason(),
                group.domain(),
                SqliteText.encode(refused.message()),
                refused.received(),
                SqliteText.encode(refused.origin().address()),
                SqliteText.encode(refused.origin().userAgent()),
                (int) refused.kind(),
                refused.payload());
        long id = session.number("SELECT last_insert_rowid()");
        bytes += refused.payload().length;
        if (entries.merge(group, 1, Integer::sum) > Quarantined.ENTRIES_MAX) {
            remove(
                    session.number(
                            "SELECT min(id) FROM refusal WHERE reason = ? AND domain = ?",
                            group.reason(),
                            group.domain()));
        }
        while (bytes > Quarantined.BYTES_MAX) {
            remove(session.number("SELECT min(id) FROM refusal"));
        }
        return id;
    }

    /// Does nothing where there is no such entry.
    void remove(long id) throws SQLException {
        try (ResultSet rows =
                session.bind("SELECT reason, domain, length(payload) FROM refusal WHERE id = ?", id)
                        .executeQuery()) {
            if (!rows.next()) {
                return;
            }
            bytes -= rows.getLong(3);
            entries.computeIfPresent(
                    new Group(rows.getString(1), rows.getString(2)),
                    (group, count) -> count > 1 ? count - 1 : null);
        }
        session.update("DELETE FROM refusal WHERE id = ?", id);
    }

    static List<Quarantined> newest(Session session, QuarantineFilter filter, int limit)
            throws SQLException {
        if (filter.domains().size() == 1) {
            String domain = SqliteText.encode(filter.domains().iterator().next());
            return list(
                    session.bind(
                            COLUMNS + "WHERE domain = ? AND id < ? ORDER BY id DESC",
                            domain,
                            filter.beforeId()),
                    filter,
                    limit);
        }
        return list(
                session.bind(COLUMNS + "WHERE id < ? ORDER BY id DESC", filter.beforeId()),
                filter,
                limit);
    }

    static Map<String, Long> reasons(Session session, Set<String> domains) throws SQLException {
        Map<String, Long> reasons = new TreeMap<>();
        try (ResultSet rows =
                session.bind("SELECT reason, domain, count(*) FROM refusal GROUP BY 1, 2")
                        .executeQuery()) {
            while (rows.next()) {
                if (domains.isEmpty() || domains.contains(SqliteText.decode(rows.getString(2)))) {
                    reasons.merge(SqliteText.decode(rows.getString(1)), rows.getLong(3), Long::sum);
                }
            }
        }
        return reasons;
    }

    static Optional<Quarantined> entry(Session session, long id) throws SQLException {
        return list(session.bind(COLUMNS + "WHERE id = ?", id), QuarantineFilter.ALL, 1).stream()
                .findFirst();
    }

    private static List<Quarantined> list(
            PreparedStatement query, QuarantineFilter filter, int limit) throws SQLException {
        List<Quarantined> refusals = new ArrayList<>();
        try (ResultSet rows = query.executeQuery()) {
            while (refusals.size() < limit && rows.next()) {
                Quarantined refused =
                        new Quarantined(
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
                if (filter.takes(refused)) {
                    refusals.add(refused);
                }
            }
        }
        return refusals;
    }
}
