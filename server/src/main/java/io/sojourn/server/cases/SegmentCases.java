package io.sojourn.server.cases;

import static io.sojourn.server.cases.Translate.JSON;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/// Who belongs to a segment.
final class SegmentCases {

    private SegmentCases() {}

    static JsonNode segment(Case one, CaseProject project)
            throws IOException, InterruptedException, NotOffered {
        ObjectNode question = Translate.question(one.query());
        question.set("criterion", criterion(one.query().path("where")));
        ObjectNode got = JSON.objectNode();
        got.set(
                "members",
                FunnelCases.texts(project.people("segment", question, JSON.objectNode())));
        return got;
    }

    private static ObjectNode criterion(JsonNode where) throws NotOffered {
        ObjectNode criterion = JSON.objectNode();
        if (where.has("and") || where.has("or")) {
            ArrayNode all = criterion.putArray(where.has("and") ? "all" : "any");
            for (JsonNode part : where.path(where.has("and") ? "and" : "or")) {
                all.add(criterion(part));
            }
            return criterion;
        }
        if (where.has("not")) {
            criterion.set("not", criterion(where.get("not")));
            return criterion;
        }
        String type = where.path("type").asText();
        switch (type) {
            case "person" ->
                    criterion.set(
                            "has",
                            Translate.filter(((ObjectNode) where.deepCopy()).put("on", "person")));
            case "static" -> {
                return CaseProject.among(where.path("members"));
            }
            case "did" -> {
                criterion.set("did", Translate.event(where));
                compare(criterion, where);
                criterion.set("timeframe", timeframe(where));
            }
            case "first_did" -> {
                criterion.set("firstDid", Translate.event(where));
                criterion.set("timeframe", timeframe(where));
            }
            case "stopped" -> {
                Optional<JsonNode> since = otherSpan(where);
                criterion.set("stopped", Translate.event(where));
                criterion.set(
                        "timeframe", since.isPresent() ? last(since.get()) : timeframe(where));
                if (since.isPresent() && where.has("within")) {
                    ObjectNode both = JSON.objectNode();
                    ObjectNode did = both.putArray("all").add(criterion).addObject();
                    did.set("did", Translate.event(where));
                    did.set("timeframe", last(where.get("within")));
                    return both;
                }
            }
            case "restarted" -> {
                criterion.set("restarted", Translate.event(where));
                JsonNode within = where.path("within");
                JsonNode again =
                        otherSpan(where).orElseThrow(() -> new NotOffered("again since when?"));
                int fromDays = days(within);
                int toDays = days(again);
                criterion
                        .putObject("quiet")
                        .put("fromAgo", fromDays)
                        .put("toAgo", toDays)
                        .put("unit", "day");
                criterion.set("again", last(again));
            }
            case "did_regularly" -> {
                criterion.set("regularly", Translate.event(where));
                compare(criterion, where);
                criterion
                        .putObject("period")
                        .put("every", where.at("/period/value").asInt())
                        .put("unit", where.at("/period/unit").asText());
                criterion.put("atLeast", where.path("min_periods").asInt());
                criterion.put("of", where.path("total_periods").asInt());
            }
            case "sequence" -> sequence(criterion, where);
            default -> throw new NotOffered("there is no criterion " + type);
        }
        return criterion;
    }

    private static void sequence(ObjectNode criterion, JsonNode where) throws NotOffered {
        ArrayNode parts = criterion.putArray("sequence");
        ArrayNode steps = JSON.arrayNode();
        (where.has("steps") ? where.get("steps") : where.path("events")).forEach(steps::add);
        if (where.has("event") && where.has("then")) {
            JsonNode then = where.get("then");
            steps.add(where);
            steps.add(then.isTextual() ? JSON.objectNode().set("event", then) : then);
        }
        if (steps.size() < 2) {
            throw new NotOffered("a sequence has two events or more");
        }
        for (JsonNode step : steps) {
            ObjectNode part = Translate.event(step);
            if (step.has("within") && !parts.isEmpty()) {
                part.set("within", Translate.span(step.get("within")));
            }
            parts.add(part);
        }
        criterion.set("timeframe", timeframe(where));
    }

    /// A span of time that is not `within`.
    private static Optional<JsonNode> otherSpan(JsonNode where) {
        return where.properties().stream()
                .filter(
                        field ->
                                !field.getKey().equals("within")
                                        && !field.getKey().equals("period"))
                .map(Map.Entry::getValue)
                .filter(value -> value.has("value") && value.has("unit"))
                .findFirst();
    }

    private static int days(JsonNode span) throws NotOffered {
        int value = span.path("value").asInt();
        return switch (span.path("unit").asText()) {
            case "day" -> value;
            case "week" -> 7 * value;
            default -> throw new NotOffered("a quiet time is a number of days or weeks");
        };
    }

    private static void compare(ObjectNode criterion, JsonNode where) throws NotOffered {
        if (where.has("op") && where.has("count")) {
            criterion
                    .putObject("compare")
                    .put("operator", Translate.operator(where.get("op").asText()))
                    .put("value", where.get("count").asInt());
        }
    }

    private static ObjectNode last(JsonNode span) {
        return JSON.objectNode()
                .put("last", span.path("value").asInt())
                .put("unit", span.path("unit").asText());
    }

    private static ObjectNode timeframe(JsonNode where) {
        if (where.has("within")) {
            return last(where.get("within"));
        }
        ObjectNode timeframe = JSON.objectNode();
        if (where.has("since")) {
            timeframe.set("from", where.get("since"));
        }
        return timeframe;
    }
}
