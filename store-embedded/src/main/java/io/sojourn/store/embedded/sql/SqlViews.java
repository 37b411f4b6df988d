package io.sojourn.store.embedded.sql;

import io.sojourn.core.event.Attribute;
import io.sojourn.core.person.Person;
import io.sojourn.core.person.Visitor;
import io.sojourn.core.value.Value;
import io.sojourn.store.json.PropertyJson;
import io.sojourn.store.people.PeopleStore;
import io.sojourn.store.schema.PropertyKey;
import io.sojourn.store.schema.Scope;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/// Makes the views of one query, as temporary tables and views of its connection: only those that it reads.
final class SqlViews {

    private final DuckDBConnection connection;
    private final PeopleStore people;
    private final Set<PropertyKey> hidden;
    private final Runnable check;

    /// @param check called now and then, throws when there is no time left
    SqlViews(
            DuckDBConnection connection,
            PeopleStore people,
            Set<PropertyKey> hidden,
            Runnable check) {
        this.connection = connection;
        this.people = people;
        this.hidden = hidden;
        this.check = check;
    }

    void make(SqlGuard.Used used) throws SQLException {
        if (used.views().isEmpty()) {
            return;
        }
        loadPeople(used.views().contains("people"));
        if (used.visits()) {
            new SqlVisits(connection, people.settings(), check).load();
        }
        if (used.views().contains("people")) {
            execute(
                    """
                    CREATE TEMP VIEW people AS
                    SELECT person, make_timestamptz(first_seen * 1000) AS first_seen,
                        make_timestamptz(last_seen * 1000) AS last_seen,
                        events, properties->>'name' AS name, properties->>'email' AS email,
                        properties
                    FROM (SELECT * REPLACE (%s AS properties) FROM temp.stored_people)"""
                            .formatted(json("properties")));
        }
        if (used.views().contains("events")) {
            execute(used.visits() ? eventsWithVisits() : events());
        }
        if (used.views().contains("visits")) {
            execute(visits());
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /// Whose visitors are whose; those that are a person by themselves are left out.
    private void loadPeople(boolean profiles) throws SQLException {
        execute("CREATE TEMP TABLE person_of (visitor BIGINT, person BIGINT)");
        execute(
                """
                CREATE TEMP TABLE stored_people (
                    person BIGINT, first_seen BIGINT, last_seen BIGINT, events BIGINT,
                    properties VARCHAR)""");
        try (DuckDBAppender merged = connection.createAppender("temp", "main", "person_of");
                DuckDBAppender rows = connection.createAppender("temp", "main", "stored_people")) {
            Appending appending = new Appending(merged, rows, profiles);
            people.forEachPerson(
                    visitors -> {
                        appending.add(visitors);
                        return appending.failure.isEmpty();
                    });
            if (appending.failure.isPresent()) {
                throw appending.failure.get();
            }
        }
    }

    private final class Appending {
        private final DuckDBAppender merged;
        private final DuckDBAppender rows;
        private final boolean profiles;
        private Optional<SQLException> failure = Optional.empty();
        private int count;

        Appending(DuckDBAppender merged, DuckDBAppender rows, boolean profiles) {
            this.merged = merged;
            this.rows = rows;
            this.profiles = profiles;
        }

        void add(List<Visitor> visitors) {
            if (++count % 1_000 == 0) {
                check.run();
            }
            try {
                for (Visitor visitor : visitors) {
                    if (visitor.number() != visitor.person()) {
                        merged.beginRow();
                        merged.append(visitor.number()).append(visitor.person());
                        merged.endRow();
                    }
                }
                if (profiles) {
                    profile(new Person(visitors));
                }
            } catch (SQLException e) {
                failure = Optional.of(e);
            }
        }

        private void profile(Person person) throws SQLException {
            Map<String, Value> shown = new LinkedHashMap<>(person.properties());
            shown.keySet().removeIf(key -> hidden.contains(new PropertyKey(Scope.VISITOR, key)));
            String json = PropertyJson.write(shown);
            rows.beginRow();
            rows.append(person.number()).append(person.firstSeen()).append(person.lastSeen());
            rows.append(person.events());
            rows.append(json);
            rows.endRow();
        }
    }

    private String events() {
        return "CREATE TEMP VIEW events AS " + selectEvents();
    }

    /// An event that can open a visit lies in the one begun last, a standalone one only as far as that is known to have
    /// been active.
    private String eventsWithVisits() {
        return """
               CREATE TEMP VIEW events AS
               SELECT e.*,
                   CASE WHEN e.is_bot OR (e.standalone AND e."time" > make_timestamptz(s.ended * 1000))
                       THEN NULL ELSE s.visit END AS visit
               FROM (%s) AS e
               ASOF LEFT JOIN temp.visit_span AS s
                   ON s.person = e.person AND make_timestamptz(s.started * 1000) <= e."time\""""
                .formatted(selectEvents());
    }

    private String selectEvents() {
        return """
               SELECT e.event, coalesce(p.person, e.visitor) AS person, e.visitor,
                   make_timestamptz(e."time" * 1000) AS "time",
                   make_timestamptz(e.received * 1000) AS received,
                   e.name, (e.flags & 1) <> 0 AS is_bot, (e.flags & 2) <> 0 AS standalone,
                   %s,
                   %s AS properties,
                   %s AS visit_properties
               FROM main.event AS e
               LEFT JOIN temp.person_of AS p ON p.visitor = e.visitor
               LEFT JOIN temp.folded AS c ON c.event = e.event"""
                .formatted(
                        attributes("e"),
                        shown(
                                Scope.EVENT,
                                "CASE WHEN c.event IS NULL THEN e.properties ELSE c.properties END"),
                        shown(Scope.VISIT, "e.visit_properties"));
    }

    private String visits() {
        return """
               CREATE TEMP VIEW visits AS
               SELECT s.visit, s.person, s.number,
                   make_timestamptz(s.started * 1000) AS started,
                   make_timestamptz(s.ended * 1000) AS ended,
                   s.events,
                   %s
               FROM temp.visit_span AS s
               JOIN main.event AS e ON e.event = s.visit"""
                .formatted(attributes("e"));
    }

    private static String attributes(String table) {
        return Arrays.stream(Attribute.values())
                .map(attribute -> table + ".\"" + attribute.key() + '"')
                .collect(Collectors.joining(", "));
    }

    /// A JSON object without the hidden keys: a merge patch (RFC 7396) takes away what it names with null.
    private String shown(Scope scope, String column) {
        String json = json(column);
        Map<String, Value> patch = new LinkedHashMap<>();
        for (PropertyKey key : hidden) {
            if (key.scope() == scope) {
                patch.put(key.name(), Value.UNSET);
            }
        }
        return patch.isEmpty()
                ? json
                : "json_merge_patch("
                        + json
                        + ", '"
                        + PropertyJson.write(patch).replace("'", "''")
                        + "')";
    }

    /// Stored properties as JSON. Halves of a surrogate pair, which no JSON of the engine can hold, become U+FFFD.
    private static String json(String column) {
        return """
               TRY_CAST(CASE WHEN contains(%1$s, '\\ud')
                   THEN regexp_replace(%1$s,
                       '((?:^|[^\\\\])(?:\\\\\\\\)*)(?:\\\\ud[89a-f][0-9a-f]{2})+', '\\1\\\\ufffd', 'g')
                   ELSE coalesce(%1$s, '{}') END AS JSON)"""
                .formatted('(' + column + ')');
    }
}
