package io.sojourn.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.core.project.ProjectId;
import io.sojourn.server.access.TestClock;
import io.sojourn.server.api.Masking;
import io.sojourn.store.OpenStores;
import io.sojourn.store.ProjectStores;
import io.sojourn.store.event.EventStore;
import io.sojourn.store.event.InMemoryEventStore;
import io.sojourn.store.journey.InMemoryJourneys;
import io.sojourn.store.people.InMemoryPeopleStore;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LiveProjectTest {

    private final CountDownLatch reading = new CountDownLatch(2);
    private final CountDownLatch release = new CountDownLatch(1);

    /// Its newest events are read at once for the first time, and not before the test lets them be for the second.
    private EventStore slow() {
        InMemoryEventStore store = new InMemoryEventStore();
        return (EventStore)
                Proxy.newProxyInstance(
                        EventStore.class.getClassLoader(),
                        new Class<?>[] {EventStore.class},
                        (proxy, method, arguments) -> {
                            if (method.getName().equals("received")) {
                                reading.countDown();
                                if (reading.getCount() == 0) {
                                    release.await();
                                }
                            }
                            return method.invoke(store, arguments);
                        });
    }

    @Test
    void whoeverAsksWhileTheStoresAreReadAnewIsToldWhatWasKnownBefore() throws Exception {
        TestClock clock = new TestClock(Instant.parse("2026-03-02T10:00:00Z"));
        ProjectStores stores = InMemoryJourneys.over(new InMemoryPeopleStore(), slow());
        try (OpenStores open = new OpenStores(project -> stores, clock);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            LiveProject live = new LiveProject(new ProjectId(1), open, clock);
            live.load();
            live.missed();
            reading.await();
            Future<String> asked =
                    threads.submit(
                            () ->
                                    live.tell(
                                            telling ->
                                                    telling.snapshot(
                                                            LiveFilter.all(Masking.NONE))));
            try {
                assertThat(asked.get(20, TimeUnit.SECONDS)).contains("\"online\"");
            } finally {
                release.countDown();
                live.close("the test is over");
            }
        }
    }
}
