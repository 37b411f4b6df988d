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
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// The questions of the port in SQL, each within a snapshot that the caller holds.
final class EventReads {

    private static final String NO_BOTS = "AND e.flags & " + EventFlag.BOT.bit() + " = 0";

    /// Of so many visitors the events are read in as many statements.
    private static final int APART_MAX = 8;

    private static final String SELECT_EVENTS =
            "SELECT " + EventRows.COLUMNS + " FROM event AS e WHERE";

    private static final Comparator<Event> NEWEST_FIRST =
            Comparator.comparingLong(Event::time).thenComparingLong(Event::id).reversed();

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
        Query page =
                where(new Query("SELECT e.event FROM event AS e WHERE"), query.visitors(), query)
                        .add("ORDER BY e.\"time\" DESC, e.event DESC LIMIT ?", query.limit());
        return events(connection, numbers(connection, page), query.visitors());
    }

    /// Reads at the places where the page is said to be.
    ///
    /// @return none where events have gone from there, so that the page goes on elsewhere
    static Optional<List<Event>> timeline(
            Connection connection, TimelineQuery query, EventPlaces.Found places)
            throws SQLException {
        TimelineQuery wider = query.before(query.beforeTime(), Long.MAX_VALUE, query.limit());
        List<Event> found = new ArrayList<>();
        for (List<Long> visitors : apart(query.visitors())) {
            Query sql = where(new Query(SELECT_EVENTS), visitors, wider);
            sql.add("AND e.\"time\" >= ? AND", places.fromTime());
            places.ranges().among("e.event", sql);
            found.addAll(fetch(connection, sql));
        }
        long known = found.stream().filter(event -> event.id() <= places.last()).count();
        if (known != places.count()) {
            return Optional.empty();
        }
        List<Event> page =
                found.stream()
                        .filter(
                                event ->
                                        event.time() < query.beforeTime()
                                                || event.id() < query.beforeId())
                        .sorted(NEWEST_FIRST)
                        .limit(query.limit())
                        .toList();
        List<Long> ids = page.stream().map(Event::id).toList();
        return Optional.of(folded(page, changes(connection, ids)));
    }

    /// One at a time where they are few: the store reads all columns of whoever comes before and after one of several.
    private static List<List<Long>> apart(List<Long> visitors) {
        return visitors.size() > APART_MAX
                ? List.of(visitors)
                : visitors.stream().distinct().map(List::of).toList();
    }

    /// @param page numbers of events
    /// @param visitors whose they are, empty where that is not known
    /// @return in the order of the page
    private static List<Event> events(Connection connection, List<Long> page, List<Long> visitors)
            throws SQLException {
        if (page.isEmpty()) {
            return List.of();
        }
        EventRanges ranges = EventRanges.of(page);
        List<Event> read = new ArrayList<>();
        if (visitors.isEmpty()) {
            read.addAll(fetch(connection, ranges.among("e.event", new Query(SELECT_EVENTS))));
        }
        for (List<Long> some : apart(visitors)) {
            Query query = new Query(SELECT_EVENTS).in("e.visitor", some).add("AND");
            read.addAll(fetch(connection, ranges.among("e.event", query)));
        }
        Map<Long, Event> found = new HashMap<>();
        read.forEach(event -> found.put(event.id(), event));
        List<Event> events = new ArrayList<>(page.size());
        for (long id : page) {
            Event event = found.get(id);
            if (event == null) {
                throw new IllegalStateException("event " + id + " is gone within a snapshot");
            }
            events.add(event);
        }
        return folded(events, changes(connection, page));
    }

    private static List<Event> folded(List<Event> events, Map<Long, List<EventChange>> changes) {
        return events.stream()
                .map(event -> EventChange.fold(event, changes.getOrDefault(event.id(), List.of())))
                .toList();
    }

    private static Query where(Query sql, List<Long> visitors, TimelineQuery query) {
        sql.in("e.visitor", visitors);
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
        return sql;
    }

    private static List<Event> fetch(Connection connection, Query query) throws SQLException {
        List<Event> events = new ArrayList<>();
        try (PreparedStatement statement = query.prepare(connection);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                events.add(EventRows.event(row));
            }
        }
        return events;
    }

    private static Map<Long, List<EventChange>> changes(Connection connection, List<Long> ids)
            throws SQLException {
        if (ids.isEmpty()) {
            return Map.of();
        }
        Query query = new Query("SELECT " + EventRows.CHANGE_COLUMNS + " FROM event_change WHERE");
        EventRanges.of(ids).among("event", query).add("ORDER BY position, item");
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
                new Query("SELECT " + (highest ? "max" : "min") + "(event) FROM event")
                        .add("HAVING count(*) > 0");
        return events(connection, numbers(connection, query), List.of()).stream().findFirst();
    }

    /// Looked for among the newest records first, then among ever more: rows lie in the order of arrival, and what a
    /// row group cannot hold is not read.
    static List<Event> received(Connection connection, long fromReceived, int limit)
            throws SQLException {
        long position = DuckDbEventStore.positionOf(connection);
        List<Long> page = List.of();
        for (long records = 1L + limit / EventId.ITEMS_MAX;
                page.size() < limit;
                records *= RECORDS_FACTOR) {
            boolean all = records >= position;
            Query newest =
                    new Query("SELECT e.event FROM event AS e WHERE e.received >= ?")
                            .add("", fromReceived);
            if (!all) {
                newest.add("AND e.event >= ?", EventId.of(position - records, 0));
            }
            page = numbers(connection, newest.add("ORDER BY e.event DESC LIMIT ?", limit));
            if (all) {
                break;
            }
        }
        return events(connection, page, List.of()).reversed();
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
        List<Long> numbers = new ArrayList<>();
        try (PreparedStatement statement = query.prepare(connection);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                numbers.add(row.getLong(1));
            }
        }
        return numbers;
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
