package io.sojourn.store.embedded.catalog;

import io.sojourn.core.project.ProjectId;
import io.sojourn.store.catalog.Accounts.AuditEntry;
import io.sojourn.store.embedded.sqlite.Session;
import io.sojourn.store.embedded.sqlite.SqliteText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The table of what was done.
final class AuditRows {

    private AuditRows() {}

    static long insert(Session session, AuditEntry entry) throws SQLException {
        session.update(
                "INSERT INTO audit (time, user, key, address, action, project, target, detail)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                entry.time().toEpochMilli(),
                entry.user(),
                SqliteText.encode(entry.key()),
                SqliteText.encode(entry.address()),
                SqliteText.encode(entry.action()),
                entry.project().map(ProjectId::number).orElse(0),
                SqliteText.encode(entry.target()),
                SqliteText.encode(entry.detail()));
        return session.number("SELECT last_insert_rowid()");
    }

    static void prune(Session session, long upTo) throws SQLException {
        session.update("DELETE FROM audit WHERE id <= ?", upTo);
    }

    static List<AuditEntry> newest(
            Session session, Optional<ProjectId> project, String action, long before, int limit)
            throws SQLException {
        StringBuilder sql =
                new StringBuilder(
                        "SELECT id, time, user, key, address, action, project, target, detail FROM"
                                + " audit WHERE id < ?");
        List<Object> bindings = new ArrayList<>(List.of(before));
        if (project.isPresent()) {
            sql.append(" AND project = ?");
            bindings.add(project.get().number());
        }
        if (!action.isEmpty()) {
            sql.append(" AND action = ?");
            bindings.add(SqliteText.encode(action));
        }
        bindings.add(limit);
        List<AuditEntry> entries = new ArrayList<>();
        try (ResultSet rows =
                session.bind(sql.append(" ORDER BY id DESC LIMIT ?").toString(), bindings.toArray())
                        .executeQuery()) {
            while (rows.next()) {
                entries.add(
                        new AuditEntry(
                                rows.getLong(1),
                                Instant.ofEpochMilli(rows.getLong(2)),
                                rows.getLong(3),
                                SqliteText.decode(rows.getString(4)),
                                SqliteText.decode(rows.getString(5)),
                                SqliteText.decode(rows.getString(6)),
                                Optional.of(rows.getInt(7)).filter(p -> p != 0).map(ProjectId::new),
                                SqliteText.decode(rows.getString(8)),
                                SqliteText.decode(rows.getString(9))));
            }
        }
        return entries;
    }
}
