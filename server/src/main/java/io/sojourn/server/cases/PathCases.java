package io.sojourn.server.cases;

import static io.sojourn.server.cases.Translate.JSON;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Paths, transitions, what comes next, and visits.
final class PathCases {

    private static final String PAGE_VIEW = "$pageview";
    private static final String SCREEN = "$screen";
    private static final int EVERYTHING = Integer.MAX_VALUE;

    private PathCases() {}

    static JsonNode paths(Case one, CaseProject project)
            throws IOException, InterruptedException, NotOffered {
        JsonNode query = one.query();
        ObjectNode question = Translate.question(query);
        question.putObject("unit")
                .putObject("visit")
                .put("gap", query.path("session_gap_minutes").asLong(30) * 60_000);
        question.put("depth", query.path("step_limit").asInt(5)).put("top", EVERYTHING);
        question.put("collapse", query.path("collapse_repeats").asBoolean());
        items(question);
        for (String anchor : List.of("start", "end")) {
            if (query.has(anchor)) {
                ArrayNode choices = question.putObject(anchor).putArray("anyOf");
                named(choices, query.get(anchor).asText());
            }
        }
        if (query.has("include")) {
            ArrayNode choices = question.putObject("include").putArray("anyOf");
            for (JsonNode kind : query.get("include")) {
                if (kind.asText().equals("custom_event")) {
                    ObjectNode custom = choices.addObject().put("any", true);
                    ArrayNode filters = custom.putArray("filters");
                    for (String name : List.of(PAGE_VIEW, SCREEN)) {
                        filters.addObject()
                                .put("scope", "event_name")
                                .put("operator", "not_equals")
                                .put("value", name);
                    }
                } else {
                    choices.addObject().set("event", kind);
                }
            }
        }
        if (query.has("exclude")) {
            ArrayNode choices = question.putObject("exclude").putArray("anyOf");
            query.get("exclude").forEach(item -> named(choices, item.asText()));
        }
        return links(one.expected(), project.ask("paths", question));
    }

    private static void items(ObjectNode question) {
        ArrayNode items = question.putArray("items");
        ObjectNode page = items.addObject();
        page.putObject("events").put("event", PAGE_VIEW);
        page.putObject("page").put("scope", "event").put("property", "$current_url");
        ObjectNode screen = items.addObject();
        screen.putObject("events").put("event", SCREEN);
        screen.putObject("property").put("scope", "event").put("property", "$screen_name");
    }

    /// Whatever has this name in a path of theirs.
    private static void named(ArrayNode choices, String item) {
        String plain =
                item.length() > 1 && item.endsWith("/")
                        ? item.substring(0, item.length() - 1)
                        : item;
        ObjectNode page = choices.addObject().put("event", PAGE_VIEW);
        page.putArray("filters")
                .addObject()
                .put("property", "$current_url")
                .put("operator", "in")
                .putArray("value")
                .add(plain)
                .add(plain + "/");
        ObjectNode screen = choices.addObject().put("event", SCREEN);
        screen.putArray("filters")
                .addObject()
                .put("property", "$screen_name")
                .put("operator", "equals")
                .put("value", item);
        choices.addObject().put("event", item);
    }

    private record Link(int step, String source, String target) {}

    private record Pass(long passes, long people, double seconds) {
        Pass and(Pass other) {
            return new Pass(passes + other.passes, people + other.people, seconds + other.seconds);
        }
    }

    private static Map<Link, Pass> links(JsonNode tree) {
        Map<Link, Pass> links = new LinkedHashMap<>();
        for (JsonNode node : tree.path("nodes")) {
            JsonNode items = node.path("items");
            int step = items.size() - 1;
            if (step > 0) {
                long passes = node.path("passes").asLong();
                links.merge(
                        new Link(step, items.get(step - 1).asText(), items.get(step).asText()),
                        new Pass(
                                passes,
                                node.path("people").asLong(),
                                passes * node.path("meanSeconds").asDouble()),
                        Pass::and);
            }
        }
        return links;
    }

    /// The links that are asked for, and how many there are.
    private static ObjectNode links(JsonNode expected, JsonNode tree) {
        Map<Link, Pass> links = links(tree);
        ObjectNode got = JSON.objectNode();
        if (expected.has("link_count")) {
            got.put("link_count", links.size());
        }
        if (expected.has("links")) {
            ArrayNode all = got.putArray("links");
            for (JsonNode wanted : expected.get("links")) {
                Link link = link(wanted);
                Pass pass = links.getOrDefault(link, new Pass(0, 0, 0));
                ObjectNode one = all.addObject();
                one.put("step", link.step).put("source", link.source).put("target", link.target);
                for (String field : FunnelCases.fields(wanted)) {
                    switch (field) {
                        case "value" -> one.put(field, pass.passes);
                        case "people" -> one.put(field, pass.people);
                        case "avg_seconds" -> one.put(field, pass.seconds / pass.passes);
                        case "seconds_sum" -> one.put(field, pass.seconds);
                        default -> {}
                    }
                }
            }
        }
        return got;
    }

