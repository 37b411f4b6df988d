package io.sojourn.server.cases;

import static io.sojourn.server.cases.Translate.JSON;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Funnels, funnels over time, and the furthest step of each person.
final class FunnelCases {

    private FunnelCases() {}

    private static ObjectNode question(JsonNode query) throws NotOffered {
        ObjectNode question = Translate.question(query);
        ArrayNode steps = question.putArray("steps");
        for (JsonNode step : query.path("steps")) {
            steps.add(Translate.event(step));
        }
        if (query.path("window").isObject()) {
            question.set("window", Translate.span(query.get("window")));
        }
        question.put("order", order(query.path("order").asText("ordered")));
        if (query.has("exclusions")) {
            ArrayNode exclusions = question.putArray("exclusions");
            for (JsonNode exclusion : query.get("exclusions")) {
                exclusions.add(
                        Translate.event(exclusion)
                                .put("fromStep", exclusion.get("from_step").asInt() + 1)
                                .put("toStep", exclusion.get("to_step").asInt() + 1));
            }
        }
        return question;
    }

    private static String order(String word) throws NotOffered {
        return switch (word) {
            case "ordered", "ret_closed" -> "ordered";
            case "strict" -> "strict";
            case "unordered" -> "any";
            default -> throw new NotOffered("there is no order " + word);
        };
    }

    static JsonNode funnel(Case one, CaseProject project)
            throws IOException, InterruptedException, NotOffered {
        JsonNode query = one.query();
        JsonNode expected = one.expected();
        if (query.path("order").asText().equals("ret_open")) {
            return open(query, expected, project);
        }
        ObjectNode question = question(query);
        ObjectNode got = JSON.objectNode();
        if (expected.has("counts_by_segment")) {
            ObjectNode segments = got.putObject("counts_by_segment");
            for (Map.Entry<String, JsonNode> segment : query.get("segments").properties()) {
                ObjectNode among = question.deepCopy();
                if (!segment.getValue().isNull()) {
                    among.set("people", CaseProject.among(segment.getValue()));
                }
                segments.set(segment.getKey(), counts(project.ask("funnel", among).at("/rows/0")));
            }
            return got;
        }
        if (query.has("breakdown")) {
            breakdown(question, query.get("breakdown"));
        }
        JsonNode result = project.ask("funnel", question);
        JsonNode all = result.at("/rows/0");
        if (expected.has("counts")) {
            got.set("counts", counts(all));
        }
        if (expected.has("rate_of_all_people")) {
            got.set(
                    "rate_of_all_people",
                    rates(counts(all), result.path("people").asDouble(), false));
        }
        if (expected.has("rate_of_previous")) {
            got.set("rate_of_previous", rates(counts(all), result.path("people").asDouble(), true));
        }
        for (Map.Entry<String, String> times :
                Map.of("avg_seconds", "mean", "median_seconds", "median").entrySet()) {
            if (expected.has(times.getKey())) {
                got.set(times.getKey(), seconds(all, times.getValue()));
            }
        }
        if (expected.has("people")) {
            ObjectNode people = got.putObject("people");
            for (String step : fields(expected.get("people"))) {
                ObjectNode cell = JSON.objectNode().put("step", Integer.parseInt(step));
                people.set(step, texts(project.people("funnel", question, cell)));
            }
        }
        groups(expected, result, got);
        return got;
    }

    /// Each step by itself: the people who did it, whatever else they did. Asked as a trend of people, one series a step.
    private static ObjectNode open(JsonNode query, JsonNode expected, CaseProject project)
            throws IOException, InterruptedException, NotOffered {
        ObjectNode question = Translate.question(query);
        ArrayNode series = question.putArray("series");
        for (JsonNode step : query.path("steps")) {
            series.add(Translate.event(step).put("measure", "people"));
        }
        question.put("interval", "quarter");
        ObjectNode got = JSON.objectNode();
        if (expected.has("counts_by_segment")) {
            ObjectNode segments = got.putObject("counts_by_segment");
            for (Map.Entry<String, JsonNode> segment : query.path("segments").properties()) {
                ObjectNode among = question.deepCopy();
                if (!segment.getValue().isNull()) {
                    among.set("people", CaseProject.among(segment.getValue()));
                }
                segments.set(segment.getKey(), totals(project.ask("trend", among)));
            }
        }
        if (expected.has("counts")) {
            got.set("counts", totals(project.ask("trend", question)));
        }
        return got;
    }

    private static ArrayNode totals(JsonNode trend) {
        ArrayNode totals = JSON.arrayNode();
        trend.path("lines").forEach(line -> totals.add(line.path("total")));
        return totals;
    }

    private static void groups(JsonNode expected, JsonNode result, ObjectNode got) {
        if (!expected.has("counts_by_breakdown") && !expected.has("avg_seconds_by_breakdown")) {
            return;
        }
        ObjectNode counts = JSON.objectNode();
        ObjectNode seconds = JSON.objectNode();
        for (JsonNode row : result.path("rows")) {
            List<String> values = new ArrayList<>();
            row.at("/group/values").forEach(value -> values.add(value.asText("")));
            String name = String.join("|", values);
            if (expected.path("counts_by_breakdown").has(name)) {
                counts.set(name, counts(row));
            }
            if (expected.path("avg_seconds_by_breakdown").has(name)) {
                seconds.set(name, seconds(row, "mean"));
            }
        }
        if (expected.has("counts_by_breakdown")) {
            got.set("counts_by_breakdown", counts);
        }
        if (expected.has("avg_seconds_by_breakdown")) {
            got.set("avg_seconds_by_breakdown", seconds);
        }
    }

