package io.sojourn.server.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Histories brought in by the packaged command.
@Tag("slow")
class ImportIT {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern NAME = Pattern.compile("event .* name=\"([^\"]*)\".*");

    /// From the data's own description.
    private static final Map<String, Integer> ECOM =
            Map.ofEntries(
                    Map.entry("product_view", 6851),
                    Map.entry("catalog", 6521),
                    Map.entry("search", 4011),
                    Map.entry("home", 2762),
                    Map.entry("filter_results", 2610),
                    Map.entry("add_to_cart", 1346),
                    Map.entry("cart", 1204),
                    Map.entry("shipping_details", 958),
                    Map.entry("wishlist_add", 812),
                    Map.entry("promo_page", 796),
                    Map.entry("payment_details", 709),
                    Map.entry("account_page", 659),
                    Map.entry("purchase", 470),
                    Map.entry("review_page", 406),
                    Map.entry("support_chat", 277),
                    Map.entry("error_page", 276),
                    Map.entry("compare", 275),
                    Map.entry("payment_error", 119),
                    Map.entry("checkout_bug", 44));

    @TempDir Path folder;

    private String[] command(Path file, Path data, String... more) {
        List<String> all =
                new java.util.ArrayList<>(
                        List.of(
                                "import",
                                file.toString(),
                                "--project",
                                "shop.example",
                                "--data",
                                data.toString()));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private static JsonNode status(PackagedServer server) throws Exception {
        return JSON.readTree(server.send(server.request("/api/v1/projects/1/status")).body());
    }

    @Test
    void anImportThatIsKilledGoesOnAndNothingIsLostOrDoubled() throws Exception {
        Path data = folder.resolve("data");
        Path file = folder.resolve("ecom-events.csv.gz");
        try (InputStream in =
                Objects.requireNonNull(
                        ImportIT.class.getResourceAsStream(
                                "/io/sojourn/server/imports/ecom-events.csv.gz"))) {
            Files.copy(in, file);
        }
        Path state = folder.resolve("ecom-events.csv.gz.import.json");
        try (PackagedServer server = PackagedServer.start(data, "--project", "shop.example")) {
            try (CommandChild first = CommandChild.begin(folder, command(file, data))) {
                while (!Files.exists(state) && first.isRunning()) {
                    LockSupport.parkNanos(200_000);
                }
                first.kill();
            }
            JsonNode broken = JSON.readTree(state.toFile());
            assertThat(broken.path("finished").asBoolean()).isFalse();
            assertThat(broken.path("line").asLong()).isBetween(900L, 31_000L);

            List<String> said = CommandChild.run(0, folder, command(file, data));
            assertThat(said).anyMatch(line -> line.startsWith("going on after line "));
            assertThat(said).contains("imported: 31106 accepted, 0 rejected");
            assertThat(status(server).path("events").asLong()).isEqualTo(31_106);
            assertThat(status(server).path("people").asLong()).isEqualTo(600);

            assertThat(CommandChild.run(1, folder, command(file, data)))
                    .anyMatch(line -> line.contains("imported already"));
            CommandChild.run(0, folder, command(file, data, "--restart"));
            assertThat(status(server).path("events").asLong()).isEqualTo(31_106);
            assertThat(status(server).at("/totals/bot").asLong()).isZero();
            assertThat(server.terminate()).isIn(0, 143);
        }
        Map<String, Integer> names = new HashMap<>();
        for (String line : CommandChild.run(0, folder, "dump", "--data", data.toString())) {
            Matcher name = NAME.matcher(line);
            if (name.matches()) {
                names.merge(name.group(1), 1, Integer::sum);
            }
        }
        assertThat(names).isEqualTo(ECOM);
    }

    @Test
    void woopraLinesComeInAndWhatCannotIsReported() throws Exception {
        Path data = folder.resolve("data");
        Path file = folder.resolve("visits.ndjson");
        Files.writeString(
                file,
                """
                {"type":"visit","pid":"77","time":1700000000000,"browser":"Chrome","os":"Mac","ip":"192.0.2.7","visitor":{"name":"Ann","email":"ann@x.example"},"actions":[{"name":"buy","time":1700000060000,"duration":4,"properties":{"price":"9.50"}},{"name":"pv","time":1700000000000,"properties":{"url":"/"}}]}

                {"type":"identify","pid":"77","visitor":{"email":"ann@x.example","plan":"gold"}}
                {"type":"system","method":"delete","pid":"78"}
                not json
                {"visitor":{"email":"bob@x.example"},"actions":[{"name":"pv","time":1600000000000}]}
                """);
        try (PackagedServer server = PackagedServer.start(data, "--project", "shop.example")) {
            List<String> said = CommandChild.run(4, folder, command(file, data));
            assertThat(said).contains("imported: 4 accepted, 2 rejected");
            List<String> rejects =
                    Files.readAllLines(folder.resolve("visits.ndjson.rejects.ndjson"));
            assertThat(rejects).hasSize(2);
            assertThat(JSON.readTree(rejects.get(0)).path("line").asLong()).isEqualTo(4);
            assertThat(JSON.readTree(rejects.get(1)).path("line").asLong()).isEqualTo(5);
            assertThat(status(server).path("events").asLong()).isEqualTo(3);
            assertThat(status(server).path("people").asLong()).isEqualTo(2);
            server.terminate();
        }
        assertThat(CommandChild.run(0, folder, "dump", "--data", data.toString()))
                .anyMatch(
                        line ->
                                line.startsWith("event ")
                                        && line.contains("time=1700000060000")
                                        && line.contains("\"price\":\"9.50\""))
                .anyMatch(line -> line.startsWith("visitor ") && line.contains("gold"));
    }

    @Test
    void aHostileFileCostsItsBadRowsOnly() throws Exception {
        Path data = folder.resolve("data");
        Path file = folder.resolve("hostile.csv");
        Files.writeString(
                file,
                "\uFEFFevent,time,email,note,note\r\n"
                        + "\"a \"\"quoted\"\"\nname\",2024-01-04 11:45:38,a@x.example,x\u0000y,\u202e\r\n"
                        + "b,never,a@x.example,,\r\n"
                        + "c,1704368738,,,\r\n"
                        + ",1704368738,a@x.example,,\r\n"
                        + "d,1704368738,a@x.example,\"open,\r\n"
                        + "e,1704368738,a@x.example,"
                        + "z".repeat(9_000)
                        + ",\r\n"
                        + "f,1704368738,a@x.example,x,y,z\r\n"
                        + "=cmd|' /C calc'!A0,1704368738,a@x.example,<script>,';DROP TABLE event--\r\n");
        try (PackagedServer server = PackagedServer.start(data, "--project", "shop.example")) {
            List<String> said = CommandChild.run(4, folder, command(file, data));
            assertThat(said).contains("imported: 2 accepted, 6 rejected");
            assertThat(lines(folder.resolve("hostile.csv.rejects.ndjson")))
                    .containsExactlyInAnyOrder(4L, 5L, 6L, 7L, 8L, 9L);
            assertThat(status(server).path("events").asLong()).isEqualTo(2);
            server.terminate();
        }
    }

    private static List<Long> lines(Path rejects) throws IOException {
        List<Long> lines = new java.util.ArrayList<>();
        for (String line : Files.readAllLines(rejects)) {
            lines.add(JSON.readTree(line).path("line").asLong());
        }
        return lines;
    }

    @Test
    void withoutAServerItSaysHowToStartOne() throws Exception {
        Path file = Files.writeString(folder.resolve("a.csv"), "event,time,user\n");
        assertThat(CommandChild.run(2, folder, command(file, folder.resolve("none"))))
                .anyMatch(line -> line.contains("no server runs on data folder"));
        assertThat(
                        CommandChild.run(
                                1,
                                folder,
                                command(
                                        file,
                                        folder.resolve("none"),
                                        "--url",
                                        "http://127.0.0.1:1",
                                        "--key",
                                        "a:b")))
                .anyMatch(line -> line.contains("no server answers at http://127.0.0.1:1"));
    }
}
