package io.sojourn.server.packaged;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A command of the packaged program as a child process, its output in a file.
final class CommandChild implements AutoCloseable {

    private static final long SECONDS_MAX = 180;

    private final Process process;
    private final Path output;

    private CommandChild(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /// Does not wait.
    static CommandChild begin(Path folder, String... arguments) throws IOException {
        Path output = Files.createTempFile(folder, "command", ".out");
        List<String> command = new ArrayList<>(List.of(PackagedServer.program().toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().keySet().removeIf(name -> name.startsWith("SOJOURN_"));
        return new CommandChild(builder.start(), output);
    }

    /// @return what it printed
    static List<String> run(int exit, Path folder, String... arguments)
            throws IOException, InterruptedException {
        try (CommandChild child = begin(folder, arguments)) {
            int code = child.exit();
            List<String> lines = child.output();
            if (code != exit) {
                throw new AssertionError(
                        "%s ended with %d: %s".formatted(List.of(arguments), code, lines));
            }
            return lines;
        }
    }

    int exit() throws InterruptedException {
        if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
            throw new AssertionError("still running");
        }
        return process.exitValue();
    }

    boolean isRunning() {
        return process.isAlive();
    }

    /// SIGKILL.
    void kill() throws InterruptedException {
        process.destroyForcibly();
        exit();
    }

    List<String> output() throws IOException {
        try (Stream<String> lines = Files.lines(output, StandardCharsets.UTF_8)) {
            return lines.toList();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
