package io.sojourn.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sojourn.server.config.Setting;
import io.sojourn.server.kit.Answer;
import io.sojourn.server.kit.TestServer;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is exported in the form of Woopra's log and imported into an empty project is the same there.
class LogRoundTripTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant BEGIN = Instant.parse("2026-03-01T08:00:00Z");

    /// What a line only repeats becomes a property of the visit that is imported.
    private static final Set<String> REPEATED =
            Set.of("country", "region", "city", "referrer type", "referrer query");

    @TempDir static Path folder;

    private static final AtomicReference<Instant> NOW = new AtomicReference<>(BEGIN);
    private static TestServer server;
    private static String exported = "";

    @BeforeAll
    static void history() throws IOException, InterruptedException {
        server =
                TestServer.start(
                        folder.resolve("data"),
                        (InstantSource) NOW::get,
                        Map.of(Setting.PROJECT, List.of("shop.example", "copy.example")));
        traffic();
        server.awaitApplied();
        advance(7_200);
        exported = export("shop.example", "");
        take("copy.example", exported);
        advance(7_200);
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    private static void advance(long seconds) {
        NOW.updateAndGet(now -> now.plusSeconds(seconds));
    }

    /// Visitors on several devices, known and unknown, with updates, pings, changing properties and server-side events.
    private static void traffic() throws IOException, InterruptedException {
        Random random = new Random(Long.getLong("seed", 11));
        for (int step = 0; step < 120; step++) {
            int who = random.nextInt(8);
            String cookie = "device" + who + (random.nextInt(3) == 0 ? "b" : "a");
            List<String> sent =
                    new ArrayList<>(
                            List.of(
                                    "host",
                                    "shop.example",
                                    "cookie",
                                    cookie,
                                    "event",
                                    List.of("pv", "pay", "it's \"odd\" \ud83d\ude00").get(step % 3),
                                    "idptnc",
                                    "event" + step,
                                    "ce_url",
                                    "/page?x=" + step,
                                    "ce_amount",
                                    step + ".50",
                                    "ip",
                                    "198.51.100." + who,
                                    "screen",
                                    "800x600",
                                    "browser",
                                    "Chrome"));
            if (who % 2 == 0 && random.nextInt(2) == 0) {
                sent.addAll(List.of("cv_email", "user" + who + "@x.example"));
                sent.addAll(List.of("cv_plan", random.nextBoolean() ? "pro" : "free"));
            }
            if (who == 2) {
                sent.addAll(List.of("cv_id", "id-2", "org", "acme", "co_size", "" + step));
            }
            if (random.nextInt(4) == 0) {
                sent.addAll(List.of("cs_campaign", "spring", "cs_browser", "not the browser"));
            }
            if (random.nextInt(6) == 0) {
                sent.addAll(List.of("passive", "1"));
            }
            if (random.nextInt(5) == 0) {
                sent.addAll(List.of("referer", "https://www.google.com/search?q=shoes"));
            }
            server.track("ce", sent.toArray(String[]::new));
            if (random.nextInt(4) == 0) {
                advance(20);
                server.track(
                        "update",
                        "host",
                        "shop.example",
                        "cookie",
                        cookie,
                        "idptnc",
                        "event" + step,
                        "event",
                        "pv",
                        "duration",
                        "" + random.nextInt(60_000));
            }
            advance(random.nextInt(3) == 0 ? 2_400 : random.nextInt(200));
        }
        server.track("identify", "host", "shop.example", "cv_email", "only@x.example", "cv_a", "b");
    }

    private static String export(String project, String more)
            throws IOException, InterruptedException {
        Answer answer = server.owner().get("/rest/2.4/logs/export?website=" + project + more);
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        return answer.text();
    }

    private static void take(String project, String lines)
            throws IOException, InterruptedException {
        Answer answer =
                server.owner()
                        .send(
                                "PUT",
                                "/rest/2.4/logs/import?website=" + project,
                                BodyPublishers.ofString(lines),
                                "");
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        assertThat(answer.json().path("rejected")).isEmpty();
        server.awaitApplied();
    }

    private static List<String> visits(String lines) throws IOException {
        List<String> visits = new ArrayList<>();
        for (String text : lines.lines().toList()) {
            ObjectNode line = (ObjectNode) JSON.readTree(text);
            line.remove(List.of("pid", "pos"));
            line.remove(REPEATED);
            if (line.path("visit") instanceof ObjectNode hidden) {
                hidden.remove(REPEATED);
                if (hidden.isEmpty()) {
                    line.remove("visit");
                }
            }
            line.path("actions").forEach(action -> ((ObjectNode) action).remove("id"));
            ((ObjectNode) line.path("visitor")).remove("first_visit_time");
            visits.add(sorted(line));
        }
        visits.sort(null);
        return visits;
    }

    /// The same text for the same content.
    private static String sorted(JsonNode json) throws IOException {
        return JSON.writer()
                .with(com.fasterxml.jackson.databind.SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .writeValueAsString(JSON.treeToValue(json, Object.class));
    }

    @Test
    void theCopyHasTheSameVisitsProfilesAndActions() throws Exception {
        assertThat(exported.lines().count()).isGreaterThan(60);
        assertThat(exported).contains("\"active_until\":").contains("\"standalone\":true");
        assertThat(visits(export("copy.example", ""))).isEqualTo(visits(exported));
    }

    @Test
    void theCopyHasTheSameEvents() throws Exception {
        assertThat(events(1)).hasSize(120);
        assertThat(events(2)).isEqualTo(events(1));
    }

    private static List<String> events(int project) throws IOException, InterruptedException {
        Answer answer =
                server.owner()
                        .get(
                                "/api/v1/projects/"
                                        + project
                                        + "/export/events?columns=name,time,activeUntil,flags,properties,screen,ip,browser,event.url");
        return sortedLines(answer.text());
    }

    private static List<String> sortedLines(String text) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line : text.lines().toList()) {
            lines.add(sorted(JSON.readTree(line)));
        }
        lines.sort(null);
        return lines;
    }

    @Test
    void theCopyHasTheSamePeople() throws Exception {
        assertThat(people(2)).isEqualTo(people(1));
        assertThat(people(1)).hasSizeGreaterThan(8);
    }

    private static List<String> people(int project) throws IOException, InterruptedException {
        Answer answer =
                server.owner()
                        .get(
                                "/api/v1/projects/"
                                        + project
                                        + "/export/people?columns=identifiers,properties,events,lastSeen,org.size");
        List<String> people = new ArrayList<>();
        for (String line : answer.text().lines().toList()) {
            ObjectNode person = (ObjectNode) JSON.readTree(line);
            Set<String> identifiers = new TreeSet<>();
            person.path("identifiers")
                    .forEach(each -> identifiers.add(each.path("kind") + ":" + each.path("value")));
            ObjectNode properties = (ObjectNode) person.path("properties");
            properties.remove("first_visit_time");
            properties.retain(
                    properties.properties().stream()
                            .map(Map.Entry::getKey)
                            .filter(key -> !key.startsWith("$"))
                            .toList());
            people.add(
                    identifiers
                            + sorted(properties)
                            + person.path("events")
                            + person.path("lastSeen")
                            + person.path("org.size"));
        }
        people.sort(null);
        return people;
    }

    @Test
    void theSameBodyAgainChangesNothing() throws Exception {
        List<String> before = events(2);
        take("copy.example", exported);
        assertThat(events(2)).isEqualTo(before);
    }

    @Test
    void daysTogetherAreEverythingAndGoOnAfterAPosition() throws Exception {
        List<String> days = new ArrayList<>();
        for (int day = 1; day <= 8; day++) {
            export("shop.example", "&file=2026-03-0" + day).lines().forEach(days::add);
        }
        assertThat(days).containsExactlyInAnyOrderElementsOf(exported.lines().toList());
        List<String> first = export("shop.example", "&file=2026-03-01&pos=0").lines().toList();
        assertThat(first).isNotEmpty();
        long pos = JSON.readTree(first.getFirst()).path("pos").asLong();
        List<String> rest = export("shop.example", "&file=2026-03-01&pos=" + pos).lines().toList();
        assertThat(rest).hasSizeLessThan(first.size());
        assertThat(first).endsWith(rest.toArray(String[]::new));
    }

    @Test
    void aCursorGivesWhatBecameFinalSince() throws Exception {
        Answer head =
                server.owner()
                        .send(
                                "HEAD",
                                "/rest/2.4/logs/export?website=shop.example",
                                BodyPublishers.noBody(),
                                "");
        assertThat(head.header("X-Woopra-Pos")).isEqualTo(NOW.get().toEpochMilli() + "");
        assertThat(head.header("X-Woopra-File")).startsWith("2026-03-0");
        String cursor = head.header("X-Woopra-Pos");
        assertThat(export("shop.example", "&cursor=" + cursor)).isEmpty();
    }
}
