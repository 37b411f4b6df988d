package io.sojourn.server.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The server as it is packaged: started, asked, refused a second time, drained, started again.
@Tag("slow")
class PackagedServerIT {
    @TempDir private Path folder = Path.of("");

    @Test
    void aFirstStartTellsWhatItCreatedAndASecondOneKeepsIt() throws Exception {
        Path data = folder.resolve("data");
        JsonNode first;
        try (PackagedServer server =
                PackagedServer.start(data, "--project", "a.example", "--project", "b.example")) {
            first = server.firstRun();
            assertThat(first.path("url").asText()).isEqualTo(server.url());
            assertThat(first.at("/projects").toString())
                    .isEqualTo(
                            "[{\"domain\":\"a.example\",\"id\":\"1\"},{\"domain\":\"b.example\",\"id\":\"2\"}]");
            assertThat(
                            PosixFilePermissions.toString(
                                    Files.getPosixFilePermissions(data.resolve("first-run.json"))))
                    .isEqualTo("rw-------");
            String secret = first.at("/api/secret").asText();
            assertThat(server.output()).filteredOn(line -> line.contains(secret)).hasSize(1);

            assertThat(server.get("/health/live").statusCode()).isEqualTo(200);
            assertThat(server.get("/health/ready").body()).startsWith("{\"status\":\"ready\"");
            assertThat(server.get("/metrics").statusCode()).isEqualTo(401);
            assertThat(server.send(server.request("/metrics")).body())
                    .contains("sojourn_log_end", "jvm_memory_used_bytes");

            aSecondServerOnTheSameFolderIsRefused(data);

            assertThat(server.get("/track/ce/?host=a.example&cookie=c1&event=pv").statusCode())
                    .isEqualTo(200);
            assertThat(server.terminate()).isIn(0, 143);
            assertThat(server.output()).contains("stopped");
        }
        try (PackagedServer again = PackagedServer.start(data, "--project", "a.example")) {
            assertThat(again.firstRun()).isEqualTo(first);
            assertThat(again.send(again.request("/metrics")).statusCode()).isEqualTo(200);
            assertThat(again.output())
                    .noneMatch(line -> line.contains(first.at("/api/secret").asText()));
            again.kill();
        }
        try (PackagedServer afterKill = PackagedServer.start(data)) {
            assertThat(afterKill.get("/health/ready").statusCode()).isEqualTo(200);
            assertThat(afterKill.terminate()).isIn(0, 143);
        }
    }

    private static void aSecondServerOnTheSameFolderIsRefused(Path data) throws Exception {
        try (PackagedServer second = PackagedServer.begin(data)) {
            assertThat(second.exit()).isEqualTo(1);
            assertThat(String.join("\n", second.output()))
                    .contains("is in use by process", "stop that server first");
        }
    }

    @Test
    void theOwnersPasswordIsTheOneGiven() throws Exception {
        try (PackagedServer server =
                PackagedServer.start(
                        folder.resolve("own"),
                        "--owner-email",
                        "Jo@Example.com",
                        "--owner-password",
                        "correct horse")) {
            assertThat(server.firstRun().at("/owner/email").asText()).isEqualTo("jo@example.com");
            assertThat(server.firstRun().at("/owner/password").asText()).isEqualTo("correct horse");
            server.kill();
        }
    }

    @Test
    void nothingIsUnpackedIntoTheTempFolder() throws Exception {
        Path temp = Files.createDirectory(folder.resolve("tmp"));
        try (PackagedServer server =
                PackagedServer.begin(
                        folder.resolve("d"),
                        Map.of("SOJOURN_JAVA_OPTIONS", "-Djava.io.tmpdir=" + temp),
                        "--project",
                        "a.example")) {
            assertThat(server.get("/track/ce/?host=a.example&cookie=c1&event=pv").statusCode())
                    .isEqualTo(200);
            awaitOpenStores(server);
            server.kill();
        }
        assertThat(leftIn(temp)).isEmpty();
    }

    /// Both engines are loaded once a project's stores are open.
    private static void awaitOpenStores(PackagedServer server) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        String metrics = "";
        while (!metrics.contains("sojourn_stores_open 1.0") && System.nanoTime() < deadline) {
            metrics = server.send(server.request("/metrics")).body();
        }
        assertThat(metrics).contains("sojourn_stores_open 1.0");
    }

    private static List<Path> leftIn(Path temp) throws IOException {
        try (Stream<Path> files = Files.list(temp)) {
            return files.toList();
        }
    }
}
