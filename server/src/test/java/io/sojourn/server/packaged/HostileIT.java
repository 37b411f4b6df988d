package io.sojourn.server.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sojourn.store.text.HostileStrings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Input that breaks programs, against the packaged server: every request is answered, none with a failure of ours;
/// text that is valid comes back as it was sent; memory does not grow.
@Tag("slow")
class HostileIT {
    private static final String PROJECT = "example.com";
    private static final int VALUE_BYTES_MAX = 8 << 10;
    private static final int KEY_CHARS_MAX = 200;
    private static final int IDENTIFIER_CHARS_MAX = 140;

    /// As docs/semantics.md lists them, lower case.
    private static final Set<String> BLOCKED =
            Set.of(
                    "null",
                    "undefined",
                    "anonymous",
                    "guest",
                    "true",
                    "false",
                    "0",
                    "nan",
                    "[object object]",
                    "none",
                    "test@test");

    /// Property by which a sender knows its event again.
    private static final String NUMBER = "number of the event";

    private static final int CONNECTIONS = 4;
    private static final int ROUNDS = 10;
    private static final int REQUESTS_PER_ROUND = 600;
    private static final long HEAP_GROWTH_BYTES_MAX = 16L << 20;

    @TempDir private Path folder = Path.of("");

    // --- the naughty strings

    @Test
    void everyNaughtyStringComesBackAsItWasSentInAnyForm() throws Exception {
        List<String> strings =
                HostileStrings.all().stream()
                        .filter(text -> StandardCharsets.UTF_8.newEncoder().canEncode(text))
                        .distinct()
                        .toList();
        assertThat(strings).hasSizeGreaterThan(500);
        try (PackagedServer server = PackagedServer.start(folder, "--project", PROJECT)) {
            sayAll(server, strings);
            ProjectReader project = new ProjectReader(server, PROJECT);
            project.awaitApplied();
            List<String> whole =
                    strings.stream().filter(text -> !text.isEmpty() && !isTooLong(text)).toList();
            assertEventsComeBack(project, strings, whole);
            assertPeopleComeBack(project, strings, whole);
            assertUnharmed(server);
        }
    }

    /// Each string in every form on one connection; the strings take turns on several.
    private static void sayAll(PackagedServer server, List<String> strings) throws Exception {
        List<Callable<Integer>> senders = new ArrayList<>();
        for (int sender = 0; sender < CONNECTIONS; sender++) {
            int first = sender;
            senders.add(
                    () -> {
                        try (RawConnection connection = new RawConnection(server.url())) {
                            for (int i = first; i < strings.size(); i += CONNECTIONS) {
                                for (Saying.Form form : Saying.Form.values()) {
                                    say(connection, i, strings.get(i), form);
                                }
                            }
                        }
                        return first;
                    });
        }
        allOf(senders);
    }

