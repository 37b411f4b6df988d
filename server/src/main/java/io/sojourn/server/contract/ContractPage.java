package io.sojourn.server.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// The contract as one HTML page: operations grouped by tag, with parameters, bodies, answers and errors, then the
/// shapes they use. Everything that comes from the file is escaped.
final class ContractPage {

    private static final String REFERENCE = "#/components/schemas/";

    private final Contract contract;
    private final String basePath;
    private final StringBuilder html = new StringBuilder(200_000);

    /// @param basePath before every path of the server
    ContractPage(Contract contract, String basePath) {
        this.contract = contract;
        this.basePath = basePath;
    }

    String html() {
        String title = contract.root().at("/info/title").asText("API");
        html.append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">")
                .append("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">")
                .append("<title>")
                .append(escaped(title))
                .append(" API</title>")
                .append("<link rel=\"stylesheet\" href=\"")
                .append(path("/api/reference.css"))
                .append("\"><script src=\"")
                .append(path("/api/reference.js"))
                .append("\" defer></script></head><body>");
        Map<String, List<Operation>> groups = groups();
        header(title);
        navigation(groups);
        html.append("<main>");
        groups.forEach(this::group);
        shapes();
        html.append("</main></body></html>\n");
        return html.toString();
    }

    private void header(String title) {
        html.append("<header><h1>")
                .append(escaped(title))
                .append(" API</h1><p>")
                .append(prose(contract.root().at("/info/description").asText()))
                .append("</p><p><a href=\"")
                .append(path("/api/v1/openapi.yaml"))
                .append("\">openapi.yaml</a> <a href=\"")
                .append(path("/api/v1/openapi.json"))
                .append("\">openapi.json</a></p>")
                .append("<label for=\"search\">Search</label> ")
                .append("<input id=\"search\" type=\"search\" autocomplete=\"off\" ")
                .append("placeholder=\"path, summary, field\"> ")
                .append("<span id=\"found\" role=\"status\"></span></header>");
    }

    /// Operations by tag, in the order of the file's tags.
    private Map<String, List<Operation>> groups() {
        Map<String, List<Operation>> groups = new LinkedHashMap<>();
        contract.root()
                .path("tags")
                .forEach(tag -> groups.put(tag.path("name").asText(), new ArrayList<>()));
        for (Operation operation : contract.operations()) {
            String tag = operation.node().path("tags").path(0).asText("Other");
            groups.computeIfAbsent(tag, key -> new ArrayList<>()).add(operation);
        }
        groups.values().removeIf(List::isEmpty);
        return groups;
    }

    private void navigation(Map<String, List<Operation>> groups) {
        html.append("<nav aria-label=\"Groups\"><ul>");
        for (String tag : groups.keySet()) {
            html.append("<li><a href=\"#")
                    .append(anchor(tag))
                    .append("\">")
                    .append(escaped(tag))
                    .append("</a></li>");
        }
        html.append("<li><a href=\"#shapes\">Shapes</a></li></ul></nav>");
    }

    private void group(String tag, List<Operation> operations) {
        html.append("<section id=\"")
                .append(anchor(tag))
                .append("\"><h2>")
                .append(escaped(tag))
                .append("</h2>");
        for (JsonNode each : contract.root().path("tags")) {
            if (each.path("name").asText().equals(tag)) {
                html.append("<p>").append(prose(each.path("description").asText())).append("</p>");
            }
        }
        operations.forEach(this::operation);
        html.append("</section>");
    }

    private void operation(Operation operation) {
        JsonNode node = operation.node();
        References references = new References(contract.root());
        html.append("<details class=\"item\"><summary><span class=\"method ")
                .append(operation.method().toLowerCase(Locale.ROOT))
                .append("\">")
                .append(operation.method())
                .append("</span> <code>")
                .append(escaped(operation.path()))
                .append("</code> ")
                .append(prose(node.path("summary").asText()))
                .append("</summary>");
        if (node.has("description")) {
            html.append("<p>").append(prose(node.path("description").asText())).append("</p>");
        }
        if (node.has("x-role")) {
            html.append("<p>Needs: ").append(escaped(node.path("x-role").asText())).append("</p>");
        }
        List<JsonNode> parameters = new ArrayList<>();
        contract.root()
                .path("paths")
                .path(operation.path())
                .path("parameters")
                .forEach(parameters::add);
        node.path("parameters").forEach(parameters::add);
        if (!parameters.isEmpty()) {
            html.append("<h4>Parameters</h4><table><tbody>");
            parameters.forEach(each -> parameter(references.resolve(each)));
            html.append("</tbody></table>");
        }
        JsonNode body = references.resolve(node.path("requestBody"));
        for (Map.Entry<String, JsonNode> content : body.path("content").properties()) {
            html.append("<h4>Body <code>").append(escaped(content.getKey())).append("</code></h4>");
            schema(content.getValue().path("schema"));
        }
        for (Map.Entry<String, JsonNode> answer : node.path("responses").properties()) {
            answer(answer.getKey(), references.resolve(answer.getValue()));
        }
        html.append("</details>");
    }

