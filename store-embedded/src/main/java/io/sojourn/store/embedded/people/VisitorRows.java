package io.sojourn.store.embedded.people;

import io.sojourn.core.person.Identifier;
import io.sojourn.core.person.Visitor;
import io.sojourn.store.embedded.sqlite.Session;
import io.sojourn.store.embedded.sqlite.SqliteText;
import io.sojourn.store.json.VisitorJson;
import io.sojourn.store.json.VisitorJson.Columns;
import io.sojourn.store.people.PeopleBatch;
import io.sojourn.store.people.PeopleDump;
import io.sojourn.store.people.PersonSummary;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

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

    private static final String PUT_PERSON =
            """
            INSERT INTO person (number, first_time, last_time, events, bot_events, visitors)
            VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (number) DO UPDATE SET
                first_time = excluded.first_time, last_time = excluded.last_time, events = excluded.events,
                bot_events = excluded.bot_events, visitors = excluded.visitors""";

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

    /// Persons, last seen first, until the consumer says stop. Reads on as the consumer takes them.
    static void forEachPerson(Session session, Predicate<List<Visitor>> consumer)
            throws SQLException {
        try (ResultSet persons =
                session.bind("SELECT number FROM person ORDER BY last_time DESC, number")
                        .executeQuery()) {
            while (persons.next() && consumer.test(members(session, persons.getLong(1)))) {
                // the consumer does the work
            }
        }
    }

    static void dump(Session session, Consumer<String> lines) throws SQLException {
        try (ResultSet rows = session.bind(COLUMNS + "ORDER BY number").executeQuery()) {
            while (rows.next()) {
                lines.accept(PeopleDump.visitor(visitor(rows)));
            }
        }
        try (ResultSet rows =
                session.bind(
                                "SELECT number, first_time, last_time, events, bot_events, visitors"
                                        + " FROM person ORDER BY number")
                        .executeQuery()) {
            while (rows.next()) {
                lines.accept(
                        PeopleDump.person(
                                new PersonSummary(
                                        rows.getLong(1),
                                        rows.getLong(2),
                                        rows.getLong(3),
                                        rows.getLong(4),
                                        rows.getLong(5),
                                        rows.getLong(6))));
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
        for (Map.Entry<Long, List<Visitor>> person : new TreeMap<>(batch.persons()).entrySet()) {
            if (person.getValue().isEmpty()) {
                session.update("DELETE FROM person WHERE number = ?", person.getKey());
            } else {
                put(session, PersonSummary.of(person.getKey(), person.getValue()));
            }
        }
    }

    private static void put(Session session, PersonSummary person) throws SQLException {
        PreparedStatement put = session.prepare(PUT_PERSON);
        put.setLong(1, person.number());
        put.setLong(2, person.firstTime());
        put.setLong(3, person.lastTime());
        put.setLong(4, person.events());
        put.setLong(5, person.botEvents());
        put.setLong(6, person.visitors());
        put.executeUpdate();
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
