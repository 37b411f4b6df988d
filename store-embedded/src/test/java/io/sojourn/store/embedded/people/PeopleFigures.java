package io.sojourn.store.embedded.people;

import io.sojourn.core.person.Identifier;
import io.sojourn.core.person.Visitor;
import io.sojourn.core.person.Visitor.LatestEvent;
import io.sojourn.core.value.Value;
import io.sojourn.store.embedded.sqlite.Session;
import io.sojourn.store.embedded.sqlite.SqliteFile;
import io.sojourn.store.fault.Faults;
import io.sojourn.store.people.BatchBuilder;
import io.sojourn.store.people.IdHash;
import io.sojourn.store.people.PeopleBatch;
import io.sojourn.store.people.PeopleBatch.Seen;
import io.sojourn.store.people.SeenEvent;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/// Prints the figures of `docs/decisions/004-people-in-sqlite.md`. Arguments: an empty folder, people (thousands),
/// seen ids (millions), ids of the table that is compared (millions).
final class PeopleFigures {

    private static final int BATCH = 10_000;
    private static final long IDS_PER_HOUR = 600_000;

    private final SplittableRandom random = new SplittableRandom(1);
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private long nextId;
    private long cpuNanos;
    private long knownNewest = Long.MAX_VALUE;

    private PeopleFigures() {}

    public static void main(String[] arguments) throws SQLException, IOException {
        Path folder = Path.of(arguments[0]);
        PeopleFigures figures = new PeopleFigures();
        figures.people(folder.resolve("people"), 1_000 * Integer.parseInt(arguments[1]));
        figures.runs(folder.resolve("runs.db"), Integer.parseInt(arguments[2]) * 1_000_000);
        figures.table(folder.resolve("table.db"), Integer.parseInt(arguments[3]) * 1_000_000);
    }

    private void people(Path folder, int people) throws IOException {
        try (SqlitePeopleStore store = SqlitePeopleStore.open(folder, Faults.NONE)) {
            while (store.state().nextVisitor() <= people) {
                commit(store, 0, BATCH);
            }
            commits(store, "anywhere", Long.MAX_VALUE);
            commits(store, "among the newest 20 k", 20_000);
            long[] reads = new long[20_000];
            for (int i = 0; i < reads.length; i++) {
                long number = 1L + random.nextInt(people);
                long from = System.nanoTime();
                store.intervals(new Identifier(Identifier.COOKIE, "cookie-" + scrambled(number)));
                reads[i] = System.nanoTime() - from;
            }
            print("intervals", reads, 1e3, "us");
            for (int i = 0; i < reads.length; i++) {
                long person = 1L + random.nextInt(people);
                long from = System.nanoTime();
                store.members(person);
                reads[i] = System.nanoTime() - from;
            }
            print("members", reads, 1e3, "us");
            System.out.printf(
                    "%d people, %d MB%n",
                    store.people(), Files.size(folder.resolve(SqlitePeopleStore.FILE)) >> 20);
            long from = System.nanoTime();
            long[] listed = {0};
            store.forEachPerson(members -> ++listed[0] < 10_000);
            print("first 10 k persons, last seen first", new long[] {since(from)}, 1e6, "ms");
            from = System.nanoTime();
            store.backup(folder.resolve("backup"));
            print("backup", new long[] {since(from)}, 1e6, "ms");
        }
    }

    private void commits(SqlitePeopleStore store, String where, long newest) {
        knownNewest = newest;
        long[] nanos = new long[30];
        long[] cpu = new long[nanos.length];
        for (int i = 0; i < nanos.length; i++) {
            nanos[i] = commit(store, 4_000, 1_000);
            cpu[i] = cpuNanos;
        }
        print("commit of 10 k ids, 1 k new visitors, 4 k known " + where, nanos, 1e6, "ms");
        print("the same, CPU", cpu, 1e6, "ms");
    }

    private long commit(SqlitePeopleStore store, int known, int fresh) {
        BatchBuilder batch = new BatchBuilder(store);
        long next = store.state().nextVisitor();
        long arrival = (store.position() + 1) << 10;
        for (int i = 0; i < known; i++) {
            Visitor visitor = store.visitor(known(next)).orElseThrow();
            act(visitor, arrival + i);
            batch.visitor(visitor);
        }
        for (long number = next; number < next + fresh; number++) {
            Identifier cookie = new Identifier(Identifier.COOKIE, "cookie-" + scrambled(number));
            Visitor visitor = new Visitor(number, cookie, arrival, Visitor.OPEN, number);
            act(visitor, arrival + number);
            batch.visitor(visitor);
        }
        ids(BATCH).forEach((id, seen) -> batch.seen(id, seen.event(), seen.hour()));
        PeopleBatch built = batch.build();
        long from = System.nanoTime();
        long cpuFrom = THREADS.getCurrentThreadCpuTime();
        store.commit(built);
        cpuNanos = THREADS.getCurrentThreadCpuTime() - cpuFrom;
        return since(from);
    }

