package io.sojourn.store.embedded.people;

import io.sojourn.core.person.Identifier;
import io.sojourn.core.person.Visitor;
import io.sojourn.store.embedded.sqlite.Session;
import io.sojourn.store.embedded.sqlite.SqliteText;
import io.sojourn.store.json.VisitorJson;
import io.sojourn.store.json.VisitorJson.Columns;
import io.sojourn.store.people.PeopleBatch;
import io.sojourn.store.people.PeopleDump;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// Visitors and the persons they make up, on any connection.
final class VisitorRows {

    private static final String COLUMNS =
            "SELECT number, kind, value, from_time, end_time, person, first_time, last_time, events,"
                    + " bot_events, state FROM visitor ";
    private static final String BY_NUMBER = COLUMNS + "WHERE number = ?";
    private static final String BY_PERSON = COLUMNS + "WHERE person = ? ORDER BY number";
    private static final String BY_IDENTIFIER =
            COLUMNS + "WHERE kind = ? AND value = ? ORDER BY from_time, number";
    private static final String LATEST_OF_IDENTIFIER =
            COLUMNS + "WHERE kind = ? AND value = ? ORDER BY from_time DESC, number DESC LIMIT 1";

    /// Touches no index; changes nothing where the visitor is new or has moved.
    private static final String UPDATE =
            """
            UPDATE visitor SET end_time = ?, first_time = ?, last_time = ?, events = ?, bot_events = ?, state = ?
            WHERE number = ? AND person = ?""";

    private static final String UPSERT =
            """
            INSERT INTO visitor (number, person, kind, value, from_time, end_time, first_time, last_time, events,
                bot_events, state)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (number) DO UPDATE SET
                person = excluded.person, end_time = excluded.end_time, first_time = excluded.first_time,
                last_time = excluded.last_time, events = excluded.events, bot_events = excluded.bot_events,
                state = excluded.state""";

    private static final String LAST_CHARACTER = Character.toString(Character.MAX_CODE_POINT);

    private VisitorRows() {}

    static List<Visitor> intervals(Session session, Identifier identifier) throws SQLException {
        return list(
                session.bind(
                        BY_IDENTIFIER,
                        SqliteText.encode(identifier.kind()),
                        SqliteText.encode(identifier.value())));
    }

    static Optional<Visitor> owner(Session session, Identifier identifier) throws SQLException {
        return list(
                        session.bind(
                                LATEST_OF_IDENTIFIER,
                                SqliteText.encode(identifier.kind()),
                                SqliteText.encode(identifier.value())))
                .stream()
                .filter(Visitor::live)
                .findFirst();
    }

    static List<Visitor> members(Session session, long person) throws SQLException {
        return list(session.bind(BY_PERSON, person));
    }

    static Optional<Visitor> visitor(Session session, long number) throws SQLException {
        return list(session.bind(BY_NUMBER, number)).stream().findFirst();
    }

    /// Persons who own or owned an identifier that begins with a text, each once.
    ///
    /// @param limit of identifiers
    static Set<Long> personsBeginning(Session session, String kind, String prefix, int limit)
            throws SQLException {
        String from = SqliteText.encode(prefix);
        Set<Long> persons = new LinkedHashSet<>();
        try (ResultSet rows =
                session.bind(
                                "SELECT person FROM visitor WHERE kind = ? AND value >= ? AND value <"
                                        + " ? ORDER BY value LIMIT ?",
                                SqliteText.encode(kind),
                                from,
                                from + LAST_CHARACTER,
                                limit)
                        .executeQuery()) {
            while (rows.next()) {
                persons.add(rows.getLong(1));
            }
        }
        return persons;
    }

    private static List<Visitor> list(PreparedStatement query) throws SQLException {
        try (ResultSet rows = query.executeQuery()) {
            if (!rows.next()) {
                return List.of();
            }
            List<Visitor> visitors = new ArrayList<>(2);
            do {
                visitors.add(visitor(rows));
            } while (rows.next());
            return visitors;
        }
    }

