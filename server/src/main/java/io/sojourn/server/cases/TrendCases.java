package io.sojourn.server.cases;

import static io.sojourn.server.cases.Translate.JSON;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;

/// Trends, stickiness and lifecycle.
final class TrendCases {

    private TrendCases() {}

    static JsonNode trend(Case one, CaseProject project)
            throws IOException, InterruptedException, NotOffered {
        JsonNode query = one.query();
        ObjectNode question = Translate.question(query);
        ArrayNode series = question.putArray("series");
        for (JsonNode event : query.path("series")) {
            ObjectNode measured = Translate.event(event);
            measured.set("measure", measure(query));
            series.add(measured);
        }
        question.set("interval", Translate.period(query.path("interval").asText("day")));
        if (query.has("formula")) {
            question.set("formula", query.get("formula"));
        }
        if (query.has("breakdown")) {
            ObjectNode by = question.putObject("breakdown");
            by.putArray("columns")
                    .addObject()
                    .put("scope", query.at("/breakdown/on").asText("event"))
                    .put("property", query.at("/breakdown/key").asText());
        }
        ObjectNode got = JSON.objectNode();
        if (query.has("segments")) {
            ObjectNode by = got.putObject("by_breakdown");
            for (Map.Entry<String, JsonNode> segment : query.get("segments").properties()) {
                ObjectNode among = question.deepCopy();
                if (!segment.getValue().isNull()) {
                    among.set("people", CaseProject.among(segment.getValue()));
                }
                for (JsonNode line : shown(query, project.ask("trend", among))) {
                    by.set(segment.getKey(), line(line));
                }
            }
            return got;
        }
        ArrayNode lines = shown(query, project.ask("trend", question));
        if (one.expected().has("series")) {
            ArrayNode all = got.putArray("series");
            lines.forEach(line -> all.add(line(line)));
        }
        if (one.expected().has("by_breakdown")) {
            ObjectNode by = got.putObject("by_breakdown");
            for (JsonNode line : lines) {
                String name = line.at("/group/values/0").asText("");
                if (one.expected().get("by_breakdown").has(name)) {
                    by.set(name, line(line));
                }
            }
        }
        if (one.expected().has("breakdown_count")) {
            got.put("breakdown_count", lines.size());
        }
        return got;
    }

    private static JsonNode measure(JsonNode query) throws NotOffered {
        String word = query.path("measure").asText("events");
        return switch (word) {
            case "events" -> JSON.textNode("events");
            case "people", "unique_people" -> JSON.textNode("people");
            case "visits", "sessions" -> JSON.textNode("visits");
            case "events_per_person" -> JSON.textNode("events_per_person");
            case "sum", "min", "max" -> ofNumbers(query, word);
            case "mean", "avg" -> ofNumbers(query, "mean");
            case "median" -> ofNumbers(query, "percentile").put("percent", 50);
            case "p90", "p95", "p99" ->
                    ofNumbers(query, "percentile")
                            .put("percent", Integer.parseInt(word.substring(1)));
            default -> throw new NotOffered("there is no measure " + word);
        };
    }

    private static ObjectNode ofNumbers(JsonNode query, String statistic) throws NotOffered {
        String property = query.path("property").asText(query.path("measure_property").asText());
        if (property.isEmpty()) {
            throw new NotOffered("the measure names no property");
        }
        return JSON.objectNode().put("statistic", statistic).put("property", property);
    }

    /// With a formula only its own lines.
    private static ArrayNode shown(JsonNode query, JsonNode result) {
        ArrayNode lines = JSON.arrayNode();
        for (JsonNode line : result.path("lines")) {
            if (line.path("series").isNull() == query.has("formula")) {
                lines.add(line);
            }
        }
        return lines;
    }

    private static ObjectNode line(JsonNode line) {
        ObjectNode got = JSON.objectNode();
        got.set("total", line.path("total"));
        got.set("data", line.path("values"));
        return got;
    }

    static JsonNode stickiness(Case one, CaseProject project)
            throws IOException, InterruptedException, NotOffered {
        JsonNode query = one.query();
        ObjectNode question = Translate.question(query);
        question.set("events", Translate.event(query.at("/series/0")));
        question.set("interval", Translate.period(query.path("interval").asText("day")));
        question.put("cumulative", query.path("cumulative").asBoolean());
        if (query.has("min_events_per_interval")) {
            JsonNode least = query.get("min_events_per_interval");
            question.putObject("occurrences")
                    .put("operator", Translate.operator(least.path("op").asText()))
                    .set("value", least.path("value"));
        }
        ObjectNode got = JSON.objectNode();
        got.set("data", project.ask("stickiness", question).path("people"));
        return got;
    }

    static JsonNode lifecycle(Case one, CaseProject project)
            throws IOException, InterruptedException, NotOffered {
        JsonNode query = one.query();
        ObjectNode question = Translate.question(query);
        question.set("events", Translate.event(query.path("series")));
        question.set("interval", Translate.period(query.path("interval").asText("day")));
        JsonNode states = project.ask("lifecycle", question).path("people");
        ObjectNode got = JSON.objectNode();
        for (String state : FunnelCases.fields(one.expected())) {
            ArrayNode values = got.putArray(state);
            int sign = state.equals("dormant") ? -1 : 1;
            states.path(state).forEach(value -> values.add(sign * value.asLong()));
        }
        return got;
    }
}
