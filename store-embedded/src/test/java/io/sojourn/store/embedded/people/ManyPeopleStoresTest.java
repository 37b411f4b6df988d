package io.sojourn.store.embedded.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sojourn.core.person.Identifier;
import io.sojourn.core.person.Visitor;
import io.sojourn.store.fault.Faults;
import io.sojourn.store.people.BatchBuilder;
import io.sojourn.store.people.PeopleStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class ManyPeopleStoresTest {

    private static final int STORES = 200;
    private static final int PEOPLE = 100;

    /// Of one open store with little in it, heap and page caches together.
    private static final long KIB_MAX = 1_024;

    @TempDir private Path folder = Path.of("");

    @Test
    void twoHundredOpenStoresTakeLittleMemory() throws IOException {
        Path status = Path.of("/proc/self/status");
        assumeTrue(Files.exists(status), "resident memory is read from " + status);
        List<PeopleStore> stores = new ArrayList<>();
        long before = 0;
        try {
            for (int i = 0; i <= STORES; i++) {
                stores.add(SqlitePeopleStore.open(folder.resolve("p" + i), Faults.NONE));
                fill(stores.getLast());
                if (i == 0) {
                    before = residentKib(status);
                }
            }
            assertThat((residentKib(status) - before) / STORES).isLessThan(KIB_MAX);
        } finally {
            stores.forEach(PeopleStore::close);
        }
    }

    private static void fill(PeopleStore store) {
        BatchBuilder batch = new BatchBuilder(store);
        for (int i = 1; i <= PEOPLE; i++) {
            Identifier cookie = new Identifier(Identifier.COOKIE, "cookie-" + i);
            batch.visitor(new Visitor(i, cookie, i, Visitor.OPEN, i));
        }
        store.commit(batch.build());
        store.forEachPerson(members -> true);
    }

    private static long residentKib(Path status) throws IOException {
        System.gc();
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
