package io.sojourn.store.embedded.event;

import io.sojourn.core.event.Attribute;
import io.sojourn.core.event.Attributes;
import io.sojourn.core.event.Event;
import io.sojourn.core.value.Value;
import io.sojourn.store.json.PropertyJson;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.duckdb.DuckDBChunkedResult;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBPreparedStatement;
import org.duckdb.DuckDBReadableVector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Columns of all events of a project in the order of their arrival, which is that of their numbers, as of one state.
/// Changes that are not folded yet are not laid over, except by [#forEachChanged].
public final class EventArrivals {

    /// What makes two campaigns one, as where visits are cut.
    private static final List<Attribute> CAMPAIGN =
            List.of(
                    Attribute.CAMPAIGN_NAME,
                    Attribute.CAMPAIGN_SOURCE,
                    Attribute.CAMPAIGN_MEDIUM,
                    Attribute.CAMPAIGN_CONTENT,
                    Attribute.CAMPAIGN_TERM,
                    Attribute.CAMPAIGN_ID);

    private static final char OF_ATTRIBUTE = '@';

    /// So few are sorted quicker than one can think about their order.
    private static final long SORTED_MAX = 50_000;

    private static final Logger LOG = LoggerFactory.getLogger(EventArrivals.class);

    private final DuckDBConnection connection;
    private final String about;
    private final long position;
    private final boolean sorting;

    private EventArrivals(
            DuckDBConnection connection, String about, long position, boolean sorting) {
        this.connection = connection;
        this.about = about;
        this.position = position;
        this.sorting = sorting;
    }

    /// Rows lie in the order of arrival and DuckDB keeps it, unless it takes the events for the smaller side of a join.
    /// Then it is read again, sorted.
    ///
    /// @param work may be run twice
    static <T> T read(DuckDBConnection connection, String about, Function<EventArrivals, T> work)
            throws SQLException {
        long position = DuckDbEventStore.positionOf(connection);
        long count = new Query("SELECT count(*) FROM event").number(connection);
        if (count > SORTED_MAX) {
            try {
                return work.apply(new EventArrivals(connection, about, position, false));
            } catch (OutOfOrder e) {
                LOG.info("{} is read again, sorted", about, e);
            }
        }
        return work.apply(new EventArrivals(connection, about, position, true));
    }

    private static final class OutOfOrder extends RuntimeException {
        OutOfOrder(String message) {
            super(message);
        }
    }

    @FunctionalInterface
    public interface Core {
        /// @param name index among those asked for
        void event(long event, long visitor, long time, int name, int flags);
    }

    @FunctionalInterface
    public interface Activity {
        void event(long event, long visitor, long activeUntil, long timeout);
    }

    @FunctionalInterface
    public interface Coded {
        /// @param code 0 where the event has no value
        void event(long event, long visitor, int code);
    }

    /// Of the last batch.
    public long position() {
        return position;
    }

    public long count() {
        return asking(() -> new Query("SELECT count(*) FROM event").number(connection));
    }

    /// Distinct names of events.
    public List<String> names() {
        return asking(
                () ->
                        texts("SELECT DISTINCT name FROM event ORDER BY 1").stream()
                                .map(StoredText::read)
                                .toList());
    }

    /// @param names all that there are
    public void core(List<String> names, Core consumer) {
        asking(
                () -> {
                    codes(names.stream().map(StoredText::store).toList());
                    forEachChunk(
                            new Query(
                                    """
                                    SELECT e.event, e.visitor, e."time", c.code, e.flags
                                    FROM event AS e JOIN journey_code AS c ON c.text = e.name"""),
                            columns -> {
                                int rows = Math.toIntExact(columns[0].rowCount());
                                for (int i = 0; i < rows; i++) {
                                    consumer.event(
                                            columns[0].getLong(i),
                                            columns[1].getLong(i),
                                            columns[2].getLong(i),
                                            columns[3].getInt(i) - 1,
                                            columns[4].getInt(i));
                                }
                            });
                    return true;
                });
    }

    public void activity(Activity consumer) {
        asking(
                () -> {
                    forEachChunk(
                            new Query("SELECT event, visitor, active_until, timeout FROM event"),
                            columns -> {
                                int rows = Math.toIntExact(columns[0].rowCount());
                                for (int i = 0; i < rows; i++) {
                                    consumer.event(
                                            columns[0].getLong(i),
                                            columns[1].getLong(i),
                                            columns[2].getLong(i),
                                            columns[3].getLong(i));
                                }
                            });
                    return true;
                });
    }

