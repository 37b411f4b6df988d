package io.sojourn.server.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;

/// Parts of a case's query in the words of our API.
final class Translate {

    static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private Translate() {}

    /// A question with what all kinds have in common.
    static ObjectNode question(JsonNode query) throws NotOffered {
        ObjectNode question = JSON.objectNode();
        if (query.has("filters")) {
            question.set("filters", filters(query.get("filters")));
        }
        if (query.has("now")) {
            question.put("asOf", query.get("now").asText());
        }
        ObjectNode range = JSON.objectNode();
        if (query.has("from")) {
            range.set("from", query.get("from"));
        }
        if (query.has("to")) {
            range.put("to", inclusive(query.get("to").asText()));
        }
        if (!range.isEmpty()) {
            question.set("range", range);
        }
        return question;
    }

    /// An instant that still belongs to the range, as the one that does not any more.
    static String inclusive(String to) {
        if (to.length() == 10) {
            return to;
        }
        try {
            return Instant.parse(to).plusMillis(1).toString();
        } catch (DateTimeParseException e) {
            return LocalDateTime.parse(to).plusNanos(1_000_000).toString();
        }
    }

    static ObjectNode event(JsonNode step) throws NotOffered {
        ObjectNode event = JSON.objectNode();
        if (step.has("any_of")) {
            ArrayNode choices = event.putArray("anyOf");
            step.get("any_of").forEach(name -> choices.addObject().set("event", name));
        } else if (step.has("event")) {
            event.set("event", step.get("event"));
        } else {
            event.put("any", true);
        }
        if (step.has("filters")) {
            event.set("filters", filters(step.get("filters")));
        }
        return event;
    }

    static ArrayNode filters(JsonNode filters) throws NotOffered {
        ArrayNode all = JSON.arrayNode();
        for (JsonNode filter : filters) {
            all.add(filter(filter));
        }
        return all;
    }

    static ObjectNode filter(JsonNode filter) throws NotOffered {
        ObjectNode one = JSON.objectNode();
        String scope = filter.path("on").asText("event");
        String key = filter.path("key").asText();
        boolean mail = scope.equals("person") && key.equals("email");
        one.put("scope", scope).put("property", mail ? CaseProject.SHARED_EMAIL : key);
        one.put("operator", operator(filter.path("op").asText()));
        if (filter.has("value") && !filter.get("value").isNull()) {
            one.set("value", filter.get("value"));
        }
        return one;
    }

    static String operator(String word) throws NotOffered {
        return switch (word) {
            case "eq" -> "equals";
            case "ne" -> "not_equals";
            case "is_set" -> "exists";
            case "not_set" -> "not_exists";
            case "contains", "not_contains", "gt", "gte", "lt", "lte", "in" -> word;
            default -> throw new NotOffered("there is no operator " + word);
        };
    }

    /// `{"value":14,"unit":"day"}`
    static ObjectNode span(JsonNode window) {
        ObjectNode span = JSON.objectNode();
        span.set("count", window.get("value"));
        span.set("unit", window.get("unit"));
        return span;
    }

    /// `day`, or `2 days`.
    static JsonNode period(String text) {
        String[] words = text.split(" ", -1);
        return words.length == 1
                ? JSON.textNode(text)
                : JSON.objectNode().put("every", Integer.parseInt(words[0])).put("unit", words[1]);
    }

    /// `day`, `day` and so on of how the answers of other products name an interval.
    static String date(long millis, java.time.ZoneId zone, int length) {
        return LocalDateTime.ofInstant(Instant.ofEpochMilli(millis), zone)
                .toString()
                .substring(0, length);
    }

    static java.time.ZoneId zone(JsonNode query) {
        return java.time.ZoneId.of(query.path("timezone").asText("UTC"));
    }
}
