package io.sojourn.store.embedded.people;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sojourn.store.embedded.sqlite.Session;
import io.sojourn.store.embedded.sqlite.SqliteText;
import io.sojourn.store.people.PeopleDump;
import io.sojourn.store.schema.EventDay;
import io.sojourn.store.schema.EventUse;
import io.sojourn.store.schema.Label;
import io.sojourn.store.schema.PropertyKey;
import io.sojourn.store.schema.PropertyUse;
import io.sojourn.store.schema.Schema;
import io.sojourn.store.schema.SchemaBatch;
import io.sojourn.store.schema.Scope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// Names of events and properties that a project has seen.
final class SchemaRows {

    private static final JsonMapper JSON = new JsonMapper();

    private static final String PUT_EVENT =
            "INSERT OR REPLACE INTO schema_event (name, first_seen, last_seen, events, bot_events,"
                    + " title, description, hidden) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";

    private static final String PUT_PROPERTY =
            "INSERT OR REPLACE INTO schema_property (scope, name, first_seen, last_seen, strings,"
                    + " numbers, booleans, example, example_visitor, events, title, description,"
                    + " hidden, sensitive, list) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private SchemaRows() {}

    static boolean isWhole(Session session) throws SQLException {
        return session.number("SELECT schema_whole FROM state") == 1;
    }

    static void setWhole(Session session) throws SQLException {
        session.update("UPDATE state SET schema_whole = 1");
    }

    static void write(Session session, SchemaBatch batch) throws SQLException {
        for (EventUse use : batch.events()) {
            session.update(
                    PUT_EVENT,
                    SqliteText.encode(use.name()),
                    use.firstSeen(),
                    use.lastSeen(),
                    use.count(),
                    use.botCount(),
                    SqliteText.encode(use.label().title()),
                    SqliteText.encode(use.label().description()),
                    use.label().hidden() ? 1 : 0);
        }
        for (PropertyUse use : batch.properties()) {
            session.update(
                    PUT_PROPERTY,
                    use.key().scope().word(),
                    SqliteText.encode(use.key().name()),
                    use.firstSeen(),
                    use.lastSeen(),
                    use.strings(),
                    use.numbers(),
                    use.booleans(),
                    SqliteText.encode(use.example()),
                    use.exampleVisitor(),
                    array(use.events()),
                    SqliteText.encode(use.label().title()),
                    SqliteText.encode(use.label().description()),
                    use.label().hidden() ? 1 : 0,
                    use.label().sensitive() ? 1 : 0,
                    use.label().list() ? 1 : 0);
        }
        for (Map.Entry<EventDay, Long> day : batch.days().entrySet()) {
            session.update(
                    "INSERT INTO schema_day (day, name, events) VALUES (?, ?, ?)"
                            + " ON CONFLICT (day, name) DO UPDATE SET events = events +"
                            + " excluded.events",
                    day.getKey().day(),
                    SqliteText.encode(day.getKey().name()),
                    day.getValue());
        }
        session.update("DELETE FROM schema_day WHERE day < ?", batch.oldestDay());
    }

    private static String array(List<String> names) {
        try {
            return JSON.writeValueAsString(names.stream().map(SqliteText::encode).toList());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> names(String array) {
        try {
            List<String> names = new ArrayList<>();
            JSON.readTree(array).forEach(name -> names.add(SqliteText.decode(name.asText())));
            return names;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("no array of names: " + array, e);
        }
    }

    static Schema read(Session session) throws SQLException {
        List<EventUse> events = new ArrayList<>();
        try (ResultSet rows =
                session.bind(
                                "SELECT name, first_seen, last_seen, events, bot_events, title,"
                                        + " description, hidden FROM schema_event")
                        .executeQuery()) {
            while (rows.next()) {
                events.add(
                        new EventUse(
                                SqliteText.decode(rows.getString(1)),
                                rows.getLong(2),
                                rows.getLong(3),
                                rows.getLong(4),
                                rows.getLong(5),
                                new Label(
                                        SqliteText.decode(rows.getString(6)),
                                        SqliteText.decode(rows.getString(7)),
                                        rows.getBoolean(8),
                                        false)));
            }
        }
        return Schema.of(events, properties(session), days(session));
    }

    private static List<PropertyUse> properties(Session session) throws SQLException {
        List<PropertyUse> properties = new ArrayList<>();
        try (ResultSet rows =
                session.bind(
                                "SELECT scope, name, first_seen, last_seen, strings, numbers,"
                                        + " booleans, example, example_visitor, events, title,"
                                        + " description, hidden, sensitive, list FROM schema_property")
                        .executeQuery()) {
            while (rows.next()) {
                properties.add(
                        new PropertyUse(
                                key(rows),
                                rows.getLong(3),
                                rows.getLong(4),
                                rows.getLong(5),
                                rows.getLong(6),
                                rows.getLong(7),
                                SqliteText.decode(rows.getString(8)),
                                rows.getLong(9),
                                names(rows.getString(10)),
                                new Label(
                                        SqliteText.decode(rows.getString(11)),
                                        SqliteText.decode(rows.getString(12)),
                                        rows.getBoolean(13),
                                        rows.getBoolean(14),
                                        rows.getBoolean(15))));
            }
        }
        return properties;
    }

    private static PropertyKey key(ResultSet rows) throws SQLException {
        return new PropertyKey(
                Scope.of(rows.getString(1)).orElseThrow(), SqliteText.decode(rows.getString(2)));
    }

    private static Map<EventDay, Long> days(Session session) throws SQLException {
        Map<EventDay, Long> days = new HashMap<>();
        try (ResultSet rows =
                session.bind("SELECT day, name, events FROM schema_day").executeQuery()) {
            while (rows.next()) {
                days.put(
                        new EventDay(rows.getLong(1), SqliteText.decode(rows.getString(2))),
                        rows.getLong(3));
            }
        }
        return days;
    }

    static Set<PropertyKey> sensitive(Session session) throws SQLException {
        return keys(session, "SELECT scope, name FROM schema_property WHERE sensitive = 1");
    }

    static Set<PropertyKey> lists(Session session) throws SQLException {
        return keys(session, "SELECT scope, name FROM schema_property WHERE list = 1");
    }

    private static Set<PropertyKey> keys(Session session, String sql) throws SQLException {
        Set<PropertyKey> keys = new HashSet<>();
        try (ResultSet rows = session.bind(sql).executeQuery()) {
            while (rows.next()) {
                keys.add(key(rows));
            }
        }
        return Set.copyOf(keys);
    }

    static void dump(Session session, Consumer<String> lines) throws SQLException {
        PeopleDump.schema(read(session), lines);
    }
}