    private static Link link(JsonNode link) {
        return new Link(
                link.path("step").asInt(),
                link.path("source").asText(),
                link.path("target").asText());
    }

    static JsonNode flow(Case one, CaseProject project)
            throws IOException, InterruptedException, NotOffered {
        ObjectNode question = JSON.objectNode();
        question.put("depth", one.query().path("max_steps").asInt()).put("top", EVERYTHING);
        question.putObject("exclude").put("event", "path_end");
        JsonNode tree = project.ask("paths", question);
        ObjectNode got = links(one.expected(), tree);
        Map<Link, Long> people = new LinkedHashMap<>();
        for (JsonNode node : tree.path("nodes")) {
            JsonNode items = node.path("items");
            people.merge(
                    new Link(items.size(), items.get(items.size() - 1).asText(), ""),
                    node.path("people").asLong(),
                    Long::sum);
        }
        if (one.expected().has("nodes")) {
            long total = tree.path("people").asLong();
            ArrayNode nodes = got.putArray("nodes");
            for (JsonNode wanted : one.expected().get("nodes")) {
                Link node =
                        new Link(wanted.path("step").asInt(), wanted.path("event").asText(), "");
                long count = people.getOrDefault(node, 0L);
                nodes.addObject()
                        .put("step", node.step)
                        .put("event", node.source)
                        .put("people", count)
                        .put("total_people", total)
                        .put("percent", 100.0 * count / total);
            }
        }
        return got;
    }

    /// Shares of all people by event and step.
    static JsonNode matrix(Case one, CaseProject project)
            throws IOException, InterruptedException, NotOffered {
        JsonNode events = one.expected().path("events");
        JsonNode expected = one.expected().path("matrix");
        int steps = expected.path(0).size();
        if (events.isEmpty() || steps == 0) {
            throw new NotOffered("a matrix of events by steps is asked for in another form");
        }
        ObjectNode question = JSON.objectNode();
        question.put("depth", steps).put("top", EVERYTHING);
        question.putObject("exclude").put("event", "path_end");
        JsonNode tree = project.ask("paths", question);
        double total = tree.path("people").asDouble();
        ObjectNode got = JSON.objectNode();
        got.set("events", events);
        ArrayNode matrix = got.putArray("matrix");
        for (JsonNode event : events) {
            double[] row = new double[steps];
            for (JsonNode node : tree.path("nodes")) {
                JsonNode items = node.path("items");
                if (items.path(items.size() - 1).equals(event)) {
                    row[items.size() - 1] += node.path("people").asDouble() / total;
                }
            }
            ArrayNode cells = matrix.addArray();
            for (double cell : row) {
                cells.add(cell);
            }
        }
        return got;
    }

    static JsonNode transitions(Case one, CaseProject project)
            throws IOException, InterruptedException, NotOffered {
        JsonNode query = one.query();
        String weight = query.path("weight").asText("event");
        ObjectNode question = JSON.objectNode();
        question.put("form", "graph").put("depth", EVERYTHING).put("top", EVERYTHING);
        if (weight.equals("session")) {
            question.putObject("unit")
                    .putObject("runs")
                    .put("scope", "event")
                    .put("property", "session_id");
        }
        JsonNode graph = project.ask("paths", question);
        JsonNode events = one.expected().path("events");
        ObjectNode got = JSON.objectNode();
        got.set("events", events);
        ArrayNode matrix = got.putArray("matrix");
        for (JsonNode from : events) {
            ArrayNode row = matrix.addArray();
            for (JsonNode to : events) {
                double sum = 0;
                for (JsonNode edge : graph.path("edges")) {
                    if (edge.path("from").equals(from) && edge.path("to").equals(to)) {
                        sum +=
                                weight(
                                        edge,
                                        graph,
                                        weight + " " + query.path("normalise").asText("null"));
                    }
                }
                row.add(sum);
            }
        }
        return got;
    }

