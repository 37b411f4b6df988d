package io.sojourn.server.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import java.util.ArrayList;
import java.util.List;

/// Says in words what a schema wanted and what came.
final class Wording {

    private static final int GOT_CHARS_MAX = 100;

    private Wording() {}

    static String of(Error error) {
        JsonNode wanted = error.getSchemaNode();
        String limit = wanted == null ? "" : wanted.asText();
        return switch (error.getKeyword()) {
            case "type" -> "must be " + types(error, wanted) + got(error);
            case "enum" -> "must be one of " + choices(wanted) + got(error);
            case "const" -> "must be " + limit + got(error);
            case "minimum" -> "must be at least " + limit + got(error);
            case "maximum" -> "must be at most " + limit + got(error);
            case "exclusiveMinimum" -> "must be more than " + limit + got(error);
            case "exclusiveMaximum" -> "must be less than " + limit + got(error);
            case "multipleOf" -> "must be a multiple of " + limit + got(error);
            case "minLength" -> "must have at least " + limit + " characters" + got(error);
            case "maxLength" -> "must have at most " + limit + " characters";
            case "minItems" -> "must have at least " + limit + " items" + got(error);
            case "maxItems" -> "must have at most " + limit + " items";
            case "minProperties" -> "must have at least " + limit + " fields" + got(error);
            case "maxProperties" -> "must have at most " + limit + " fields";
            case "uniqueItems" -> "must not name anything twice" + got(error);
            case "pattern" -> "must have the form " + limit + got(error);
            case "oneOf", "anyOf" -> "has none of the forms that are possible here" + got(error);
            default -> error.getMessage();
        };
    }

    private static String types(Error error, JsonNode wanted) {
        List<String> names = new ArrayList<>();
        if (wanted.isTextual()) {
            names.add(article(wanted.asText()));
        } else {
            wanted.forEach(each -> names.add(article(each.asText())));
        }
        return names.isEmpty() ? error.getMessage() : String.join(" or ", names);
    }

    private static String article(String type) {
        return switch (type) {
            case "integer" -> "a whole number";
            case "boolean" -> "true or false";
            case "object", "array" -> "an " + type;
            case "null" -> "null";
            default -> "a " + type;
        };
    }

    private static String choices(JsonNode wanted) {
        List<String> names = new ArrayList<>();
        wanted.forEach(each -> names.add(each.isNull() ? "null" : each.asText()));
        return String.join(", ", names);
    }

    private static String got(Error error) {
        JsonNode value = error.getInstanceNode();
        if (value == null) {
            return "";
        }
        String text = value.toString();
        return ", got "
                + (text.length() > GOT_CHARS_MAX ? text.substring(0, GOT_CHARS_MAX) + "..." : text);
    }
}
