package io.sojourn.store.embedded.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.sojourn.core.event.Event;
import io.sojourn.core.event.EventChange;
import io.sojourn.core.event.EventFlag;
import io.sojourn.core.person.Identifier;
import io.sojourn.core.person.Visitor;
import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.core.project.ProjectSettings;
import io.sojourn.core.value.Value;
import io.sojourn.core.visit.Visit;
import io.sojourn.core.visit.Visits;
import io.sojourn.store.ProjectStores;
import io.sojourn.store.embedded.EmbeddedProject;
import io.sojourn.store.embedded.event.DuckDbEventStore;
import io.sojourn.store.embedded.people.SqlitePeopleStore;
import io.sojourn.store.event.EventBatch;
import io.sojourn.store.event.EventKit;
import io.sojourn.store.fault.Faults;
import io.sojourn.store.people.BatchBuilder;
import io.sojourn.store.schema.PropertyKey;
import io.sojourn.store.schema.Scope;
import io.sojourn.store.sql.SqlColumn;
import io.sojourn.store.sql.SqlOutcome;
import io.sojourn.store.sql.SqlQuery;
import io.sojourn.store.sql.SqlRows;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DuckDbSqlTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir private Path folder = Path.of("");

    private SqlitePeopleStore people = null;
    private ProjectStores stores = null;

    @BeforeEach
    void open() {
        people = SqlitePeopleStore.open(folder, Faults.NONE);
        stores = EmbeddedProject.over(people, DuckDbEventStore.open(folder));
    }

    @AfterEach
    void close() {
        stores.close();
    }

    private record Rows(List<String> names, List<String> lines) implements SqlRows {
        Rows() {
            this(new ArrayList<>(), new ArrayList<>());
        }

        @Override
        public void columns(List<SqlColumn> columns) {
            columns.forEach(column -> names.add(column.name()));
        }

        @Override
        public void row(List<JsonNode> values) {
            lines.add(String.join("|", values.stream().map(JsonNode::asText).toList()));
        }
    }

    private List<String> ask(String sql, PropertyKey... hidden) {
        Rows rows = new Rows();
        run(sql, LONG, 1_000, rows, hidden);
        return rows.lines;
    }

    @Test
    void aZoneThatIsAnOffsetIsOneToo() {
        for (String zone : List.of("+02:00", "UTC+2", "Z", "Europe/Berlin", "Asia/Kolkata")) {
            Rows rows = new Rows();
            stores.sql()
                    .run(
                            new SqlQuery(
                                    "SELECT date_trunc('day', TIMESTAMPTZ '2026-01-01 23:30:00+00')",
                                    ZoneId.of(zone),
                                    Set.of(),
                                    LONG,
                                    10),
                            rows);
            String day = zone.equals("Z") ? "2026-01-01T00:00:00Z" : "2026-01-02T00:00";
            assertThat(rows.lines).as(zone).singleElement().asString().startsWith(day);
        }
    }

    private SqlOutcome run(
            String sql, Duration most, int rowsMax, SqlRows rows, PropertyKey... hidden) {
        return stores.sql()
                .run(new SqlQuery(sql, ZoneId.of("UTC"), Set.of(hidden), most, rowsMax), rows);
    }

    private static List<String> hostile() throws IOException {
        try (InputStream in = DuckDbSqlTest.class.getResourceAsStream("hostile.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.replace("\\n", "\n"))
                    .toList();
        }
    }

    @Test
    void whatIsNotOneAllowedSelectIsRefusedBeforeItRuns() throws Exception {
        List<String> statements = hostile();
        assertThat(statements).hasSizeGreaterThan(60);
        for (String statement : statements) {
            Rows rows = new Rows();
            ProblemException refusal =
                    catchThrowableOfType(
                            ProblemException.class,
                            () -> run(statement, Duration.ofSeconds(10), 10, rows));
            assertThat(refusal).as(statement).isNotNull();
            assertThat(refusal.problems().getFirst().code())
                    .as("%s: %s", statement, refusal.getMessage())
                    .isEqualTo(Code.INVALID_FIELD);
            assertThat(refusal.problems().getFirst().field()).isEqualTo("query");
            assertThat(rows.lines).as(statement).isEmpty();
        }
        assertThat(folder.toFile().list()).doesNotContain("stolen.csv", "stolen.parquet");
    }

    @Test
    void whatThePlannerWouldTakeTooLongForIsRefused() {
        assertRefused("SELECT count(*) FROM range(1)" + ", range(1)".repeat(101), "joins");
        assertRefused("SELECT a" + ".a".repeat(20) + " FROM events", "parts");
        assertRefused("FROM " + "(SELECT *, * FROM ".repeat(9) + "events" + ")".repeat(9), "*");
        assertThat(ask("SELECT count(*) FROM range(1)" + ", range(1)".repeat(100)))
                .containsExactly("1");
        assertThat(ask("SELECT a.b.c FROM (SELECT {'b': {'c': 7}} AS a)")).containsExactly("7");
        assertThat(ask("SELECT *, * FROM (SELECT *, * FROM (SELECT *, * FROM range(1)))"))
                .containsExactly("0|0|0|0|0|0|0|0");
        String union = "SELECT a.*, b.* FROM range(1) a JOIN range(1) b USING (range)";
        assertThat(ask(union + (" UNION ALL " + union).repeat(20))).hasSize(21);
    }

    private void assertRefused(String sql, String word) {
        assertThatThrownBy(() -> ask(sql))
                .as(sql)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem ->
                                assertThat(problem.problems().getFirst().code())
                                        .as(problem.getMessage())
                                        .isEqualTo(Code.INVALID_FIELD))
                .hasMessageContaining(word);
    }

    @Test
    void aCommonTableGivesNoWayToWhatIsNoView() {
        twoPeople();
        Event bought = event(2, 2, 2_000, "buy", "{\"card\":\"4111\"}");
        stores.events()
                .commit(
                        EventKit.changes(
                                2, EventKit.change(bought, 20, "price", Value.number(99))));
        assertRefused("WITH folded AS (SELECT * FROM folded) SELECT * FROM folded", "folded");
        assertRefused(
                "WITH duckdb_databases AS (SELECT * FROM duckdb_databases) FROM duckdb_databases",
                "duckdb_databases");
        assertThat(ask("WITH f AS (SELECT count(*) AS n FROM events) SELECT n FROM f"))
                .containsExactly("3");
    }

    @Test
    void onlyMistakesInTheQueryAreToldInTheEnginesWords() {
        SqlQuery query = new SqlQuery("SELECT 1", ZoneId.of("UTC"), Set.of(), LONG, 10);
        long end = System.nanoTime() + LONG.toNanos();
        assertThat(DuckDbSql.failure(query, new SQLException("Binder Error: no x"), end))
                .isInstanceOf(ProblemException.class);
        for (String message :
                List.of(
                        "IO Error: Could not write file \"/srv/data/events.spill-1/x\"",
                        "INTERNAL Error: Attempted to access index 0\nStack Trace: /srv/lib",
                        "FATAL Error: the database has been invalidated")) {
            assertThat(DuckDbSql.failure(query, new SQLException(message), end))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void ordinarySelectsPass() {
        stores.events().commit(EventKit.batch(1, EventKit.event(1, 1, 1_000)));
        for (String sql :
                List.of(
                        "SELECT 1",
                        "FROM events",
                        "SELECT name, count(*) FROM events GROUP BY ALL ORDER BY ALL",
                        "SELECT * EXCLUDE (properties) FROM events LIMIT 3 OFFSET 1",
                        "SELECT date_trunc('day', time) AS d, count(DISTINCT person) FROM events GROUP BY d",
                        "WITH f AS (SELECT person, min(time) AS t FROM events GROUP BY person)"
                                + " SELECT count(*) FROM f JOIN people USING (person)",
                        "SELECT person, row_number() OVER (PARTITION BY person ORDER BY time) FROM events",
                        "SELECT properties->>'plan', properties.plan FROM people",
                        "SELECT e.name FROM events e SEMI JOIN people p USING (person)",
                        "SELECT * FROM events WHERE time > now() - INTERVAL 1 DAY",
                        "SELECT name FROM events UNION SELECT 'x' EXCEPT SELECT 'y'",
                        "WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r WHERE n < 5)"
                                + " SELECT sum(n) FROM r",
                        "SELECT list_transform([1, 2], lambda x: x + 1), CASE WHEN true THEN 1 END",
                        "SELECT quantile_cont(e.time::DATE, 0.5) FROM events e",
                        "SELECT visit, count(*) FROM events GROUP BY visit",
                        "SELECT count(*) FILTER (name = 'pv') FROM events",
                        "SELECT * FROM range(3) r(n), unnest([1, 2]) u(m)",
                        "VALUES (1), (2)",
                        "SELECT event FROM events WHERE name LIKE 'p%' AND name NOT IN ('a', 'b')")) {
            assertThat(run(sql, LONG, 100, new Rows())).as(sql).isNotNull();
        }
    }

    @Test
    void anEndlessQueryEndsAtItsDeadline() {
        for (String sql :
                List.of(
                        "WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r) SELECT count(*) FROM r",
                        "SELECT sum(a.range * b.range) FROM range(10000000) a, range(10000000) b",
                        "SELECT count(*) FROM range(100000000000000)")) {
            assertThatThrownBy(() -> run(sql, Duration.ofMillis(600), 10, new Rows()))
                    .as(sql)
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            problem ->
                                    assertThat(problem.problems().getFirst().code())
                                            .as(problem.getMessage())
                                            .isEqualTo(Code.QUESTION_TOO_SLOW));
        }
        assertThat(ask("SELECT 1")).containsExactly("1");
    }

    @Test
    void rowsComeInTheOrderThatTheQuerySays() {
        assertThat(
                        ask(
                                "SELECT (n * 7919) % 1000 AS k FROM range(1000) r(n) ORDER BY k DESC; -- all"))
                .hasSize(1_000)
                .isSortedAccordingTo(
                        Comparator.comparing((String line) -> Integer.valueOf(line)).reversed());
    }

    @Test
    void aMistakeIsToldInWords() {
        assertThatThrownBy(() -> ask("SELECT nmae FROM events"))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("nmae");
        assertThatThrownBy(() -> ask("SELECT 'x'::INTEGER"))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("INT32");
    }

    @Test
    void moreRowsThanAskedForAreCutOff() {
        Rows rows = new Rows();
        SqlOutcome outcome = run("SELECT * FROM range(1000000)", LONG, 5, rows);
        assertThat(outcome).isEqualTo(new SqlOutcome(5, true));
        assertThat(rows.lines).containsExactly("0", "1", "2", "3", "4");
    }

    @Test
    void aQueryThatNeedsTooMuchMemoryFailsAloneWhileEventsAreStored() {
        assertThatThrownBy(
                        () ->
                                run(
                                        "SELECT len(list(a.range::VARCHAR || b.range)) FROM range(30000) a, range(30000) b",
                                        Duration.ofSeconds(20),
                                        10,
                                        new Rows()))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem ->
                                assertThat(problem.problems().getFirst().code())
                                        .as(problem.getMessage())
                                        .isIn(Code.QUESTION_TOO_LARGE, Code.QUESTION_TOO_SLOW));
        stores.events().commit(EventKit.batch(1, EventKit.event(1, 1, 1_000)));
        assertThat(ask("SELECT count(*) FROM events")).containsExactly("1");
    }

    private static Event event(long id, long visitor, long time, String name, String json) {
        return new Event(
                id,
                visitor,
                time,
                time,
                name,
                0,
                time,
                0,
                io.sojourn.core.event.Attributes.NONE,
                io.sojourn.store.json.PropertyJson.read(json),
                Map.of());
    }

    /// Visitors 1 and 2 are person 1, visitor 3 is another.
    private void twoPeople() {
        Visitor cookie = new Visitor(1, new Identifier("cookie", "c1"), 0, Visitor.OPEN, 1);
        Visitor email =
                new Visitor(2, new Identifier("email", "ann@x.example"), 0, Visitor.OPEN, 1);
        Visitor other = new Visitor(3, new Identifier("cookie", "c3"), 0, Visitor.OPEN, 3);
        cookie.state("plan", Value.string("pro"), 10, 1);
        cookie.state("secret", Value.string("hidden"), 10, 1);
        for (Visitor visitor : List.of(cookie, email, other)) {
            visitor.seen(1_000, 1);
        }
        people.commit(
                new BatchBuilder(people)
                        .visitor(cookie)
                        .visitor(email)
                        .visitor(other)
                        .person(1)
                        .person(3)
                        .build());
        stores.events()
                .commit(
                        EventKit.batch(
                                1,
                                event(1, 1, 1_000, "pv", "{\"url\":\"/a\",\"card\":\"4111\"}"),
                                event(2, 2, 2_000, "buy", "{\"price\":12.5}"),
                                event(
                                        3,
                                        3,
                                        3_000,
                                        "pv",
                                        "{\"half\":\"\\ud800x\",\"url\":\"/b\"}")));
    }

    @Test
    void mergedPeopleAreOneAndSensitivePropertiesAreNowhere() {
        twoPeople();
        PropertyKey secret = new PropertyKey(Scope.VISITOR, "secret");
        PropertyKey card = new PropertyKey(Scope.EVENT, "card");
        assertThat(
                        ask(
                                "SELECT person, string_agg(name, '+' ORDER BY time) FROM events GROUP BY 1 ORDER BY 1"))
                .containsExactly("1|pv+buy", "3|pv");
        assertThat(
                        ask(
                                "SELECT person, email, properties->>'plan', properties->>'secret' FROM people ORDER BY 1"))
                .containsExactly("1|ann@x.example|pro|hidden", "3|null|null|null");
        assertThat(
                        ask(
                                "SELECT properties->>'plan', properties->>'secret' FROM people ORDER BY person",
                                secret))
                .containsExactly("pro|null", "null|null");
        assertThat(ask("SELECT properties::VARCHAR FROM events WHERE event = 1", card))
                .containsExactly("{\"url\":\"/a\"}");
        assertThat(
                        ask(
                                "SELECT properties->>'half', properties->>'url' FROM events WHERE event = 3"))
                .containsExactly("\ufffdx|/b");
    }

    @Test
    void changesAreLaidOverTheirEvents() {
        twoPeople();
        Event bought = event(2, 2, 2_000, "buy", "{\"price\":12.5}");
        stores.events()
                .commit(
                        EventKit.changes(
                                2, EventKit.change(bought, 20, "price", Value.number(99))));
        assertThat(ask("SELECT properties->>'price' FROM events WHERE name = 'buy'"))
                .containsExactly("99");
        stores.events().compact();
        assertThat(ask("SELECT properties->>'price' FROM events WHERE name = 'buy'"))
                .containsExactly("99");
    }

    @Test
    void visitsAreThoseThatTheProfileShows() {
        Random random = new Random(7);
        List<Event> events = new ArrayList<>();
        for (int i = 1; i <= 400; i++) {
            long time = random.nextInt(4_000) * 300_000L;
            int flags =
                    random.nextInt(6) == 0
                            ? EventFlag.STANDALONE.bit()
                            : random.nextInt(10) == 0 ? EventFlag.BOT.bit() : 0;
            events.add(EventKit.event(i, 1 + random.nextInt(3), time, "e" + i % 3, flags));
        }
        stores.events().commit(new EventBatch(1, events, List.of(), List.of()));
        List<EventChange> pings =
                events.stream()
                        .filter(event -> event.id() % 17 == 0)
                        .map(
                                event ->
                                        new EventChange(
                                                event.id(),
                                                event.visitor(),
                                                event.time(),
                                                1_000 + event.id(),
                                                event.time() + 2_000_000,
                                                Map.of()))
                        .toList();
        stores.events().commit(new EventBatch(2, List.of(), pings, List.of()));
        List<String> expected = new ArrayList<>();
        List<String> ofEvents = new ArrayList<>();
        for (long person = 1; person <= 3; person++) {
            List<Event> own = new ArrayList<>();
            stores.events()
                    .forEach(List.of(person), Long.MIN_VALUE, Long.MAX_VALUE, false, own::add);
            own.sort(Comparator.comparingLong(Event::time).thenComparingLong(Event::id));
            int number = 1;
            for (Visit visit : Visits.of(ProjectSettings.DEFAULT, own)) {
                expected.add(
                        person
                                + "|"
                                + number++
                                + "|"
                                + visit.id()
                                + "|"
                                + visit.start()
                                + "|"
                                + visit.end()
                                + "|"
                                + visit.events().size());
                visit.events().forEach(event -> ofEvents.add(event.id() + "|" + visit.id()));
            }
        }
        assertThat(expected).hasSizeGreaterThan(50);
        assertThat(
                        ask(
                                "SELECT person, number, visit, epoch_ms(started), epoch_ms(ended), events"
                                        + " FROM visits ORDER BY person, number"))
                .containsExactlyElementsOf(expected);
        assertThat(ask("SELECT event, visit FROM events WHERE visit IS NOT NULL"))
                .containsExactlyInAnyOrderElementsOf(ofEvents);
    }
}
