package io.sojourn.server.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.server.http.Call;
import io.sojourn.server.http.Reply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// One method of one path: its parameters, its body, its answers.
public final class Operation {

    private static final JsonMapper JSON = new JsonMapper();

    private final String method;
    private final String path;
    private final JsonNode node;
    private final List<Parameter> parameters;
    private final Optional<Shape> jsonBody;

    /// Whether the handler reports what is wrong with the body.
    private final boolean readByHandler;

    private final boolean bodyRequired;
    private final Map<String, Answer> answers;

    /// @param contents shape by content type; one without a schema takes anything
    private record Answer(Map<String, Optional<Shape>> contents) {}

    private Operation(
            String method,
            String path,
            JsonNode node,
            List<Parameter> parameters,
            Optional<Shape> jsonBody,
            boolean readByHandler,
            boolean bodyRequired,
            Map<String, Answer> answers) {
        this.method = method;
        this.path = path;
        this.node = node;
        this.parameters = parameters;
        this.jsonBody = jsonBody;
        this.readByHandler = readByHandler;
        this.bodyRequired = bodyRequired;
        this.answers = answers;
    }

    static Operation of(String method, String path, JsonNode pathNode, JsonNode root) {
        JsonNode node = pathNode.path(method.toLowerCase(Locale.ROOT));
        References references = new References(root);
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        for (JsonNode owner : List.of(pathNode, node)) {
            for (JsonNode each : owner.path("parameters")) {
                Parameter parameter = Parameter.of(references.resolve(each), references);
                parameters.put(parameter.in() + " " + parameter.name(), parameter);
            }
        }
        JsonNode body = references.resolve(node.path("requestBody"));
        JsonNode json = body.path("content").path(Reply.JSON);
        Map<String, Answer> answers = new TreeMap<>();
        for (Map.Entry<String, JsonNode> each : node.path("responses").properties()) {
            answers.put(each.getKey(), answer(references.resolve(each.getValue()), references));
        }
        return new Operation(
                method,
                path,
                node,
                List.copyOf(parameters.values()),
                json.isMissingNode()
                        ? Optional.empty()
                        : Optional.of(new Shape(json.path("schema"), references)),
                body.path("x-read-by-handler").asBoolean(),
                body.path("required").asBoolean(),
                answers);
    }

    private static Answer answer(JsonNode node, References references) {
        Map<String, Optional<Shape>> contents = new TreeMap<>();
        for (Map.Entry<String, JsonNode> content : node.path("content").properties()) {
            JsonNode schema = content.getValue().path("schema");
            contents.put(
                    content.getKey(),
                    schema.isMissingNode()
                            ? Optional.empty()
                            : Optional.of(new Shape(schema, references)));
        }
        return new Answer(contents);
    }

    public String method() {
        return method;
    }

    /// With its `{names}`.
    public String path() {
        return path;
    }

    JsonNode node() {
        return node;
    }

    /// Status codes that are stated, such as `200`, and perhaps `default`.
    public Set<String> statuses() {
        return answers.keySet();
    }

    /// What is wrong with a request, all of it.
    List<Problem> problems(Call call) {
        List<Problem> problems = new ArrayList<>();
        Set<String> unknown = new java.util.TreeSet<>(call.query().keySet());
        for (Parameter parameter : parameters) {
            switch (parameter.in()) {
                case "path" ->
                        problems.addAll(
                                parameter.problems(
                                        Optional.ofNullable(call.path().get(parameter.name()))));
                case "query" -> {
                    unknown.remove(parameter.name());
                    problems.addAll(parameter.problems(call.query(parameter.name())));
                }
                default -> unknown.remove(parameter.name());
            }
        }
        for (String name : unknown) {
            problems.add(Problem.invalid(name, "there is no such parameter"));
        }
        if (!readByHandler && jsonBody.isPresent() && (bodyRequired || call.body().length > 0)) {
            try {
                problems.addAll(jsonBody.get().problems("", call.json()));
            } catch (ProblemException e) {
                problems.addAll(e.problems());
            }
        }
        return problems;
    }

    /// How a body that was taken differs from what is stated; empty where it does not.
    public List<String> bodyDifferences(String json) {
        if (jsonBody.isEmpty()) {
            return List.of();
        }
        try {
            return jsonBody.get().problems("", JSON.readTree(json)).stream()
                    .map(Problem::toString)
                    .toList();
        } catch (JsonProcessingException e) {
            return List.of("the body is no JSON");
        }
    }

    /// How an answer differs from what is stated; empty where it does not.
    ///
    /// @param contentType with or without parameters, empty where there is no body
    public List<String> differences(int status, String contentType, byte[] body) {
        Answer stated = answers.get(Integer.toString(status));
        if (stated == null) {
            stated = answers.get("default");
        }
        if (stated == null) {
            return List.of("status " + status + " is not stated");
        }
        int semicolon = contentType.indexOf(';');
        String type = semicolon < 0 ? contentType : contentType.substring(0, semicolon).strip();
        if (stated.contents.isEmpty()) {
            return body.length == 0 ? List.of() : List.of(status + " has a body, none is stated");
        }
        Optional<Shape> shape = stated.contents.get(type);
        if (shape == null) {
            return List.of("content type " + type + " of " + status + " is not stated");
        }
        if (shape.isEmpty() || !isJson(type)) {
            return List.of();
        }
        // of lines each is a value
        String text = new String(body, StandardCharsets.UTF_8);
        List<String> values = type.endsWith("ndjson") ? text.lines().toList() : List.of(text);
        List<String> differences = new ArrayList<>();
        for (String value : values) {
            try {
                shape.get()
                        .problems("", JSON.readTree(value))
                        .forEach(problem -> differences.add(status + " " + problem));
            } catch (JsonProcessingException e) {
                differences.add("the body of " + status + " is no JSON");
            }
        }
        return differences;
    }

    /// Lines of JSON are none as a whole.
    private static boolean isJson(String type) {
        return type.endsWith("/json") || type.endsWith("+json");
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
