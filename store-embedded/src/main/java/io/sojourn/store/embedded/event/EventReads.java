package io.sojourn.store.embedded.event;

import io.sojourn.core.event.Event;
import io.sojourn.core.event.EventChange;
import io.sojourn.core.event.EventFlag;
import io.sojourn.core.event.EventId;
import io.sojourn.store.event.EventScan;
import io.sojourn.store.event.TimelineQuery;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// The questions of the port in SQL, each within a snapshot that the caller holds.
final class EventReads {

    private static final String NO_BOTS = "AND e.flags & " + EventFlag.BOT.bit() + " = 0";

    /// Changes of one event in one text, a line each: JSON has no raw line feed.
    static final String CHANGES_OF_EACH =
            """
            SELECT event,
                string_agg(position || ' ' || active_until || ' ' || properties, chr(10)
                    ORDER BY position, item) AS lines
            FROM event_change""";

    /// How many times more records are searched when the newest ones were not enough.
    private static final int RECORDS_FACTOR = 16;

    private EventReads() {}

    /// Finds the page over narrow columns first, then fetches only its rows.
    static List<Event> timeline(Connection connection, TimelineQuery query) throws SQLException {
        return events(connection, page(connection, query));
    }

    /// @param page event id to row id
    /// @return in the order of the page
    private static List<Event> events(Connection connection, Map<Long, Long> page)
            throws SQLException {
        if (page.isEmpty()) {
            return List.of();
        }
        Map<Long, Event> found = byRow(connection, page.values());
        if (!found.keySet().equals(page.keySet())) {
            found = byId(connection, page.keySet());
        }
        Map<Long, List<EventChange>> changes = changes(connection, page.keySet());
        List<Event> events = new ArrayList<>(page.size());
        for (long id : page.keySet()) {
            Event event = found.get(id);
            if (event == null) {
                throw new IllegalStateException("event " + id + " is gone within a snapshot");
            }
            events.add(EventChange.fold(event, changes.getOrDefault(id, List.of())));
        }
        return List.copyOf(events);
    }

    /// Event id to row id, newest first.
    private static Map<Long, Long> page(Connection connection, TimelineQuery query)
            throws SQLException {
        Query sql =
                new Query("SELECT e.event, e.rowid FROM event AS e WHERE")
                        .in("e.visitor", query.visitors());
        if (!query.bots()) {
            sql.add(NO_BOTS);
        }
        if (query.beforeTime() != Long.MAX_VALUE || query.beforeId() != Long.MAX_VALUE) {
            sql.add(
                    "AND e.\"time\" <= ? AND (e.\"time\" < ? OR e.event < ?)",
                    query.beforeTime(),
                    query.beforeTime(),
                    query.beforeId());
        }
        if (query.fromTime() != Long.MIN_VALUE) {
            sql.add("AND e.\"time\" >= ?", query.fromTime());
        }
        if (query.toTime() != Long.MAX_VALUE) {
            sql.add("AND e.\"time\" < ?", query.toTime());
        }
        if (!query.names().only().isEmpty()) {
            sql.add("AND").inTexts("e.name", query.names().only());
        }
        if (!query.names().never().isEmpty()) {
            sql.add("AND NOT").inTexts("e.name", query.names().never());
        }
        sql.add("ORDER BY e.\"time\" DESC, e.event DESC LIMIT ?", query.limit());
        return page(connection, sql);
    }

