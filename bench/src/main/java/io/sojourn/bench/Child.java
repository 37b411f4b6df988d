package io.sojourn.bench;

import io.sojourn.server.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A server as a process of its own: its address, what it takes of the machine, its end.
final class Child implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("listening on (http://[^ ,]+),.*");
    private static final long START_SECONDS_MAX = 120;
    private static final int LINES_MAX = 200;

    private final Process process;
    private final Queue<String> output = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<URI> url = new CompletableFuture<>();

    private Child(Process process) {
        this.process = process;
        Thread.ofPlatform().daemon().name("child-output").start(this::read);
    }

    /// The floor, on the runtime and with the flags of the packaged server.
    static Child bare(Path data) throws IOException {
        List<String> command = java(Bench.class);
        command.addAll(List.of("bare", "--data", data.toString()));
        return start(command);
    }

    private static List<String> java(Class<?> main) {
        return new ArrayList<>(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-XX:+UseCompactObjectHeaders",
                        "-XX:+UseG1GC",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        main.getName()));
    }

    /// The server as it is delivered, with its usual settings.
    static Child packaged(Path data, List<String> options) throws IOException {
        Path dist = Path.of(System.getProperty("sojourn.dist", "server/target/dist"));
        return server(
                new ArrayList<>(List.of(dist.resolve("bin").resolve("sojourn").toString())),
                data,
                options);
    }

    /// The server from the classes of this program, with little memory: for runs that measure nothing.
    static Child fromClasses(Path data, List<String> options) throws IOException {
        return server(java(Main.class), data, options);
    }

    private static Child server(List<String> command, Path data, List<String> options)
            throws IOException {
        command.addAll(
                List.of(
                        "run",
                        "--port",
                        "0",
                        "--data",
                        data.toString(),
                        "--project",
                        Traffic.PROJECT));
        command.addAll(options);
        return start(command);
    }

    private static Child start(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return new Child(builder.start());
    }

    private void read() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                output.add(line);
                if (output.size() > LINES_MAX) {
                    output.remove();
                }
                Matcher listening = LISTENING.matcher(line);
                if (listening.matches()) {
                    url.complete(URI.create(listening.group(1)));
                }
            }
        } catch (IOException e) {
            output.add("output cut: " + e);
        }
        url.completeExceptionally(new IOException("ended: " + output));
    }

    /// Waits until it listens.
    URI url() throws IOException, InterruptedException {
        try {
            return url.get(START_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the server did not start: " + output, e);
        }
    }

    InetSocketAddress address() throws IOException, InterruptedException {
        return new InetSocketAddress("127.0.0.1", url().getPort());
    }

    List<String> output() {
        return List.copyOf(output);
    }

    ThreadTimes threads() throws IOException {
        return ThreadTimes.of(process.pid());
    }

    /// Resident memory in MiB, 0 where the system does not say.
    ///
    /// @param field `VmRSS` now, `VmHWM` at most
    long residentMib(String field) throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (!Files.exists(status)) {
            return 0;
        }
        for (String line : Files.readAllLines(status)) {
            if (line.startsWith(field + ":")) {
                return Long.parseLong(line.replaceAll("\\D", "")) >> 10;
            }
        }
        return 0;
    }

    /// Asks it to end, and ends it where it does not within a minute.
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(1, TimeUnit.MINUTES)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
