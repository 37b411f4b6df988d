package io.sojourn.server.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sojourn.ingest.enrich.AccessLog;
import io.sojourn.ingest.enrich.AccessLogCounts;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// A real web server's traffic through the packaged server's tracking API. Every figure is known, is counted in the
/// file by other means, and comes out of the API in several ways that have to agree.
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessLogIT {
    private static final int CONNECTIONS = 4;
    private static final String PROJECT = "semicomplete.com";
    private static final String STRICT = "strict.example";
    private static final Set<String> LIBRARIES = Set.of("http-library");

    private final List<AccessLog.Line> lines = AccessLog.read();
    private final Map<String, List<AccessLog.Line>> byPerson =
            lines.stream().collect(Collectors.groupingBy(AccessLog.Line::person));
    private List<PackagedServer> servers = List.of();

    @BeforeAll
    void start(@TempDir Path data) throws IOException {
        servers = List.of(PackagedServer.start(data, "--project", PROJECT, "--project", STRICT));
    }

    @AfterAll
    void end() {
        servers.forEach(PackagedServer::close);
    }

    @Test
    void eventsPeopleBotsAndVisitsAreThoseOfTheFile() throws Exception {
        AccessLogCounts file = new AccessLogCounts(lines);
        Map<String, Integer> visits = file.visits();
        assertThat(file.bots(LIBRARIES)).hasSize(1_942);
        assertThat(visits.values().stream().mapToInt(n -> n).sum()).isEqualTo(3_223);

        send(PROJECT);
        ProjectReader project = new ProjectReader(servers.getFirst(), PROJECT);
        project.awaitApplied();

        assertStatus(project, 1_942);
        List<Story> stories = inParallel(byPerson.keySet(), person -> Story.read(project, person));
        for (Story story : stories) {
            assertThat(said(story.events()))
                    .as(story.person())
                    .isEqualTo(written(story.person(), line -> true));
            assertThat(story.visits()).as(story.person()).hasSize(visits.get(story.person()));
        }
        assertThat(stories.stream().mapToInt(story -> story.events().size()).sum())
                .isEqualTo(9_999);
        assertThat(stories.stream().mapToInt(story -> story.visits().size()).sum())
                .isEqualTo(3_223);
        assertPeople(project, line -> file.isBot(line, LIBRARIES));
        assertBotsLeftOut(project, line -> file.isBot(line, LIBRARIES));
    }

    /// Of those who are bots, at least in part, what is left without them.
    private void assertBotsLeftOut(ProjectReader project, Predicate<AccessLog.Line> bot)
            throws Exception {
        Set<String> bots =
                lines.stream().filter(bot).map(AccessLog.Line::person).collect(Collectors.toSet());
        assertThat(bots).hasSizeGreaterThan(100);
        inParallel(
                bots,
                person ->
                        assertThat(said(project.events(person, false)))
                                .as(person)
                                .isEqualTo(written(person, bot.negate())));
    }

    @Test
    void httpLibrariesAreBotsWhereTheProjectSaysSo() throws Exception {
        AccessLogCounts file = new AccessLogCounts(lines);
        assertThat(file.bots(Set.of())).hasSize(1_955);
        ProjectReader project = new ProjectReader(servers.getFirst(), STRICT);
        project.changeSettings("{\"bots\":{\"httpLibraries\":true}}");

        send(STRICT);
        project.awaitApplied();

        assertStatus(project, 1_955);
        assertPeople(project, line -> file.isBot(line, Set.of()));
        AccessLog.Line silent =
                lines.stream().filter(line -> line.userAgent().equals("-")).findAny().orElseThrow();
        assertThat(project.events(silent.person(), false))
                .as("no user agent is no bot")
                .hasSameSizeAs(byPerson.get(silent.person()));
    }

    private static void assertStatus(ProjectReader project, int bots) throws Exception {
        JsonNode status = project.status();
        assertThat(status.path("people").asInt()).isEqualTo(1_861);
        assertThat(status.path("events").asInt()).isEqualTo(9_999);
        assertThat(status.at("/totals/event").asInt()).isEqualTo(9_999);
        assertThat(status.at("/totals/bot").asInt()).isEqualTo(bots);
    }

    /// Everybody's own figures, which are kept apart from the events.
    private void assertPeople(ProjectReader project, Predicate<AccessLog.Line> bot)
            throws Exception {
        List<String> numbers =
                IntStream.rangeClosed(1, byPerson.size()).mapToObj(Integer::toString).toList();
        Map<String, String> read = new TreeMap<>();
        for (JsonNode person : inParallel(numbers, project::person)) {
            read.put(
                    person.at("/identifiers/0/value").asText(),
                    person.path("events").asInt() + " " + person.path("botEvents").asInt());
        }
        Map<String, String> written = new TreeMap<>();
        byPerson.forEach(
                (person, own) -> {
                    long bots = own.stream().filter(bot).count();
                    written.put(person, own.size() - bots + " " + bots);
                });
        assertThat(read).isEqualTo(written);
        assertThat(project.people("$events")).hasSize(1_861);
    }

    // --- there

    /// Sends every line, as fast as the answers come.
    private void send(String project) throws Exception {
        inParallel(
                IntStream.range(0, CONNECTIONS).boxed().toList(),
                first -> {
                    try (RawConnection connection = new RawConnection(servers.getFirst().url())) {
                        for (int i = first; i < lines.size(); i += CONNECTIONS) {
                            RawConnection.Answer answer =
                                    connection.send(request(project, lines.get(i)));
                            assertThat(answer.status()).as("line %d", i).isEqualTo(200);
                        }
                    }
                    return first;
                });
    }

    private static byte[] request(String project, AccessLog.Line line) {
        StringBuilder target = new StringBuilder("/track/ce/?project=").append(project);
        add(target, "cookie", line.person());
        add(target, "event", line.event());
        add(target, "timestamp", Long.toString(line.time()));
        add(target, "ip", line.ip());
        add(target, "user-agent", line.userAgent());
        add(target, "referer", line.referrer().equals("-") ? "" : line.referrer());
        add(target, "ce_url", line.url());
        add(target, "ce_status", line.status());
        return RawConnection.request(
                "GET", target.toString(), new String[] {"Host: www.woopra.com"}, new byte[0]);
    }

    private static void add(StringBuilder target, String name, String value) {
        target.append('&').append(name).append('=');
        target.append(URLEncoder.encode(value, StandardCharsets.UTF_8));
    }

    // --- and back

    /// What the export says of one person, bots in.
    private record Story(String person, List<JsonNode> events) {

        static Story read(ProjectReader project, String person) throws Exception {
            return new Story(person, project.events(person, true));
        }

        Set<String> visits() {
            Set<String> ids = new HashSet<>();
            events.forEach(event -> ids.add(event.path("visit").asText()));
            return ids;
        }
    }

    /// How often which event was said.
    private static Map<String, Integer> said(List<JsonNode> events) {
        Map<String, Integer> counts = new HashMap<>();
        for (JsonNode event : events) {
            String text =
                    event.path("time").asText()
                            + " "
                            + event.path("name").asText()
                            + " "
                            + event.path("properties").path("status").asText()
                            + " "
                            + event.path("properties").path("url").asText();
            counts.merge(text, 1, Integer::sum);
        }
        return counts;
    }

    private Map<String, Integer> written(String person, Predicate<AccessLog.Line> which) {
        Map<String, Integer> counts = new HashMap<>();
        for (AccessLog.Line line : byPerson.getOrDefault(person, List.of())) {
            if (which.test(line)) {
                String text =
                        line.time() + " " + line.event() + " " + line.status() + " " + line.url();
                counts.merge(text, 1, Integer::sum);
            }
        }
        return counts;
    }

    private interface Work<A, B> {
        B of(A each) throws Exception;
    }

    private static <A, B> List<B> inParallel(Iterable<A> all, Work<A, B> work) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS)) {
            List<Callable<B>> tasks = new ArrayList<>();
            all.forEach(each -> tasks.add(() -> work.of(each)));
            List<B> done = new ArrayList<>();
            for (Future<B> future : threads.invokeAll(tasks)) {
                done.add(future.get());
            }
            return done;
        }
    }
}
