package io.sojourn.server.packaged;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The packaged server as a child process, on a free port and a data folder of the test's.
public final class PackagedServer implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("listening on (http://\\S+),.*");
    private static final long START_SECONDS_MAX = 120;

    private final Process process;
    private final Path data;
    private final Thread reader;
    private final Queue<String> output = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<String> url = new CompletableFuture<>();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private PackagedServer(Process process, Path data) {
        this.process = process;
        this.data = data;
        this.reader = Thread.ofPlatform().daemon().start(this::read);
    }

    /// The program under `dist`, as it would be unpacked.
    public static Path program() {
        return Path.of(System.getProperty("sojourn.dist", "target/dist"), "bin", "sojourn");
    }

    /// Does not wait.
    public static PackagedServer begin(Path data, String... options) throws IOException {
        return begin(data, Map.of(), options);
    }

    /// @param environment beside that of the test
    public static PackagedServer begin(
            Path data, Map<String, String> environment, String... options) throws IOException {
        return begin("0", data, environment, options);
    }

    private static PackagedServer begin(
            String port, Path data, Map<String, String> environment, String... options)
            throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                program().toString(),
                                "run",
                                "--port",
                                port,
                                "--data",
                                data.toString()));
        command.addAll(List.of(options));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().keySet().removeIf(name -> name.startsWith("SOJOURN_"));
        builder.environment().putAll(environment);
        return new PackagedServer(builder.start(), data);
    }

    /// Serves on return.
    public static PackagedServer start(Path data, String... options) throws IOException {
        PackagedServer server = begin(data, options);
        server.url();
        return server;
    }

    /// Another one in the place of this one, which has ended: same port, same data. Serves on return.
    public PackagedServer again(String... options) throws IOException {
        PackagedServer next =
                begin(url().substring(url().lastIndexOf(':') + 1), data, Map.of(), options);
        next.url();
        return next;
    }

    private void read() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                output.add(line);
                Matcher listening = LISTENING.matcher(line);
                if (listening.matches()) {
                    url.complete(listening.group(1));
                }
            }
        } catch (IOException e) {
            output.add("output cut: " + e);
        }
        url.completeExceptionally(new IllegalStateException("ended: " + output));
    }

    public String url() {
        try {
            return url.get(START_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the server did not start: " + output, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// Lines printed so far, standard output and error.
    public List<String> output() {
        return List.copyOf(output);
    }

    public JsonNode firstRun() throws IOException {
        return new JsonMapper().readTree(data.resolve("first-run.json").toFile());
    }

    /// A request with the first API key.
    public HttpRequest.Builder request(String path) throws IOException {
        return HttpRequest.newBuilder(URI.create(url() + path))
                .header("Authorization", authorization());
    }

    /// The first API key, as the header says it.
    public String authorization() throws IOException {
        JsonNode api = firstRun().path("api");
        String pair = api.path("appId").asText() + ":" + api.path("secret").asText();
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    /// Heap that is in use after a full collection.
    public long liveHeapBytes() throws IOException, InterruptedException {
        Process collection =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                                Long.toString(process.pid()),
                                "GC.run")
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        if (collection.waitFor() != 0) {
            throw new IllegalStateException("jcmd ended with " + collection.exitValue());
        }
        return send(request("/metrics"))
                .body()
                .lines()
                .filter(line -> line.startsWith("jvm_memory_used_bytes{area=\"heap\""))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    public HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    /// Sends a request whose answer may never come, because the server ends on it.
    public void requestAndForget(HttpRequest.Builder request) {
        client.sendAsync(request.build(), BodyHandlers.discarding());
    }

    /// Without credentials.
    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(url() + path)));
    }

    /// SIGTERM.
    ///
    /// @return exit code
    public int terminate() throws InterruptedException {
        process.toHandle().destroy();
        return exit();
    }

    /// SIGKILL.
    public void kill() throws InterruptedException {
        process.toHandle().destroyForcibly();
        exit();
    }

    /// Waits for no longer than that.
    public boolean endsWithin(Duration time) throws InterruptedException {
        return process.waitFor(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    /// Waits for the end and for the last line.
    public int exit() throws InterruptedException {
        if (!process.waitFor(START_SECONDS_MAX, TimeUnit.SECONDS)) {
            throw new IllegalStateException("still running: " + output);
        }
        reader.join();
        return process.exitValue();
    }

    @Override
    public void close() {
        client.close();
        process.destroyForcibly();
    }
}
