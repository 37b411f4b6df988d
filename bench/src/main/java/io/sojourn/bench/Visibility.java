package io.sojourn.bench;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// Measures how long after its answer an event can be queried: sends a marker event at even distances and polls the
/// export of the markers' visitor, whose events become visible in the order of their answers. The time includes that
/// of the query which shows the event.
final class Visibility implements AutoCloseable {
    private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int MARKERS_MAX = 1 << 16;
    private static final String COOKIE = "marker000001";

    private final ServerApi api;
    private final Thread sender;
    private final Thread poller;
    private final long[] answeredAt = new long[MARKERS_MAX];
    private final Latencies visible = new Latencies();
    private final AtomicInteger answered = new AtomicInteger();
    private volatile boolean stopping;
    private volatile String failure = "";

    Visibility(ServerApi api) {
        this.api = api;
        this.sender = Thread.ofPlatform().name("markers").unstarted(() -> guarded(this::send));
        this.poller = Thread.ofPlatform().name("polls").unstarted(() -> guarded(this::poll));
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private void guarded(Work work) {
        try {
            work.run();
        } catch (IOException e) {
            failure = e.toString();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void start() {
        sender.start();
        poller.start();
    }

    private void send() throws IOException, InterruptedException {
        for (int number = 0; !stopping && number < MARKERS_MAX; number++) {
            long before = System.nanoTime();
            api.track(COOKIE, number);
            long after = System.nanoTime();
            answeredAt[number] = after;
            answered.set(number + 1);
            LockSupport.parkNanos(EVERY_NANOS - (after - before));
        }
    }

    private void poll() throws IOException, InterruptedException {
        long seen = 0;
        while (!(stopping && seen == answered.get())) {
            long total = answered.get() == seen ? seen : api.visible(COOKIE);
            long now = System.nanoTime();
            // One may show before its sender has noted the answer; the next poll takes it.
            for (; seen < Math.min(total, answered.get()); seen++) {
                visible.add(now - answeredAt[(int) seen]);
            }
            LockSupport.parkNanos(EVERY_NANOS / 2);
        }
    }

    /// What was acknowledged, once all of it is visible.
    record Result(long markers, Latencies visible) {}

    Result stop() throws IOException, InterruptedException {
        stopping = true;
        sender.join();
        poller.join(TimeUnit.SECONDS.toMillis(60));
        if (poller.isAlive() || !failure.isEmpty()) {
            throw new IOException("markers did not become visible: " + failure);
        }
        return new Result(answered.get(), visible);
    }

    @Override
    public void close() {
        stopping = true;
        sender.interrupt();
        poller.interrupt();
    }
}
