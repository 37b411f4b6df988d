package io.sojourn.server.cases;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Whether an answer is the expected one. `null` in a list is a cell that the source does not assert, except in shares,
/// where it says that nobody is there; lists of people are in no order; figures that the source rounded are equal
/// within what it rounded off.
final class Expectation {

    private static final double ROUNDED = 0.0051;
    private static final double EXACT = 1e-6;

    private Expectation() {}

    static boolean isMet(JsonNode expected, JsonNode got) {
        return isMet("", expected, got);
    }

    private static boolean isMet(String field, JsonNode expected, JsonNode got) {
        if (expected.isNull()) {
            return !field.equals("shares") || got.isNull() || got.isMissingNode();
        }
        if (expected.isObject()) {
            return fields(field, expected, got);
        }
        if (expected.isArray()) {
            return list(field, expected, got);
        }
        if (expected.isNumber()) {
            return got.isNumber() && near(expected, got.asDouble());
        }
        return expected.asText().equals(got.asText());
    }

    private static boolean fields(String field, JsonNode expected, JsonNode got) {
        boolean noMatch = expected.has("match") && !expected.get("match").asBoolean();
        for (Map.Entry<String, JsonNode> one : expected.properties()) {
            String name = one.getKey();
            boolean counts =
                    !name.endsWith("_note") && !(noMatch && name.equals("matched_timestamps"));
            String inner =
                    name.equals("people") || name.equals("members") || isIn(field)
                            ? "people"
                            : name;
            if (counts
                    && !isMet(
                            field.equals("links") ? name : inner, one.getValue(), got.path(name))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isIn(String field) {
        return field.equals("people") || field.equals("dropped") || field.equals("converted");
    }

    private static boolean list(String field, JsonNode expected, JsonNode got) {
        if (!got.isArray() || got.size() != expected.size()) {
            return false;
        }
        boolean names = isIn(field) && expected.path(0).isTextual();
        if (names) {
            return sorted(expected).equals(sorted(got));
        }
        for (int i = 0; i < expected.size(); i++) {
            if (!isMet(field, expected.get(i), got.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static List<String> sorted(JsonNode texts) {
        List<String> sorted = new ArrayList<>();
        texts.forEach(text -> sorted.add(text.asText()));
        sorted.sort(null);
        return sorted;
    }

    private static boolean near(JsonNode expected, double got) {
        double wanted = expected.asDouble();
        boolean whole = wanted == Math.rint(wanted) && !expected.isFloatingPointNumber();
        return Math.abs(wanted - got) <= (whole ? EXACT : ROUNDED);
    }
}
