package io.sojourn.store.embedded.question;

import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.journey.scan.PersonSet;
import io.sojourn.store.embedded.sqlite.Session;
import io.sojourn.store.embedded.sqlite.SqliteText;
import io.sojourn.store.question.Stamp;
import io.sojourn.store.question.StoredSegment;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The rows of segments and of their lists.
final class SegmentRows {

    private static final String COLUMNS =
            "SELECT number, name, description, kind, criterion, edition, created_by, created_at,"
                    + " changed_by, changed_at FROM segment";

    private SegmentRows() {}

    static List<StoredSegment> all(Session session) throws SQLException {
        List<StoredSegment> segments = new ArrayList<>();
        try (ResultSet rows = session.bind(COLUMNS + " ORDER BY number").executeQuery()) {
            while (rows.next()) {
                segments.add(segment(rows));
            }
        }
        return List.copyOf(segments);
    }

    static Optional<StoredSegment> find(Session session, long number) throws SQLException {
        try (ResultSet rows = session.bind(COLUMNS + " WHERE number = ?", number).executeQuery()) {
            return rows.next() ? Optional.of(segment(rows)) : Optional.empty();
        }
    }

    private static StoredSegment segment(ResultSet rows) throws SQLException {
        return new StoredSegment(
                rows.getLong(1),
                new StoredSegment.Draft(
                        SqliteText.decode(rows.getString(2)),
                        SqliteText.decode(rows.getString(3)),
                        StoredSegment.Kind.valueOf(rows.getString(4).toUpperCase(Locale.ROOT)),
                        SqliteText.decode(rows.getString(5))),
                rows.getLong(6),
                new Stamp(SqliteText.decode(rows.getString(7)), rows.getLong(8)),
                new Stamp(SqliteText.decode(rows.getString(9)), rows.getLong(10)));
    }

    static StoredSegment create(Session session, StoredSegment.Draft draft, Stamp stamp)
            throws SQLException {
        refuseTaken(session, draft.name(), 0);
        String by = SqliteText.encode(stamp.by());
        session.update(
                "INSERT INTO segment (name, description, kind, criterion, edition, evaluated,"
                        + " created_by, created_at, changed_by, changed_at)"
                        + " VALUES (?, ?, ?, ?, 1, 0, ?, ?, ?, ?)",
                SqliteText.encode(draft.name()),
                SqliteText.encode(draft.description()),
                draft.kind().name().toLowerCase(Locale.ROOT),
                SqliteText.encode(draft.criterion()),
                by,
                stamp.at(),
                by,
                stamp.at());
        return get(session, session.number("SELECT last_insert_rowid()"));
    }

    static StoredSegment change(
            Session session, long number, StoredSegment.Draft draft, boolean means, Stamp stamp)
            throws SQLException {
        refuseTaken(session, draft.name(), number);
        session.update(
                "UPDATE segment SET name = ?, description = ?, kind = ?, criterion = ?,"
                        + " edition = edition + ?, changed_by = ?, changed_at = ?"
                        + " WHERE number = ?",
                SqliteText.encode(draft.name()),
                SqliteText.encode(draft.description()),
                draft.kind().name().toLowerCase(Locale.ROOT),
                SqliteText.encode(draft.criterion()),
                means ? 1 : 0,
                SqliteText.encode(stamp.by()),
                stamp.at(),
                number);
        return get(session, number);
    }

    private static StoredSegment get(Session session, long number) throws SQLException {
        return find(session, number)
                .orElseThrow(
                        () ->
                                new ProblemException(
                                        Code.NOT_FOUND, "there is no segment " + number));
    }

    private static void refuseTaken(Session session, String name, long but) throws SQLException {
        if (session.number(
                        "SELECT number FROM segment WHERE name = ? AND number <> ?",
                        SqliteText.encode(name),
                        but)
                != 0) {
            throw new ProblemException(
                    new Problem(Code.CONFLICT, "name", "another segment is called " + name));
        }
    }

    static boolean remove(Session session, long number) throws SQLException {
        for (String table : List.of("listed", "member", "change", "size")) {
            session.update("DELETE FROM " + table + " WHERE segment = ?", number);
        }
        return session.update("DELETE FROM segment WHERE number = ?", number) > 0;
    }

    static PersonSet list(Session session, long segment) throws SQLException {
        PersonSet.Builder visitors = new PersonSet.Builder();
        try (ResultSet rows =
                session.bind("SELECT visitor FROM listed WHERE segment = ?", segment)
                        .executeQuery()) {
            while (rows.next()) {
                visitors.add(rows.getLong(1));
            }
        }
        return visitors.build();
    }

    static StoredSegment setList(Session session, long segment, PersonSet visitors, Stamp stamp)
            throws SQLException {
        StoredSegment known = get(session, segment);
        session.update("DELETE FROM listed WHERE segment = ?", segment);
        Iterator<Long> each = visitors.iterator();
        while (each.hasNext()) {
            session.update("INSERT INTO listed VALUES (?, ?)", segment, each.next());
        }
        return change(session, segment, known.draft(), true, stamp);
    }
}
