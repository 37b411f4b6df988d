package io.sojourn.server.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sojourn.sdk.Sojourn;
import io.sojourn.sdk.Stats;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Our own clients for servers against the packaged server, while it is killed and away for a while.
@Tag("slow")
class ServerClientsIT {
    private static final String PROJECT = "example.com";
    private static final int PER_SECOND = 1_000;
    private static final int PEOPLE = 5;
    private static final Duration BEFORE = Duration.ofSeconds(2);
    private static final Duration AWAY = Duration.ofSeconds(10);

    /// Of each client: 16 seconds, so that some are tracked while the server comes back.
    private static final int EVENTS = 16 * PER_SECOND;

    @TempDir private Path folder = Path.of("");

    @Test
    void aServerThatIsKilledForTenSecondsLosesAndDoublesNothingOfEitherClient() throws Exception {
        buildNodeClient();
        PackagedServer first = start();
        try (first;
                Load java = new Load(first.url())) {
            Process node = startNode(first.url());
            try {
                java.goOn(BEFORE);
                first.kill();
                java.goOn(AWAY);
                try (PackagedServer second = first.again("--project", PROJECT)) {
                    Stats javas = java.end();
                    JsonNode nodes = endNode(node);

                    ProjectReader project = new ProjectReader(second, PROJECT);
                    project.awaitApplied();
                    assertCounted(project, "java");
                    assertCounted(project, "node");
                    assertThat(javas).isEqualTo(new Stats(EVENTS, 0, 0, javas.retried()));
                    assertThat(javas.retried()).as("attempts while it was away").isPositive();
                    assertThat(nodes.path("accepted").asInt()).isEqualTo(EVENTS);
                    assertThat(nodes.path("failed").asInt() + nodes.path("waiting").asInt())
                            .isZero();
                    assertThat(nodes.path("retried").asInt()).isPositive();
                }
            } finally {
                node.destroyForcibly();
            }
        }
    }

    private PackagedServer start() throws IOException {
        return PackagedServer.start(folder.resolve("data"), "--project", PROJECT);
    }

    /// Each number, once.
    private static void assertCounted(ProjectReader project, String client) throws Exception {
        BitSet numbers = new BitSet(EVENTS);
        int events = 0;
        for (int i = 0; i < PEOPLE; i++) {
            for (JsonNode event : project.events(client + "-" + i + "@example.com", false)) {
                numbers.set(event.path("properties").path("n").asInt());
                events++;
            }
        }
        assertThat(numbers.nextClearBit(0)).as("the first lost of %s", client).isEqualTo(EVENTS);
        assertThat(events).as("doubled of %s", client).isEqualTo(EVENTS);
    }

    /// Tracks from a thread at an even rate.
    private static final class Load implements AutoCloseable {
        private final Sojourn client;
        private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
        private final long begun = System.nanoTime();
        private final CountDownLatch all = new CountDownLatch(1);
        private int made;

        Load(String url) {
            client = Sojourn.builder(PROJECT, url).closeTimeout(Duration.ofMinutes(2)).build();
            timer.scheduleAtFixedRate(this::track, 0, 10, TimeUnit.MILLISECONDS);
        }

        private void track() {
            long due = (System.nanoTime() - begun) * PER_SECOND / Duration.ofSeconds(1).toNanos();
            for (; made < Math.min(due, EVENTS); made++) {
                String email = "java-" + made % PEOPLE + "@example.com";
                client.track(email, "counted", Map.of("n", made));
            }
            if (made == EVENTS) {
                all.countDown();
            }
        }

        /// Returns when the load went on for so long.
        void goOn(Duration time) throws Exception {
            timer.schedule(() -> {}, time.toNanos(), TimeUnit.NANOSECONDS).get();
        }

        /// Closes the client right after the last event, which sends what waits.
        Stats end() throws InterruptedException {
            all.await();
            client.close();
            return client.stats();
        }

        @Override
        public void close() {
            timer.shutdownNow();
        }
    }

    // --- the client for Node

    private static Path nodeClient() {
        return Path.of("..", "sdk", "node").toAbsolutePath().normalize();
    }

    private static void buildNodeClient() throws Exception {
        assertThat(nodeClient().resolve("node_modules/typescript"))
                .as("./sojourn test installs it, and so does npm ci in sdk/node")
                .exists();
        Process build =
                new ProcessBuilder("npm", "run", "build")
                        .directory(nodeClient().toFile())
                        .redirectErrorStream(true)
                        .start();
        String printed = new String(build.getInputStream().readAllBytes());
        assertThat(build.waitFor()).as(printed).isZero();
    }

    private static Process startNode(String url) throws IOException {
        ProcessBuilder command =
                new ProcessBuilder(
                                "node",
                                "e2e/load.cjs",
                                PROJECT,
                                Integer.toString(PER_SECOND),
                                Integer.toString(EVENTS),
                                Integer.toString(PEOPLE))
                        .directory(nodeClient().toFile())
                        .redirectError(ProcessBuilder.Redirect.INHERIT);
        command.environment().put("SOJOURN_HOST", url);
        return command.start();
    }

    private static JsonNode endNode(Process node) throws Exception {
        String printed = new String(node.getInputStream().readAllBytes());
        assertThat(node.waitFor()).as(printed).isZero();
        return new JsonMapper().readTree(printed);
    }
}
