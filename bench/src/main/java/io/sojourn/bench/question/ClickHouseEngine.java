package io.sojourn.bench.question;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// ClickHouse as whoever chose it would use it, over its own HTTP interface: typed columns, one table per order of rows,
/// merged into one part. Merged people and changes are resolved already when rows come in.
final class ClickHouseEngine {

    private static final Statements STATEMENTS = new Statements("clickhouse");
    private static final List<String> TABLES = List.of("by_person", "by_name");
    private static final Duration START_MAX = Duration.ofSeconds(60);

    private final Process process;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI url;
    private final int person;

    private ClickHouseEngine(Process process, int port, int person) {
        this.process = process;
        this.url = URI.create("http://127.0.0.1:" + port + "/");
        this.person = person;
    }

    /// @param library `libchdb.so`
    static ClickHouseEngine fill(Path library, Path folder, Clickstream stream, int person)
            throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Path configuration = folder.resolve("conf.xml");
        Files.writeString(
                configuration,
                "<clickhouse><logger><level>none</level></logger>"
                        + "<users><default><password></password><networks><ip>::/0</ip></networks>"
                        + "<profile>default</profile><quota>default</quota></default></users>"
                        + "<profiles><default/></profiles><quotas><default/></quotas></clickhouse>");
        int port = freePort();
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-Xmx64m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                ClickHouseServer.class.getName(),
                                library.toString(),
                                folder.resolve("data").toString(),
                                configuration.toString(),
                                Integer.toString(port))
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("output.txt").toFile())
                        .start();
        ClickHouseEngine engine = new ClickHouseEngine(process, port, person);
        try {
            engine.await();
            engine.load(stream);
            return engine;
        } catch (IOException | InterruptedException | RuntimeException e) {
            engine.close();
            throw e;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private void await() throws IOException, InterruptedException {
        long end = System.nanoTime() + START_MAX.toNanos();
        while (true) {
            try {
                ask("SELECT 1", BodyPublishers.noBody());
                return;
            } catch (IOException e) {
                if (!process.isAlive() || System.nanoTime() > end) {
                    throw new IOException("ClickHouse did not start", e);
                }
                process.waitFor(50, TimeUnit.MILLISECONDS);
            }
        }
    }

    private static String codes(List<String> names) {
        return IntStream.range(0, names.size())
                .mapToObj(i -> "'" + names.get(i) + "' = " + i)
                .collect(Collectors.joining(", ", "Enum8(", ")"));
    }

    private void load(Clickstream stream) throws IOException, InterruptedException {
        String columns =
                "person UInt32, event UInt32, time Int64, name "
                        + codes(Clickstream.NAMES)
                        + ", source "
                        + codes(Clickstream.SOURCES)
                        + ", device "
                        + codes(Clickstream.DEVICES)
                        + ", page UInt16, category UInt16, price UInt32, currency UInt8,"
                        + " position UInt8, coupon UInt8";
        ask("CREATE DATABASE IF NOT EXISTS bench", BodyPublishers.noBody());
        for (String statement : STATEMENTS.all("layouts.sql")) {
            ask(statement.replace("{columns}", columns), BodyPublishers.noBody());
        }
        ask(
                "CREATE TABLE people (person UInt32, plan "
                        + codes(Clickstream.PLANS)
                        + ") ENGINE = MergeTree ORDER BY person",
                BodyPublishers.noBody());
        ask("INSERT INTO by_person FORMAT RowBinary", written(out -> events(out, stream)));
        ask("INSERT INTO by_name SELECT * FROM by_person", BodyPublishers.noBody());
        ask("INSERT INTO people FORMAT RowBinary", written(out -> people(out, stream)));
        for (String table : List.of("by_person", "by_name", "people")) {
            ask("OPTIMIZE TABLE " + table + " FINAL", BodyPublishers.noBody());
        }
    }

    @FunctionalInterface
    private interface Body {
        void write(OutputStream out) throws IOException;
    }

    private static BodyPublisher written(Body body) {
        return BodyPublishers.ofInputStream(
                () -> {
                    try {
                        PipedInputStream in = new PipedInputStream(1 << 20);
                        PipedOutputStream pipe = new PipedOutputStream(in);
                        Thread.ofPlatform()
                                .daemon()
                                .start(
                                        () -> {
                                            try (OutputStream out =
                                                    new BufferedOutputStream(pipe, 1 << 16)) {
                                                body.write(out);
                                            } catch (IOException e) {
                                                throw new UncheckedIOException(e);
                                            }
                                        });
                        return in;
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    private static void events(OutputStream out, Clickstream stream) throws IOException {
        ByteBuffer row = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < stream.events; i++) {
            row.clear();
            row.putInt(stream.person(i)).putInt(i).putLong(stream.time[i]);
            row.put(stream.name[i]).put((byte) stream.source(i)).put((byte) stream.device(i));
            row.putShort((short) stream.page(i)).putShort((short) stream.category(i));
            row.putInt(stream.price(i)).put((byte) stream.currency(i));
            row.put((byte) stream.position(i)).put((byte) (stream.coupon(i) ? 1 : 0));
            out.write(row.array(), 0, row.position());
        }
    }

    private static void people(OutputStream out, Clickstream stream) throws IOException {
        ByteBuffer row = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        for (int one = 1; one <= stream.people; one++) {
            row.clear();
            row.putInt(one).put((byte) Clickstream.plan(one));
            out.write(row.array(), 0, row.position());
        }
    }

    private List<String> ask(String sql, BodyPublisher body)
            throws IOException, InterruptedException {
        String query = URLEncoder.encode(sql, StandardCharsets.UTF_8);
        HttpResponse<String> response =
                http.send(
                        HttpRequest.newBuilder(url.resolve("/?query=" + query))
                                .timeout(Duration.ofMinutes(20))
                                .POST(body)
                                .build(),
                        BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException(sql + ": " + response.body());
        }
        List<String> rows = new ArrayList<>();
        response.body()
                .lines()
                .forEach(line -> rows.add(line.replace("\\N", "").replace('\t', '|')));
        return rows;
    }

    /// One engine per order of rows.
    List<Engine> layouts() {
        return TABLES.stream().<Engine>map(Layout::new).toList();
    }

    /// The plan of a question.
    String plan(Question question, String table) throws IOException, InterruptedException {
        return String.join(
                "\n",
                ask(
                        "EXPLAIN indexes = 1 " + STATEMENTS.question(question, table, person),
                        BodyPublishers.noBody()));
    }

    /// Its input ends, and so does it.
    void close() throws IOException, InterruptedException {
        process.outputWriter().close();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        http.close();
    }

    private final class Layout implements Engine {
        private final String table;

        Layout(String table) {
            this.table = table;
        }

        @Override
        public String name() {
            return "ClickHouse " + table.replace('_', ' ');
        }

        @Override
        public List<String> answer(Question question) throws IOException, InterruptedException {
            return ask(
                    STATEMENTS.question(question, table, person)
                            + " SETTINGS "
                            + STATEMENTS.text("settings.sql"),
                    BodyPublishers.noBody());
        }
    }
}
