package io.sojourn.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sojourn.server.packaged.PackagedServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The packaged server on a real file system that is full, and on one that is read-only.
@Tag("slow")
@Timeout(900)
class FullDiskIT {
    private static final int BATCHES_MAX = 2_000;
    private static final int VALUE_CHARS = 6_000;

    @TempDir private Path folder = Path.of("");

    @Test
    void aFullDiskIsAnswered503AndWhatWasAcknowledgedIsThereOnceThereIsSpaceAgain()
            throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("full disk seed=" + seed);
        CrashKit kit = new CrashKit(folder);
        Ledger ledger = new Ledger();
        Visitors visitors =
                new Visitors("w", new Random(seed), ledger, new AtomicInteger(), VALUE_CHARS);
        try (SmallDisk disk = SmallDisk.mount(kit.data(), 24)) {
            try (PackagedServer server = kit.start("", "all");
                    Client client = CrashKit.client(server, ledger)) {
                HttpResponse<String> refusal = fill(client, visitors);
                assertThat(refusal.statusCode()).as(refusal.body()).isEqualTo(503);
                assertThat(refusal.headers().firstValue("Retry-After")).contains("5");
                assertThat(refusal.body()).contains("disk_full");
                assertThat(server.get("/health/live").statusCode()).isEqualTo(200);
                assertThat(server.get("/health/ready").body())
                        .contains("less than a tenth of the disk is free");
                for (int i = 0; i < 5; i++) {
                    client.track(visitors.batch());
                }

                disk.resize(192);
                assertThat(client.track(visitors.batch()).statusCode()).isEqualTo(200);
                awaitApplied(server);
                visitors.step(client);
                assertThat(server.terminate()).as(String.join("\n", server.output())).isIn(0, 143);
            }
            assertThat(ledger.refused()).isPositive();
            kit.settle(ledger);
            kit.audit(ledger);
        }
    }

    private static HttpResponse<String> fill(Client client, Visitors visitors) throws Exception {
        for (int i = 0; i < BATCHES_MAX; i++) {
            HttpResponse<String> answer = client.track(visitors.batch());
            if (answer.statusCode() != 200) {
                return answer;
            }
        }
        throw new IllegalStateException("the disk does not fill up");
    }

    /// Also those that failed while the disk was full are tried again by themselves.
    private static void awaitApplied(PackagedServer server) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        JsonNode status;
        String body;
        do {
            body = server.send(server.request("/api/v1/status")).body();
            status = new JsonMapper().readTree(body);
        } while (!isApplied(status) && System.nanoTime() < deadline);
        assertThat(isApplied(status)).as(body).isTrue();
    }

    private static boolean isApplied(JsonNode status) {
        return status.findValue("stalled").isEmpty()
                && status.findValue("lagRecords").asLong() == 0;
    }

    @Test
    void aReadOnlyDiskIsAClearErrorAtTheStart() throws Exception {
        CrashKit kit = new CrashKit(folder);
        try (SmallDisk disk = SmallDisk.mount(kit.data(), 64)) {
            try (PackagedServer server = kit.start("", "all")) {
                CrashKit.stop(server);
            }
            disk.makeReadOnly();
            try (PackagedServer server = PackagedServer.begin(kit.data())) {
                assertThat(server.exit()).isEqualTo(1);
                assertThat(String.join("\n", server.output()))
                        .contains("data folder " + kit.data(), "not writable")
                        .contains("Read-only file system")
                        .contains("choose another with --data")
                        .doesNotContain("\tat ");
            }
        }
    }
}