    private void parameter(JsonNode parameter) {
        html.append("<tr><th scope=\"row\"><code>")
                .append(escaped(parameter.path("name").asText()))
                .append("</code></th><td>")
                .append(escaped(parameter.path("in").asText()))
                .append(parameter.path("required").asBoolean() ? ", required" : "")
                .append("</td><td>");
        html.append(type(parameter.path("schema")));
        html.append("</td><td>")
                .append(prose(parameter.path("description").asText()))
                .append("</td></tr>");
    }

    private void answer(String status, JsonNode answer) {
        html.append("<h4>")
                .append(status.equals("default") ? "Errors" : escaped(status))
                .append(' ')
                .append(prose(answer.path("description").asText()))
                .append("</h4>");
        for (Map.Entry<String, JsonNode> content : answer.path("content").properties()) {
            html.append("<p><code>").append(escaped(content.getKey())).append("</code></p>");
            schema(content.getValue().path("schema"));
        }
    }

    private void shapes() {
        html.append("<section id=\"shapes\"><h2>Shapes</h2>");
        for (Map.Entry<String, JsonNode> shape :
                contract.root().at("/components/schemas").properties()) {
            html.append("<details class=\"item\" id=\"")
                    .append(anchor("shape-" + shape.getKey()))
                    .append("\"><summary><code>")
                    .append(escaped(shape.getKey()))
                    .append("</code> ")
                    .append(prose(shape.getValue().path("description").asText()))
                    .append("</summary>");
            schema(shape.getValue());
            html.append("</details>");
        }
        html.append("</section>");
    }

    /// An object's fields as a table, anything else in a line.
    private void schema(JsonNode schema) {
        if (!schema.has("properties")) {
            html.append("<p>").append(type(schema)).append("</p>");
            return;
        }
        List<String> required = new ArrayList<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        html.append("<table><tbody>");
        for (Map.Entry<String, JsonNode> field : schema.path("properties").properties()) {
            html.append("<tr><th scope=\"row\"><code>")
                    .append(escaped(field.getKey()))
                    .append("</code></th><td>")
                    .append(required.contains(field.getKey()) ? "" : "optional")
                    .append("</td><td>");
            if (field.getValue().has("properties")) {
                schema(field.getValue());
            } else {
                html.append(type(field.getValue()));
            }
            html.append("</td><td>")
                    .append(prose(field.getValue().path("description").asText()))
                    .append("</td></tr>");
        }
        html.append("</tbody></table>");
    }

    private static String type(JsonNode schema) {
        if (schema.has("$ref")) {
            String name = schema.path("$ref").asText().replace(REFERENCE, "");
            return "<a href=\"#" + anchor("shape-" + name) + "\">" + escaped(name) + "</a>";
        }
        List<String> parts = new ArrayList<>();
        for (String choice : List.of("oneOf", "anyOf", "allOf")) {
            if (schema.has(choice)) {
                List<String> choices = new ArrayList<>();
                schema.path(choice).forEach(each -> choices.add(type(each)));
                parts.add(String.join(choice.equals("allOf") ? " and " : " or ", choices));
            }
        }
        JsonNode type = schema.path("type");
        if (type.isArray()) {
            List<String> types = new ArrayList<>();
            type.forEach(each -> types.add(escaped(each.asText())));
            parts.add(String.join(" or ", types));
        } else if (type.asText().equals("array")) {
            parts.add("list of " + type(schema.path("items")));
        } else if (!type.isMissingNode()) {
            parts.add(escaped(type.asText()));
        }
        if (schema.has("properties")) {
            parts.add(
                    schema.path("properties").properties().stream()
                            .map(
                                    field ->
                                            "<code>"
                                                    + escaped(field.getKey())
                                                    + "</code> "
                                                    + type(field.getValue()))
                            .collect(Collectors.joining(", ", "{", "}")));
        } else if (schema.path("additionalProperties").isObject()) {
            parts.add("of " + type(schema.path("additionalProperties")));
        }
        for (String limit :
                List.of(
                        "enum",
                        "const",
                        "default",
                        "minimum",
                        "maximum",
                        "minLength",
                        "maxLength",
                        "minItems",
                        "maxItems",
                        "pattern",
                        "format")) {
            if (schema.has(limit)) {
                parts.add(
                        "<span class=\"limit\">"
                                + limit
                                + " <code>"
                                + escaped(schema.path(limit).toString())
                                + "</code></span>");
            }
        }
        return parts.isEmpty() ? "anything" : String.join(" ", parts);
    }

    private String path(String below) {
        return escaped(basePath + below);
    }

    private static String anchor(String text) {
        return text.replaceAll("[^A-Za-z0-9-]", "-").toLowerCase(Locale.ROOT);
    }

    /// Text with `code` between backquotes.
    private static String prose(String text) {
        return escaped(text).replaceAll("`([^`]*)`", "<code>$1</code>");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