    private long known(long next) {
        return random.nextLong(Math.max(1, next - Math.min(next, knownNewest)), next);
    }

    private static String scrambled(long number) {
        return Long.toHexString(number * 0x9E3779B97F4A7C15L);
    }

    private void act(Visitor visitor, long arrival) {
        visitor.seen(arrival, arrival);
        visitor.present(arrival);
        visitor.counted(false);
        visitor.latestIs(new LatestEvent(arrival, arrival, arrival));
        visitor.state("browser", Value.string("Firefox"), arrival, arrival);
        visitor.state("country", Value.string("DE"), arrival, arrival);
        visitor.state("referrer", Value.string("https://www.example/page"), arrival, arrival);
    }

    private Map<IdHash, Seen> ids(int count) {
        Map<IdHash, Seen> ids = HashMap.newHashMap(count);
        for (int i = 0; i < count; i++) {
            long id = ++nextId;
            ids.put(
                    IdHash.of("event-" + id),
                    new Seen(new SeenEvent(id << 10, id % 1_000 + 1, id), hour(id)));
        }
        return ids;
    }

    private static long hour(long id) {
        return 490_000 + id / IDS_PER_HOUR;
    }

    private void runs(Path path, int count) throws SQLException, IOException {
        SqliteFile file = new SqliteFile(path, "io/sojourn/store/embedded/people", 3);
        try (Session session = file.openWriter(8_192)) {
            SeenIds ids = new SeenIds(session, Faults.NONE);
            ids.load();
            long first = nextId;
            long[] nanos = new long[count / BATCH];
            for (int i = 0; i < nanos.length; i++) {
                Map<IdHash, Seen> batch = ids(BATCH);
                long from = System.nanoTime();
                session.begin();
                ids.add(batch, hour(nextId));
                session.commit();
                nanos[i] = since(from);
            }
            print("runs: " + count + " ids, batch of 10 k", nanos, 1e6, "ms");
            find("runs: unknown id", id -> ids.find(id, 0), Long.MIN_VALUE, 0);
            find("runs: known id", id -> ids.find(id, 0), first + 1, nextId);
            System.out.printf("runs: %d MB%n", Files.size(path) >> 20);
            long from = System.nanoTime();
            ids.load();
            print("runs: opened", new long[] {since(from)}, 1e6, "ms");
        }
    }

    private void table(Path path, int count) throws SQLException, IOException {
        SqliteFile file = new SqliteFile(path, "io/sojourn/store/embedded/people", 3);
        try (Session session = file.openWriter(8_192)) {
            session.run(
                    "CREATE TABLE seen (hour INTEGER, high INTEGER, low INTEGER, event INTEGER,"
                            + " visitor INTEGER, time INTEGER, PRIMARY KEY (hour, high, low))"
                            + " STRICT, WITHOUT ROWID");
            long first = nextId;
            long[] nanos = new long[count / BATCH];
            for (int i = 0; i < nanos.length; i++) {
                Map<IdHash, Seen> batch = ids(BATCH);
                long from = System.nanoTime();
                session.begin();
                for (var entry : batch.entrySet()) {
                    session.update(
                            "INSERT OR REPLACE INTO seen VALUES (?, ?, ?, ?, ?, ?)",
                            entry.getValue().hour(),
                            entry.getKey().high(),
                            entry.getKey().low(),
                            entry.getValue().event().event(),
                            entry.getValue().event().visitor(),
                            entry.getValue().event().time());
                }
                session.commit();
                nanos[i] = since(from);
            }
            print("table: " + count + " ids, batch of 10 k", nanos, 1e6, "ms");
            long last = hour(nextId);
            long hours = last - hour(first) + 1;
            Find oneHour =
                    id ->
                            session.number(
                                    "SELECT event FROM seen WHERE hour = ? AND high = ? AND low"
                                            + " = ?",
                                    last,
                                    id.high(),
                                    id.low());
            find("table: unknown id, each of " + hours + " hours", oneHour, Long.MIN_VALUE, 0);
            System.out.printf("table: %d MB%n", Files.size(path) >> 20);
        }
    }

    @FunctionalInterface
    private interface Find {
        Object find(IdHash id) throws SQLException;
    }

    private void find(String what, Find find, long from, long to) throws SQLException {
        long[] nanos = new long[100_000];
        for (int i = 0; i < nanos.length; i++) {
            IdHash id = IdHash.of("event-" + random.nextLong(from, to));
            long begin = System.nanoTime();
            find.find(id);
            nanos[i] = since(begin);
        }
        print(what, nanos, 1e3, "us");
    }

    private static long since(long nanos) {
        return System.nanoTime() - nanos;
    }

    private static void print(String what, long[] nanos, double unit, String name) {
        Arrays.sort(nanos);
        System.out.printf(
                "%s: median %.1f, p95 %.1f, mean %.1f %s%n",
                what,
                nanos[nanos.length / 2] / unit,
                nanos[nanos.length * 95 / 100] / unit,
                Arrays.stream(nanos).average().orElse(0) / unit,
                name);
    }
}
