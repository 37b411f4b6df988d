package io.sojourn.server.track;

import io.sojourn.core.problem.Code;
import io.sojourn.core.project.ProjectId;
import io.sojourn.ingest.wire.Decoded;
import io.sojourn.ingest.wire.Decoder;
import io.sojourn.ingest.wire.Limits;
import io.sojourn.ingest.wire.TrackItem;
import io.sojourn.server.http.Caller;
import io.sojourn.server.http.Dispatcher;
import io.sojourn.server.http.Origins;
import io.sojourn.server.http.RouteTable;
import io.sojourn.server.http.WebServer;
import io.sojourn.store.catalog.Catalog.Project;
import io.sojourn.store.catalog.Catalog.TrackingOptions;
import io.sojourn.store.log.EventLog;
import io.sojourn.store.log.InMemoryEventLog;
import io.sojourn.store.log.LogRecord;
import io.sojourn.store.people.Quarantined;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/// A real server on a free loopback port with the tracking API alone, and raw sockets to speak to it.
final class TrackKit implements AutoCloseable {
    static final ProjectId EXAMPLE = new ProjectId(1);
    static final ProjectId OTHER = new ProjectId(2);
    static final long NOW = 1_772_362_800_000L;

    /// Status, headers in lower case, body.
    record Answer(int status, Map<String, String> headers, String body) {
        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    final InMemoryEventLog log = InMemoryEventLog.keeping();
    final Map<String, Long> counts = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Quarantined> kept = new ConcurrentLinkedQueue<>();
    private final TrackCounters counters =
            (outcome, statements) -> counts.merge(outcome, statements, Long::sum);
    private final Refusals refusals = new Refusals(kept::add, counters);
    private final WebServer web;
    private volatile TrackingOptions options = TrackingOptions.OPEN;
    private volatile Code logRefuses = Code.INTERNAL;
    private volatile boolean isLogFull;

    TrackKit() {
        this(Limits.DEFAULT, Duration.ofSeconds(20));
    }

    TrackKit(Limits limits, Duration idle) {
        TrackHandler handler =
                new TrackHandler(
                        new Guarded(),
                        this::directory,
                        refusals,
                        limits,
                        counters,
                        Origins.DIRECT,
                        InstantSource.fixed(Instant.ofEpochMilli(NOW)),
                        new Random(7));
        web =
                WebServer.start(
                        new WebServer.Options("127.0.0.1", 0, 1, idle, idle),
                        Origins.DIRECT,
                        List.of(handler),
                        new Dispatcher(
                                Origins.DIRECT,
                                new RouteTable(List.of()),
                                (call, credentials) -> Caller.NOBODY,
                                (method, route, status, nanos) -> {},
                                1000,
                                new Random(8)));
    }

    void options(TrackingOptions newOptions) {
        options = newOptions;
    }

    void logRefuses(Code code) {
        logRefuses = code;
        isLogFull = true;
    }

    private TrackDirectory directory() {
        return TrackDirectory.of(
                List.of(
                        new Project(
                                EXAMPLE,
                                "example",
                                List.of("example.com", "WWW.example.com"),
                                List.of("harbour", "lantern"),
                                options),
                        new Project(
                                OTHER,
                                "other.com",
                                List.of("other.com"),
                                List.of("meadow"),
                                options)),
                (project, appId, secret) -> appId.equals("u") && secret.equals("p"));
    }

    /// What the log holds, in order.
    List<LogRecord> records() {
        List<LogRecord> records = new ArrayList<>();
        try (EventLog.Reader reader = log.read(1)) {
            records.addAll(reader.next(10_000, Integer.MAX_VALUE, 0));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return records;
    }

    List<TrackItem> items() {
        List<TrackItem> items = new ArrayList<>();
        for (LogRecord record : records()) {
            for (Decoded decoded : Decoder.decode(record)) {
                if (decoded instanceof Decoded.Item item) {
                    items.add(item.statement());
                } else {
                    throw new AssertionError(decoded);
                }
            }
        }
        return items;
    }

    /// What was refused, once all of it is kept.
    List<Quarantined> refused() {
        refusals.close();
        return List.copyOf(kept);
    }

    Answer get(String target) throws IOException {
        return send("GET " + target + " HTTP/1.1\r\nHost: t\r\nUser-Agent: Browser/1\r\n\r\n");
    }

    Answer post(String target, String headers, byte[] body) throws IOException {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(
                latin1(
                        "POST "
                                + target
                                + " HTTP/1.1\r\nHost: t\r\n"
                                + headers
                                + "Content-Length: "
                                + body.length
                                + "\r\n\r\n"));
        request.writeBytes(body);
        return send(request.toByteArray());
    }

    Answer post(String target, String headers, String body) throws IOException {
        return post(target, headers, body.getBytes(StandardCharsets.UTF_8));
    }

    Answer ask(String requestLine, String... headers) throws IOException {
        return send(
                requestLine
                        + " HTTP/1.1\r\nHost: t\r\n"
                        + String.join("\r\n", headers)
                        + (headers.length == 0 ? "\r\n" : "\r\n\r\n"));
    }

    Answer send(String request) throws IOException {
        return send(latin1(request));
    }

    Answer send(byte[] request) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(request);
            return read(
                    socket.getInputStream(),
                    !new String(request, 0, 4, StandardCharsets.ISO_8859_1).equals("HEAD"));
        }
    }

    Socket connect() throws IOException {
        Socket socket = new Socket("127.0.0.1", web.port());
        socket.setSoTimeout(30_000);
        return socket;
    }

    static Answer read(InputStream in, boolean hasBody) throws IOException {
        List<String> head = new ArrayList<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            head.add(line);
        }
        Map<String, String> headers = new ConcurrentHashMap<>();
        for (String line : head.subList(1, head.size())) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(java.util.Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        String body = hasBody ? new String(in.readNBytes(length), StandardCharsets.UTF_8) : "";
        return new Answer(Integer.parseInt(head.getFirst().substring(9, 12)), headers, body);
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int b = in.read();
        while (b >= 0 && b != '\n') {
            if (b != '\r') {
                line.write(b);
            }
            b = in.read();
        }
        if (b < 0) {
            throw new IOException("connection closed in the head, after '" + line + "'");
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() {
        web.close(Duration.ofMillis(1));
        refusals.close();
        log.close();
    }

    /// The log, which can be told to take nothing.
    private final class Guarded implements EventLog {
        @Override
        public void append(
                ProjectId project, long received, byte kind, byte[] payload, Listener listener) {
            if (isLogFull) {
                listener.refused(logRefuses, "nothing is taken");
            } else {
                log.append(project, received, kind, payload, listener);
            }
        }

        @Override
        public long end() {
            return log.end();
        }

        @Override
        public long begin() {
            return log.begin();
        }

        @Override
        public Reader read(long from) {
            return log.read(from);
        }

        @Override
        public void confirm(long position) {
            log.confirm(position);
        }

        @Override
        public Retained retain() {
            return log.retain();
        }

        @Override
        public long bytes() {
            return log.bytes();
        }

        @Override
        public boolean lowOnDisk() {
            return log.lowOnDisk();
        }

        @Override
        public void close() {
            log.close();
        }
    }
}
