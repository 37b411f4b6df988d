package io.sojourn.server.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.server.http.Call;
import java.util.Map;

/// A call of Woopra's REST API in any of the forms its clients use: a JSON body, a form field or query
/// parameter `request` that holds JSON, or plain form and query fields. Later ones of this list are laid under
/// earlier ones.
final class RestRequest {

    private static final JsonMapper JSON = new JsonMapper();

    private final ObjectNode fields;
    private final String version;

    private RestRequest(ObjectNode fields, String version) {
        this.fields = fields;
        this.version = version;
    }

    /// A call whose body is no part of the request but what it brings.
    static RestRequest ofQuery(Call call) {
        ObjectNode fields = JSON.createObjectNode();
        lay(fields, call.query());
        return new RestRequest(fields, version(call));
    }

    private static String version(Call call) {
        return call.path().getOrDefault("version", "");
    }

    static RestRequest of(Call call) {
        ObjectNode fields = JSON.createObjectNode();
        lay(fields, call.query());
        String type = call.contentType();
        byte[] body = call.body();
        // curl sends JSON as a form, and a known client sends a form as JSON: the body itself
        // tells.
        boolean isForm = type.equals("application/x-www-form-urlencoded") && !beginsWith(body, "{");
        if (isForm || beginsWith(body, "request=")) {
            lay(fields, call.form());
        } else if (body.length > 0) {
            fields.setAll(object(call.json(), "the body"));
        }
        return new RestRequest(fields, version(call));
    }

    private static boolean beginsWith(byte[] body, String text) {
        if (body.length < text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (body[i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static void lay(ObjectNode fields, Map<String, String> plain) {
        plain.forEach(
                (name, text) -> {
                    if (!name.equals("request")) {
                        fields.set(name, node(name, text));
                    }
                });
        if (plain.containsKey("request")) {
            fields.setAll(object(parse("request", plain.getOrDefault("request", "")), "request"));
        }
    }

    /// A plain field is text, unless it looks like a JSON object or array.
    private static JsonNode node(String name, String text) {
        String stripped = text.strip();
        return stripped.startsWith("{") || stripped.startsWith("[")
                ? parse(name, stripped)
                : JSON.getNodeFactory().textNode(text);
    }

    private static JsonNode parse(String field, String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new ProblemException(
                    new Problem(
                            Code.MALFORMED_BODY, field, "is no JSON: " + e.getOriginalMessage()));
        }
    }

    private static ObjectNode object(JsonNode node, String what) {
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw new ProblemException(Code.MALFORMED_BODY, what + " must be a JSON object");
    }

    JsonNode fields() {
        return fields;
    }

    /// Whether the path named a version from 3.0 on, whose profile has another shape.
    boolean isThird() {
        return version.startsWith("3");
    }

    /// A text or number, empty where it was not sent.
    String text(String name) {
        JsonNode node = fields.path(name);
        return node.isValueNode() && !node.isNull() ? node.asText().strip() : "";
    }

    /// The project that `website` or `project` names.
    String project() {
        for (String name : new String[] {"website", "project"}) {
            if (fields.path(name).isValueNode() && !fields.path(name).asText().isBlank()) {
                return fields.path(name).asText();
            }
        }
        throw new ProblemException(
                new Problem(
                        Code.MISSING_FIELD, "website", "names the project, as website or project"));
    }
}
