package io.sojourn.server;

import io.sojourn.store.OpenStores;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What has to be done now and then: changes folded into their events, stores closed that nobody uses.
final class Upkeep implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

    private final OpenStores stores;
    private final Duration idle;
    private final Duration every;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform().daemon().name("upkeep").unstarted(this::run);

    private Upkeep(OpenStores stores, Duration idle, Duration every) {
        this.stores = stores;
        this.idle = idle;
        this.every = every;
    }

    static Upkeep start(OpenStores stores, Duration idle, Duration every) {
        Upkeep upkeep = new Upkeep(stores, idle, every);
        upkeep.thread.start();
        return upkeep;
    }

    private void run() {
        try {
            while (!closing.await(every.toMillis(), TimeUnit.MILLISECONDS)) {
                once();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void once() {
        try {
            stores.forEachOpen(open -> open.events().compact());
            stores.closeIdle(idle);
        } catch (RuntimeException e) {
            LOG.error("upkeep failed, it is tried again in {} s", every.toSeconds(), e);
        }
    }

    /// Waits for what is under way.
    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
