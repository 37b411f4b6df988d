package io.sojourn.store.embedded.catalog;

import io.sojourn.core.project.ProjectId;
import io.sojourn.store.catalog.Accounts.Invitation;
import io.sojourn.store.embedded.sqlite.Session;
import io.sojourn.store.embedded.sqlite.SqliteText;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The table of invitations.
final class InvitationRows {

    private static final String OPEN =
            "SELECT id, token_hash, email, project, role, inviter, created, expires FROM invitation"
                    + " WHERE used = 0 AND ";

    private InvitationRows() {}

    static Invitation insert(Session session, Invitation invitation) throws SQLException {
        session.update(
                "INSERT INTO invitation (token_hash, email, project, role, inviter, created,"
                        + " expires) VALUES (?, ?, ?, ?, ?, ?, ?)",
                invitation.tokenHash(),
                SqliteText.encode(invitation.email()),
                invitation.project().number(),
                invitation.role().word(),
                invitation.inviter(),
                invitation.created().toEpochMilli(),
                invitation.expires().toEpochMilli());
        return new Invitation(
                session.number("SELECT last_insert_rowid()"),
                invitation.tokenHash(),
                invitation.email(),
                invitation.project(),
                invitation.role(),
                invitation.inviter(),
                invitation.created(),
                invitation.expires());
    }

    static Optional<Invitation> find(Session session, String tokenHash) throws SQLException {
        return read(session.bind(OPEN + "token_hash = ?", tokenHash)).stream().findFirst();
    }

    static List<Invitation> of(Session session, ProjectId project) throws SQLException {
        return read(session.bind(OPEN + "project = ? ORDER BY id DESC", project.number()));
    }

    private static List<Invitation> read(PreparedStatement statement) throws SQLException {
        List<Invitation> found = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                found.add(
                        new Invitation(
                                rows.getLong(1),
                                rows.getString(2),
                                SqliteText.decode(rows.getString(3)),
                                new ProjectId(rows.getInt(4)),
                                AccountsMemory.role(rows.getString(5)),
                                rows.getLong(6),
                                Instant.ofEpochMilli(rows.getLong(7)),
                                Instant.ofEpochMilli(rows.getLong(8))));
            }
        }
        return found;
    }

    static boolean delete(Session session, ProjectId project, long id) throws SQLException {
        return session.update(
                        "DELETE FROM invitation WHERE project = ? AND id = ? AND used = 0",
                        project.number(),
                        id)
                == 1;
    }

    static boolean use(Session session, long id) throws SQLException {
        return session.update("UPDATE invitation SET used = 1 WHERE id = ? AND used = 0", id) == 1;
    }
}
