package io.sojourn.server.demo;

import io.sojourn.server.demo.Statement.Sender;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The shop's present: some people at a time in its pages, told to the server's own tracking API as their browsers
/// would. Bounded: one request at a time, and whoever leaves is followed by one other.
final class DemoTraffic implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DemoTraffic.class);

    private static final String BOT =
            "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";
    private static final int PAGES = 14;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /// How often something comes that is no shopper's: a bot, a request that names nobody.
    private static final long ODD_MILLIS = 45_000;

    /// How fast the present goes by.
    ///
    /// @param atOnce visits under way
    /// @param stepMillis about the time between two statements of one visit
    record Pace(int atOnce, long stepMillis) {
        static final Pace USUAL = new Pace(10, 3_600);
    }

    private record Due(long at, Visitor visitor) {}

    /// Somebody in the pages.
    private static final class Visitor {
        private final List<Statement> left;
        private long pageSince;
        private Statement page;

        Visitor(List<Statement> statements) {
            this.left = new ArrayList<>(statements);
            this.page = statements.getFirst();
        }
    }

    private final URI server;
    private final List<Shopper> known;
    private final Pace pace;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final HttpClient client;
    private final PriorityQueue<Due> queue =
            new PriorityQueue<>((one, other) -> Long.compare(one.at, other.at));
    private final AtomicLong sent = new AtomicLong();
    private final Thread thread;
    private int newcomers;
    private int told;

    /// Prefix of the ids of what is told until the server stops.
    private final String run;

    private long oddAt;

    /// @param server its address, without a slash at its end
    /// @param client closed with this
    /// @param known people of the past, who come again
    /// @param firstNumber of people who come for the first time
    DemoTraffic(
            URI server,
            HttpClient client,
            List<Shopper> known,
            int firstNumber,
            Pace pace,
            InstantSource clock) {
        this.server = server;
        this.client = client;
        this.known = List.copyOf(known);
        this.newcomers = firstNumber;
        this.pace = pace;
        this.clock = clock;
        this.run = "live-" + Integer.toString(firstNumber, 36) + "-";
        this.random = new SplittableRandom(firstNumber);
        this.thread = Thread.ofVirtual().name("demo-traffic").start(this::run);
    }

    /// Requests that the server has taken.
    long sent() {
        return sent.get();
    }

    private void run() {
        try {
            long now = clock.millis();
            oddAt = now + ODD_MILLIS / 3;
            for (int i = 0; i < pace.atOnce; i++) {
                queue.add(new Due(now + i * pace.stepMillis / 4, arrive()));
            }
            while (!Thread.interrupted()) {
                Due due = queue.remove();
                long wait = due.at - clock.millis();
                if (wait > 0) {
                    Thread.sleep(wait);
                }
                step(due.visitor);
            }
        } catch (InterruptedException e) {
            LOG.debug("the shop is closed");
        }
    }

    private Visitor arrive() {
        Shopper shopper =
                !known.isEmpty() && random.nextDouble() < 0.5
                        ? Weighted.any(known, random)
                        : new Shopper(newcomers, newcomers++);
        boolean mail = shopper.account && random.nextDouble() < 0.3;
        return new Visitor(
                ShopVisit.of(shopper, clock.millis(), mail, PAGES / 2 + random.nextInt(PAGES))
                        .stream()
                        .map(said -> said.withId(run + Integer.toString(told++, 36)))
                        .toList());
    }

    private void step(Visitor visitor) throws InterruptedException {
        long now = clock.millis();
        Statement said = visitor.left.removeFirst();
        boolean last = visitor.left.isEmpty();
        if (said.sender() instanceof Sender.Browser browser) {
            if (said.isPageView() && visitor.pageSince > 0) {
                send("update", DemoItems.leaving(visitor.page, browser, now - visitor.pageSince));
            } else if (random.nextInt(6) == 0) {
                send("ping", DemoItems.ping(browser));
            }
        }
        if (said.isPageView()) {
            visitor.page = said;
            visitor.pageSince = now;
        }
        send("ce", DemoItems.query(said));
        if (now >= oddAt) {
            oddAt = now + ODD_MILLIS;
            odd();
        }
        queue.add(last ? new Due(now + pace.stepMillis, arrive()) : new Due(now + stay(), visitor));
    }

    private long stay() {
        return pace.stepMillis / 3 + (long) (random.nextDouble() * pace.stepMillis * 4 / 3);
    }

    private void odd() throws InterruptedException {
        String page = "project=" + ShopVisit.HOST + "&event=pv&ce_uri=https://" + ShopVisit.HOST;
        if (random.nextInt(3) == 0) {
            send("ce", page + "/checkout&app=storefront-beta");
        } else {
            send(
                    "ce",
                    page
                            + "/shop&app=js-client&cookie=crawler&ip=66.249.66.1&user-agent="
                            + BOT.replace(" ", "%20").replace("+", "%2B").replace(";", "%3B"));
        }
    }

    private void send(String endpoint, String query) throws InterruptedException {
        try {
            HttpResponse<Void> response =
                    client.send(
                            HttpRequest.newBuilder(
                                            URI.create(server + "/track/" + endpoint + "?" + query))
                                    .timeout(TIMEOUT)
                                    .build(),
                            HttpResponse.BodyHandlers.discarding());
            if (response.statusCode() < 300) {
                sent.incrementAndGet();
            } else {
                LOG.debug("the demo's request was answered {}", response.statusCode());
            }
        } catch (IOException e) {
            LOG.debug("the demo's request failed: {}", e.toString());
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        client.close();
    }
}
