package io.sojourn.sdk;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;

/** Options of a {@link Sojourn} client. */
public final class SojournBuilder {
    private final URI url;
    private String authorization = "";
    private Duration timeout = Duration.ofSeconds(10);
    private Duration closeTimeout = Duration.ofSeconds(10);
    private Limits limits = Limits.DEFAULT;
    private BiConsumer<SojournException, String> listener = logged();
    private InstantSource clock = InstantSource.system();

    SojournBuilder(String project, URI server) {
        boolean web = "http".equals(server.getScheme()) || "https".equals(server.getScheme());
        if (!web || server.getHost() == null) {
            throw new IllegalArgumentException(
                    "the server must be an address such as https://example.com, got " + server);
        }
        String text = server.toString();
        this.url =
                URI.create(
                        (text.endsWith("/") ? text : text + "/")
                                + "api/v1/track?project="
                                + URLEncoder.encode(project, StandardCharsets.UTF_8));
    }

    private static BiConsumer<SojournException, String> logged() {
        Set<String> told = ConcurrentHashMap.newKeySet();
        return (why, statement) -> {
            if (told.add(why.code())) {
                Sojourn.LOG.log(
                        System.Logger.Level.WARNING,
                        "a statement was not taken: " + why.code() + ", " + why.getMessage());
            }
        };
    }

    /**
     * For projects that take tracking requests with a key only.
     *
     * @param appId first half of the key
     * @param secret second half
     * @return this
     */
    public SojournBuilder apiKey(String appId, String secret) {
        authorization = Post.basic(appId + ":" + secret);
        return this;
    }

    /**
     * A request leaves as soon as so many statements wait.
     *
     * @param statements 1 to 1000, default 100
     * @return this
     */
    public SojournBuilder flushAt(int statements) {
        limits = limits.withFlushAt(statements);
        return this;
    }

    /**
     * A statement waits for others no longer than this.
     *
     * @param interval default one second
     * @return this
     */
    public SojournBuilder flushInterval(Duration interval) {
        limits = limits.withFlushInterval(interval);
        return this;
    }

    /**
     * Statements that may wait; those beyond fail as {@code queue_full}.
     *
     * @param statements at least 1, default 50000
     * @return this
     */
    public SojournBuilder queueMax(int statements) {
        limits = limits.withQueueMax(statements);
        return this;
    }

    /**
     * Time of one request.
     *
     * @param duration default ten seconds
     * @return this
     */
    public SojournBuilder timeout(Duration duration) {
        Limits.atMostADay(duration, "timeout");
        timeout = duration;
        return this;
    }

    /**
     * Attempts after the first, of one request.
     *
     * @param attempts 0 or more; default: no limit, the queue is one
     * @return this
     */
    public SojournBuilder retries(int attempts) {
        limits = limits.withRetries(attempts);
        return this;
    }

    /**
     * Waits between attempts are random: the first up to the first bound, each next one up to twice the last one's.
     *
     * @param first default 200 milliseconds
     * @param max of all of them, unless the server asks for more; default 30 seconds
     * @return this
     */
    public SojournBuilder retryDelays(Duration first, Duration max) {
        limits = limits.withRetryDelays(first, max);
        return this;
    }

    /**
     * How long closing and the end of the JVM wait for the server.
     *
     * @param duration default ten seconds
     * @return this
     */
    public SojournBuilder closeTimeout(Duration duration) {
        Limits.atMostADay(duration, "closeTimeout");
        closeTimeout = duration;
        return this;
    }

    /**
     * Told of each statement that was not taken, with its JSON, empty where it could not be written. Must not block.
     *
     * @param told default: a warning by {@link System.Logger}, once per code
     * @return this
     */
    public SojournBuilder onFailure(BiConsumer<SojournException, String> told) {
        listener = told;
        return this;
    }

    SojournBuilder clock(InstantSource source) {
        clock = source;
        return this;
    }

    /**
     * Starts the client.
     *
     * @return to be closed
     */
    public Sojourn build() {
        Post post = new Post(url, authorization, timeout, clock);
        Sender sender = new Sender(post, limits, listener, RandomGenerator.getDefault());
        return new Sojourn(sender, clock, closeTimeout);
    }
}
