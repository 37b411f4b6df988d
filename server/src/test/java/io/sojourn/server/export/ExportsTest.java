package io.sojourn.server.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sojourn.server.kit.Answer;
import io.sojourn.server.kit.TestServer;
import io.sojourn.store.text.HostileStrings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Bulk export over HTTP, read back by other programs' means.
class ExportsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EXPORT = "/api/v1/projects/1/export/";
    private static final long DAY = 1_700_000_000_000L;

    @TempDir static Path folder;

    private static TestServer server;
    private static final List<String> HOSTILE = new ArrayList<>();

    @BeforeAll
    static void history() throws IOException, InterruptedException {
        server = TestServer.start(folder.resolve("data"), "shop.example", "other.example");
        batch(
                "shop.example",
                """
                {"event":"signup","time":%d,"email":"ann@x.example","properties":{"plan":"pro","price":1.50,"seats":3,"trial":true,"note":"=1+1"},"person":{"name":"Ann","score":-5}}
                {"event":"pay","time":%d,"email":"ann@x.example","properties":{"plan":7,"price":2,"seats":4,"trial":false,"note":"-5"},"visit":{"campaign":"spring"}}
                {"event":"pay","time":%d,"email":"bob@x.example","properties":{"plan":"free"},"person":{"name":"Bob"}}
                """
                        .formatted(DAY, DAY + 1_000, DAY + 86_400_000));
        batch(
                "other.example",
                """
                {"event":"secret","time":%d,"email":"eve@x.example"}
                """
                        .formatted(DAY));
        StringBuilder hostile = new StringBuilder();
        for (String text : HostileStrings.all()) {
            if (isPlain(text)) {
                HOSTILE.add(text);
                ObjectNode item = JSON.createObjectNode();
                item.put("event", "hostile").put("time", DAY - 1_000).put("id", "hostile");
                item.putObject("properties").put("text", text).put("n", HOSTILE.size() - 1);
                hostile.append(item).append('\n');
            }
        }
        batch("shop.example", hostile.toString());
        server.awaitApplied();
    }

    /// Texts that are stored as they are: NUL and halves of characters are kept escaped.
    private static boolean isPlain(String text) {
        return text.indexOf('\0') < 0
                && StandardCharsets.UTF_8.newEncoder().canEncode(text)
                && text.length() < 5_000;
    }

    private static void batch(String project, String items)
            throws IOException, InterruptedException {
        String number = project.equals("shop.example") ? "1" : "2";
        Answer taken =
                server.owner()
                        .send(
                                "POST",
                                "/api/v1/projects/" + number + "/import?format=items",
                                HttpRequest.BodyPublishers.ofString(items),
                                "application/x-ndjson");
        assertThat(taken.json().path("rejected")).as("%s", taken).isEmpty();
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    private static List<JsonNode> lines(String target) throws IOException, InterruptedException {
        Answer answer = server.owner().get(EXPORT + target);
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        List<JsonNode> lines = new ArrayList<>();
        for (String line : answer.text().split("\n", -1)) {
            if (!line.isEmpty()) {
                lines.add(JSON.readTree(line));
            }
        }
        return lines;
    }

    @Test
    void eventsComeWithEverythingThatIsKnownOfThem() throws Exception {
        List<JsonNode> events = lines("events?events=signup");
        assertThat(events).hasSize(1);
        JsonNode event = events.getFirst();
        assertThat(event.properties().stream().map(Map.Entry::getKey))
                .containsExactly(
                        "id",
                        "name",
                        "time",
                        "received",
                        "activeUntil",
                        "person",
                        "visitor",
                        "flags",
                        "attributes",
                        "properties",
                        "visitProperties");
        assertThat(event.path("name").asText()).isEqualTo("signup");
        assertThat(event.path("time").asLong()).isEqualTo(DAY);
        assertThat(event.path("id").isTextual()).isTrue();
        assertThat(event.path("properties").toString())
                .isEqualTo(
                        "{\"plan\":\"pro\",\"price\":1.5,\"seats\":3,\"trial\":true,\"note\":\"=1+1\"}");
    }

    @Test
    void rangeNamesAndFiltersChooseTheEvents() throws Exception {
        assertThat(lines("events?from=" + DAY + "&to=" + (DAY + 1_000))).hasSize(1);
        assertThat(lines("events?events=pay,signup")).hasSize(3);
        assertThat(
                        lines(
                                "events?filter=%5B%7B%22property%22%3A%22name%22%2C%22operator%22%3A%22is%22%2C%22value%22%3A%22Bob%22%7D%5D"))
                .extracting(event -> event.path("name").asText())
                .containsExactly("pay");
        Answer posted =
                server.owner()
                        .post(
                                EXPORT + "events",
                                "{\"filter\":[{\"property\":\"score\",\"operator\":\"lt\",\"value\":0}],\"columns\":[\"name\"]}");
        assertThat(posted.text()).isEqualTo("{\"name\":\"signup\"}\n{\"name\":\"pay\"}\n");
    }

    @Test
    void columnsAreFieldsAttributesAndProperties() throws Exception {
        assertThat(
                        lines(
                                "events?events=pay&to="
                                        + (DAY + 2_000)
                                        + "&columns=name,event.price,seats,person.name,visit.campaign,country,nothing"))
                .extracting(JsonNode::toString)
                .containsExactly(
                        "{\"name\":\"pay\",\"event.price\":2,\"seats\":4,\"person.name\":\"Ann\",\"visit.campaign\":\"spring\",\"country\":null,\"nothing\":null}");
    }

    @Test
    void peopleComeLastSeenFirst() throws Exception {
        List<JsonNode> people = lines("people?from=" + DAY);
        assertThat(people)
                .extracting(person -> person.at("/properties/name").asText())
                .containsExactly("Bob", "Ann");
        assertThat(people.getLast().path("events").asLong()).isEqualTo(2);
        assertThat(people.getLast().path("identifiers").toString())
                .isEqualTo("[{\"kind\":\"email\",\"value\":\"ann@x.example\",\"live\":true}]");
        assertThat(lines("people?columns=email,score,$events&from=" + DAY + "&to=" + (DAY + 5_000)))
                .extracting(JsonNode::toString)
                .containsExactly("{\"email\":\"ann@x.example\",\"score\":-5,\"$events\":2}");
    }

    @Test
    void aSpreadsheetReadsTextAsTextAndNumbersAsNumbers() throws Exception {
        Answer csv =
                server.owner()
                        .get(EXPORT + "events?format=csv&events=signup,pay&columns=name,note,plan");
        assertThat(csv.header("content-type")).isEqualTo("text/csv; charset=utf-8");
        assertThat(csv.header("content-disposition"))
                .isEqualTo("attachment; filename=\"events-1.csv\"");
        assertThat(csv.text())
                .isEqualTo("name,note,plan\r\nsignup,'=1+1,pro\r\npay,-5,7\r\npay,,free\r\n");
    }

    @Test
    void hostileTextsComeBackFromEveryFormat() throws Exception {
        Map<Integer, String> expected = new LinkedHashMap<>();
        HOSTILE.forEach(text -> expected.put(expected.size(), text));
        String target = "events?events=hostile&columns=n,text&format=";

        Map<Integer, String> fromLines = new LinkedHashMap<>();
        lines(target + "ndjson")
                .forEach(line -> fromLines.put(line.path("n").asInt(), line.path("text").asText()));
        assertThat(fromLines).isEqualTo(expected);

        Map<Integer, String> fromCsv = new LinkedHashMap<>();
        List<List<String>> records =
                CsvText.records(server.owner().get(EXPORT + target + "csv").text());
        for (List<String> cells : records.subList(1, records.size())) {
            assertThat(cells).hasSize(2);
            fromCsv.put(Integer.parseInt(cells.getFirst()), CsvText.plain(cells.get(1)));
        }
        assertThat(fromCsv).isEqualTo(expected);

        Map<Integer, String> fromParquet = new LinkedHashMap<>();
        for (Map<String, Object> row : parquet(target + "parquet")) {
            fromParquet.put(
                    ((Number) row.get("n:BIGINT")).intValue(), (String) row.get("text:VARCHAR"));
        }
        assertThat(fromParquet).isEqualTo(expected);
    }

    private static List<Map<String, Object>> parquet(String target)
            throws IOException, InterruptedException, SQLException {
        Answer answer = server.owner().get(EXPORT + target);
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        Path file = Files.write(folder.resolve("read.parquet"), answer.body());
        List<Map<String, Object>> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT * FROM '" + file + "'")) {
            ResultSetMetaData columns = row.getMetaData();
            while (row.next()) {
                Map<String, Object> cells = new LinkedHashMap<>();
                for (int i = 1; i <= columns.getColumnCount(); i++) {
                    cells.put(
                            columns.getColumnName(i) + ":" + columns.getColumnTypeName(i),
                            String.valueOf(row.getObject(i)).equals("null")
                                    ? "null"
                                    : row.getObject(i));
                }
                rows.add(cells);
            }
        }
        return rows;
    }

    @Test
    void parquetColumnsHaveTheTypeThatFitsAllTheirValues() throws Exception {
        List<Map<String, Object>> rows =
                parquet(
                        "events?format=parquet&events=signup,pay&columns=id,name,time,price,seats,trial,plan,visit.campaign");
        assertThat(rows).hasSize(3);
        assertThat(rows.getFirst().keySet())
                .containsExactly(
                        "id:BIGINT",
                        "name:VARCHAR",
                        "time:TIMESTAMP",
                        "price:DOUBLE",
                        "seats:BIGINT",
                        "trial:BOOLEAN",
                        "plan:VARCHAR",
                        "visit.campaign:VARCHAR");
        assertThat(rows.getFirst())
                .containsEntry("price:DOUBLE", 1.5)
                .containsEntry("seats:BIGINT", 3L)
                .containsEntry("trial:BOOLEAN", true)
                .containsEntry("plan:VARCHAR", "pro");
        assertThat(rows.getFirst().get("time:TIMESTAMP").toString())
                .isEqualTo("2023-11-14 22:13:20.0");
        assertThat(rows.get(1)).containsEntry("plan:VARCHAR", "7");
        assertThat(rows.get(2)).containsEntry("price:DOUBLE", "null");
        assertThat(parquet("people?format=parquet&from=" + DAY))
                .extracting(row -> row.get("events:BIGINT"))
                .containsExactly(1L, 2L);
        try (var files = Files.newDirectoryStream(folder.resolve("data/projects/1"), "export-*")) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void whoTakesGzipGetsIt() throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(server.url() + EXPORT + "events?events=pay"))
                        .header("Accept-Encoding", "gzip")
                        .header("Authorization", "Basic " + basic())
                        .build();
        HttpResponse<byte[]> answer;
        try (HttpClient http = HttpClient.newHttpClient()) {
            answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        }
        assertThat(answer.headers().firstValue("content-encoding")).contains("gzip");
        String text =
                new String(
                        new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes(),
                        StandardCharsets.UTF_8);
        assertThat(text.lines()).hasSize(2);
        assertThat(Download.takesGzip("br, gzip;q=0.5")).isTrue();
        assertThat(Download.takesGzip("gzip;q=0")).isFalse();
        assertThat(Download.takesGzip("x-gzip, br")).isFalse();
    }

    private static String basic() throws IOException {
        return Base64.getEncoder()
                .encodeToString(server.firstKey().getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void everythingWrongIsToldAtOnce() throws Exception {
        Answer answer =
                server.owner()
                        .get(
                                EXPORT
                                        + "events?format=xml&from=soon&columns=a,A,a&filter=%5B%7B%22property%22%3A%22a%22%2C%22operator%22%3A%22near%22%7D%5D");
        assertThat(answer.status()).isEqualTo(400);
        List<String> fields = new ArrayList<>();
        ((ArrayNode) answer.json().path("errors"))
                .forEach(error -> fields.add(error.path("field").asText()));
        assertThat(fields).contains("format", "from");
        Answer names =
                server.owner().get(EXPORT + "events?format=parquet&columns=plan,Plan&events=%5B1");
        assertThat(names.json().path("errors"))
                .extracting(error -> error.path("field").asText())
                .containsExactlyInAnyOrder("columns", "events");
    }
}
