package io.sojourn.store.embedded.question;

import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.store.embedded.sqlite.Session;
import io.sojourn.store.embedded.sqlite.SqliteText;
import io.sojourn.store.question.Stamp;
import io.sojourn.store.question.StoredReport;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// The rows of saved reports.
final class ReportRows {

    private static final String COLUMNS =
            "SELECT number, name, description, kind, definition, created_by, created_at,"
                    + " changed_by, changed_at FROM report";

    private ReportRows() {}

    static List<StoredReport> all(Session session) throws SQLException {
        List<StoredReport> reports = new ArrayList<>();
        try (ResultSet rows = session.bind(COLUMNS + " ORDER BY number").executeQuery()) {
            while (rows.next()) {
                reports.add(report(rows));
            }
        }
        return List.copyOf(reports);
    }

    private static StoredReport get(Session session, long number) throws SQLException {
        try (ResultSet rows = session.bind(COLUMNS + " WHERE number = ?", number).executeQuery()) {
            if (rows.next()) {
                return report(rows);
            }
        }
        throw new ProblemException(Code.NOT_FOUND, "there is no report " + number);
    }

    private static StoredReport report(ResultSet rows) throws SQLException {
        return new StoredReport(
                rows.getLong(1),
                new StoredReport.Draft(
                        SqliteText.decode(rows.getString(2)),
                        SqliteText.decode(rows.getString(3)),
                        SqliteText.decode(rows.getString(4)),
                        SqliteText.decode(rows.getString(5))),
                new Stamp(SqliteText.decode(rows.getString(6)), rows.getLong(7)),
                new Stamp(SqliteText.decode(rows.getString(8)), rows.getLong(9)));
    }

    static StoredReport create(Session session, StoredReport.Draft draft, Stamp stamp)
            throws SQLException {
        String by = SqliteText.encode(stamp.by());
        session.update(
                "INSERT INTO report (name, description, kind, definition, created_by, created_at,"
                        + " changed_by, changed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                SqliteText.encode(draft.name()),
                SqliteText.encode(draft.description()),
                SqliteText.encode(draft.kind()),
                SqliteText.encode(draft.definition()),
                by,
                stamp.at(),
                by,
                stamp.at());
        return get(session, session.number("SELECT last_insert_rowid()"));
    }

    static StoredReport change(Session session, long number, StoredReport.Draft draft, Stamp stamp)
            throws SQLException {
        session.update(
                "UPDATE report SET name = ?, description = ?, kind = ?, definition = ?,"
                        + " changed_by = ?, changed_at = ? WHERE number = ?",
                SqliteText.encode(draft.name()),
                SqliteText.encode(draft.description()),
                SqliteText.encode(draft.kind()),
                SqliteText.encode(draft.definition()),
                SqliteText.encode(stamp.by()),
                stamp.at(),
                number);
        return get(session, number);
    }

    static boolean remove(Session session, long number) throws SQLException {
        return session.update("DELETE FROM report WHERE number = ?", number) > 0;
    }
}
