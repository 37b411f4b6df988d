package io.sojourn.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.server.fault.CrashAt;
import io.sojourn.server.packaged.PackagedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The packaged server on one data folder, set so that every kind of housekeeping comes within seconds.
final class CrashKit {
    private final Path folder;
    private int audits;

    /// @param folder of the test
    CrashKit(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(temp());
    }

    Path data() {
        return folder.resolve("data");
    }

    Path log() {
        return data().resolve("log");
    }

    /// The temporary folder of the servers.
    Path temp() {
        return folder.resolve("temp");
    }

    /// Does not wait.
    ///
    /// @param crash value of `sojourn.crash`, empty = none
    /// @param retention of the log
    PackagedServer begin(String crash, String retention) throws IOException {
        List<String> options =
                List.of(
                        "--project",
                        "crash.example",
                        "--log-retention",
                        retention,
                        "--log-segment-bytes",
                        "16KB",
                        "--upkeep-every",
                        "200ms",
                        "--seen-run-ids",
                        "64",
                        "--drain-timeout",
                        "90s");
        String java = "-XX:TieredStopAtLevel=1 -Djava.io.tmpdir=" + temp();
        if (!crash.isEmpty()) {
            java += " -D" + CrashAt.PROPERTY + "=" + crash;
        }
        return PackagedServer.begin(
                data(), Map.of("SOJOURN_JAVA_OPTIONS", java), options.toArray(String[]::new));
    }

    /// Serves on return.
    PackagedServer start(String crash, String retention) throws IOException {
        PackagedServer server = begin(crash, retention);
        try {
            server.url();
            return server;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    static Client client(PackagedServer server, Ledger ledger) throws IOException {
        String authorization =
                server.request("/").build().headers().firstValue("Authorization").orElseThrow();
        return new Client(server.url(), authorization, ledger);
    }

    /// Starts the server without a fault, repeats what is in doubt, and has it bring everything into the stores.
    void settle(Ledger ledger) throws Exception {
        try (PackagedServer server = start("", "all")) {
            try (Client client = client(server, ledger)) {
                client.repeatOpen();
            }
            stop(server);
        }
    }

    /// In order.
    static void stop(PackagedServer server) throws InterruptedException {
        assertThat(server.terminate()).as(String.join("\n", server.output())).isIn(0, 143);
        assertThat(server.output()).contains("stopped").noneMatch(line -> line.contains("ERROR"));
    }

    void audit(Ledger ledger) throws InterruptedException {
        audit(log(), ledger);
    }

    /// @param wholeLog from record 1 on
    void audit(Path wholeLog, Ledger ledger) throws InterruptedException {
        Audit.check(data(), wholeLog, folder.resolve("fresh" + ++audits), ledger);
    }

    List<Path> leftInTemp() throws IOException {
        try (Stream<Path> files = Files.list(temp())) {
            return files.toList();
        }
    }

    /// Copies the segments of the log over those that are there.
    void copyLog(Path target) throws IOException {
        Files.createDirectories(target);
        try (Stream<Path> files = Files.list(log())) {
            files.filter(file -> !file.endsWith("lock")).forEach(file -> copy(file, target));
        }
    }

    private static void copy(Path file, Path target) {
        try {
            Files.copy(
                    file, target.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