    /// The property of a key, where there is none the attribute of that key.
    ///
    /// @param coder code of a text, at least 1; asked once per distinct value
    public void property(String key, ToIntFunction<String> coder, Coded consumer) {
        String attribute = attribute(key).map(known -> "'@' || " + column(known)).orElse("NULL");
        coded(picked("properties", key, attribute), coder, consumer);
    }

    /// What events say of their visits under a key.
    public void visitProperty(String key, ToIntFunction<String> coder, Coded consumer) {
        coded(picked("visit_properties", key, "NULL"), coder, consumer);
    }

    /// The attribute of a key; none where there is no such attribute.
    public void attribute(String key, ToIntFunction<String> coder, Coded consumer) {
        attribute(key).ifPresent(known -> coded(rows("'@' || " + column(known)), coder, consumer));
    }

    /// All attributes of the campaign together, as [#campaign] writes them.
    public void campaign(ToIntFunction<String> coder, Coded consumer) {
        String columns =
                CAMPAIGN.stream()
                        .map(EventArrivals::column)
                        .map(column -> "hex(encode(coalesce(" + column + ", '')))")
                        .collect(Collectors.joining(" || '-' || "));
        String none =
                CAMPAIGN.stream()
                        .map(EventArrivals::column)
                        .map(column -> column + " IS NULL")
                        .collect(Collectors.joining(" AND "));
        coded(
                rows("CASE WHEN " + none + " THEN NULL ELSE '@' || " + columns + " END"),
                coder,
                consumer);
    }

    /// One text per campaign, none where no attribute of it is there.
    public static Optional<String> campaign(Attributes attributes) {
        if (CAMPAIGN.stream().map(attributes::get).allMatch(String::isEmpty)) {
            return Optional.empty();
        }
        return Optional.of(
                CAMPAIGN.stream()
                        .map(attributes::get)
                        .map(StoredText::store)
                        .map(text -> text.getBytes(StandardCharsets.UTF_8))
                        .map(HexFormat.of().withUpperCase()::formatHex)
                        .collect(Collectors.joining("-")));
    }

    /// Numbers of events that have changes, ascending.
    ///
    /// @param last changes that arrived after it are left out
    public long[] changed(long last) {
        return asking(
                () -> {
                    long[] found = new long[16];
                    int count = 0;
                    try (PreparedStatement statement =
                                    new Query("SELECT DISTINCT event FROM event_change")
                                            .add("WHERE position <= ? ORDER BY 1", last)
                                            .prepare(connection);
                            ResultSet row = statement.executeQuery()) {
                        while (row.next()) {
                            if (count == found.length) {
                                found = Arrays.copyOf(found, 2 * count);
                            }
                            found[count++] = row.getLong(1);
                        }
                    }
                    return Arrays.copyOf(found, count);
                });
    }

    /// Those events, with their changes laid over them, ascending.
    public void forEachChanged(long last, Consumer<Event> consumer) {
        asking(
                () -> {
                    EventReads.forEachChanged(connection, last, consumer);
                    return true;
                });
    }

    // --- texts

    private static String column(Attribute attribute) {
        return "e.\"" + attribute.key() + '"';
    }

    private static Optional<Attribute> attribute(String key) {
        return Stream.of(Attribute.values())
                .filter(attribute -> attribute.key().equals(key))
                .findFirst();
    }

    /// The value of a key as it stands in the JSON text: a string without escapes behind one quote, a number or boolean
    /// as it is, anything else with all that follows it.
    ///
    /// A key stands behind `{` or `,`, and within strings every quote is escaped, so that this finds nothing else.
    private static Rows picked(String json, String key, String otherwise) {
        String written = PropertyJson.write(Map.of(key, Value.bool(true)));
        String quoted = written.substring(1, written.length() - "true}".length());
        return events ->
                new Query(
                                """
                                SELECT event, visitor, CASE
                                    WHEN tail IS NULL OR tail = '' THEN other
                                    WHEN NOT starts_with(tail, '"')
                                        THEN split_part(split_part(tail, ',', 1), '}', 1)
                                    WHEN contains(tail, '\\') THEN tail
                                    ELSE substring(tail, 1, instr(substring(tail, 2), '"'))
                                    END AS value
                                FROM (
                                    SELECT event, visitor, other, CASE
                                        WHEN starts_with(json, ?) THEN substring(json, length(?) + 1)
                                        WHEN spot = 0 THEN ''
                                        ELSE substring(json, spot + length(?))
                                        END AS tail
                                    FROM (
                                        SELECT e.event, e.visitor, %2$s AS other, %1$s AS json,
                                            instr(%1$s, ?) AS spot
                                        FROM %3$s))"""
                                        .formatted("e." + json, otherwise, events))
                        .add("", "{" + quoted, "{" + quoted, "," + quoted, "," + quoted);
    }

