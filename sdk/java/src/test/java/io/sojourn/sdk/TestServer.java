package io.sojourn.sdk;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A server on a free port that writes down what it is sent, and says what the test wants it to. */
final class TestServer implements AutoCloseable {

    /**
     * What is said to a request.
     *
     * @param status 0 cuts the connection instead
     */
    record Say(int status, String body, Map<String, String> headers) {
        static Say status(int status) {
            return new Say(status, "", Map.of());
        }
    }

    record Seen(String path, Map<String, String> headers, String body, List<Map<?, ?>> items) {}

    final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final Queue<Function<Seen, Say>> script = new ConcurrentLinkedQueue<>();
    private final HttpServer http;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    /**
     * @param script answers of the first requests; later ones are accepted
     */
    @SafeVarargs
    @SuppressWarnings("varargs")
    TestServer(Function<Seen, Say>... script) throws IOException {
        this.script.addAll(List.of(script));
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", this::handle);
        http.setExecutor(threads);
        http.start();
    }

    String url() {
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    static Say acceptAll(Seen seen) {
        String items =
                seen.items().stream()
                        .map(item -> "{\"status\":\"accepted\"}")
                        .collect(Collectors.joining(","));
        return new Say(200, "{\"items\":[" + items + "]}", Map.of());
    }

    List<String> events() {
        return seen.stream()
                .flatMap(request -> request.items().stream())
                .map(item -> JsonReader.text(item, "event"))
                .toList();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body =
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Map<?, ?> read = JsonReader.object("{\"items\":" + body + "}").orElseThrow();
            List<Map<?, ?>> items = new ArrayList<>();
            ((List<?>) read.get("items")).forEach(item -> items.add((Map<?, ?>) item));
            Map<String, String> headers =
                    exchange.getRequestHeaders().entrySet().stream()
                            .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().get(0)));
            Seen request = new Seen(exchange.getRequestURI().toString(), headers, body, items);
            seen.add(request);
            Function<Seen, Say> next = script.poll();
            Say say = next == null ? acceptAll(request) : next.apply(request);
            if (say.status() > 0) {
                byte[] answer = say.body().getBytes(StandardCharsets.UTF_8);
                say.headers().forEach(exchange.getResponseHeaders()::set);
                exchange.sendResponseHeaders(say.status(), answer.length == 0 ? -1 : answer.length);
                exchange.getResponseBody().write(answer);
            }
        }
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }
}
