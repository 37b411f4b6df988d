package io.sojourn.server.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Backup of a server at work, restored, against what the log says.
@Tag("slow")
class BackupIT {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int PEOPLE = 40;

    @TempDir Path folder;

    /// Tracks some hundred requests a second: page views, identifies, updates, and a new project now and then.
    private final class Load implements AutoCloseable {
        private final PackagedServer server;
        private final AtomicBoolean stop = new AtomicBoolean();
        private final AtomicLong acknowledged = new AtomicLong();
        private final AtomicLong slowestMillis = new AtomicLong();
        private final List<Throwable> failures = new ArrayList<>();
        private final Thread thread = Thread.ofPlatform().unstarted(this::run);

        Load(PackagedServer server) {
            this.server = server;
            thread.start();
        }

        private void run() {
            try (HttpClient client = HttpClient.newHttpClient()) {
                for (int n = 0; !stop.get(); n++) {
                    long began = System.nanoTime();
                    int status = client.send(request(n), BodyHandlers.discarding()).statusCode();
                    slowestMillis.accumulateAndGet(
                            (System.nanoTime() - began) / 1_000_000, Math::max);
                    assertThat(status).isEqualTo(200);
                    acknowledged.incrementAndGet();
                    if (n % 100 == 50) {
                        createProject(n);
                    }
                    LockSupport.parkNanos(1_000_000);
                }
            } catch (Exception | AssertionError e) {
                failures.add(e);
            }
        }

        private HttpRequest request(int n) {
            String host = n % 100 > 50 ? "new" + (n - n % 100 + 50) + ".example" : "shop.example";
            String query =
                    switch (n % 10) {
                        case 3 ->
                                "identify/?cookie=c%d&cv_email=p%d@x.example"
                                        .formatted(n % PEOPLE, n % 25);
                        case 7 ->
                                "update/?event=pv&cookie=c%d&idptnc=e%d&ce_extra=%d"
                                        .formatted(n % PEOPLE, n - 2, n);
                        default ->
                                "ce/?event=pv&cookie=c%d&idptnc=e%d&ce_n=%d"
                                        .formatted(n % PEOPLE, n, n);
                    };
            return HttpRequest.newBuilder(
                            URI.create(server.url() + "/track/" + query + "&host=" + host))
                    .build();
        }

        private void createProject(int n) throws IOException, InterruptedException {
            assertThat(
                            server.send(
                                            server.request("/api/v1/projects")
                                                    .POST(
                                                            HttpRequest.BodyPublishers.ofString(
                                                                    "{\"domain\":\"new"
                                                                            + n
                                                                            + ".example\"}")))
                                    .statusCode())
                    .isEqualTo(201);
        }

        void awaitAcknowledged(long count) {
            while (acknowledged.get() < count && thread.isAlive()) {
                LockSupport.parkNanos(10_000_000);
            }
        }

        @Override
        public void close() {
            stop.set(true);
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            assertThat(failures).isEmpty();
        }
    }

    @Test
    void aBackupUnderLoadRestoresToWhatTheLogSaysUpToItsPosition() throws Exception {
        Path data = folder.resolve("data");
        Path backup = folder.resolve("backup");
        Path restored = folder.resolve("restored");
        try (PackagedServer server =
                PackagedServer.start(data, "--project", "shop.example", "--log-retention", "all")) {
            try (Load load = new Load(server)) {
                load.awaitAcknowledged(600);
                long slowestBefore = load.slowestMillis.getAndSet(0);
                List<String> said =
                        CommandChild.run(
                                0, folder, "backup", backup.toString(), "--data", data.toString());
                assertThat(said.getLast()).startsWith("backup " + backup);
                long during = load.acknowledged.get();
                load.awaitAcknowledged(during + 200);
                System.out.println(
                        "longest answer: %d ms during the backup, %d ms before"
                                .formatted(load.slowestMillis.get(), slowestBefore));
            }
            assertThat(server.terminate()).isIn(0, 143);
        }
        JsonNode manifest = JSON.readTree(backup.resolve("backup.json").toFile());
        long end = manifest.path("end").asLong();
        assertThat(end).isGreaterThan(600);
        for (JsonNode project : manifest.path("projects")) {
            assertThat(project.path("people").asLong())
                    .isLessThanOrEqualTo(project.path("events").asLong());
            assertThat(project.path("events").asLong()).isLessThanOrEqualTo(end);
        }

        CommandChild.run(0, folder, "restore", backup.toString(), "--data", restored.toString());
        recover(restored);
        List<String> wanted =
                CommandChild.run(
                        0,
                        folder,
                        "dump",
                        "--data",
                        data.toString(),
                        "--recompute",
                        "--to",
                        Long.toString(end));
        List<String> found = CommandChild.run(0, folder, "dump", "--data", restored.toString());
        int projects = manifest.path("projects").size();
        assertThat(projects).isGreaterThan(3);
        assertThat(upTo(projects, found)).isEqualTo(upTo(projects, wanted));
        assertThat(found).filteredOn(line -> line.startsWith("event ")).hasSizeGreaterThan(400);
        assertThat(found)
                .as("updates are laid over")
                .anyMatch(line -> line.startsWith("event ") && line.contains("\"extra\""));
    }