    private static void breakdown(ObjectNode question, JsonNode breakdown) throws NotOffered {
        ObjectNode by = question.putObject("breakdown");
        ArrayNode columns = by.putArray("columns");
        List<String> keys = new ArrayList<>();
        breakdown.path("keys").forEach(key -> keys.add(key.asText()));
        if (breakdown.has("key")) {
            keys.add(breakdown.get("key").asText());
        }
        for (String key : keys) {
            columns.addObject()
                    .put("scope", breakdown.path("on").asText("event"))
                    .put("property", key);
        }
        switch (breakdown.path("attribution").asText("first_touch")) {
            case "first_touch" -> by.put("attribution", "entry");
            case "last_touch" -> by.put("attribution", "last");
            case "step" ->
                    by.putObject("attribution").put("step", breakdown.path("step").asInt() + 1);
            default ->
                    throw new NotOffered(
                            "there is no attribution " + breakdown.path("attribution").asText());
        }
    }

    static List<String> fields(JsonNode object) {
        return new ArrayList<>(new TreeMap<>(Map.ofEntries(entries(object))).keySet());
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Map.Entry<String, Boolean>[] entries(JsonNode object) {
        return object.properties().stream()
                .map(field -> Map.entry(field.getKey(), true))
                .toArray(Map.Entry[]::new);
    }

    static ArrayNode texts(Iterable<String> texts) {
        ArrayNode array = JSON.arrayNode();
        texts.forEach(array::add);
        return array;
    }

    private static ArrayNode counts(JsonNode row) {
        ArrayNode counts = JSON.arrayNode();
        row.at("/all/steps").forEach(step -> counts.add(step.at("/reached/people")));
        return counts;
    }

    private static ArrayNode rates(ArrayNode counts, double people, boolean ofPrevious) {
        ArrayNode rates = JSON.arrayNode();
        double before = people;
        for (JsonNode count : counts) {
            rates.add(before == 0 ? 0 : count.asDouble() / before);
            before = ofPrevious ? count.asDouble() : people;
        }
        return rates;
    }

    private static ArrayNode seconds(JsonNode row, String statistic) {
        ArrayNode seconds = JSON.arrayNode();
        row.at("/all/steps").forEach(step -> seconds.add(step.at("/fromPrevious").path(statistic)));
        return seconds;
    }

    static JsonNode overTime(Case one, CaseProject project)
            throws IOException, InterruptedException, NotOffered {
        JsonNode query = one.query();
        ObjectNode question = question(query);
        question.set("interval", Translate.period(query.path("interval").asText("day")));
        JsonNode intervals = project.ask("funnel", question).at("/rows/0/intervals");
        ObjectNode got = JSON.objectNode();
        ArrayNode periods = got.putArray("periods");
        for (JsonNode interval : intervals) {
            JsonNode steps = interval.at("/flow/steps");
            long entered = steps.path(0).at("/reached/people").asLong();
            long completed = steps.path(steps.size() - 1).at("/reached/people").asLong();
            periods.addObject()
                    .put(
                            "start",
                            Translate.date(
                                    interval.get("from").asLong(), Translate.zone(query), 10))
                    .put("entered", entered)
                    .put("completed", completed)
                    .put("rate", entered == 0 ? 0 : 100.0 * completed / entered);
        }
        lists(one, project, question, intervals, got);
        return got;
    }

    private static void lists(
            Case one, CaseProject project, ObjectNode question, JsonNode intervals, ObjectNode got)
            throws IOException, InterruptedException, NotOffered {
        int last = question.path("steps").size();
        for (String list : List.of("converted", "dropped")) {
            if (!one.expected().has(list)) {
                continue;
            }
            ObjectNode by = got.putObject(list);
            for (int i = 0; i < intervals.size(); i++) {
                String start =
                        Translate.date(
                                intervals.get(i).get("from").asLong(),
                                Translate.zone(one.query()),
                                10);
                if (!one.expected().get(list).has(start)) {
                    continue;
                }
                ObjectNode cell = JSON.objectNode().put("interval", i);
                Set<String> converted =
                        new HashSet<>(
                                project.people(
                                        "funnel", question, cell.deepCopy().put("step", last)));
                if (list.equals("converted")) {
                    by.set(start, texts(converted));
                } else {
                    Set<String> entered =
                            new HashSet<>(
                                    project.people(
                                            "funnel", question, cell.deepCopy().put("step", 1)));
                    entered.removeAll(converted);
                    by.set(start, texts(entered));
                }
            }
        }
    }

    /// The furthest step of each person: who reached one is in the list of its step.
    static JsonNode levels(Case one, CaseProject project)
            throws IOException, InterruptedException, NotOffered {
        JsonNode query = one.query();
        ObjectNode question = question(query);
        for (JsonNode mode : query.path("modes")) {
            switch (mode.asText()) {
                // one event advances at most one step: always so here
                case "strict_once", "allow_reentry" -> {}
                case "strict_increase", "increase" -> question.put("ties", "never");
                case "strict_order", "fixed" -> question.put("order", "strict");
                default -> throw new NotOffered("there is no mode " + mode.asText());
            }
        }
        ObjectNode got = JSON.objectNode();
        ObjectNode levels = got.putObject("levels");
        one.expected()
                .path("levels")
                .properties()
                .forEach(person -> levels.put(person.getKey(), 0));
        for (int step = 1; step <= question.path("steps").size(); step++) {
            for (String person :
                    project.people("funnel", question, JSON.objectNode().put("step", step))) {
                levels.put(person, step);
            }
        }
        return got;
    }
}
