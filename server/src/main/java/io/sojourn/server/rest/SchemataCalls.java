package io.sojourn.server.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.core.project.ProjectId;
import io.sojourn.ingest.CommandOutcome;
import io.sojourn.ingest.Ingest;
import io.sojourn.ingest.command.Command;
import io.sojourn.server.http.Call;
import io.sojourn.server.http.Reply;
import io.sojourn.store.OpenStores;
import io.sojourn.store.schema.EventUse;
import io.sojourn.store.schema.Label;
import io.sojourn.store.schema.PropertyKey;
import io.sojourn.store.schema.PropertyUse;
import io.sojourn.store.schema.Schema;
import io.sojourn.store.schema.Scope;
import java.time.Duration;

/// `schemata/...`: what events and people's properties are called by those who look at them. Woopra's schemata are
/// declared; here they are what was seen, and title and description are said of them. `template`, `icon`, `fields`,
/// `aggregate` and `order` are not kept.
final class SchemataCalls {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(10);

    private final RestProjects projects;
    private final Ingest ingest;

    SchemataCalls(RestProjects projects, Ingest ingest) {
        this.projects = projects;
        this.ingest = ingest;
    }

    /// `{"actions":[...],"visitors":[...]}`; `schema` (`action` or `visitor`) and `name` narrow it.
    Reply get(Call call, RestRequest request) {
        Schema schema = schema(projects.viewed(call, request));
        String kind = request.text("schema");
        String name = request.text("name");
        ObjectNode json = JSON.objectNode();
        if (!kind.startsWith("visitor")) {
            ArrayNode actions = json.putArray("actions");
            schema.events().stream()
                    .filter(event -> name.isEmpty() || event.name().equals(name))
                    .forEach(event -> actions.add(action(schema, event)));
        }
        if (!kind.startsWith("action")) {
            ArrayNode visitors = json.putArray("visitors");
            schema.properties().stream()
                    .filter(property -> property.key().scope() == Scope.VISITOR)
                    .filter(property -> name.isEmpty() || property.key().name().equals(name))
                    .forEach(property -> visitors.add(visitor(property)));
        }
        return Reply.json(json);
    }

    private Schema schema(ProjectId project) {
        try (OpenStores.Lease lease = projects.open(project)) {
            return lease.stores().people().schema();
        }
    }

    private static ObjectNode action(Schema schema, EventUse event) {
        ObjectNode json = JSON.objectNode().put("eventName", event.name());
        json.put("template", "").put("icon", "");
        details(json, event.label());
        ArrayNode fields = json.putArray("fields");
        for (PropertyUse property : schema.properties()) {
            if (property.key().scope() == Scope.EVENT && property.events().contains(event.name())) {
                typed(fields.addObject().put("key", property.key().name()), property);
            }
        }
        return json;
    }

    private static ObjectNode visitor(PropertyUse property) {
        ObjectNode json = JSON.objectNode().put("propertyName", property.key().name());
        typed(json, property);
        details(json, property.label()).put("order", 0);
        return json;
    }

    private static ObjectNode details(ObjectNode json, Label label) {
        return json.putObject("details")
                .put("title", label.title())
                .put("description", label.description());
    }

    private static void typed(ObjectNode json, PropertyUse property) {
        boolean number = property.numbers() > 0 && property.numbers() == property.count();
        boolean flag = property.booleans() > 0 && property.booleans() == property.count();
        json.put("type", number ? "number" : flag ? "boolean" : "string");
        json.put("aggregate", number ? "sum" : "none");
    }

    Reply addAction(Call call, RestRequest request) throws InterruptedException {
        return describeAction(call, request, true);
    }

    Reply deleteAction(Call call, RestRequest request) throws InterruptedException {
        return describeAction(call, request, false);
    }

    private Reply describeAction(Call call, RestRequest request, boolean add)
            throws InterruptedException {
        ProjectId project = projects.changed(call, request).id();
        JsonNode sent = sent(request);
        String name = name(request, sent, "eventName");
        Label label = event(schema(project), name).label();
        carryOut(project, new Command.DescribeEvent(name, said(sent, label, add)));
        Schema after = schema(project);
        return Reply.json(action(after, event(after, name)));
    }

    Reply addVisitor(Call call, RestRequest request) throws InterruptedException {
        return describeVisitor(call, request, true);
    }

    Reply deleteVisitor(Call call, RestRequest request) throws InterruptedException {
        return describeVisitor(call, request, false);
    }

    private Reply describeVisitor(Call call, RestRequest request, boolean add)
            throws InterruptedException {
        ProjectId project = projects.changed(call, request).id();
        JsonNode sent = sent(request);
        PropertyKey key = new PropertyKey(Scope.VISITOR, name(request, sent, "propertyName"));
        Label label = property(schema(project), key).label();
        carryOut(project, new Command.DescribeProperty(key, said(sent, label, add)));
        return Reply.json(visitor(property(schema(project), key)));
    }

    private static JsonNode sent(RestRequest request) {
        JsonNode schema = request.fields().path("schema");
        return schema.isObject() ? schema : request.fields();
    }

    private static String name(RestRequest request, JsonNode sent, String field) {
        String named = sent.path(field).asText(request.text("name"));
        String name = named.isEmpty() ? request.text("schema") : named;
        if (name.isEmpty()) {
            throw new ProblemException(new Problem(Code.MISSING_FIELD, field, "is missing"));
        }
        return name;
    }

    private static EventUse event(Schema schema, String name) {
        return schema.events().stream()
                .filter(event -> event.name().equals(name))
                .findFirst()
                .orElseThrow(() -> unknown("eventName", "there is no event " + name));
    }

    private static PropertyUse property(Schema schema, PropertyKey key) {
        return schema.properties().stream()
                .filter(property -> property.key().equals(key))
                .findFirst()
                .orElseThrow(() -> unknown("propertyName", "there is no property " + key.name()));
    }

    private static ProblemException unknown(String field, String message) {
        return new ProblemException(new Problem(Code.NOT_FOUND, field, message + " yet"));
    }

    /// What is hidden or sensitive stays so.
    private static Label said(JsonNode sent, Label before, boolean add) {
        JsonNode details = sent.path("details");
        return new Label(
                add ? details.path("title").asText(before.title()) : "",
                add ? details.path("description").asText(before.description()) : "",
                before.hidden(),
                before.sensitive(),
                before.list());
    }

    private void carryOut(ProjectId project, Command command) throws InterruptedException {
        switch (ingest.execute(project, command, COMMAND_TIMEOUT)) {
            case CommandOutcome.Done _ -> {}
            case CommandOutcome.Refused refused ->
                    throw new ProblemException(Code.CONFLICT, refused.message());
        }
    }
}
