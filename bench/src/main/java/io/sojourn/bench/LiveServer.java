package io.sojourn.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// A server of its own process on a data folder, to which browsers' events can be sent while it is asked.
public final class LiveServer implements AutoCloseable {

    private static final int CONNECTIONS = 4;
    private static final int ITEMS_A_BATCH = 100;

    /// Updates, identifies and duplicates come with events.
    private static final double STATEMENTS_PER_EVENT = 1.53;

    private static final double SECONDS_MAX = 24 * 3_600;
    private static final Duration BEHIND_MAX = Duration.ofMinutes(5);
    private static final Duration INDEX_MAX = Duration.ofMinutes(10);
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Child child;
    private final ServerApi api;

    private LiveServer(Child child, ServerApi api) {
        this.child = child;
        this.api = api;
    }

    /// Waits until it listens.
    ///
    /// @param packaged as it is delivered, or from the classes of this program
    public static LiveServer start(Path data, boolean packaged, List<String> options)
            throws IOException, InterruptedException {
        Child child = packaged ? Child.packaged(data, options) : Child.fromClasses(data, options);
        try {
            return new LiveServer(child, new ServerApi(child.url(), data));
        } catch (IOException | InterruptedException | RuntimeException e) {
            child.close();
            throw e;
        }
    }

    /// The cookie of somebody whom events are sent of.
    ///
    /// @param person from 0
    public static String cookie(int person) {
        return Traffic.cookie(person);
    }

    /// The address of somebody whom events are sent of.
    ///
    /// @param person from 0
    public static String email(int person) {
        return Traffic.email(person);
    }

    /// The domain of the project that events are sent to.
    public static String project() {
        return Traffic.PROJECT;
    }

    /// Waits until questions find the index.
    public void awaitIndex() throws IOException, InterruptedException {
        long end = System.nanoTime() + INDEX_MAX.toNanos();
        while (!get("/status").at("/index/phase").asText().equals("ready")) {
            if (System.nanoTime() - end > 0) {
                throw new IOException("the index is not ready: " + get("/status"));
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    public JsonNode ask(String kind, String definition) throws IOException, InterruptedException {
        return api.ask(kind, definition);
    }

    /// What is below the project.
    public JsonNode get(String path) throws IOException, InterruptedException {
        return api.get(api.ofProject(path));
    }

    /// Until both stores have everything that was acknowledged.
    public void awaitApplied() throws IOException, InterruptedException {
        api.awaitApplied(BEHIND_MAX);
    }

    public long residentMib() throws IOException {
        return child.residentMib("VmRSS");
    }

    /// Begins to send events in batches, at an even rate.
    ///
    /// @param people of whom, chosen by Zipf's law
    public Sending send(double eventsPerSecond, int people) {
        double batches = eventsPerSecond * STATEMENTS_PER_EVENT / ITEMS_A_BATCH;
        Load load = Load.batches(CONNECTIONS, ITEMS_A_BATCH, SECONDS_MAX, people).paced(batches);
        return new Sending(child, load);
    }

    /// Events on their way, until it is stopped.
    public static final class Sending implements AutoCloseable {
        private final Thread thread;
        private volatile boolean enough;
        private volatile Sent sent = new Sent(0, 0, 0, 0);
        private volatile String failure = "";

        private Sending(Child child, Load load) {
            this.thread =
                    Thread.ofPlatform()
                            .name("sending")
                            .start(
                                    () -> {
                                        try {
                                            run(child, load);
                                        } catch (IOException | RuntimeException e) {
                                            failure = e.toString();
                                        } catch (InterruptedException e) {
                                            Thread.currentThread().interrupt();
                                        }
                                    });
        }

        private void run(Child child, Load load) throws IOException, InterruptedException {
            Load.Result result = LoadGenerator.run(load, child.address(), 1, () -> enough);
            sent =
                    new Sent(
                            result.acknowledged().events(),
                            result.refused(),
                            result.acknowledged().events() * 1e9 / result.nanos(),
                            result.answer().millis(0.99));
        }

        /// Waits for the last answer.
        ///
        /// @throws IOException where events could not be sent
        public Sent stop() throws IOException, InterruptedException {
            enough = true;
            thread.join();
            if (!failure.isEmpty()) {
                throw new IOException("events could not be sent: " + failure);
            }
            return sent;
        }

        @Override
        public void close() {
            enough = true;
        }
    }

    /// What became of them.
    ///
    /// @param events that were acknowledged, each a new one
    /// @param refused batches
    /// @param millis from when a batch was due to its answer, for 99 of 100
    public record Sent(long events, long refused, double perSecond, double millis) {}

    @Override
    public void close() {
        api.close();
        child.close();
    }
}
