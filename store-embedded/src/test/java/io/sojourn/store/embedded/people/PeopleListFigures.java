package io.sojourn.store.embedded.people;

import io.sojourn.core.person.Identifier;
import io.sojourn.core.person.Visitor;
import io.sojourn.core.person.Visitor.LatestEvent;
import io.sojourn.core.value.Value;
import io.sojourn.store.fault.Faults;
import io.sojourn.store.people.BatchBuilder;
import io.sojourn.store.people.PeopleStore;
import io.sojourn.store.people.PersonOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/// Prints what listing people costs, and what the columns that make it quick cost ingest. Arguments: an empty folder,
/// people (thousands). Four in ten have a name and an address.
final class PeopleListFigures {

    private static final int BATCH = 10_000;
    private static final int PAGE = 100;
    private static final List<String> INDEXES =
            List.of("person_events", "person_first_seen", "person_name", "person_email");

    private final Path folder;
    private final int people;
    private final SplittableRandom random = new SplittableRandom(1);

    private PeopleListFigures(Path folder, int people) {
        this.folder = folder;
        this.people = people;
    }

    public static void main(String[] arguments) throws SQLException, IOException {
        new PeopleListFigures(Path.of(arguments[0]), 1_000 * Integer.parseInt(arguments[1])).run();
    }

    private SqlitePeopleStore open() {
        return SqlitePeopleStore.open(folder, Faults.NONE);
    }

    private void run() throws SQLException, IOException {
        try (SqlitePeopleStore store = open()) {
            while (store.state().nextVisitor() <= people) {
                commit(store, 0, BATCH);
            }
            print(
                    "people, MB",
                    store.people(),
                    Files.size(folder.resolve(SqlitePeopleStore.FILE)) >> 20);
            for (PersonOrder.Key key : PersonOrder.Key.values()) {
                list(store, new PersonOrder(key, false));
                list(store, new PersonOrder(key, true));
            }
            scan(store);
            long from = System.nanoTime();
            store.personsBeginning(Identifier.EMAIL, "user7", 1_000);
            print("1,000 addresses that begin with a text, us", (System.nanoTime() - from) / 1_000);
            from = System.nanoTime();
            store.people();
            print("counting everybody, us", (System.nanoTime() - from) / 1_000);
            commits(store, "with all indexes");
        }
        for (String index : INDEXES) {
            execute("DROP INDEX " + index);
            try (SqlitePeopleStore store = open()) {
                commits(store, "without " + index);
            }
        }
        execute("UPDATE state SET persons_keyed = 0");
        execute("UPDATE person SET name = NULL, email = NULL");
        long from = System.nanoTime();
        open().close();
        print("filling in names and addresses of all, ms", (System.nanoTime() - from) / 1_000_000);
    }

    private void execute(String sql) throws SQLException {
        try (var connection =
                        DriverManager.getConnection(
                                "jdbc:sqlite:" + folder.resolve(SqlitePeopleStore.FILE));
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /// The first page, and pages that begin in the middle.
    private void list(PeopleStore store, PersonOrder order) {
        long[] first = new long[20];
        long[] middle = new long[20];
        PersonOrder.Place[] half = new PersonOrder.Place[1];
        int[] seen = {0};
        store.list(
                order,
                Optional.empty(),
                person -> {
                    half[0] = person.place();
                    return ++seen[0] < 20_000;
                });
        for (int i = 0; i < first.length; i++) {
            first[i] = page(store, order, Optional.empty());
            middle[i] = page(store, order, Optional.of(half[0]));
        }
        Arrays.sort(first);
        Arrays.sort(middle);
        print(
                order + ": first page, page after 20,000, median and worst, us",
                first[10] / 1_000,
                first[19] / 1_000,
                middle[10] / 1_000,
                middle[19] / 1_000);
    }

    private static long page(
            PeopleStore store, PersonOrder order, Optional<PersonOrder.Place> after) {
        int[] read = {0};
        long from = System.nanoTime();
        store.list(order, after, person -> ++read[0] < PAGE);
        return System.nanoTime() - from;
    }

    private void scan(PeopleStore store) {
        int[] read = {0};
        long from = System.nanoTime();
        store.list(PersonOrder.LAST_SEEN_FIRST, Optional.empty(), person -> ++read[0] < 200_000);
        print(
                "people read one after the other, per second",
                (long) (read[0] / ((System.nanoTime() - from) / 1e9)));
    }

    private void commits(SqlitePeopleStore store, String what) {
        long[] nanos = new long[20];
        for (int i = 0; i < nanos.length; i++) {
            nanos[i] = commit(store, 4_000, 1_000);
        }
        Arrays.sort(nanos);
        print(
                "commit of 4,000 known and 1,000 new people " + what + ", median and p90, us",
                nanos[10] / 1_000,
                nanos[18] / 1_000);
    }

    private long commit(SqlitePeopleStore store, int known, int fresh) {
        BatchBuilder batch = new BatchBuilder(store);
        long next = store.state().nextVisitor();
        long time = 1_700_000_000_000L + store.position() * 1_000;
        for (int i = 0; i < known; i++) {
            Visitor visitor = store.visitor(random.nextLong(1, next)).orElseThrow();
            act(visitor, time + i);
            batch.visitor(visitor);
        }
        for (long number = next; number < next + fresh; number++) {
            boolean named = random.nextInt(10) < 4;
            String scrambled = Long.toHexString(number * 0x9E3779B97F4A7C15L);
            Identifier identifier =
                    named
                            ? new Identifier(Identifier.EMAIL, "user" + scrambled + "@x.example")
                            : new Identifier(Identifier.COOKIE, "cookie-" + scrambled);
            Visitor visitor = new Visitor(number, identifier, time, Visitor.OPEN, number);
            if (named) {
                visitor.state("name", Value.string("Person " + scrambled), time, number);
            }
            act(visitor, time);
            batch.visitor(visitor);
        }
        var built = batch.build();
        long from = System.nanoTime();
        store.commit(built);
        return System.nanoTime() - from;
    }

    private void act(Visitor visitor, long time) {
        visitor.seen(time, time);
        visitor.present(time);
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            visitor.counted(false);
        }
        visitor.latestIs(new LatestEvent(time, time, time));
        visitor.state("$browser", Value.string("Firefox"), time, time);
        visitor.state("$country", Value.string("DE"), time, time);
        visitor.state("$referrer", Value.string("https://www.example/page"), time, time);
    }

    private static void print(String what, Object... figures) {
        System.out.println(what + ": " + Arrays.toString(figures));
    }
}
