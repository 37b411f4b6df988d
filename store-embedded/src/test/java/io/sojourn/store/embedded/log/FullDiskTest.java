package io.sojourn.store.embedded.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.store.log.EventLogContract.Appended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Real file systems that are full or read-only. Skipped where a test may not mount one.
@Timeout(60)
class FullDiskTest {

    @TempDir Path temp;
    private final List<Path> mounted = new ArrayList<>();

    private Path mount(String bytes) throws Exception {
        Path at = Files.createDirectory(temp.resolve("disk"));
        Run run = run("mount", "-t", "tmpfs", "-o", "size=" + bytes, "tmpfs", at.toString());
        assumeTrue(run.exit() == 0, "a small file system cannot be mounted here: " + run.output());
        mounted.add(at);
        return at;
    }

    @AfterEach
    void unmount() throws Exception {
        for (Path at : mounted) {
            Run run = run("umount", "-l", at.toString());
            assertThat(run.exit()).as(run.output()).isZero();
        }
    }

    @Test
    void aFullFileSystemRefusesAndLosesNothing() throws Exception {
        Path folder = mount("256k").resolve("log");
        LogSettings settings =
                LogSettings.DEFAULT.withSegmentBytes(64 << 10).withUnconfirmedBytesMax(1 << 30);
        List<String> durable = new ArrayList<>();
        try (FileEventLog log = LogKit.open(folder, settings)) {
            Appended refused = fill(log, durable);
            assertThat(refused.refusal()).isEqualTo(Code.DISK_FULL);
            assertThat(durable).hasSizeBetween(200, 262);
            assertThat(LogKit.payloads(log)).isEqualTo(durable);
            assertThat(fill(log, durable).refusal()).isEqualTo(Code.DISK_FULL);
            assertThat(log.stopped()).isEmpty();
        }
        try (FileEventLog log = LogKit.open(folder, settings)) {
            assertThat(log.recovery()).isEmpty();
            assertThat(LogKit.payloads(log)).isEqualTo(durable);
            log.confirm(log.end() + 1);
            assertThat(LogKit.append(log, "room again").position()).isEqualTo(durable.size() + 1);
        }
    }

    @Test
    void aFileSystemThatIsNearlyFullRefusesBeforeItIs() throws Exception {
        Path folder = mount("4m").resolve("log");
        try (FileEventLog log =
                FileEventLog.open(folder, LogSettings.DEFAULT.withSegmentBytes(64 << 10))) {
            List<String> durable = new ArrayList<>();
            Appended refused = fill(log, durable);
            assertThat(refused.refusal()).isEqualTo(Code.DISK_FULL);
            assertThat(refused.message()).contains("2 %");
            assertThat(log.lowOnDisk()).isTrue();
            assertThat(LogKit.payloads(log)).isEqualTo(durable);
        }
    }

    /// Appends records of 1,000 bytes until one is refused.
    private static Appended fill(FileEventLog log, List<String> durable) {
        while (true) {
            String payload = durable.size() + "-".repeat(970);
            Appended appended = LogKit.append(log, payload);
            if (!appended.isDurable()) {
                return appended;
            }
            durable.add(payload);
        }
    }

    @Test
    void aReadOnlyFileSystemIsAClearError() throws Exception {
        Path disk = mount("1m");
        Path folder = disk.resolve("log");
        try (FileEventLog log = LogKit.open(folder, LogKit.LARGE)) {
            LogKit.appendAll(log, "kept");
        }
        Run run = run("mount", "-o", "remount,ro", disk.toString());
        assumeTrue(run.exit() == 0, "a file system cannot be made read-only here: " + run.output());
        for (Path tried : List.of(folder, disk.resolve("new"))) {
            assertThatThrownBy(() -> LogKit.open(tried, LogKit.LARGE))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("log folder " + tried + " cannot be used")
                    .hasMessageContaining("Read-only file system");
        }
    }

    @Test
    void aFileSizeLimitRefusesAndLosesNothing() throws Exception {
        Path folder = temp.resolve("limited");
        String classPath =
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"));
        Run run =
                run(
                        "sh",
                        "-c",
                        "ulimit -f 64 || exit 77; exec \"$0\" \"$@\"",
                        ProcessHandle.current().info().command().orElse("java"),
                        "-XX:-UsePerfData",
                        "-cp",
                        classPath,
                        Child.class.getName(),
                        folder.toString());
        assumeTrue(run.exit() != 77, "file sizes cannot be limited here: " + run.output());
        assertThat(run.exit()).as(run.output()).isZero();
        int acknowledged =
                run.output()
                        .lines()
                        .filter(line -> line.startsWith("acknowledged "))
                        .mapToInt(line -> Integer.parseInt(line.substring(13)))
                        .findFirst()
                        .orElseThrow();
        assertThat(run.output()).contains("refused DISK_FULL");
        assertThat(acknowledged).isPositive();
        try (FileEventLog log = LogKit.open(folder, LogKit.LARGE)) {
            assertThat(log.recovery()).isEmpty();
            assertThat(LogKit.payloads(log)).hasSize(acknowledged);
        }
    }

    /// Appends until a record is refused, and says how many were not.
    static final class Child {
        private Child() {}

        public static void main(String[] folder) {
            List<String> durable = new ArrayList<>();
            try (FileEventLog log = LogKit.open(Path.of(folder[0]), LogKit.LARGE)) {
                Appended refused = fill(log, durable);
                System.out.println("refused " + refused.refusal());
            }
            System.out.println("acknowledged " + durable.size());
        }
    }

    private record Run(int exit, String output) {}

    private static Run run(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output =
                    new String(
                            process.getInputStream().readAllBytes(),
                            java.nio.charset.StandardCharsets.UTF_8);
            boolean ended = process.waitFor(50, TimeUnit.SECONDS);
            return new Run(ended ? process.exitValue() : -1, output);
        } catch (IOException e) {
            return new Run(127, e.toString());
        }
    }
}