    private static double weight(JsonNode edge, JsonNode graph, String weight) throws NotOffered {
        double paths = edge.path("paths").asDouble();
        return switch (weight) {
            case "event null" -> edge.path("passes").asDouble();
            case "event node" -> edge.path("shareOfNode").asDouble();
            case "event full" -> edge.path("shareOfAll").asDouble();
            case "person null" -> edge.path("people").asDouble();
            case "person node" -> edge.path("peopleOfNode").asDouble();
            case "person full" -> edge.path("peopleOfAll").asDouble();
            case "session null" -> paths;
            case "session full" -> paths / graph.path("paths").asDouble();
            default -> throw new NotOffered("there is no weight " + weight);
        };
    }

    /// What directly follows the chain, by variants of the paths that are long enough to show it.
    static JsonNode next(Case one, CaseProject project)
            throws IOException, InterruptedException, NotOffered {
        JsonNode query = one.query();
        List<String> chain = new ArrayList<>();
        query.path("chain").forEach(name -> chain.add(name.asText()));
        boolean backward = query.path("direction").asText().equals("backward");
        String base = query.path("base").asText();
        ObjectNode question = JSON.objectNode();
        question.put("form", "variants").put("depth", chain.size() + 1).put("top", EVERYTHING);
        switch (base + (backward ? " backward" : "")) {
            case "head" -> {}
            case "first_match" -> question.putObject("start").put("event", chain.getFirst());
            case "tail backward" -> question.put("backward", true);
            case "last_match backward" -> question.putObject("end").put("event", chain.getFirst());
            default ->
                    throw new NotOffered(
                            "a "
                                    + base
                                    + " is not asked for in direction "
                                    + query.path("direction").asText());
        }
        ObjectNode got = JSON.objectNode();
        FunnelCases.fields(one.expected()).forEach(got::putNull);
        for (JsonNode variant : project.ask("paths", question).path("variants")) {
            List<String> items = new ArrayList<>();
            variant.path("items").forEach(item -> items.add(item.asText()));
            List<String> read = backward ? items.reversed() : items;
            boolean follows =
                    read.size() == chain.size() + 1 && read.subList(0, chain.size()).equals(chain);
            if (follows) {
                ObjectNode cell = JSON.objectNode().put("kind", "variant");
                cell.set("items", variant.path("items"));
                for (String person : project.people("paths", question, cell)) {
                    got.put(person, read.getLast());
                }
            }
        }
        return got;
    }

    static JsonNode sessions(Case one, CaseProject project)
            throws IOException, InterruptedException, NotOffered {
        ObjectNode got = JSON.objectNode();
        ObjectNode index = got.putObject("session_index");
        for (String person : FunnelCases.fields(one.expected().path("session_index"))) {
            ArrayNode numbers = index.putArray(person);
            int number = 1;
            for (int events : project.visits(person)) {
                for (int i = 0; i < events; i++) {
                    numbers.add(number);
                }
                number++;
            }
        }
        return got;
    }

    /// `(?1)(?t<=2)(?2)` is `1 -[t <= 2]-> 2`.
    static JsonNode sequence(Case one, CaseProject project)
            throws IOException, InterruptedException, NotOffered {
        JsonNode query = one.query();
        String pattern = pattern(query.path("pattern").asText());
        if (pattern.isEmpty()) {
            throw new NotOffered("an empty pattern is none");
        }
        ObjectNode question = JSON.objectNode().put("pattern", pattern).put("matches", 1_000);
        ArrayNode conditions = question.putArray("conditions");
        for (JsonNode condition : query.path("conditions")) {
            conditions.add(
                    Translate.event(condition)
                            .put("name", Integer.toString(conditions.size() + 1)));
        }
        Map<String, String> names = project.names();
        ObjectNode got = JSON.objectNode();
        for (String person : FunnelCases.fields(one.expected())) {
            got.putObject(person).put("match", false).put("count", 0);
        }
        for (JsonNode match : project.ask("pattern", question).path("matches")) {
            String person = names.getOrDefault(match.path("person").asText(), "");
            ObjectNode of = got.putObject(person).put("match", true);
            of.set("count", match.path("occurrences"));
            if (one.expected().path(person).has("matched_timestamps")) {
                ArrayNode times = of.putArray("matched_timestamps");
                match.path("times")
                        .forEach(
                                time ->
                                        times.add(
                                                java.time.Instant.ofEpochMilli(time.asLong())
                                                        .toString()));
            }
        }
        return got;
    }

    private static String pattern(String theirs) {
        return theirs.replace(".*", " -> .* -> ")
                .replaceAll("\\(\\?t\\s*(<=|>=|==|<|>)\\s*(\\d+)\\)", "-[t $1 $2]->")
                .replaceAll("\\(\\?(\\d+)\\)", " $1 ")
                .strip()
                .replaceAll("(?<=\\d)\\s+(?=\\d)", " -> ");
    }
}
