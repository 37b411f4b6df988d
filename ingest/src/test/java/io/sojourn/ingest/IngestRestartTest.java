package io.sojourn.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.core.problem.Code;
import io.sojourn.ingest.wire.RawRequest;
import io.sojourn.ingest.wire.RequestKind;
import io.sojourn.store.OpenStores;
import io.sojourn.store.ProjectStores;
import io.sojourn.store.catalog.InMemoryCatalog;
import io.sojourn.store.journey.InMemoryJourneys;
import io.sojourn.store.log.EventLog;
import io.sojourn.store.log.InMemoryEventLog;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class IngestRestartTest {
    private final InMemoryEventLog log = InMemoryEventLog.keeping();
    private final InMemoryCatalog catalog = new InMemoryCatalog();
    private final ProjectStores stores = InMemoryJourneys.project();

    private void append(String query) throws Exception {
        CompletableFuture<Long> durable = new CompletableFuture<>();
        byte[] text = ("host=x&cookie=c&" + query).getBytes(StandardCharsets.UTF_8);
        log.append(
                PipelineKit.PROJECT,
                PipelineKit.NOON,
                RequestKind.REQUEST.code(),
                RawRequest.of("ce", text, "", new byte[0]).encode(),
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

    /// Starts, takes all there is, ends.
    private void ingest() throws Exception {
        InstantSource clock = InstantSource.system();
        OpenStores open = new OpenStores(project -> stores, clock);
        try (Ingest ingest = new Ingest(log, catalog, open, PipelineKit.enricher(), clock)) {
            ingest.start();
            assertThat(ingest.awaitApplied(log.end(), Duration.ofSeconds(30))).isTrue();
        }
    }

    @Test
    void recordsOfAProjectThatIsGoneAreSkipped() throws Exception {
        append("event=a");
        InstantSource clock = InstantSource.system();
        OpenStores open = new OpenStores(project -> stores, clock);
        Ingest ingest =
                new Ingest(log, catalog, open, PipelineKit.enricher(), clock, CommitListener.NONE);
        try (ingest) {
            ingest.start();
            assertThat(ingest.awaitApplied(log.end(), Duration.ofSeconds(30))).isTrue();
        }
        assertThat(ingest.skipped()).isEqualTo(1);
        assertThat(stores.events().size()).isZero();
    }

    @Test
    void theRecordRightAfterTheLastConfirmedOneIsTakenAfterARestart() throws Exception {
        append("event=a");
        ingest();
        assertThat(catalog.confirmed()).isEqualTo(log.end());
        append("event=b");
        ingest();
        append("event=c");
        ingest();
        assertThat(stores.events().size()).isEqualTo(3);
        assertThat(catalog.confirmed()).isEqualTo(3);
    }
}