    private static Map<Long, Long> page(Connection connection, Query sql) throws SQLException {
        Map<Long, Long> page = new LinkedHashMap<>();
        try (PreparedStatement statement = sql.prepare(connection);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                page.put(row.getLong(1), row.getLong(2));
            }
        }
        return page;
    }

    private static Map<Long, Event> byRow(Connection connection, Collection<Long> rows)
            throws SQLException {
        return fetch(
                connection,
                new Query("SELECT " + EventRows.COLUMNS + " FROM event AS e WHERE")
                        .in("e.rowid", rows));
    }

    private static Map<Long, Event> byId(Connection connection, Collection<Long> ids)
            throws SQLException {
        return fetch(
                connection,
                new Query("SELECT " + EventRows.COLUMNS + " FROM event AS e WHERE")
                        .in("e.event", ids));
    }

    private static Map<Long, Event> fetch(Connection connection, Query query) throws SQLException {
        Map<Long, Event> events = new HashMap<>();
        try (PreparedStatement statement = query.prepare(connection);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                Event event = EventRows.event(row);
                events.put(event.id(), event);
            }
        }
        return events;
    }

    private static Map<Long, List<EventChange>> changes(Connection connection, Collection<Long> ids)
            throws SQLException {
        Query query =
                new Query("SELECT " + EventRows.CHANGE_COLUMNS + " FROM event_change WHERE")
                        .in("event", ids)
                        .add("ORDER BY position, item");
        return EventRows.changes(connection, query);
    }

    static void forEach(
            Connection connection,
            List<Long> visitors,
            long fromTime,
            long toTime,
            boolean bots,
            Consumer<Event> consumer)
            throws SQLException {
        Query any =
                new Query("SELECT count(*) FROM event_change AS c WHERE").in("c.visitor", visitors);
        boolean changed = any.number(connection) > 0;
        Query query = select(changed);
        if (changed) {
            query.add("LEFT JOIN (" + CHANGES_OF_EACH + " WHERE")
                    .in("visitor", visitors)
                    .add("GROUP BY event) AS c ON c.event = e.event");
        }
        among(query.add("WHERE"), visitors, fromTime, toTime, bots)
                .add("ORDER BY e.\"time\", e.event");
        stream(connection, query, changed, consumer);
    }

    static long count(
            Connection connection, List<Long> visitors, long fromTime, long toTime, boolean bots)
            throws SQLException {
        Query query = new Query("SELECT count(*) FROM event AS e WHERE");
        return among(query, visitors, fromTime, toTime, bots).number(connection);
    }

    /// The event with the lowest or the highest number.
    static Optional<Event> end(Connection connection, boolean highest) throws SQLException {
        Query query =
                new Query("SELECT event FROM event ORDER BY event")
                        .add(highest ? "DESC LIMIT 1" : "LIMIT 1");
        List<Long> id = new ArrayList<>();
        try (PreparedStatement statement = query.prepare(connection);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                id.add(row.getLong(1));
            }
        }
        if (id.isEmpty()) {
            return Optional.empty();
        }
        Map<Long, List<EventChange>> changes = changes(connection, id);
        return byId(connection, id).values().stream()
                .findFirst()
                .map(event -> EventChange.fold(event, changes.getOrDefault(event.id(), List.of())));
    }

    /// Looked for among the newest records first, then among ever more: rows lie in the order of arrival, and what a
    /// row group cannot hold is not read.
    static List<Event> received(Connection connection, long fromReceived, int limit)
            throws SQLException {
        long position = DuckDbEventStore.positionOf(connection);
        Map<Long, Long> page = Map.of();
        for (long records = limit; page.size() < limit; records *= RECORDS_FACTOR) {
            boolean all = records >= position;
            Query newest =
                    new Query("SELECT e.event, e.rowid FROM event AS e WHERE e.received >= ?")
                            .add("", fromReceived);
            if (!all) {
                newest.add("AND e.event >= ?", EventId.of(position - records, 0));
            }
            page = page(connection, newest.add("ORDER BY e.event DESC LIMIT ?", limit));
            if (all) {
                break;
            }
        }
        return events(connection, page).reversed();
    }

    static void forEachEvent(Connection connection, Consumer<Event> consumer) throws SQLException {
        boolean changed = new Query("SELECT count(*) FROM event_change").number(connection) > 0;
        Query query = select(changed);
        if (changed) {
            query.add("LEFT JOIN (" + CHANGES_OF_EACH + " GROUP BY event) AS c")
                    .add("ON c.event = e.event");
        }
        query.add("ORDER BY e.visitor, e.\"time\", e.event");
        stream(connection, query, changed, consumer);
    }

    /// Events that have changes, laid over them, by number.
    static void forEachChanged(Connection connection, long last, Consumer<Event> consumer)
            throws SQLException {
        Query query =
                select(true)
                        .add("JOIN (" + CHANGES_OF_EACH)
                        .add("WHERE position <= ? GROUP BY event) AS c", last)
                        .add("ON c.event = e.event ORDER BY e.event");
        stream(connection, query, true, consumer);
    }

    static void scan(Connection connection, EventScan scan, Consumer<Event> consumer)
            throws SQLException {
        boolean changed = new Query("SELECT count(*) FROM event_change").number(connection) > 0;
        Query query = select(changed);
        if (changed) {
            query.add("LEFT JOIN (" + CHANGES_OF_EACH + " GROUP BY event) AS c")
                    .add("ON c.event = e.event");
        }
        query.add("WHERE e.\"time\" >= ? AND e.\"time\" < ?", scan.fromTime(), scan.toTime());
        if (!scan.bots()) {
            query.add(NO_BOTS);
        }
        if (!scan.names().isEmpty()) {
            query.add("AND e.name IN (?" + ", ?".repeat(scan.names().size() - 1) + ")");
            scan.names().forEach(name -> query.add("", StoredText.store(name)));
        }
        stream(connection, query, changed, consumer);
    }

    static List<Long> visitorsBetween(Connection connection, long fromTime, long toTime)
            throws SQLException {
        Query query =
                new Query("SELECT DISTINCT e.visitor FROM event AS e WHERE")
                        .add("e.\"time\" >= ? AND e.\"time\" < ? ORDER BY 1", fromTime, toTime);
        return numbers(connection, query);
    }

    static List<Long> visitorsSince(Connection connection, long time) throws SQLException {
        Query query =
                new Query(
                                """
                                SELECT visitor FROM event WHERE received >= ? OR active_until >= ?
                                UNION
                                SELECT visitor FROM event_change WHERE active_until >= ?
                                ORDER BY 1""")
                        .add("", time, time, time);
        return numbers(connection, query);
    }

    private static List<Long> numbers(Connection connection, Query query) throws SQLException {
        List<Long> visitors = new ArrayList<>();
        try (PreparedStatement statement = query.prepare(connection);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                visitors.add(row.getLong(1));
            }
        }
        return visitors;
    }

    private static Query select(boolean changed) {
        return new Query("SELECT " + EventRows.COLUMNS)
                .add(changed ? ", c.lines" : "")
                .add("FROM event AS e");
    }

    private static Query among(
            Query query, List<Long> visitors, long fromTime, long toTime, boolean bots) {
        query.in("e.visitor", visitors)
                .add("AND e.\"time\" >= ? AND e.\"time\" < ?", fromTime, toTime);
        return bots ? query : query.add(NO_BOTS);
    }

    private static void stream(
            Connection connection, Query query, boolean changed, Consumer<Event> consumer)
            throws SQLException {
        try (PreparedStatement statement = query.prepare(connection);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                Event event = EventRows.event(row);
                String lines = changed ? row.getString(EventRows.WIDTH + 1) : null;
                consumer.accept(
                        lines == null ? event : EventChange.fold(event, changes(event, lines)));
            }
        }
    }

    static List<EventChange> changes(Event event, String lines) {
        List<EventChange> changes = new ArrayList<>();
        for (int from = 0; from < lines.length(); ) {
            int feed = lines.indexOf('\n', from);
            int end = feed < 0 ? lines.length() : feed;
            int first = lines.indexOf(' ', from);
            int second = lines.indexOf(' ', first + 1);
            changes.add(
                    new EventChange(
                            event.id(),
                            event.visitor(),
                            event.time(),
                            Long.parseLong(lines, from, first, 10),
                            Long.parseLong(lines, first + 1, second, 10),
                            EventRows.properties(lines.substring(second + 1, end))));
            from = end + 1;
        }
        return changes;
    }
}