    private static Visitor visitor(ResultSet rows) throws SQLException {
        return VisitorJson.read(
                new Columns(
                        rows.getLong(1),
                        new Identifier(
                                SqliteText.decode(rows.getString(2)),
                                SqliteText.decode(rows.getString(3))),
                        rows.getLong(4),
                        rows.getLong(5),
                        rows.getLong(6),
                        rows.getLong(7),
                        rows.getLong(8),
                        rows.getLong(9),
                        rows.getLong(10)),
                rows.getString(11));
    }

    static void forEachNumber(Session session, SqlitePeopleStore.NumberConsumer consumer)
            throws SQLException {
        try (ResultSet rows =
                session.bind("SELECT number, person, first_time FROM visitor ORDER BY number")
                        .executeQuery()) {
            while (rows.next()) {
                consumer.accept(rows.getLong(1), rows.getLong(2), rows.getLong(3));
            }
        }
    }

    static void forEach(Session session, Consumer<VisitorRow> consumer) throws SQLException {
        try (ResultSet rows = session.bind(COLUMNS + "ORDER BY number").executeQuery()) {
            while (rows.next()) {
                consumer.accept(
                        new Row(rows, rows.getLong(1), rows.getLong(6), rows.getString(11)));
            }
        }
    }

    /// Kinds are plain text unless somebody made a custom one of odd characters.
    private record Row(ResultSet rows, long number, long person, String state)
            implements VisitorRow {

        @Override
        public String kind() {
            try {
                return SqliteText.decode(rows.getString(2));
            } catch (SQLException e) {
                throw new IllegalStateException("visitor " + number + " cannot be read", e);
            }
        }

        @Override
        public Visitor visitor() {
            try {
                return VisitorRows.visitor(rows);
            } catch (SQLException e) {
                throw new IllegalStateException("visitor " + number + " cannot be read", e);
            }
        }
    }

    static void dump(Session session, Consumer<String> lines) throws SQLException {
        try (ResultSet rows = session.bind(COLUMNS + "ORDER BY number").executeQuery()) {
            while (rows.next()) {
                lines.accept(PeopleDump.visitor(visitor(rows)));
            }
        }
    }

    /// @param firstNewVisitor numbers from here on are not in the store
    static void write(Session session, PeopleBatch batch, long firstNewVisitor)
            throws SQLException {
        List<Visitor> visitors = new ArrayList<>(batch.visitors());
        visitors.sort(Comparator.comparingLong(Visitor::number));
        for (Visitor visitor : visitors) {
            if (visitor.number() >= firstNewVisitor || update(session, visitor) == 0) {
                upsert(session, visitor);
            }
        }
        for (long number : batch.deletedVisitors()) {
            session.update("DELETE FROM visitor WHERE number = ?", number);
        }
        PersonRows.write(session, batch.persons(), firstNewVisitor);
    }

    private static int update(Session session, Visitor visitor) throws SQLException {
        PreparedStatement update = session.prepare(UPDATE);
        update.setLong(1, visitor.end());
        update.setLong(2, visitor.firstTime());
        update.setLong(3, visitor.lastTime());
        update.setLong(4, visitor.events());
        update.setLong(5, visitor.botEvents());
        update.setString(6, VisitorJson.write(visitor));
        update.setLong(7, visitor.number());
        update.setLong(8, visitor.person());
        return update.executeUpdate();
    }

    private static void upsert(Session session, Visitor visitor) throws SQLException {
        PreparedStatement upsert = session.prepare(UPSERT);
        upsert.setLong(1, visitor.number());
        upsert.setLong(2, visitor.person());
        upsert.setString(3, SqliteText.encode(visitor.identifier().kind()));
        upsert.setString(4, SqliteText.encode(visitor.identifier().value()));
        upsert.setLong(5, visitor.from());
        upsert.setLong(6, visitor.end());
        upsert.setLong(7, visitor.firstTime());
        upsert.setLong(8, visitor.lastTime());
        upsert.setLong(9, visitor.events());
        upsert.setLong(10, visitor.botEvents());
        upsert.setString(11, VisitorJson.write(visitor));
        upsert.executeUpdate();
    }
}