    private static void allOf(List<Callable<Integer>> work) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS)) {
            for (Future<Integer> done : threads.invokeAll(work)) {
                done.get();
            }
        }
    }

    private static boolean isTooLong(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length > VALUE_BYTES_MAX;
    }

    /// The text as name, key and value; as email; in an email; as cookie; as project. Who has what is told by
    /// properties of the person: `text`, `plain` and `cookie` hold the string's number.
    private static void say(RawConnection connection, int i, String text, Saying.Form form)
            throws IOException {
        String number = Integer.toString(i);
        boolean tooLong = isTooLong(text);
        Map<String, String> properties = Map.of(key(text), "1", "k", text, NUMBER, number);
        boolean refused = tooLong || text.isEmpty();
        assertAnswer(connection, form, refused, saying("one", text, properties, Map.of()));
        Map<String, String> email = Map.of("text", number, "email", text);
        assertAnswer(connection, form, tooLong, saying("e" + i, "mail", Map.of(), email));
        Map<String, String> normal =
                Map.of(
                        "normal",
                        number,
                        "email",
                        normal(address(i, text)).toLowerCase(Locale.ROOT));
        assertAnswer(connection, form, tooLong, saying("b" + i, "mail", Map.of(), normal));
        Map<String, String> address = Map.of("plain", number, "email", address(i, text));
        assertAnswer(connection, form, tooLong, saying("a" + i, "mail", Map.of(), address));
        Map<String, String> cookie = Map.of("cookie", number);
        assertAnswer(connection, form, tooLong, saying(text, "cookie", Map.of(), cookie));
        Saying project = new Saying(text, "p" + i, "project", Map.of(), Map.of());
        assertThat(connection.send(project.in(form)).status()).as(text).isLessThan(500);
    }

    private static Saying saying(
            String cookie,
            String event,
            Map<String, String> properties,
            Map<String, String> person) {
        return new Saying(PROJECT, cookie, event, properties, person);
    }

    private static String key(String text) {
        return text.codePointCount(0, text.length()) > KEY_CHARS_MAX || text.equals("k")
                ? "other"
                : text;
    }

    private static String address(int i, String text) {
        return i + "." + text + "@Example.COM";
    }

    /// @param refused by a limit, or, in a batch, for what is missing
    private static void assertAnswer(
            RawConnection connection, Saying.Form form, boolean refused, Saying saying)
            throws IOException {
        assertAnswer(connection.send(saying.in(form)), form, refused, saying);
    }

    private static void assertAnswer(
            RawConnection.Answer answer, Saying.Form form, boolean refused, Saying saying) {
        if (form == Saying.Form.BATCH) {
            assertThat(answer.status()).as("%s", saying).isEqualTo(200);
            assertThat(answer.body())
                    .as("%s", saying)
                    .startsWith("{\"accepted\":%d,".formatted(refused ? 0 : 1));
        } else {
            boolean kept = !refused || saying.event().isEmpty();
            assertThat(answer.status())
                    .as("%s", saying)
                    .isIn(kept ? List.of(200) : List.of(400, 414));
        }
    }

    private static void assertEventsComeBack(
            ProjectReader project, List<String> strings, List<String> whole) throws Exception {
        List<JsonNode> events = project.events("one", true);
        assertThat(events).hasSize(whole.size() * Saying.Form.values().length);
        for (JsonNode event : events) {
            Map<String, String> properties = texts(event.path("properties"));
            String number = properties.getOrDefault(NUMBER, "none");
            String text = strings.get(Integer.parseInt(number));
            assertThat(event.path("name").asText()).isEqualTo(stored(text));
            assertThat(properties)
                    .isEqualTo(Map.of(stored(key(text)), "1", "k", stored(text), NUMBER, number));
        }
    }

    private static void assertPeopleComeBack(
            ProjectReader project, List<String> strings, List<String> whole) throws Exception {
        Map<String, String> emails = new HashMap<>();
        Map<String, String> plain = new HashMap<>();
        Set<String> cookies = new HashSet<>();
        for (JsonNode person : project.people("text", "email", "plain", "normal", "cookie")) {
            emails.put(person.path("text").asText(), person.path("email").asText());
            plain.put(person.path("plain").asText(), person.path("normal").asText());
            cookies.add(person.path("cookie").asText());
        }
        List<Callable<Integer>> cookiesAskedFor = new ArrayList<>();
        for (String text : whole) {
            String number = Integer.toString(strings.indexOf(text));
            assertThat(emails.get(number)).as("the text of an email stays").isEqualTo(stored(text));
            if (isEmail(normal(address(0, text)))) {
                assertThat(plain.get(number))
                        .as("however it is written, it is one identifier: %s", text)
                        .isEqualTo(number);
            }
            if (isCookie(text)) {
                cookiesAskedFor.add(
                        () -> {
                            List<JsonNode> events = project.events(normal(stored(text)), true);
                            assertThat(events).as(text).isNotEmpty();
                            return events.size();
                        });
            }
        }
        allOf(cookiesAskedFor);
        assertThat(cookies).hasSizeGreaterThan(400);
    }

    private static boolean isCookie(String text) {
        return !text.isBlank()
                && !BLOCKED.contains(normal(text).toLowerCase(Locale.ROOT))
                && !isEmail(normal(text).toLowerCase(Locale.ROOT))
                && normal(stored(text)).length() <= IDENTIFIER_CHARS_MAX;
    }

    /// NUL has no place in a store, its escape has.
    private static String stored(String text) {
        return text.replace("\0", "\\u0000");
    }

    private static String normal(String identifier) {
        return Normalizer.normalize(identifier.strip(), Normalizer.Form.NFC);
    }

    private static boolean isEmail(String normal) {
        return normal.length() <= IDENTIFIER_CHARS_MAX
                && normal.matches("(?s)[^@]+@[^@]+")
                && normal.codePoints()
                        .noneMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c));
    }

    // --- chance

    @Test
    void noRequestAtAllIsTooMuch() throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("HostileIT: -Dseed=" + seed);
        try (PackagedServer server = PackagedServer.start(folder, "--project", PROJECT);
                ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS)) {
            List<Sender> senders = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                senders.add(new Sender(server, "g" + i, new SplittableRandom(seed + i)));
            }
            List<Long> heap = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                for (Future<Integer> sent : threads.invokeAll(senders)) {
                    assertThat(sent.get()).isEqualTo(REQUESTS_PER_ROUND);
                }
                new ProjectReader(server, PROJECT).awaitApplied();
                if (round == 0 || round == ROUNDS / 2 || round == ROUNDS - 1) {
                    heap.add(server.liveHeapBytes());
                }
            }
            System.out.println("HostileIT: heap after collection, start, middle, end: " + heap);
            assertThat(heap.get(1) - heap.getFirst()).isLessThan(HEAP_GROWTH_BYTES_MAX);
            assertThat(heap.getLast() - heap.getFirst()).isLessThan(HEAP_GROWTH_BYTES_MAX);
            ProjectReader project = new ProjectReader(server, PROJECT);
            for (Sender sender : senders) {
                sender.assertComesBack(project);
                sender.connection.close();
            }
            assertUnharmed(server);
        }
    }

    /// Sends by one connection, and remembers what has to come back.
    private static final class Sender implements Callable<Integer> {
        private final RawConnection connection;
        private final HostileRequests requests;
        private final String cookie;
        private final SplittableRandom random;
        private final Map<String, Saying> sayings = new HashMap<>();
        private byte[] before = {};

        Sender(PackagedServer server, String cookie, SplittableRandom random) throws IOException {
            this.connection = new RawConnection(server.url());
            this.requests = new HostileRequests(random, server.authorization());
            this.cookie = cookie;
            this.random = random;
        }

        @Override
        public Integer call() {
            for (int i = 0; i < REQUESTS_PER_ROUND; i++) {
                if (random.nextBoolean()) {
                    say();
                } else {
                    provoke();
                }
            }
            return REQUESTS_PER_ROUND;
        }

        private void say() {
            String number = Integer.toString(sayings.size());
            Map<String, String> properties =
                    Map.of(NUMBER, number, requests.key(), requests.text());
            Saying saying = new Saying(PROJECT, cookie, requests.text(), properties, Map.of());
            sayings.put(number, saying);
            Saying.Form form = Saying.Form.values()[random.nextInt(Saying.Form.values().length)];
            assertAnswer(answered(saying.in(form)), form, false, saying);
        }

        private void provoke() {
            HostileRequests.Hostile hostile = requests.next();
            assertThat(answered(hostile.bytes()).status())
                    .as(() -> hostile.what() + ": " + RawConnection.shown(hostile.bytes()))
                    .isBetween(200, 499);
        }

        private RawConnection.Answer answered(byte[] request) {
            try {
                RawConnection.Answer answer = connection.send(request);
                before = request;
                return answer;
            } catch (IOException e) {
                throw new AssertionError(
                        "no answer to "
                                + RawConnection.shown(request)
                                + "\nafter "
                                + RawConnection.shown(before),
                        e);
            }
        }

        void assertComesBack(ProjectReader project) throws Exception {
            List<JsonNode> events = project.events(cookie, true);
            assertThat(events).hasSize(sayings.size());
            for (JsonNode event : events) {
                Map<String, String> properties = texts(event.path("properties"));
                Saying saying = sayings.get(properties.get(NUMBER));
                assertThat(saying).as("%s", event).isNotNull();
                assertThat(event.path("name").asText()).isEqualTo(saying.event());
                assertThat(properties).isEqualTo(saying.properties());
            }
        }
    }

    // --- kit

    private static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new HashMap<>();
        object.properties().forEach(p -> texts.put(p.getKey(), p.getValue().asText()));
        return texts;
    }

    private static void assertUnharmed(PackagedServer server) throws Exception {
        assertThat(server.get("/health/ready").statusCode()).isEqualTo(200);
        assertThat(server.send(server.request("/metrics")).body())
                .doesNotContain("outcome=\"internal\"", "status=\"5");
        assertThat(server.output())
                .noneMatch(line -> line.contains("ERROR") || line.contains("Exception"));
    }
}
