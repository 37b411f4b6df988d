package io.sojourn.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.core.project.ProjectId;
import io.sojourn.ingest.CommandOutcome;
import io.sojourn.ingest.Ingest;
import io.sojourn.ingest.command.Command;
import io.sojourn.server.http.Access;
import io.sojourn.server.http.Call;
import io.sojourn.server.http.Reply;
import io.sojourn.server.http.Route;
import io.sojourn.store.OpenStores;
import io.sojourn.store.catalog.Role;
import io.sojourn.store.people.PeopleStore;
import io.sojourn.store.schema.EventDay;
import io.sojourn.store.schema.EventUse;
import io.sojourn.store.schema.Label;
import io.sojourn.store.schema.PropertyKey;
import io.sojourn.store.schema.PropertyUse;
import io.sojourn.store.schema.Schema;
import io.sojourn.store.schema.Scope;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/// The names of events and properties that a project has seen, and what its owners say about them.
final class SchemaApi {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String PATH = "/api/v1/projects/{project}/schema";

    private final Projects projects;
    private final Ingest ingest;
    private final InstantSource clock;

    SchemaApi(Projects projects, Ingest ingest, InstantSource clock) {
        this.projects = projects;
        this.ingest = ingest;
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(
                Route.get(PATH, Access.project(Role.VIEWER), this::schema),
                Route.patch(
                        PATH + "/events/{name}", Access.project(Role.ADMIN), this::describeEvent),
                Route.patch(
                        PATH + "/properties/{scope}/{name}",
                        Access.project(Role.ADMIN),
                        this::describeProperty));
    }

    private Reply schema(Call call) {
        ProjectId project = projects.byNumber(call.path("project")).id();
        try (OpenStores.Lease lease = projects.open(project)) {
            PeopleStore people = lease.stores().people();
            Masking masking = Masking.of(call.caller(), project, people);
            Events events = new Events(people.schema(), today());
            ObjectNode json = JSON.objectNode();
            ArrayNode list = json.putArray("events");
            events.schema.events().stream()
                    .sorted(
                            Comparator.comparingLong((EventUse use) -> use.count() + use.botCount())
                                    .reversed()
                                    .thenComparing(EventUse::name))
                    .forEach(use -> list.add(events.view(use)));
            ArrayNode properties = json.putArray("properties");
            events.schema.properties().stream()
                    .sorted(
                            Comparator.comparingLong(PropertyUse::count)
                                    .reversed()
                                    .thenComparing(PropertyUse::key))
                    .forEach(use -> properties.add(view(use, masking)));
            return Reply.json(json);
        }
    }

    private long today() {
        return Math.floorDiv(clock.millis(), TimeUnit.DAYS.toMillis(1));
    }

    /// Events with what other parts of the schema tell about them.
    private static final class Events {
        private final Schema schema;
        private final long today;
        private final Map<String, Set<String>> properties = new HashMap<>();

        Events(Schema schema, long today) {
            this.schema = schema;
            this.today = today;
            for (PropertyUse use : schema.properties()) {
                for (String event : use.events()) {
                    properties
                            .computeIfAbsent(event, name -> new TreeSet<>())
                            .add(use.key().name());
                }
            }
        }

        ObjectNode view(EventUse use) {
            ObjectNode json = JSON.objectNode().put("name", use.name());
            json.put("title", use.label().title());
            json.put("description", use.label().description());
            json.put("hidden", use.label().hidden());
            json.put("firstSeen", use.firstSeen()).put("lastSeen", use.lastSeen());
            json.put("count", use.count()).put("botCount", use.botCount());
            ArrayNode days = json.putArray("days");
            for (long day = today - Schema.DAYS + 1; day <= today; day++) {
                days.add(schema.days().getOrDefault(new EventDay(day, use.name()), 0L));
            }
            ArrayNode names = json.putArray("properties");
            properties.getOrDefault(use.name(), Set.of()).forEach(names::add);
            return json;
        }
    }

    private static ObjectNode view(PropertyUse use, Masking masking) {
        ObjectNode json = JSON.objectNode().put("scope", use.key().scope().word());
        json.put("name", use.key().name());
        json.put("title", use.label().title());
        json.put("description", use.label().description());
        json.put("hidden", use.label().hidden());
        json.put("sensitive", use.label().sensitive());
        json.put("list", use.label().list());
        ObjectNode types = json.putObject("types");
        put(types, "string", use.strings());
        put(types, "number", use.numbers());
        put(types, "boolean", use.booleans());
        json.put("firstSeen", use.firstSeen()).put("lastSeen", use.lastSeen());
        json.put("count", use.count());
        boolean shown =
                use.exampleVisitor() != 0 && !masking.hides(use.key().scope(), use.key().name());
        json.put("example", shown ? use.example() : null);
        ArrayNode events = json.putArray("events");
        use.events().forEach(events::add);
        return json;
    }

    private static void put(ObjectNode json, String type, long count) {
        if (count > 0) {
            json.put(type, count);
        }
    }

    private Reply describeEvent(Call call) throws InterruptedException {
        ProjectId project = projects.byNumber(call.path("project")).id();
        String name = call.path("name");
        JsonNode sent = call.json();
        try (OpenStores.Lease lease = projects.open(project)) {
            PeopleStore people = lease.stores().people();
            Label label =
                    changed(event(people, name).orElseThrow(() -> unknown(name)).label(), sent);
            execute(project, new Command.DescribeEvent(name, label), name);
            Events events = new Events(people.schema(), today());
            return Reply.json(events.view(event(people, name).orElseThrow(() -> unknown(name))));
        }
    }

    private static Optional<EventUse> event(PeopleStore people, String name) {
        return people.schema().events().stream().filter(use -> use.name().equals(name)).findFirst();
    }

    private Reply describeProperty(Call call) throws InterruptedException {
        ProjectId project = projects.byNumber(call.path("project")).id();
        String name = call.path("name");
        PropertyKey key =
                new PropertyKey(
                        Scope.of(call.path("scope")).orElseThrow(() -> unknown(call.path("scope"))),
                        name);
        JsonNode sent = call.json();
        try (OpenStores.Lease lease = projects.open(project)) {
            PeopleStore people = lease.stores().people();
            Label label =
                    changed(property(people, key).orElseThrow(() -> unknown(name)).label(), sent);
            execute(project, new Command.DescribeProperty(key, label), name);
            return Reply.json(
                    view(property(people, key).orElseThrow(() -> unknown(name)), Masking.NONE));
        }
    }

    private static Optional<PropertyUse> property(PeopleStore people, PropertyKey key) {
        return people.schema().properties().stream()
                .filter(use -> use.key().equals(key))
                .findFirst();
    }

    private static Label changed(Label label, JsonNode sent) {
        return new Label(
                sent.path("title").asText(label.title()),
                sent.path("description").asText(label.description()),
                sent.path("hidden").asBoolean(label.hidden()),
                sent.path("sensitive").asBoolean(label.sensitive()),
                sent.path("list").asBoolean(label.list()));
    }

    private void execute(ProjectId project, Command command, String name)
            throws InterruptedException {
        if (ingest.execute(project, command, PeopleApi.COMMAND_TIMEOUT)
                instanceof CommandOutcome.Refused) {
            throw unknown(name);
        }
    }

    private static ProblemException unknown(String name) {
        return new ProblemException(Code.NOT_FOUND, "nothing of the name " + name + " was seen");
    }
}
