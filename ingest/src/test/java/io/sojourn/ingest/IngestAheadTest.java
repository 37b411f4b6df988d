package io.sojourn.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sojourn.core.problem.Code;
import io.sojourn.store.CanonicalDump;
import io.sojourn.store.OpenStores;
import io.sojourn.store.ProjectStores;
import io.sojourn.store.catalog.InMemoryCatalog;
import io.sojourn.store.embedded.EmbeddedProject;
import io.sojourn.store.embedded.event.DuckDbEventStore;
import io.sojourn.store.embedded.event.EventStoreOptions;
import io.sojourn.store.embedded.people.SqlitePeopleStore;
import io.sojourn.store.fault.FaultPoint;
import io.sojourn.store.fault.Faults;
import io.sojourn.store.log.EventLog;
import io.sojourn.store.log.InMemoryEventLog;
import io.sojourn.store.log.LogRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What ingest does on other threads: reading ahead, committing events while people are written.
@Timeout(120)
class IngestAheadTest {
    private static final int RECORDS = 2_500;

    @TempDir Path folder;

    private ProjectStores embedded(String name, Faults faults) {
        Path own = folder.resolve(name);
        SqlitePeopleStore people = SqlitePeopleStore.open(own, Faults.NONE);
        DuckDbEventStore events = DuckDbEventStore.open(own, EventStoreOptions.DEFAULT, faults);
        return EmbeddedProject.over(people, events);
    }

    private static List<String> dump(ProjectStores stores) {
        List<String> lines = new ArrayList<>();
        CanonicalDump.write(PipelineKit.PROJECT, stores, lines::add);
        return lines;
    }

    private static void append(EventLog log, LogRecord record) throws Exception {
        CompletableFuture<Long> durable = new CompletableFuture<>();
        log.append(
                record.project(),
                record.received(),
                record.kind(),
                record.payload(),
                new EventLog.Listener() {
                    @Override
                    public void durable(long position) {
                        durable.complete(position);
                    }

                    @Override
                    public void refused(Code code, String message) {
                        durable.completeExceptionally(new IllegalStateException(message));
                    }
                });
        assertThat(durable.get(30, TimeUnit.SECONDS)).isEqualTo(record.position());
    }

    @Test
    void whatIsReadAheadComesOutAsIfItWasReadInItsTurn() throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        List<LogRecord> records = GeneratedLog.of(seed, RECORDS);
        List<String> inTurn;
        try (ProjectStores stores = embedded("in-turn", Faults.NONE)) {
            ProjectIngest one = new ProjectIngest(stores, PipelineKit.enricher());
            records.forEach(one::take);
            one.commit();
            inTurn = dump(stores);
        }

        InMemoryEventLog log = InMemoryEventLog.keeping();
        for (LogRecord record : records) {
            append(log, record);
        }
        try (ProjectStores stores = embedded("ahead", Faults.NONE)) {
            InstantSource clock = InstantSource.system();
            OpenStores open = new OpenStores(project -> stores, clock);
            Ingest ingest =
                    new Ingest(log, new InMemoryCatalog(), open, PipelineKit.enricher(), clock);
            try (ingest) {
                ingest.start();
                assertThat(ingest.awaitApplied(log.end(), Duration.ofSeconds(60))).isTrue();
            }
            assertThat(dump(stores)).as("seed %s", seed).isEqualTo(inTurn);
        }
    }

    @Test
    void peopleAreNotCommittedWhereTheirEventsAreNot() {
        Faults faults =
                point -> {
                    if (point == FaultPoint.EVENTS_BEFORE_COMMIT) {
                        throw new IllegalStateException("no events today");
                    }
                };
        try (ProjectStores stores = embedded("faulty", faults);
                ExecutorService committer = Executors.newSingleThreadExecutor()) {
            ProjectIngest ingest =
                    new ProjectIngest(stores, new Preparation(PipelineKit.enricher()), committer);
            GeneratedLog.of(1, 50).forEach(ingest::take);
            assertThatThrownBy(ingest::commit)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("no events today");
            assertThat(stores.people().position()).isZero();
            assertThat(stores.people().people()).isZero();
            assertThat(stores.events().position()).isZero();
        }
    }
}
