package io.sojourn.server.track;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.store.people.PendingUpdate.Origin;
import io.sojourn.store.people.Quarantined;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class RefusalsTest {

    private final Map<String, Long> counts = new ConcurrentHashMap<>();
    private final Queue<Quarantined> kept = new ConcurrentLinkedQueue<>();

    private static Quarantined entry(int bytes) {
        return new Quarantined(
                0, "unknown_project", "", 1, new Origin("a", "", ""), (byte) 1, new byte[bytes]);
    }

    @Test
    void whatDoesNotFitIsCountedAndEverythingElseIsKept() throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Refusals refusals =
                new Refusals(
                        entry -> {
                            started.countDown();
                            awaitUninterruptibly(go);
                            kept.add(entry);
                        },
                        (outcome, n) -> counts.merge(outcome, n, Long::sum));
        refusals.add(entry(1));
        started.await();
        for (int i = 0; i < Refusals.ENTRIES_MAX + 3; i++) {
            refusals.add(entry(1));
        }
        go.countDown();
        refusals.close();
        refusals.add(entry(1));
        assertThat(kept).hasSize(Refusals.ENTRIES_MAX + 1);
        assertThat(counts).isEqualTo(Map.of("refusal_not_kept", 4L));
    }

    @Test
    void anEntryThatCannotBeKeptIsCountedAndTheNextIsTried() {
        Refusals refusals =
                new Refusals(
                        entry -> {
                            if (entry.payload().length == 0) {
                                throw new IllegalStateException("disk full");
                            }
                            kept.add(entry);
                        },
                        (outcome, n) -> counts.merge(outcome, n, Long::sum));
        refusals.add(entry(0));
        refusals.add(entry(1));
        refusals.add(entry((int) Refusals.BYTES_MAX + 1));
        refusals.close();
        assertThat(kept).hasSize(1);
        assertThat(counts).isEqualTo(Map.of("refusal_not_kept", 2L));
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
