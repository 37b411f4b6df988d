package io.sojourn.server.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sojourn.server.client.ServerClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// A project of its own for one case: brings its people and events in by the public API, and asks there.
///
/// A person `x` of the case is known by the id `case-x`, since texts such as `0` identify nobody; the person's further
/// `distinct_id`s are cookies. Where one of these is a person of the case too, the two are merged by hand.
final class CaseProject {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int ITEMS_A_BATCH = 1_000;
    private static final String PREFIX = "case-";
    private static final long APPLIED_SECONDS_MAX = 60;

    private final ServerClient server;
    private final String number;

    private CaseProject(ServerClient server, String number) {
        this.server = server;
        this.number = number;
    }

    static CaseProject fill(ServerClient server, int serial, Case one)
            throws IOException, InterruptedException {
        String domain = "case-" + serial + ".example";
        JsonNode made =
                done(
                        server.post(
                                "api/v1/projects",
                                "application/json",
                                bytes(JSON.objectNode().put("domain", domain))));
        CaseProject project = new CaseProject(server, made.path("id").asText());
        project.settings(one.query());
        Map<String, String> aliases = aliases(one);
        project.send(domain, statements(one, aliases));
        project.awaitApplied();
        for (Map.Entry<String, String> alias : aliases.entrySet()) {
            project.merge(alias.getValue(), alias.getKey());
        }
        project.awaitApplied();
        return project;
    }

    private void settings(JsonNode query) throws IOException, InterruptedException {
        ObjectNode settings = JSON.objectNode();
        if (query.has("timezone")) {
            settings.set("zone", query.get("timezone"));
        }
        if (query.has("week_start")) {
            settings.set("weekStart", query.get("week_start"));
        }
        if (query.has("gap_minutes")) {
            settings.putObject("visits")
                    .put("timeoutMillis", query.get("gap_minutes").asLong() * 60_000);
        }
        if (!settings.isEmpty()) {
            done(
                    server.put(
                            "api/v1/projects/" + number + "/settings",
                            "application/json",
                            bytes(settings)));
        }
    }

    /// Persons of the case that are another one's `distinct_id`, with that one.
    private static Map<String, String> aliases(Case one) {
        Set<String> acting = new HashSet<>();
        one.events().forEach(event -> acting.add(event.path("person").asText()));
        Map<String, String> aliases = new TreeMap<>();
        one.people()
                .properties()
                .forEach(
                        person -> {
                            for (JsonNode id : person.getValue().path("distinct_ids")) {
                                boolean other = !id.asText().equals(person.getKey());
                                if (other && acting.contains(id.asText())) {
                                    aliases.put(id.asText(), person.getKey());
                                }
                            }
                        });
        return aliases;
    }

    private static ArrayNode statements(Case one, Map<String, String> aliases) {
        ArrayNode items = JSON.arrayNode();
        long before = begin(one) - 1_000;
        one.people()
                .properties()
                .forEach(
                        person -> {
                            ObjectNode item = items.addObject().put("type", "identify");
                            item.put("id", PREFIX + person.getKey()).put("time", before);
                            ObjectNode properties = item.putObject("person");
                            person.getValue()
                                    .path("properties")
                                    .properties()
                                    .forEach(
                                            property ->
                                                    said(
                                                            item,
                                                            properties,
                                                            property.getKey(),
                                                            property.getValue()));
                        });
        for (JsonNode event : one.events()) {
            String person = event.path("person").asText();
            ObjectNode item = items.addObject();
            if (aliases.containsKey(person)) {
                item.put("cookie", PREFIX + person);
            } else {
                item.put("id", PREFIX + person);
                String cookie = event.path("distinct_id").asText("");
                if (!cookie.isEmpty() && !aliases.containsKey(cookie)) {
                    item.put("cookie", PREFIX + cookie);
                }
            }
            item.put("event", event.path("event").asText());
            item.put("time", Instant.parse(event.path("timestamp").asText()).toEpochMilli());
            item.set("properties", event.path("properties"));
        }
        return items;
    }

    /// An address that several people of a case share identifies none of them; here it is a property like any other.
    private static void said(ObjectNode item, ObjectNode properties, String key, JsonNode value) {
        properties.set(key.equals("email") ? SHARED_EMAIL : key, value);
        item.set("person", properties);
    }

    /// The property that holds `email` of a case.
    static final String SHARED_EMAIL = "mail";

    private static long begin(Case one) {
        long begin = Long.MAX_VALUE;
        for (JsonNode event : one.events()) {
            begin = Math.min(begin, Instant.parse(event.path("timestamp").asText()).toEpochMilli());
        }
        String now = one.query().path("now").asText("");
        if (!now.isEmpty()) {
            begin = Math.min(begin, Instant.parse(now).toEpochMilli());
        }
        return begin == Long.MAX_VALUE ? 1_000 : begin;
    }

