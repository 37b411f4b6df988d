package io.sojourn.server.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Woopra's clients against the packaged server: the npm client as it is, the recorded requests of the others byte for
/// byte, the documented calls word for word. What they should bring about is written down here by hand.
@Tag("slow")
class ClientsIT {
    private static final String PROJECT = "example.com";
    private static final JsonMapper JSON = new JsonMapper();

    /// 2023-11-14T22:13:20Z, which the clients were told.
    private static final long SENT_TIME = 1_700_000_000_000L;

    @TempDir private Path folder = Path.of("");

    // --- the npm client

    @Test
    void theNpmClientIsUnderstoodAsItIs() throws Exception {
        try (PackagedServer server = start()) {
            assertThat(driveNode(server)).containsExactly("200", "200", "200", "200", "200", "200");
            ProjectReader project = new ProjectReader(server, PROJECT);
            project.awaitApplied();

            assertThat(named(project.events("user@id.com", false)))
                    .containsExactly(
                            "purchase {amount=99.5, nothing=null, product=Wïdget & Söhne, tags=a,b, two words=true}",
                            "eventName {event_property=property}");
            JsonNode purchase = project.events("user@id.com", false).getFirst();
            assertThat(purchase.path("time").asLong()).isEqualTo(SENT_TIME);
            assertThat(purchase.path("visit").isNull()).as("ip=0.0.0.0 opens no visit").isTrue();

            List<JsonNode> visit = project.events("visitor-cookie", false);
            assertThat(named(visit))
                    .containsExactly(
                            "pv {title=100 %, url=/pricing?a=1&b=2#top}", "signup {plan=pro}");
            assertThat(visit).isEqualTo(project.events("joe@id.com", false));
            assertThat(visit).extracting(e -> e.path("visit")).containsOnly(visit.get(0).get("id"));

            assertThat(project.people("email", "name", "plan", "visitor_property", "$browser"))
                    .extracting(JsonNode::toString)
                    .containsExactlyInAnyOrder(
                            "{\"email\":\"user@id.com\",\"name\":null,\"plan\":null,\"visitor_property\":\"property\","
                                    + "\"$browser\":null}",
                            "{\"email\":\"Joe@id.com\",\"name\":\"Jöe\",\"plan\":\"pro\",\"visitor_property\":null,"
                                    + "\"$browser\":\"Firefox\"}");
            assertThat(totals(project)).isEqualTo(Map.of("event", 4L, "identify", 1L, "ping", 1L));
        }
    }

