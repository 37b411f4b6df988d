package io.sojourn.server.export;

import io.sojourn.server.kit.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;

/// How fast a project leaves in each format: `ExportFigures [EVENTS]`. Prints events, bytes, seconds, and the most memory that
/// was in use after the exports.
final class ExportFigures {

    private static final int BATCH = 1_000;
    private static final int EVENTS_OF_PERSON = 20;

    private ExportFigures() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        int events = args.length > 0 ? Integer.parseInt(args[0]) : 200_000;
        Path folder = Files.createTempDirectory("export-figures");
        try (TestServer server = TestServer.start(folder, "shop.example")) {
            fill(server, events);
            for (String what : new String[] {"events", "people"}) {
                for (String format : new String[] {"ndjson", "csv", "parquet"}) {
                    measure(server, "/api/v1/projects/1/export/" + what + "?format=" + format);
                }
            }
            measure(
                    server,
                    "/api/v1/projects/1/export/events?format=csv&columns=time,name,person,price,plan");
            measure(server, "/rest/logs/export?website=shop.example&cursor=0");
        }
    }

    private static void fill(TestServer server, int events)
            throws IOException, InterruptedException {
        for (int batch = 0; batch < events / BATCH; batch++) {
            StringBuilder items = new StringBuilder(200 * BATCH);
            for (int i = 0; i < BATCH; i++) {
                int number = batch * BATCH + i;
                items.append(
                        "{\"event\":\"event %d\",\"time\":%d,\"email\":\"user%d@x.example\",\"properties\":{\"url\":\"/page/%d\",\"price\":%d.5,\"plan\":\"pro\",\"title\":\"A page of the shop\"}}\n"
                                .formatted(
                                        number % 20,
                                        1_700_000_000_000L + number * 500L,
                                        number % (events / EVENTS_OF_PERSON),
                                        number % 1_000,
                                        number % 100));
            }
            server.owner()
                    .send(
                            "POST",
                            "/api/v1/projects/1/import?format=items",
                            HttpRequest.BodyPublishers.ofString(items.toString()),
                            "application/x-ndjson");
        }
        server.awaitApplied();
    }

    private static void measure(TestServer server, String target)
            throws IOException, InterruptedException {
        String basic =
                Base64.getEncoder()
                        .encodeToString(server.firstKey().getBytes(StandardCharsets.UTF_8));
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(server.url() + target))
                        .header("Authorization", "Basic " + basic)
                        .build();
        long start = System.nanoTime();
        long bytes;
        try (HttpClient http = HttpClient.newHttpClient();
                InputStream body = http.send(request, BodyHandlers.ofInputStream()).body()) {
            bytes = body.transferTo(java.io.OutputStream.nullOutputStream());
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        Runtime runtime = Runtime.getRuntime();
        System.out.printf(
                Locale.ROOT,
                "%-70s %,13d bytes %7.2f s, heap %d MB%n",
                target,
                bytes,
                seconds,
                (runtime.totalMemory() - runtime.freeMemory()) >> 20);
    }
}
