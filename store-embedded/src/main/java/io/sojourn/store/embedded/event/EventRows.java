package io.sojourn.store.embedded.event;

import io.sojourn.core.event.Attribute;
import io.sojourn.core.event.Attributes;
import io.sojourn.core.event.Event;
import io.sojourn.core.event.EventChange;
import io.sojourn.core.value.Value;
import io.sojourn.store.json.PropertyJson;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.duckdb.DuckDBAppender;
import org.jspecify.annotations.Nullable;

/// Events and changes as rows: the one place that knows the order of the columns.
final class EventRows {

    /// Columns before the attributes, in the order of the table.
    private static final List<String> FIXED =
            List.of(
                    "event",
                    "visitor",
                    "time",
                    "received",
                    "name",
                    "flags",
                    "active_until",
                    "timeout",
                    "properties",
                    "visit_properties");

    /// All columns of an event, for a SELECT from `event AS e`.
    static final String COLUMNS =
            names().map(name -> "e.\"" + name + '"').collect(Collectors.joining(", "));

    /// Columns of a change, for a SELECT from `event_change`.
    static final String CHANGE_COLUMNS =
            "event, visitor, \"time\", position, active_until, properties";

    /// Number of [#COLUMNS].
    static final int WIDTH = FIXED.size() + Attribute.count();

    private EventRows() {}

    /// In the order of the table.
    static Stream<String> names() {
        return Stream.concat(
                FIXED.stream(), Stream.of(Attribute.values()).map(attribute -> attribute.key()));
    }

    /// Texts are made before the row is begun: an appender that is left within a row keeps what it holds.
    static void append(DuckDBAppender rows, Event event) throws SQLException {
        String properties = PropertyJson.write(event.properties());
        String visitProperties = PropertyJson.write(event.visitProperties());
        rows.beginRow()
                .append(event.id())
                .append(event.visitor())
                .append(event.time())
                .append(event.received())
                .append(StoredText.store(event.name()))
                .append(event.flags())
                .append(event.activeUntil())
                .append(event.timeout());
        append(rows, properties);
        append(rows, visitProperties);
        Attributes attributes = event.attributes();
        for (int i = 0; i < Attribute.count(); i++) {
            String value = attributes.get(Attribute.at(i));
            if (value.isEmpty()) {
                rows.appendNull();
            } else {
                rows.append(StoredText.store(value));
            }
        }
        rows.endRow();
    }

    /// @param properties as JSON
    static void append(DuckDBAppender rows, String properties) throws SQLException {
        if (properties.equals(PropertyJson.EMPTY)) {
            rows.appendNull();
        } else {
            rows.append(properties);
        }
    }

    /// @param item number of the change within its batch
    static void append(DuckDBAppender rows, EventChange change, int item) throws SQLException {
        String properties = PropertyJson.write(change.properties());
        rows.beginRow()
                .append(change.event())
                .append(change.visitor())
                .append(change.time())
                .append(change.arrival())
                .append(item)
                .append(change.activeUntil())
                .append(properties)
                .endRow();
    }

    /// Reads the columns of [#COLUMNS], which are the first ones.
    static Event event(ResultSet row) throws SQLException {
        Attributes.Builder attributes = new Attributes.Builder();
        for (int i = 0; i < Attribute.count(); i++) {
            String value = row.getString(FIXED.size() + 1 + i);
            if (value != null) {
                attributes.set(Attribute.at(i), StoredText.read(value));
            }
        }
        return new Event(
                row.getLong(1),
                row.getLong(2),
                row.getLong(3),
                row.getLong(4),
                StoredText.read(row.getString(5)),
                row.getInt(6),
                row.getLong(7),
                row.getLong(8),
                attributes.build(),
                properties(row.getString(9)),
                properties(row.getString(10)));
    }

    /// @param query selects [#CHANGE_COLUMNS], in the order in which changes apply
    /// @return by event
    static Map<Long, List<EventChange>> changes(Connection connection, Query query)
            throws SQLException {
        Map<Long, List<EventChange>> changes = new HashMap<>();
        try (PreparedStatement statement = query.prepare(connection);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                EventChange change =
                        new EventChange(
                                row.getLong(1),
                                row.getLong(2),
                                row.getLong(3),
                                row.getLong(4),
                                row.getLong(5),
                                properties(row.getString(6)));
                changes.computeIfAbsent(change.event(), event -> new ArrayList<>()).add(change);
            }
        }
        return changes;
    }

    static Map<String, Value> properties(@Nullable String json) {
        return json == null ? Map.of() : PropertyJson.read(json);
    }
}
