package io.sojourn.store.embedded.question;

import io.sojourn.journey.scan.PersonSet;
import io.sojourn.store.embedded.sqlite.Session;
import io.sojourn.store.question.MembershipChange;
import io.sojourn.store.question.MembershipTurn;
import io.sojourn.store.question.SegmentSize;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// The rows of who belongs to segments, and of how that changed.
final class MembershipRows {

    private MembershipRows() {}

    static Map<Long, PersonSet> members(Session session) throws SQLException {
        Map<Long, PersonSet.Builder> members = new HashMap<>();
        try (ResultSet rows =
                session.bind("SELECT segment, person FROM member ORDER BY segment, person")
                        .executeQuery()) {
            while (rows.next()) {
                members.computeIfAbsent(rows.getLong(1), added -> new PersonSet.Builder())
                        .add(rows.getLong(2));
            }
        }
        Map<Long, PersonSet> sets = new HashMap<>();
        members.forEach((segment, persons) -> sets.put(segment, persons.build()));
        return sets;
    }

    static Map<Long, Long> evaluated(Session session) throws SQLException {
        Map<Long, Long> editions = new HashMap<>();
        try (ResultSet rows =
                session.bind("SELECT number, evaluated FROM segment WHERE evaluated > 0")
                        .executeQuery()) {
            while (rows.next()) {
                editions.put(rows.getLong(1), rows.getLong(2));
            }
        }
        return editions;
    }

    /// A segment that was removed meanwhile gets nothing.
    static void write(Session session, MembershipTurn turn, Map<Long, Long> editions)
            throws SQLException {
        for (MembershipTurn.Moves moves : turn.moves()) {
            long segment = moves.segment();
            if (exists(session, segment)) {
                each(
                        session,
                        "DELETE FROM member WHERE segment = ? AND person = ?",
                        segment,
                        moves.removed());
                each(session, "INSERT OR IGNORE INTO member VALUES (?, ?)", segment, moves.added());
                record(session, segment, moves.left(), 0, turn.at());
                record(session, segment, moves.entered(), 1, turn.at());
            }
        }
        for (SegmentSize size : turn.sizes()) {
            if (exists(session, size.segment())) {
                session.update(
                        "INSERT OR REPLACE INTO size VALUES (?, ?, ?)",
                        size.segment(),
                        size.at(),
                        size.people());
            }
        }
        Iterator<Long> forgotten = turn.forgotten().iterator();
        while (forgotten.hasNext()) {
            long person = forgotten.next();
            session.update("DELETE FROM change WHERE person = ?", person);
            session.update("DELETE FROM listed WHERE visitor = ?", person);
        }
        for (Map.Entry<Long, Long> edition : editions.entrySet()) {
            session.update(
                    "UPDATE segment SET evaluated = ? WHERE number = ?",
                    edition.getValue(),
                    edition.getKey());
        }
        session.update("UPDATE evaluation SET position = ?", turn.position());
    }

    private static boolean exists(Session session, long segment) throws SQLException {
        return session.number("SELECT count(*) FROM segment WHERE number = ?", segment) > 0;
    }

    private static void each(Session session, String sql, long segment, PersonSet persons)
            throws SQLException {
        Iterator<Long> each = persons.iterator();
        while (each.hasNext()) {
            session.update(sql, segment, each.next());
        }
    }

    private static void record(
            Session session, long segment, PersonSet persons, int entered, long at)
            throws SQLException {
        Iterator<Long> each = persons.iterator();
        while (each.hasNext()) {
            session.update(
                    "INSERT INTO change (segment, person, entered, at) VALUES (?, ?, ?, ?)",
                    segment,
                    each.next(),
                    entered,
                    at);
        }
    }

    static List<MembershipChange> changes(
            Session session, OptionalLong segment, long after, int limit) throws SQLException {
        String columns = "SELECT number, segment, person, entered, at FROM change WHERE ";
        List<MembershipChange> changes = new ArrayList<>();
        try (ResultSet rows =
                (segment.isPresent()
                                ? session.bind(
                                        columns
                                                + "segment = ? AND number > ?"
                                                + " ORDER BY number LIMIT ?",
                                        segment.getAsLong(),
                                        after,
                                        limit)
                                : session.bind(
                                        columns + "number > ? ORDER BY number LIMIT ?",
                                        after,
                                        limit))
                        .executeQuery()) {
            while (rows.next()) {
                changes.add(
                        new MembershipChange(
                                rows.getLong(1),
                                rows.getLong(2),
                                rows.getLong(3),
                                rows.getInt(4) == 1,
                                rows.getLong(5)));
            }
        }
        return changes;
    }

    static PersonSet recorded(Session session) throws SQLException {
        PersonSet.Builder persons = new PersonSet.Builder();
        try (ResultSet rows = session.bind("SELECT DISTINCT person FROM change").executeQuery()) {
            while (rows.next()) {
                persons.add(rows.getLong(1));
            }
        }
        return persons.build();
    }

    static List<SegmentSize> sizes(Session session, long segment) throws SQLException {
        List<SegmentSize> sizes = new ArrayList<>();
        try (ResultSet rows =
                session.bind("SELECT at, people FROM size WHERE segment = ? ORDER BY at", segment)
                        .executeQuery()) {
            while (rows.next()) {
                sizes.add(new SegmentSize(segment, rows.getLong(1), rows.getLong(2)));
            }
        }
        return sizes;
    }
}
