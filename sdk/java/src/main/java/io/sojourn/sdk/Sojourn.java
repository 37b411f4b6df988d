package io.sojourn.sdk;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * Sends events and people of one project to a Sojourn server.
 *
 * <p>Calls return at once, from any thread: statements wait in memory and leave in batches from a daemon thread, each
 * event with an id that makes sending again safe. Their futures are completed by that thread when the server has them on
 * stable storage, or exceptionally with a {@link SojournException}; what hangs on a future must not block it.
 *
 * <pre>{@code
 * try (Sojourn sojourn = Sojourn.builder("example.com", "https://journeys.example.com").build()) {
 *     sojourn.track("jane@example.com", "renewed", Map.of("plan", "pro", "mrr", 99));
 *     sojourn.identify("jane@example.com", Map.of("name", "Jane Doe"));
 * }
 * }</pre>
 */
public final class Sojourn implements AutoCloseable {
    static final System.Logger LOG = System.getLogger("io.sojourn.sdk");

    private static final Duration LONG = Duration.ofDays(1);

    private final Sender sender;
    private final InstantSource clock;
    private final Duration closeTimeout;
    private final Thread atExit = new Thread(this::end, "sojourn-exit");

    Sojourn(Sender sender, InstantSource clock, Duration closeTimeout) {
        this.sender = sender;
        this.clock = clock;
        this.closeTimeout = closeTimeout;
        sender.start();
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /**
     * Begins a client.
     *
     * @param project usually its domain
     * @param server its address: {@code https://journeys.example.com}, with the path that it lies under where there is one
     * @return a builder with all defaults
     */
    public static SojournBuilder builder(String project, String server) {
        return new SojournBuilder(Visitor.notEmpty("the project", project), URI.create(server));
    }

    /**
     * Tracks an event without properties of the person with this email.
     *
     * @param email of the person
     * @param event its name
     * @return completed when it is accepted
     */
    public CompletableFuture<Void> track(String email, String event) {
        return track(Visitor.email(email), Event.named(event));
    }

    /**
     * Tracks an event of the person with this email.
     *
     * @param email of the person
     * @param event its name
     * @param properties of the event
     * @return completed when it is accepted
     */
    public CompletableFuture<Void> track(String email, String event, Map<String, ?> properties) {
        return track(Visitor.email(email), Event.named(event).with(properties));
    }

    /**
     * Tracks an event of a visitor, together with what is known of them.
     *
     * @param visitor whose it is
     * @param event what happened
     * @return completed when it is accepted
     */
    public CompletableFuture<Void> track(Visitor visitor, Event event) {
        Json json = new Json();
        String random = UUID.randomUUID().toString();
        return say(
                json,
                () -> {
                    event.write(json, clock.instant(), random);
                    visitor.write(json);
                });
    }

    /**
     * Tells properties of the person with this email.
     *
     * @param email of the person
     * @param properties of the person
     * @return completed when it is accepted
     */
    public CompletableFuture<Void> identify(String email, Map<String, ?> properties) {
        return identify(Visitor.email(email).with(properties));
    }

    /**
     * Tells what is known of a visitor, without an event.
     *
     * @param visitor who
     * @return completed when it is accepted
     */
    public CompletableFuture<Void> identify(Visitor visitor) {
        return tell("identify", visitor);
    }

    /**
     * Tells that the visit of a visitor goes on.
     *
     * @param visitor who
     * @return completed when it is accepted
     */
    public CompletableFuture<Void> ping(Visitor visitor) {
        return tell("ping", visitor);
    }

    private CompletableFuture<Void> tell(String type, Visitor visitor) {
        Json json = new Json();
        return say(
                json,
                () -> {
                    json.field("type", type).field("time", clock.millis());
                    visitor.write(json);
                });
    }

    private CompletableFuture<Void> say(Json json, Runnable write) {
        CompletableFuture<Void> told = new CompletableFuture<>();
        try {
            json.field("app", "java");
            write.run();
            sender.add(new Statement(json.end(), System.nanoTime(), told));
        } catch (SojournException invalid) {
            sender.refuse(new Statement("", System.nanoTime(), told), invalid);
        }
        return told;
    }

    /**
     * Sends what waits, and waits for it.
     *
     * @throws InterruptedException while waiting; the sending goes on
     */
    public void flush() throws InterruptedException {
        while (!sender.flush(LONG)) {
            LOG.log(System.Logger.Level.DEBUG, "still waiting after {0}", LONG);
        }
    }

    /**
     * Sends what waits, and waits for it no longer than that.
     *
     * @param timeout at most
     * @return whether all that was said before is accepted or has failed
     * @throws InterruptedException while waiting; the sending goes on
     */
    public boolean flush(Duration timeout) throws InterruptedException {
        return sender.flush(timeout);
    }

    /**
     * Refuses what is said from now on, sends what waits, and waits for it as long as {@link
     * SojournBuilder#closeTimeout} says; what is left then fails as {@code not_sent}. The end of the JVM does the same.
     */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException alreadyEnding) {
            LOG.log(System.Logger.Level.DEBUG, "closed by the end of the JVM", alreadyEnding);
        }
        end();
    }

    private void end() {
        sender.close(closeTimeout);
    }

    /**
     * What became of the statements so far.
     *
     * @return counts of this moment
     */
    public Stats stats() {
        return sender.stats();
    }
}
