package io.sojourn.server.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// A file system in memory, of a size of its own, mounted at a folder. Where this user or machine may not mount one
/// the test is skipped, with the reason.
final class SmallDisk implements AutoCloseable {
    private final Path at;

    private record Run(int exit, String output) {}

    private SmallDisk(Path at) {
        this.at = at;
    }

    /// @param at is made
    static SmallDisk mount(Path at, int megabytes) throws IOException {
        Files.createDirectories(at);
        Run run = run("mount", "-t", "tmpfs", "-o", size(megabytes), "tmpfs", at.toString());
        assumeTrue(run.exit() == 0, "a small file system cannot be mounted here: " + run.output());
        return new SmallDisk(at);
    }

    private static String size(int megabytes) {
        return "size=" + megabytes + "m";
    }

    void resize(int megabytes) {
        remount(size(megabytes));
    }

    void makeReadOnly() {
        remount("ro");
    }

    private void remount(String options) {
        Run run = run("mount", "-o", "remount," + options, at.toString());
        assumeTrue(run.exit() == 0, "a file system cannot be remounted here: " + run.output());
    }

    /// Also under a process that is being killed.
    @Override
    public void close() {
        Run run = run("umount", "-l", at.toString());
        assertThat(run.exit()).as(run.output()).isZero();
    }

    private static Run run(String... command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Run(
                    process.onExit().orTimeout(50, TimeUnit.SECONDS).join().exitValue(), output);
        } catch (IOException e) {
            return new Run(127, e.toString());
        }
    }
}