    private static Rows rows(String value) {
        return events ->
                new Query("SELECT e.event, e.visitor, " + value + " AS value FROM " + events);
    }

    private static String decode(String raw) {
        char first = raw.charAt(0);
        if (first == OF_ATTRIBUTE) {
            return StoredText.read(raw.substring(1));
        }
        if (first != '"') {
            return raw;
        }
        if (raw.indexOf('\\') < 0) {
            return raw.substring(1);
        }
        return Objects.requireNonNull(PropertyJson.read("{\"\":" + raw).get("")).text();
    }

    /// Values that a sample of the events has are coded by the store; the others, which are few unless most are unlike
    /// each other, are looked up here.
    ///
    /// @param rows selects event, visitor and raw value, NULL where there is none
    private void coded(Rows rows, ToIntFunction<String> coder, Coded consumer) {
        asking(
                () -> {
                    List<String> raw =
                            texts(
                                    new Query("SELECT DISTINCT value FROM (")
                                            .add(rows.from(sample()))
                                            .add(") WHERE value IS NOT NULL"));
                    codes(raw);
                    int[] codeOf = new int[raw.size() + 1];
                    for (int i = 0; i < raw.size(); i++) {
                        codeOf[i + 1] = coder.applyAsInt(decode(raw.get(i)));
                    }
                    Map<String, Integer> others = new HashMap<>();
                    Query query =
                            new Query(
                                            """
                                            SELECT v.event, v.visitor, coalesce(c.code, 0),
                                                CASE WHEN c.code IS NULL THEN v.value END
                                            FROM (""")
                                    .add(rows.from("event AS e"))
                                    .add(") AS v LEFT JOIN journey_code AS c ON c.text = v.value");
                    forEachChunk(
                            query,
                            columns -> {
                                int count = Math.toIntExact(columns[0].rowCount());
                                for (int i = 0; i < count; i++) {
                                    int code = columns[2].getInt(i);
                                    consumer.event(
                                            columns[0].getLong(i),
                                            columns[1].getLong(i),
                                            code > 0 || columns[3].isNull(i)
                                                    ? codeOf[code]
                                                    : others.computeIfAbsent(
                                                            columns[3].getString(i),
                                                            text ->
                                                                    coder.applyAsInt(
                                                                            decode(text))));
                                }
                            });
                    return true;
                });
    }

    private String sample() {
        return sorting ? "event AS e" : "event AS e TABLESAMPLE SYSTEM (5 PERCENT)";
    }

    /// Rows out of a table of events.
    @FunctionalInterface
    private interface Rows {
        /// @param events the table, as `e`
        Query from(String events);
    }

    /// A table of texts and their numbers, from 1 on, for this connection.
    private void codes(List<String> texts) throws SQLException {
        DuckDbFile.execute(
                connection,
                "CREATE OR REPLACE TEMP TABLE journey_code (text VARCHAR, code INTEGER)");
        try (var rows = connection.createAppender("temp", "main", "journey_code")) {
            int code = 0;
            for (String text : texts) {
                rows.beginRow().append(text).append(++code).endRow();
            }
        }
    }

    private List<String> texts(String sql) throws SQLException {
        return texts(new Query(sql));
    }

    private List<String> texts(Query query) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (PreparedStatement statement = query.prepare(connection);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                texts.add(row.getString(1));
            }
        }
        return texts;
    }

    // --- reading

    private void forEachChunk(Query query, Consumer<DuckDBReadableVector[]> consumer)
            throws SQLException {
        Query ordered = sorting ? query.add("ORDER BY 1") : query;
        try (DuckDBPreparedStatement statement =
                        (DuckDBPreparedStatement) ordered.prepare(connection);
                DuckDBChunkedResult result = statement.query()) {
            DuckDBReadableVector[] columns =
                    new DuckDBReadableVector[Math.toIntExact(result.columnCount())];
            long last = Long.MIN_VALUE;
            while (result.nextChunk()) {
                for (int c = 0; c < columns.length; c++) {
                    columns[c] = result.chunk().vector(c);
                }
                long rows = columns[0].rowCount();
                for (long row = 0; row < rows; row++) {
                    long event = columns[0].getLong(row);
                    if (event <= last) {
                        throw new OutOfOrder("event " + event + " after " + last + " in " + about);
                    }
                    last = event;
                }
                if (rows > 0) {
                    consumer.accept(columns);
                }
            }
        }
    }

    @FunctionalInterface
    private interface Asking<T> {
        T ask() throws SQLException;
    }

    private <T> T asking(Asking<T> asking) {
        try {
            return asking.ask();
        } catch (SQLException e) {
            throw Failures.reading("read events of " + about, e);
        }
    }
}