    /// @return what the client printed
    private static List<String> driveNode(PackagedServer server) throws Exception {
        Path client = Path.of("..", "clients", "node-woopra").toAbsolutePath().normalize();
        assertThat(client.resolve("node_modules/woopra/index.js"))
                .as("./sojourn test installs it, and so does npm ci in clients/node-woopra")
                .exists();
        ProcessBuilder command =
                new ProcessBuilder("node", "--require", "./redirect.js", "drive.js")
                        .directory(client.toFile())
                        .redirectErrorStream(true);
        String port = server.url().substring(server.url().lastIndexOf(':') + 1);
        command.environment().putAll(Map.of("WOOPRA_HTTP_PORT", port, "WOOPRA_PROJECT", PROJECT));
        Process node = command.start();
        try {
            List<String> printed;
            try (var reader = node.inputReader(StandardCharsets.UTF_8)) {
                printed = reader.lines().toList();
            }
            assertThat(node.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(node.exitValue()).as("%s", printed).isZero();
            return printed;
        } finally {
            node.destroyForcibly();
        }
    }

    // --- the recorded requests

    @Test
    void theRecordedRequestsOfAllClientsSayWhatTheirSendersMeant() throws Exception {
        try (PackagedServer server = start()) {
            List<JsonNode> samples = samples();
            assertThat(samples).hasSize(26);
            try (RawConnection connection = new RawConnection(server.url())) {
                for (JsonNode sample : samples) {
                    RawConnection.Answer answer = connection.send(recorded(sample));
                    assertThat(answer.status()).as(sample.toString()).isEqualTo(200);
                    assertThat(answer.body()).isEmpty();
                    assertThat(answer.headers())
                            .containsEntry("content-type", "text/javascript; charset=utf-8");
                }
            }
            ProjectReader project = new ProjectReader(server, PROJECT);
            project.awaitApplied();

            assertJane(project);
            assertThat(named(project.events("a@b.c", false)))
                    .containsExactly(
                            "user-email@example.com {0=s, 1=u, 10=o, 11=n, 12=_, 13=r, 14=e, 15=n, 16=e, 17=w,"
                                    + " 18=e, 19=d, 2=b, 3=s, 4=c, 5=r, 6=i, 7=p, 8=t, 9=i}");
            assertThat(project.people("email"))
                    .extracting(person -> person.path("email").asText())
                    .containsExactlyInAnyOrder("jane@example.com", "a@b.c");
            assertThat(totals(project))
                    .isEqualTo(
                            Map.of(
                                    "event",
                                    14L,
                                    "bot",
                                    5L,
                                    "identify",
                                    9L,
                                    "ping",
                                    2L,
                                    "update",
                                    1L));
        }
    }

    /// The clients were all driven as one person, who had six cookies.
    private static void assertJane(ProjectReader project) throws Exception {
        List<String> servers =
                List.of(
                        "purchase {amount=99.5, nested=[object Object], product=Wïdget}",
                        "purchase {amount=99.5, nested=[object Object], product=Wïdget}",
                        "play {artist=Dave Brubeck, n=5}",
                        "play {artist=Dave Brubeck, referrer=https://r.example/, song=Take Five}",
                        "pv {url=shop.example.com/p?a=1}",
                        "play {artist=Dave Brubeck}",
                        "play {artist=Dave Brubeck}",
                        "pv {url=http://example.com/x}");
        List<String> headlessChrome =
                List.of(
                        "pv {campaign_source=news, domain=127.0.0.1, duration=4947, returning=false, scroll depth=1,"
                                + " title=T&amp;st page, uri=https://127.0.0.1:18443/page?utm_source=news,"
                                + " url=/page?utm_source=news}",
                        "purchase_completed {campaign_source=news, nested={\"x\":1}, price=149.99,"
                                + " product=Widget Pro, tags=[\"a\",\"b\"]}",
                        "button click {campaign_source=news, classname=cta, dom path=body > button#b,"
                                + " page title=T&amp;st page, page url=/page?utm_source=news, pointer type=,"
                                + " tagname=button, text=Buy, title=Buy, type=submit}",
                        "pv {domain=127.0.0.1, returning=false, scroll depth=1, title=T&amp;st page,"
                                + " uri=https://127.0.0.1:18443/page2, url=/page2}",
                        "purchase_completed {nested={\"x\":1}, price=149.99, product=Widget Pro,"
                                + " tags=[\"a\",\"b\"]}");
        List<String> all = new ArrayList<>(servers.subList(0, 3));
        all.addAll(headlessChrome);
        all.addAll(servers.subList(3, servers.size()));
        for (String visitor :
                List.of(
                        "jane@example.com",
                        "ENSh1i5kftYz",
                        "COOKIE1",
                        "303129323",
                        "1661475252",
                        "3QDK98UDQMPG")) {
            assertThat(named(project.events(visitor, false))).as(visitor).isEqualTo(servers);
            assertThat(named(project.events(visitor, true))).as(visitor).isEqualTo(all);
        }
        List<JsonNode> timeline = project.timeline("1", true).reversed();
        assertThat(timeline)
                .extracting(event -> event.path("flags").toString())
                .containsExactly(
                        "[]",
                        "[]",
                        "[]",
                        "[\"bot\"]",
                        "[\"bot\"]",
                        "[\"bot\"]",
                        "[\"bot\"]",
                        "[\"bot\"]",
                        "[]",
                        "[]",
                        "[]",
                        "[]",
                        "[]");
        assertAttributes(timeline);
        assertThat(timeline.subList(3, 8))
                .extracting(event -> event.path("visitProperties").toString())
                .containsOnly("{\"campaign\":\"spring-sale\"}");
        JsonNode jane = project.person("1");
        assertThat(texts(jane.path("properties"), key -> !key.startsWith("$")))
                .isEqualTo("{company=Acme & Co, email=jane@example.com, name=Jane Dœ, plan=pro}");
        assertThat(texts(jane.path("first"), key -> !key.startsWith("$")))
                .as("the sent time is the oldest")
                .isEqualTo("{name=Jane Doe}");
        assertThat(jane.path("events").asInt()).isEqualTo(8);
        assertThat(jane.path("botEvents").asInt()).isEqualTo(5);
    }

    private static void assertAttributes(List<JsonNode> timeline) {
        JsonNode node = timeline.getFirst();
        assertThat(node.path("time").asLong()).isEqualTo(SENT_TIME);
        assertThat(texts(node.path("attributes"), key -> !key.equals("country")))
                .isEqualTo(
                        "{app=node, ip=203.0.113.9, referrer=https://ref.example/, referrer_type=backlink,"
                                + " user_agent=UA/1.0}");
        JsonNode pv = timeline.get(3);
        assertThat(pv.path("attributes").path("app").asText()).isEqualTo("js-client");
        assertThat(pv.path("attributes").path("screen").asText()).isEqualTo("800x600");
        assertThat(pv.path("attributes").path("language").asText()).isEqualTo("en-US");
        assertThat(pv.path("attributes").path("campaign_source").asText()).isEqualTo("news");
        assertThat(pv.path("attributes").path("page").asText()).isEqualTo("127.0.0.1/page");
        assertThat(pv.path("attributes").path("bot").asText()).isEqualTo("HeadlessChrome");
        assertThat(pv.path("activeUntil").asLong()).isEqualTo(pv.path("time").asLong() + 4_947);
        assertThat(timeline)
                .extracting(event -> event.path("attributes").path("app").asText())
                .containsExactly(
                        "node",
                        "node",
                        "java",
                        "js-client",
                        "js-client",
                        "js-client",
                        "js-client",
                        "js-client",
                        "php",
                        "php",
                        "python",
                        "rails",
                        "rails");
    }

    private static List<JsonNode> samples() throws IOException {
        List<JsonNode> samples = new ArrayList<>();
        for (String client :
                List.of(
                        "browser-tracker-5.3.0-chromium",
                        "node-woopra-1.0.2",
                        "woopra-java-sdk",
                        "woopra-php-sdk",
                        "woopra-python-sdk-0.3.2",
                        "woopra-rails-sdk")) {
            try (InputStream in =
                    Objects.requireNonNull(
                            ClientsIT.class.getResourceAsStream(
                                    "/wire-samples/" + client + ".jsonl"))) {
                for (String line :
                        new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
                    samples.add(JSON.readTree(line));
                }
            }
        }
        return samples;
    }

    private static byte[] recorded(JsonNode sample) {
        List<String> headers = new ArrayList<>();
        Map.of("host", "Host", "ua", "User-Agent", "auth", "Authorization", "ct", "Content-Type")
                .forEach(
                        (field, header) -> {
                            if (sample.has(field)) {
                                headers.add(header + ": " + sample.path(field).asText());
                            }
                        });
        return RawConnection.request(
                sample.path("method").asText(),
                sample.path("url").asText(),
                headers.toArray(String[]::new),
                sample.path("body").asText("").getBytes(StandardCharsets.UTF_8));
    }

    // --- the documented calls

    private static final String ONE_EVENT =
            "/track/ce/?host=example.com&cookie=visitor-cookie-id&event=purchase"
                    + "&ce_product=Widget&ce_price=49.99&ce_currency=USD";
    private static final String IDENTIFY =
            "/track/identify/?host=example.com&cookie=visitor-cookie-id"
                    + "&cv_email=user@example.com&cv_name=Jane+Doe&cv_plan=pro";
    private static final String SERVER_SIDE =
            "/track/ce/?host=example.com&cookie=user-email@example.com&event=payment_received"
                    + "&ce_amount=299.00&ce_plan=enterprise&ce_payment_method=stripe";
    private static final String EXPORT_PEOPLE =
            """
            {
            "website": "example.com",
            "segment": {
            "filters": [
            {"property": "plan", "operator": "equals", "value": "enterprise"}
            ]
            },
            "properties": ["email", "name", "company", "plan", "lifetime_value"],
            "limit": 1000
            }""";
    private static final String EXPORT_EVENTS =
            """
            {
            "website": "example.com",
            "visitor": "user@example.com",
            "start_date": "2025-01-01",
            "end_date": "2025-03-01",
            "limit": 500
            }""";

    @Test
    void theDocumentedCallsDoWhatTheGuideSays() throws Exception {
        try (PackagedServer server = start()) {
            for (String call : List.of(ONE_EVENT, IDENTIFY, SERVER_SIDE)) {
                HttpResponse<String> answer = server.get(call);
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.body()).isEmpty();
            }
            server.get(IDENTIFY.replace("user@", "eve@").replace("=pro", "=enterprise"));
            // Around the ends of the days that the guide asks for, in UTC.
            for (String time :
                    List.of("1735689599999", "1735689600000", "1740873599999", "1740873600000")) {
                server.get(ONE_EVENT + "&ce_at=" + time + "&timestamp=" + time);
            }
            ProjectReader project = new ProjectReader(server, PROJECT);
            project.awaitApplied();

            assertPeople(project);
            assertEvents(project);
            assertThat(named(project.events("user-email@example.com", false)))
                    .containsExactly(
                            "payment_received {amount=299.00, payment_method=stripe, plan=enterprise}");
            assertRefusals(server, project);
        }
    }

