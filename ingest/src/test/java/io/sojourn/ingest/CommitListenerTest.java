package io.sojourn.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.core.event.Event;
import io.sojourn.core.problem.Code;
import io.sojourn.core.project.ProjectId;
import io.sojourn.ingest.command.Command;
import io.sojourn.ingest.wire.RawRequest;
import io.sojourn.ingest.wire.RequestKind;
import io.sojourn.store.OpenStores;
import io.sojourn.store.ProjectStores;
import io.sojourn.store.catalog.InMemoryCatalog;
import io.sojourn.store.journey.InMemoryJourneys;
import io.sojourn.store.log.EventLog;
import io.sojourn.store.log.InMemoryEventLog;
import io.sojourn.store.people.Quarantined;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CommitListenerTest {
    private static final ProjectId UNHEARD = new ProjectId(2);

    private final InMemoryEventLog log = InMemoryEventLog.keeping();
    private final ProjectStores stores = InMemoryJourneys.project();
    private final ProjectStores others = InMemoryJourneys.project();
    private final List<Committed> heard = new CopyOnWriteArrayList<>();

    private final CommitListener listener =
            new CommitListener() {
                @Override
                public boolean listensTo(ProjectId project) {
                    return project.equals(PipelineKit.PROJECT);
                }

                @Override
                public void committed(Committed batch) {
                    // What is told is in the stores already.
                    assertThat(stores.people().position()).isEqualTo(batch.position());
                    heard.add(batch);
                }

                @Override
                public void missed(ProjectId project) {
                    throw new AssertionError(project + " began to be heard half-way");
                }
            };

    private Ingest ingest() {
        InstantSource clock = InstantSource.system();
        OpenStores open =
                new OpenStores(project -> project.equals(UNHEARD) ? others : stores, clock);
        InMemoryCatalog catalog = new InMemoryCatalog();
        catalog.createProject("heard.example");
        catalog.createProject("unheard.example");
        Ingest ingest = new Ingest(log, catalog, open, PipelineKit.enricher(), clock, listener);
        ingest.start();
        return ingest;
    }

    private void send(ProjectId project, String endpoint, String query) throws Exception {
        CompletableFuture<Long> durable = new CompletableFuture<>();
        log.append(
                project,
                PipelineKit.NOON,
                RequestKind.REQUEST.code(),
                RawRequest.of(
                                endpoint,
                                ("host=x&" + query).getBytes(StandardCharsets.UTF_8),
                                "",
                                new byte[0])
                        .encode(),
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
        durable.get(30, TimeUnit.SECONDS);
    }

    private void applied(Ingest ingest) throws InterruptedException {
        assertThat(ingest.awaitApplied(log.end(), Duration.ofSeconds(30))).isTrue();
    }

    @Test
    void itHearsEventsChangesAndRefusalsOfTheProjectsItListensTo() throws Exception {
        try (Ingest ingest = ingest()) {
            send(PipelineKit.PROJECT, "ce", "cookie=c&event=buy&idptnc=e1");
            send(PipelineKit.PROJECT, "update", "cookie=c&idptnc=e1&ce_price=5");
            send(PipelineKit.PROJECT, "ce", "event=nobody");
            send(UNHEARD, "ce", "cookie=c&event=unheard");
            applied(ingest);
        }
        assertThat(heard)
                .flatExtracting(Committed::events)
                .extracting(Event::name)
                .containsExactly("buy");
        assertThat(heard)
                .flatExtracting(Committed::changes)
                .singleElement()
                .satisfies(change -> assertThat(change.properties()).containsKey("price"));
        assertThat(heard)
                .flatExtracting(Committed::refused)
                .extracting(Quarantined::reason)
                .containsExactly("no_identifier");
        assertThat(others.events().size()).isOne();
    }

    @Test
    void itHearsWhoAVisitorBelongsToAfterAMergeAndWhoWasDeleted() throws Exception {
        try (Ingest ingest = ingest()) {
            send(PipelineKit.PROJECT, "ce", "cookie=c&event=look");
            send(PipelineKit.PROJECT, "ce", "cookie=d&event=look");
            applied(ingest);
            Duration wait = Duration.ofSeconds(30);
            ingest.execute(PipelineKit.PROJECT, new Command.Merge(1, 2), wait);
            ingest.execute(PipelineKit.PROJECT, new Command.Delete(1), wait);
        }
        List<Committed.Touched> touched = new ArrayList<>();
        heard.forEach(batch -> touched.addAll(batch.visitors()));
        assertThat(touched)
                .contains(
                        new Committed.Touched(2, 2, PipelineKit.NOON, 1),
                        new Committed.Touched(2, 1, PipelineKit.NOON, 1));
        assertThat(heard.getLast().deletedVisitors()).containsExactlyInAnyOrder(1L, 2L);
    }
}
