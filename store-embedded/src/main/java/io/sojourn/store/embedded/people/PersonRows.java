package io.sojourn.store.embedded.people;

import io.sojourn.core.person.Visitor;
import io.sojourn.store.embedded.sqlite.Session;
import io.sojourn.store.people.ListedPerson;
import io.sojourn.store.people.PeopleDump;
import io.sojourn.store.people.PersonOrder;
import io.sojourn.store.people.PersonOrder.Place;
import io.sojourn.store.people.PersonSummary;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What is kept of persons beside their visitors, to list them by, on any connection.
final class PersonRows {

    private static final String COLUMNS =
            "SELECT number, first_time, last_time, events, bot_events, visitors, name, email FROM person ";

    /// Touches only the indexes of what nearly always changes; changes nothing where more has.
    private static final String UPDATE =
            """
            UPDATE person SET last_time = ?, events = ?, bot_events = ?, visitors = ?
            WHERE number = ? AND first_time = ? AND name IS ? AND email IS ?""";

    private static final String PUT =
            """
            INSERT INTO person (number, first_time, last_time, events, bot_events, visitors, name, email)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (number) DO UPDATE SET
                first_time = excluded.first_time, last_time = excluded.last_time, events = excluded.events,
                bot_events = excluded.bot_events, visitors = excluded.visitors,
                name = excluded.name, email = excluded.email""";

    private PersonRows() {}

    /// @param firstNew numbers from here on are not in the store
    static void write(Session session, Map<Long, List<Visitor>> persons, long firstNew)
            throws SQLException {
        for (Map.Entry<Long, List<Visitor>> person : new TreeMap<>(persons).entrySet()) {
            if (person.getValue().isEmpty()) {
                session.update("DELETE FROM person WHERE number = ?", person.getKey());
                continue;
            }
            PersonSummary summary = PersonSummary.of(person.getKey(), person.getValue());
            if (summary.number() >= firstNew || !update(session, summary)) {
                put(session, summary);
            }
        }
    }

    private static boolean update(Session session, PersonSummary person) throws SQLException {
        PreparedStatement update = session.prepare(UPDATE);
        update.setLong(1, person.lastTime());
        update.setLong(2, person.events());
        update.setLong(3, person.botEvents());
        update.setLong(4, person.visitors());
        update.setLong(5, person.number());
        update.setLong(6, person.firstTime());
        bind(update, 7, person.name());
        bind(update, 8, person.email());
        return update.executeUpdate() > 0;
    }

    static void put(Session session, PersonSummary person) throws SQLException {
        PreparedStatement put = session.prepare(PUT);
        put.setLong(1, person.number());
        put.setLong(2, person.firstTime());
        put.setLong(3, person.lastTime());
        put.setLong(4, person.events());
        put.setLong(5, person.botEvents());
        put.setLong(6, person.visitors());
        bind(put, 7, person.name());
        bind(put, 8, person.email());
        put.executeUpdate();
    }

    /// A key is plain text, so it needs no [io.sojourn.store.embedded.sqlite.SqliteText]; a missing one is NULL.
    private static void bind(PreparedStatement statement, int index, String key)
            throws SQLException {
        if (key.isEmpty()) {
            statement.setNull(index, Types.VARCHAR);
        } else {
            statement.setString(index, key);
        }
    }

    private static PersonSummary summary(ResultSet row) throws SQLException {
        return new PersonSummary(
                row.getLong(1),
                row.getLong(2),
                row.getLong(3),
                row.getLong(4),
                row.getLong(5),
                row.getLong(6),
                key(row.getString(7)),
                key(row.getString(8)));
    }

    private static String key(@Nullable String stored) {
        return stored == null ? "" : stored;
    }

    static void dump(Session session, Consumer<String> lines) throws SQLException {
        try (ResultSet rows = session.bind(COLUMNS + "ORDER BY number").executeQuery()) {
            while (rows.next()) {
                lines.accept(PeopleDump.person(summary(rows)));
            }
        }
    }

    /// Persons in an order, from after a place on, until the consumer says stop. Reads on as the consumer takes them.
    static void list(
            Session session,
            PersonOrder order,
            Optional<Place> after,
            Predicate<ListedPerson> consumer)
            throws SQLException {
        String column =
                switch (order.key()) {
                    case LAST_SEEN -> "last_time";
                    case FIRST_SEEN -> "first_time";
                    case EVENTS -> "events";
                    case NAME -> "name";
                    case EMAIL -> "email";
                };
        List<Part> parts =
                after.map(place -> partsAfter(order, column, place))
                        .orElseGet(() -> partsFromBegin(order, column));
        for (Part part : parts) {
            if (!list(session, order, part, consumer)) {
                return;
            }
        }
    }

    /// One stretch of a list, which an index has in its order.
    private record Part(String condition, List<Object> bindings) {
        static Part of(String condition, Object... bindings) {
            return new Part(condition, List.of(bindings));
        }
    }

    private static List<Part> partsFromBegin(PersonOrder order, String column) {
        return order.key().isText()
                ? List.of(
                        Part.of("WHERE " + column + " IS NOT NULL " + sorted(order, column)),
                        Part.of("WHERE " + column + " IS NULL ORDER BY number DESC"))
                : List.of(Part.of(sorted(order, column)));
    }

    private static List<Part> partsAfter(PersonOrder order, String column, Place place) {
        String beyond = order.descending() ? " < " : " > ";
        String higher = order.numbersRise() ? " > " : " < ";
        String direction = order.numbersRise() ? "" : " DESC";
        if (!order.key().isText()) {
            return List.of(
                    Part.of(
                            "WHERE "
                                    + column
                                    + " = ? AND number"
                                    + higher
                                    + "? ORDER BY number"
                                    + direction,
                            place.value(),
                            place.number()),
                    Part.of(
                            "WHERE " + column + beyond + "? " + sorted(order, column),
                            place.value()));
        }
        if (place.text().isEmpty()) {
            return List.of(
                    Part.of(
                            "WHERE " + column + " IS NULL AND number < ? ORDER BY number DESC",
                            place.number()));
        }
        return List.of(
                Part.of(
                        "WHERE "
                                + column
                                + " = ? AND number"
                                + higher
                                + "? ORDER BY number"
                                + direction,
                        place.text(),
                        place.number()),
                Part.of("WHERE " + column + beyond + "? " + sorted(order, column), place.text()),
                Part.of("WHERE " + column + " IS NULL ORDER BY number DESC"));
    }

    private static String sorted(PersonOrder order, String column) {
        return "ORDER BY "
                + column
                + (order.descending() ? " DESC" : "")
                + ", number"
                + (order.numbersRise() ? "" : " DESC");
    }

    private static boolean list(
            Session session, PersonOrder order, Part part, Predicate<ListedPerson> consumer)
            throws SQLException {
        try (ResultSet rows =
                session.bind(COLUMNS + part.condition(), part.bindings().toArray())
                        .executeQuery()) {
            while (rows.next()) {
                PersonSummary person = summary(rows);
                ListedPerson listed =
                        new ListedPerson(
                                order.placeOf(person),
                                VisitorRows.members(session, person.number()));
                if (!consumer.test(listed)) {
                    return false;
                }
            }
            return true;
        }
    }
}