    private static void assertPeople(ProjectReader project) throws Exception {
        HttpResponse<String> people = project.rest("export/people", EXPORT_PEOPLE);
        assertThat(people.statusCode()).isEqualTo(200);
        assertThat(people.body())
                .isEqualTo(
                        "{\"total\":1,\"people\":[{\"email\":\"eve@example.com\",\"name\":\"Jane Doe\","
                                + "\"company\":null,\"plan\":\"enterprise\",\"lifetime_value\":null}]}");
    }

    private static void assertEvents(ProjectReader project) throws Exception {
        HttpResponse<String> events = project.rest("export/events", EXPORT_EVENTS);
        assertThat(events.statusCode()).isEqualTo(200);
        JsonNode both = JSON.readTree(events.body()).path("events");
        assertThat(both).hasSize(2);
        List<JsonNode> ever = project.events("user@example.com", false);
        assertThat(events.body())
                .as("the first lies in a visit that began the day before")
                .isEqualTo(
                        eventsBody(
                                both.path(0).path("id").asText(),
                                ever.getFirst().path("id").asText(),
                                both.path(1).path("id").asText()));
        assertThat(named(ever))
                .as("the cookie led to the first owner before it changed hands")
                .hasSize(5)
                .last()
                .isEqualTo("purchase {currency=USD, price=49.99, product=Widget}");
    }

