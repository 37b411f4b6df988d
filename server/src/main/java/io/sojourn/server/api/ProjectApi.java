package io.sojourn.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sojourn.core.project.ProjectId;
import io.sojourn.core.project.ProjectSettings;
import io.sojourn.ingest.Ingest;
import io.sojourn.ingest.IngestStatus;
import io.sojourn.ingest.command.Command;
import io.sojourn.server.http.Access;
import io.sojourn.server.http.Call;
import io.sojourn.server.http.Reply;
import io.sojourn.server.http.Route;
import io.sojourn.store.OpenStores;
import io.sojourn.store.catalog.Catalog;
import io.sojourn.store.catalog.Catalog.TrackingOptions;
import io.sojourn.store.catalog.Role;
import io.sojourn.store.json.SettingsJson;
import io.sojourn.store.people.Tally;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A project: its domains, its settings, how far ingest is.
final class ProjectApi {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int RATE_MAX = 1_000_000;

    private final Catalog catalog;
    private final Projects projects;
    private final Ingest ingest;
    private final Runnable projectsChanged;

    /// @param projectsChanged told after a change that TRACK has to see
    ProjectApi(Catalog catalog, Projects projects, Ingest ingest, Runnable projectsChanged) {
        this.catalog = catalog;
        this.projects = projects;
        this.ingest = ingest;
        this.projectsChanged = projectsChanged;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api/v1/projects", Access.SIGNED_IN, this::list),
                Route.post("/api/v1/projects", Access.server(Role.OWNER), this::create),
                Route.get("/api/v1/projects/{project}", Access.project(Role.VIEWER), this::show),
                Route.post(
                        "/api/v1/projects/{project}/domains",
                        Access.project(Role.ADMIN),
                        this::addDomain),
                Route.get(
                        "/api/v1/projects/{project}/settings",
                        Access.project(Role.VIEWER),
                        this::settings),
                Route.put(
                        "/api/v1/projects/{project}/settings",
                        Access.project(Role.ADMIN),
                        this::changeSettings),
                Route.get(
                        "/api/v1/projects/{project}/status",
                        Access.project(Role.VIEWER),
                        this::projectStatus),
                Route.get("/api/v1/status", Access.server(Role.VIEWER), this::status));
    }

    private Reply list(Call call) {
        ObjectNode json = JSON.objectNode();
        ArrayNode list = json.putArray("projects");
        catalog.projects().stream()
                .filter(project -> call.caller().role(project.id()).isPresent())
                .forEach(project -> list.add(view(project)));
        return Reply.json(json);
    }

    private Reply create(Call call) {
        Catalog.Project project = catalog.createProject(Parameters.text(call.json(), "domain"));
        projectsChanged.run();
        return Reply.json(201, view(project));
    }

    private Reply show(Call call) {
        return Reply.json(view(projects.byNumber(call.path("project"))));
    }

    private Reply addDomain(Call call) {
        ProjectId project = projects.byNumber(call.path("project")).id();
        Catalog.Project changed =
                catalog.addDomain(project, Parameters.text(call.json(), "domain"));
        projectsChanged.run();
        return Reply.json(view(changed));
    }

    private static ObjectNode view(Catalog.Project project) {
        ObjectNode json =
                JSON.objectNode().put("id", project.id().toString()).put("name", project.name());
        ArrayNode domains = json.putArray("domains");
        project.domains().forEach(domains::add);
        return json;
    }

    private Reply settings(Call call) {
        Catalog.Project project = projects.byNumber(call.path("project"));
        try (OpenStores.Lease lease = projects.open(project.id())) {
            return Reply.json(view(lease.stores().people().settings(), project.tracking()));
        }
    }

    private static ObjectNode view(ProjectSettings settings, TrackingOptions tracking) {
        ObjectNode json = SettingsJson.tree(settings);
        json.putObject("tracking")
                .put("keyRequired", tracking.keyRequired())
                .put("perAddressPerMinute", tracking.perAddressPerMinute());
        return json;
    }

    /// Fields that are not sent keep their values.
    private Reply changeSettings(Call call) throws InterruptedException {
        Catalog.Project project = projects.byNumber(call.path("project"));
        JsonNode sent = call.json();
        try (OpenStores.Lease lease = projects.open(project.id())) {
            ProjectSettings before = lease.stores().people().settings();
            TrackingOptions tracking = tracking(sent.path("tracking"), project.tracking());
            JsonNode ofIngest =
                    sent.isObject() ? ((ObjectNode) sent.deepCopy()).without("tracking") : sent;
            ProjectSettings after = SettingsJson.read(ofIngest, before);
            if (!after.equals(before)) {
                PeopleApi.done(
                        ingest.execute(
                                project.id(),
                                new Command.ChangeSettings(after),
                                PeopleApi.COMMAND_TIMEOUT));
            }
            if (!tracking.equals(project.tracking())) {
                catalog.setTracking(project.id(), tracking);
                projectsChanged.run();
            }
            return Reply.json(view(after, tracking));
        }
    }

    private static TrackingOptions tracking(JsonNode sent, TrackingOptions before) {
        Parameters.onlyFields(sent, "tracking", List.of("keyRequired", "perAddressPerMinute"));
        return new TrackingOptions(
                Parameters.flag(sent, "tracking", "keyRequired", before.keyRequired()),
                Parameters.number(
                        sent,
                        "tracking",
                        "perAddressPerMinute",
                        before.perAddressPerMinute(),
                        RATE_MAX));
    }

    private Reply projectStatus(Call call) {
        ProjectId project = projects.byNumber(call.path("project")).id();
        try (OpenStores.Lease lease = projects.open(project)) {
            ObjectNode json = JSON.objectNode();
            json.put("people", lease.stores().people().people());
            json.put("events", lease.stores().events().size());
            json.put("position", Long.toString(lease.stores().people().position()));
            Map<String, Map<String, Long>> days = new TreeMap<>();
            Map<String, Long> totals = new TreeMap<>();
            for (Map.Entry<Tally, Long> tally : lease.stores().people().tallies().entrySet()) {
                days.computeIfAbsent(tally.getKey().day().toString(), day -> new TreeMap<>())
                        .put(tally.getKey().what(), tally.getValue());
                totals.merge(tally.getKey().what(), tally.getValue(), Long::sum);
            }
            put(json.putObject("totals"), totals);
            ObjectNode byDay = json.putObject("days");
            days.forEach((day, counts) -> put(byDay.putObject(day), counts));
            return Reply.json(json);
        }
    }

    private static void put(ObjectNode json, Map<String, Long> counts) {
        counts.forEach((what, count) -> json.put(what, count.longValue()));
    }

    private Reply status(Call call) {
        IngestStatus status = ingest.status();
        ObjectNode json = JSON.objectNode();
        json.put("running", status.running());
        json.put("applied", Long.toString(status.applied()));
        json.put("logEnd", Long.toString(status.logEnd()));
        json.put("lagRecords", status.lagRecords());
        json.put("lagMillis", status.lagMillis());
        json.put("itemsPerSecond", status.itemsPerSecond());
        ArrayNode stalled = json.putArray("stalled");
        status.stalled()
                .forEach(
                        (project, reason) ->
                                stalled.addObject()
                                        .put("project", project.toString())
                                        .put("reason", reason.reason())
                                        .put("since", reason.since().toString())
                                        .put("retryAt", reason.retryAt().toString()));
        return Reply.json(json);
    }
}
