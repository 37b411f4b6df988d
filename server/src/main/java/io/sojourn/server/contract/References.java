package io.sojourn.server.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;

/// Puts what `$ref`s name in their place, so that a schema stands alone, and closes objects that list their
/// properties. A schema that contains itself is open where it does.
final class References {

    private static final String REF = "$ref";
    private static final Set<String> COMBINED = Set.of("allOf", "anyOf", "oneOf");

    /// Keywords whose value is data, not a schema.
    private static final Set<String> DATA =
            Set.of("enum", "const", "example", "examples", "default");

    private final JsonNode root;

    References(JsonNode root) {
        this.root = root;
    }

    /// The node itself, or what it refers to.
    JsonNode resolve(JsonNode node) {
        JsonNode found = node;
        for (int depth = 0; found.has(REF); depth++) {
            found = target(found.path(REF).asText());
            if (depth > 10) {
                throw new IllegalStateException("endless $ref: " + node);
            }
        }
        return found;
    }

    private JsonNode target(String reference) {
        if (!reference.startsWith("#/")) {
            throw new IllegalStateException("$ref outside of the file: " + reference);
        }
        JsonNode found = root.at(reference.substring(1));
        if (found.isMissingNode()) {
            throw new IllegalStateException("$ref to nothing: " + reference);
        }
        return found;
    }

    /// @return a schema without `$ref`s, its objects closed
    JsonNode standalone(JsonNode schema) {
        return schema(schema, true, new ArrayDeque<>());
    }

    /// @param close false for a part of a combination, which is closed as a whole
    private JsonNode schema(JsonNode schema, boolean close, Deque<String> within) {
        if (schema.has(REF)) {
            String reference = schema.path(REF).asText();
            if (within.contains(reference)) {
                return JsonNodeFactory.instance.objectNode();
            }
            within.push(reference);
            JsonNode found = schema(target(reference), close, within);
            within.pop();
            return found;
        }
        if (!schema.isObject()) {
            return schema;
        }
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        boolean combined =
                schema.properties().stream().anyMatch(e -> COMBINED.contains(e.getKey()));
        for (Map.Entry<String, JsonNode> entry : schema.properties()) {
            copy.set(entry.getKey(), value(entry, schema.has("allOf"), within));
        }
        if (close && isOpen(schema, combined)) {
            copy.put(combined ? "unevaluatedProperties" : "additionalProperties", false);
        }
        return copy;
    }

    private static boolean isOpen(JsonNode schema, boolean combined) {
        boolean lists = schema.has("properties") || (combined && schema.has("allOf"));
        return lists && !schema.has("additionalProperties") && !schema.has("unevaluatedProperties");
    }

    private JsonNode value(
            Map.Entry<String, JsonNode> entry, boolean partOfWhole, Deque<String> within) {
        String keyword = entry.getKey();
        JsonNode value = entry.getValue();
        if (DATA.contains(keyword)) {
            return value;
        }
        if (COMBINED.contains(keyword)) {
            ArrayNode parts = JsonNodeFactory.instance.arrayNode();
            value.forEach(part -> parts.add(schema(part, !partOfWhole, within)));
            return parts;
        }
        return switch (keyword) {
            case "properties", "patternProperties", "$defs", "dependentSchemas" -> {
                ObjectNode named = JsonNodeFactory.instance.objectNode();
                for (Map.Entry<String, JsonNode> each : value.properties()) {
                    named.set(each.getKey(), schema(each.getValue(), true, within));
                }
                yield named;
            }
            case "items", "additionalProperties", "not", "contains", "propertyNames" ->
                    schema(value, true, within);
            default -> value;
        };
    }
}
