package io.sojourn.server.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.Problem;
import io.sojourn.server.http.Reply;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A parameter of a path or a query. Its text is read as what its schema asks for: a number, a boolean, a list
/// with commas, JSON where it is stated as content.
///
/// @param in `path`, `query`, `header` or `cookie`; only the first two are looked at
/// @param json the text is JSON
record Parameter(String name, String in, boolean required, boolean json, Shape shape) {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int DIGITS_MAX = 40;

    static Parameter of(JsonNode node, References references) {
        JsonNode content = node.path("content").path(Reply.JSON);
        boolean json = !content.isMissingNode();
        return new Parameter(
                node.path("name").asText(),
                node.path("in").asText(),
                node.path("required").asBoolean(),
                json,
                new Shape((json ? content : node).path("schema"), references));
    }

    List<Problem> problems(Optional<String> text) {
        if (text.isEmpty()) {
            return required
                    ? List.of(new Problem(Code.MISSING_FIELD, name, "is missing"))
                    : List.of();
        }
        if (!json) {
            return shape.problems(name, read(text.get(), shape.schema()));
        }
        try {
            return shape.problems(name, JSON.readTree(text.get()));
        } catch (JsonProcessingException e) {
            return List.of(Problem.invalid(name, "is no JSON: " + e.getOriginalMessage()));
        }
    }

    private static JsonNode read(String text, JsonNode schema) {
        Set<String> types = types(schema);
        if (types.contains("array")) {
            ArrayNode items = JsonNodeFactory.instance.arrayNode();
            for (String item : text.split(",", -1)) {
                items.add(read(item, schema.path("items")));
            }
            return items;
        }
        if (types.contains("boolean")) {
            return switch (text) {
                case "true", "1", "" -> BooleanNode.TRUE;
                case "false", "0" -> BooleanNode.FALSE;
                default -> TextNode.valueOf(text);
            };
        }
        if ((types.contains("integer") || types.contains("number"))
                && text.length() <= DIGITS_MAX) {
            try {
                return DecimalNode.valueOf(new BigDecimal(text.strip()));
            } catch (NumberFormatException e) {
                return TextNode.valueOf(text);
            }
        }
        return TextNode.valueOf(text);
    }

    private static Set<String> types(JsonNode schema) {
        Set<String> types = new HashSet<>();
        JsonNode type = schema.path("type");
        if (type.isTextual()) {
            types.add(type.asText());
        }
        type.forEach(each -> types.add(each.asText()));
        for (String choice : List.of("anyOf", "oneOf", "allOf")) {
            schema.path(choice).forEach(each -> types.addAll(types(each)));
        }
        return types;
    }
}