    private static String eventsBody(String first, String firstVisit, String second) {
        return """
               {"total":2,"events":[\
               {"id":"%1$s","name":"purchase","time":1735689600000,"visit":"%2$s","properties":\
               {"product":"Widget","price":"49.99","currency":"USD","at":"1735689600000"}},\
               {"id":"%3$s","name":"purchase","time":1740873599999,"visit":"%3$s","properties":\
               {"product":"Widget","price":"49.99","currency":"USD","at":"1740873599999"}}]}"""
                .formatted(first, firstVisit, second);
    }

    private static void assertRefusals(PackagedServer server, ProjectReader project)
            throws Exception {
        HttpResponse<String> operator =
                project.rest("export/people", EXPORT_PEOPLE.replace("equals", "resembles"));
        assertThat(operator.statusCode()).isEqualTo(400);
        assertThat(operator.headers().firstValue("Content-Type"))
                .contains("application/problem+json");
        JsonNode problem = JSON.readTree(operator.body());
        assertThat(problem.path("status").asInt()).isEqualTo(400);
        assertThat(problem.at("/errors/0/field").asText()).isEqualTo("segment.filters[0].operator");
        assertThat(problem.at("/errors/0/message").asText()).contains("resembles");

        HttpResponse<String> nobody =
                project.rest("export/events", EXPORT_EVENTS.replace("user@", "nobody@"));
        assertThat(nobody.statusCode()).isEqualTo(404);
        assertThat(JSON.readTree(nobody.body()).at("/errors/0/field").asText())
                .isEqualTo("visitor");
        assertThat(server.get("/rest/2.4/export/events?website=example.com").statusCode())
                .isEqualTo(401);
        assertThat(server.get(ONE_EVENT.replace("host=example.com", "host=other.example")).body())
                .isEqualTo("/*\nHost other.example not registered!\n*/");
    }

    // --- kit

    private PackagedServer start() throws IOException {
        return PackagedServer.start(
                Files.createTempDirectory(folder, "data"), "--project", PROJECT);
    }

    private static List<String> named(List<JsonNode> events) {
        return events.stream()
                .map(
                        event ->
                                event.path("name").asText()
                                        + " "
                                        + texts(event.path("properties"), key -> true))
                .toList();
    }

    /// `{key=value, ...}` in the order of the keys.
    private static String texts(JsonNode object, Predicate<String> keys) {
        return object.properties().stream()
                .filter(property -> keys.test(property.getKey()))
                .collect(
                        Collectors.toMap(
                                Map.Entry::getKey,
                                property -> property.getValue().asText(),
                                (a, b) -> b,
                                TreeMap::new))
                .toString();
    }

    private static Map<String, Long> totals(ProjectReader project) throws Exception {
        return project.status().path("totals").properties().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, total -> total.getValue().asLong()));
    }
}