    /// Starts on the folder, until all of its log is in its stores.
    private static void recover(Path data) throws Exception {
        try (PackagedServer server = PackagedServer.start(data)) {
            assertThat(server.terminate()).isIn(0, 143);
        }
    }

    /// Lines of the first projects, without what the log's tools say.
    private static List<String> upTo(int projects, List<String> lines) {
        List<String> kept = new ArrayList<>();
        int seen = 0;
        for (String line : lines) {
            seen += line.startsWith("project ") ? 1 : 0;
            boolean data =
                    line.matches(
                            "(project|visitor|person|pending|quarantine|organisation|tally|seen|state|event) .*");
            if (seen > projects) {
                break;
            }
            if (data) {
                kept.add(line);
            }
        }
        return kept;
    }

    @Test
    void aStoppedServersFolderIsCopiedByTheCommandItself() throws Exception {
        Path data = folder.resolve("data");
        try (PackagedServer server = PackagedServer.start(data, "--project", "shop.example")) {
            server.get("/track/ce/?host=shop.example&cookie=c&event=pv");
            server.terminate();
        }
        Path backup = folder.resolve("backup");
        CommandChild.run(0, folder, "backup", backup.toString(), "--data", data.toString());
        assertThat(
                        CommandChild.run(
                                1, folder, "backup", backup.toString(), "--data", data.toString()))
                .anyMatch(line -> line.contains("exists"));

        Path restored = folder.resolve("restored");
        CommandChild.run(0, folder, "restore", backup.toString(), "--data", restored.toString());
        assertThat(CommandChild.run(0, folder, "dump", "--data", restored.toString()))
                .isEqualTo(CommandChild.run(0, folder, "dump", "--data", data.toString()))
                .anyMatch(line -> line.startsWith("event "));
        assertThat(
                        CommandChild.run(
                                1,
                                folder,
                                "restore",
                                backup.toString(),
                                "--data",
                                restored.toString()))
                .anyMatch(line -> line.contains("not empty"));
    }

    @Test
    void aBackupThatIsDamagedOrNewerIsRefusedBeforeAServerCanStartOnIt() throws Exception {
        Path data = folder.resolve("data");
        try (PackagedServer server = PackagedServer.start(data, "--project", "shop.example")) {
            server.terminate();
        }
        Path backup = folder.resolve("backup");
        CommandChild.run(0, folder, "backup", backup.toString(), "--data", data.toString());
        Path catalog = backup.resolve("catalog.db");
        byte[] bytes = Files.readAllBytes(catalog);
        bytes[bytes.length / 2] ^= 1;
        Files.write(catalog, bytes);
        Path half = folder.resolve("half");
        assertThat(
                        CommandChild.run(
                                1, folder, "restore", backup.toString(), "--data", half.toString()))
                .anyMatch(line -> line.contains("damaged: catalog.db"));
        assertThat(Files.exists(half.resolve("format.json"))).isFalse();

        Path manifest = backup.resolve("backup.json");
        Files.writeString(
                manifest, Files.readString(manifest).replace("\"format\" : 1", "\"format\" : 99"));
        assertThat(
                        CommandChild.run(
                                1,
                                folder,
                                "restore",
                                backup.toString(),
                                "--data",
                                folder.resolve("other").toString()))
                .anyMatch(line -> line.contains("format 99") && line.contains("install"));
    }
}