    private void send(String domain, ArrayNode items) throws IOException, InterruptedException {
        for (int from = 0; from < items.size(); from += ITEMS_A_BATCH) {
            ArrayNode batch = JSON.arrayNode();
            for (int i = from; i < Math.min(items.size(), from + ITEMS_A_BATCH); i++) {
                batch.add(items.get(i));
            }
            JsonNode answer =
                    done(
                            server.post(
                                    "api/v1/track?project=" + domain,
                                    "application/json",
                                    bytes(batch)));
            if (answer.path("rejected").asInt() > 0) {
                throw new IOException("statements of a case were rejected: " + answer);
            }
        }
    }

    private void awaitApplied() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(APPLIED_SECONDS_MAX);
        while (true) {
            JsonNode status = done(server.get("api/v1/status"));
            if (status.path("applied").asText("-").equals(status.path("logEnd").asText("+"))) {
                return;
            }
            if (System.nanoTime() > deadline) {
                throw new IOException("the events of a case were not applied: " + status);
            }
            Thread.onSpinWait();
        }
    }

    private void merge(String person, String alias) throws IOException, InterruptedException {
        String other =
                found(JSON.objectNode().put("q", PREFIX + alias)).path(0).path("id").asText();
        done(
                server.post(
                        path() + person(person) + "/merge",
                        "application/json",
                        bytes(JSON.objectNode().put("other", other))));
    }

    private String path() {
        return "api/v1/projects/" + number + "/people/";
    }

    /// The number of a person of the case.
    private String person(String name) throws IOException, InterruptedException {
        ObjectNode search = JSON.objectNode();
        search.putArray("filter")
                .addObject()
                .put("property", "id")
                .put("operator", "equals")
                .put("value", PREFIX + name);
        return found(search).path(0).path("id").asText();
    }

    private JsonNode found(ObjectNode search) throws IOException, InterruptedException {
        search.put("limit", 1_000).putArray("columns").add("id");
        return done(server.post(path() + "search", "application/json", bytes(search)))
                .path("people");
    }

    /// The `result` of an answer.
    ///
    /// @throws NotOffered when the question is refused
    JsonNode ask(String kind, ObjectNode question)
            throws IOException, InterruptedException, NotOffered {
        return answer("api/v1/questions/" + kind, question).path("result");
    }

    private JsonNode answer(String path, ObjectNode question)
            throws IOException, InterruptedException, NotOffered {
        ServerClient.Answer answer =
                server.post(path, "application/json", bytes(question.put("project", number)));
        if (answer.status() == 400) {
            throw new NotOffered("refused: " + answer.problem().getMessage());
        }
        return done(answer);
    }

    /// Names of the people behind a number.
    List<String> people(String kind, ObjectNode question, ObjectNode cell)
            throws IOException, InterruptedException, NotOffered {
        ObjectNode open = question.deepCopy();
        open.remove("medians");
        open.putObject("page").put("limit", 1_000).putArray("columns").add("id");
        open.set("cell", cell);
        JsonNode answer = answer("api/v1/questions/" + kind + "/people", open);
        List<String> names = new ArrayList<>();
        for (JsonNode person : answer.path("people")) {
            names.add(name(person));
        }
        return names;
    }

    private static String name(JsonNode person) {
        String id = person.at("/properties/id").asText();
        return id.startsWith(PREFIX) ? id.substring(PREFIX.length()) : id;
    }

    /// Names of all persons by their number.
    Map<String, String> names() throws IOException, InterruptedException {
        Map<String, String> names = new HashMap<>();
        for (JsonNode person : found(JSON.objectNode())) {
            names.put(person.path("id").asText(), name(person));
        }
        return names;
    }

    /// Events of each visit of a person, oldest first.
    List<Integer> visits(String person) throws IOException, InterruptedException {
        JsonNode found = done(server.get(path() + person(person) + "/visits?limit=1000"));
        List<Integer> events = new ArrayList<>();
        for (JsonNode visit : found.path("visits")) {
            events.addFirst(visit.path("events").asInt());
        }
        return events;
    }

    /// Some people of the case, as a criterion.
    static ObjectNode among(JsonNode names) {
        ArrayNode ids = JSON.arrayNode();
        names.forEach(name -> ids.add(PREFIX + name.asText()));
        ObjectNode criterion = JSON.objectNode();
        criterion
                .putObject("has")
                .put("scope", "person")
                .put("property", "id")
                .put("operator", "in")
                .set("value", ids);
        return criterion;
    }

    private static byte[] bytes(JsonNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static JsonNode done(ServerClient.Answer answer) {
        if (!answer.isDone()) {
            throw answer.problem();
        }
        return answer.body();
    }
}
