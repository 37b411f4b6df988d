package io.sojourn.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.core.event.Event;
import io.sojourn.core.person.Identifier;
import io.sojourn.core.person.Visitor;
import io.sojourn.core.project.ProjectId;
import io.sojourn.core.value.Value;
import io.sojourn.ingest.Ingest;
import io.sojourn.ingest.enrich.Bots;
import io.sojourn.ingest.enrich.Enricher;
import io.sojourn.ingest.enrich.Geo;
import io.sojourn.server.crash.Ledger.Fate;
import io.sojourn.server.crash.Ledger.SentEvent;
import io.sojourn.store.CanonicalDump;
import io.sojourn.store.OpenStores;
import io.sojourn.store.ProjectStores;
import io.sojourn.store.catalog.InMemoryCatalog;
import io.sojourn.store.embedded.EmbeddedProject;
import io.sojourn.store.embedded.event.DuckDbEventStore;
import io.sojourn.store.embedded.log.FileEventLog;
import io.sojourn.store.embedded.log.LogSettings;
import io.sojourn.store.embedded.log.Retention;
import io.sojourn.store.embedded.people.SqlitePeopleStore;
import io.sojourn.store.fault.Faults;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Looks into the data folder of a server that was stopped and has brought everything into its stores.
final class Audit {
    private static final ProjectId PROJECT = new ProjectId(1);
    private static final Enricher ENRICHER = new Enricher(Geo.NONE, Bots.load());
    private static final Duration RECOMPUTED_WITHIN = Duration.ofMinutes(2);

    private final Ledger ledger;
    private final Map<Integer, Integer> stored = new HashMap<>();
    private final Map<Integer, Set<String>> keys = new HashMap<>();

    private Audit(Ledger ledger) {
        this.ledger = ledger;
    }

    /// What was acknowledged is there once, what was refused is not, merges are whole, and both stores equal those that
    /// come of the same log without a crash, from record 0 into fresh stores.
    ///
    /// @param log the whole log, from its first record on
    /// @param fresh where to recompute, is made
    static void check(Path data, Path log, Path fresh, Ledger ledger) throws InterruptedException {
        List<String> dump;
        long position;
        try (ProjectStores stores = open(data.resolve("projects").resolve("1"))) {
            position = stores.events().position();
            assertThat(stores.people().position()).isEqualTo(position);
            Audit audit = new Audit(ledger);
            stores.events().forEachEvent(audit::count);
            audit.checkEvents();
            audit.checkUpdates();
            audit.checkPeople(stores);
            dump = dump(stores);
        }
        List<String> recomputed = recomputed(log, position, fresh);
        assertThat(dump).hasSizeGreaterThan(1);
        for (int i = 0; i < Math.min(dump.size(), recomputed.size()); i++) {
            assertThat(dump.get(i)).as("line %d of the dump", i).isEqualTo(recomputed.get(i));
        }
        assertThat(dump).hasSameSizeAs(recomputed);
    }

    private static ProjectStores open(Path folder) {
        SqlitePeopleStore people = SqlitePeopleStore.open(folder, Faults.NONE);
        DuckDbEventStore events = DuckDbEventStore.open(folder);
        return EmbeddedProject.over(people, events);
    }

    private static List<String> dump(ProjectStores stores) {
        List<String> lines = new ArrayList<>();
        CanonicalDump.write(PROJECT, stores, lines::add);
        return lines;
    }

    private static List<String> recomputed(Path log, long position, Path fresh)
            throws InterruptedException {
        LogSettings settings = LogSettings.DEFAULT.withRetention(new Retention.All());
        InstantSource clock = InstantSource.system();
        try (FileEventLog records = FileEventLog.open(log, settings);
                OpenStores stores = new OpenStores(project -> open(fresh), clock)) {
            assertThat(records.begin()).isEqualTo(1);
            assertThat(records.end()).as("end of the log").isEqualTo(position);
            try (Ingest ingest =
                    new Ingest(records, new InMemoryCatalog(), stores, ENRICHER, clock)) {
                ingest.start();
                assertThat(ingest.awaitApplied(position, RECOMPUTED_WITHIN)).isTrue();
                assertThat(ingest.status().stalled()).isEmpty();
            }
            try (OpenStores.Lease lease = stores.acquire(PROJECT)) {
                return dump(lease.stores());
            }
        }
    }

    private void count(Event event) {
        Value number = event.properties().get("n");
        assertThat(number).as("an event that nobody sent: %s", event).isNotNull();
        int n = Integer.parseInt(number.text());
        stored.merge(n, 1, Integer::sum);
        keys.put(n, new HashSet<>(event.properties().keySet()));
    }

    private void checkEvents() {
        Map<Integer, SentEvent> sent = ledger.events();
        List<String> wrong = new ArrayList<>();
        Map<String, Set<Integer>> ofDeleted = new HashMap<>();
        for (Map.Entry<Integer, SentEvent> each : sent.entrySet()) {
            int times = stored.getOrDefault(each.getKey(), 0);
            SentEvent event = each.getValue();
            if (ledger.deletions().containsKey(event.cookie())) {
                ofDeleted.computeIfAbsent(event.cookie(), c -> new HashSet<>()).add(times);
            } else if (!isRight(event.fate(), times)) {
                wrong.add(
                        event.fate() + " event " + each.getKey() + " is there " + times + " times");
            }
        }
        ofDeleted.forEach(
                (cookie, times) -> {
                    Fate fate = ledger.deletions().getOrDefault(cookie, Fate.REFUSED);
                    boolean gone = times.equals(Set.of(0));
                    boolean whole = gone || times.equals(Set.of(1));
                    if (fate == Fate.ACKNOWLEDGED ? !gone : !whole) {
                        wrong.add(fate + " deletion of " + cookie + ": " + times);
                    }
                });
        stored.keySet().stream()
                .filter(n -> !sent.containsKey(n))
                .forEach(n -> wrong.add("event " + n + " was never sent"));
        assertThat(wrong).isEmpty();
        assertThat(ledger.acknowledged()).isPositive();
    }

    private static boolean isRight(Fate fate, int times) {
        return switch (fate) {
            case ACKNOWLEDGED -> times == 1;
            case IN_DOUBT -> times <= 1;
            case REFUSED -> times == 0;
        };
    }

    private void checkUpdates() {
        List<String> wrong = new ArrayList<>();
        ledger.updates()
                .forEach(
                        (number, update) -> {
                            Set<String> of = keys.get(update.event());
                            if (of == null) {
                                return;
                            }
                            boolean there = of.contains("u" + number);
                            if ((update.fate() == Fate.ACKNOWLEDGED && !there)
                                    || (update.fate() == Fate.REFUSED && there)) {
                                wrong.add(number + " " + update + " there: " + there);
                            }
                        });
        assertThat(wrong).as("updates").isEmpty();
    }

    private void checkPeople(ProjectStores stores) {
        for (Ledger.Together pair : ledger.together()) {
            assertThat(person(stores, pair.one()) == person(stores, pair.other()))
                    .as("%s", pair)
                    .isEqualTo(pair.joined());
        }
    }

    private static long person(ProjectStores stores, Identifier identifier) {
        return stores.people().owner(identifier).map(Visitor::person).orElseThrow();
    }
}
