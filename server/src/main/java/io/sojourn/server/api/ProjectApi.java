package io.sojourn.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.core.project.ProjectId;
import io.sojourn.ingest.Ingest;
import io.sojourn.ingest.IngestStatus;
import io.sojourn.server.http.Access;
import io.sojourn.server.http.Call;
import io.sojourn.server.http.Reply;
import io.sojourn.server.http.Route;
import io.sojourn.store.OpenStores;
import io.sojourn.store.catalog.Catalog;
import io.sojourn.store.catalog.Role;
import io.sojourn.store.journey.IndexStatus;
import io.sojourn.store.people.Tally;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A project: its domains, its settings, how far ingest is.
final class ProjectApi {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Catalog catalog;
    private final Projects projects;
    private final Ingest ingest;
    private final ProjectViews views;
    private final ProjectRemoval removal;
    private final Runnable projectsChanged;

    /// @param projectsChanged told after a change that TRACK has to see
    ProjectApi(
            Catalog catalog,
            Projects projects,
            ProjectViews views,
            ProjectRemoval removal,
            Ingest ingest,
            Runnable projectsChanged) {
        this.views = views;
        this.removal = removal;
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
                Route.patch("/api/v1/projects/{project}", Access.project(Role.ADMIN), this::rename),
                Route.delete(
                        "/api/v1/projects/{project}", Access.project(Role.OWNER), this::delete),
                Route.delete(
                        "/api/v1/projects/{project}/domains/{domain}",
                        Access.project(Role.ADMIN),
                        this::removeDomain),
                Route.post(
                        "/api/v1/projects/{project}/domains",
                        Access.project(Role.ADMIN),
                        this::addDomain),
                Route.get(
                        "/api/v1/projects/{project}/status",
                        Access.project(Role.VIEWER),
                        this::projectStatus),
                Route.get("/api/v1/status", Access.server(Role.VIEWER), this::status));
    }

    private Reply list(Call call) {
        ObjectNode json = JSON.objectNode();
        json.set("projects", views.of(call.caller()));
        return Reply.json(json);
    }

    private Reply create(Call call) {
        JsonNode sent = call.json();
        Catalog.Project project = catalog.createProject(Parameters.text(sent, "domain"));
        if (!sent.path("name").asText("").isBlank()) {
            project = catalog.rename(project.id(), sent.path("name").asText());
        }
        projectsChanged.run();
        return Reply.json(201, views.view(call.caller(), project));
    }

    private Reply show(Call call) {
        return Reply.json(views.view(call.caller(), projects.byNumber(call.path("project"))));
    }

    private Reply rename(Call call) {
        ProjectId project = projects.byNumber(call.path("project")).id();
        return changed(call, catalog.rename(project, Parameters.text(call.json(), "name")));
    }

    private Reply addDomain(Call call) {
        ProjectId project = projects.byNumber(call.path("project")).id();
        return changed(call, catalog.addDomain(project, Parameters.text(call.json(), "domain")));
    }

    private Reply removeDomain(Call call) {
        ProjectId project = projects.byNumber(call.path("project")).id();
        return changed(call, catalog.removeDomain(project, call.path("domain")));
    }

    private Reply changed(Call call, Catalog.Project project) {
        projectsChanged.run();
        return Reply.json(views.view(call.caller(), project));
    }

    /// The caller types the name, so that nobody deletes the wrong one.
    private Reply delete(Call call) throws InterruptedException {
        Catalog.Project project = projects.byNumber(call.path("project"));
        if (!Parameters.text(call.json(), "confirm").equals(project.name())) {
            throw new ProblemException(
                    Problem.invalid(
                            "confirm", "must be the name of the project: " + project.name()));
        }
        removal.remove(project.id());
        return Reply.empty();
    }

    private Reply projectStatus(Call call) {
        ProjectId project = projects.byNumber(call.path("project")).id();
        try (OpenStores.Lease lease = projects.open(project)) {
            ObjectNode json = JSON.objectNode();
            json.put("people", lease.stores().people().people());
            json.put("events", lease.stores().events().size());
            json.put("position", Long.toString(lease.stores().people().position()));
            lease.stores().journeys().index().ifPresent(index -> json.set("index", index(index)));
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

    private static ObjectNode index(IndexStatus index) {
        return JSON.objectNode()
                .put("phase", index.phase())
                .put("events", index.events())
                .put("ofEvents", index.ofEvents())
                .put("bytes", index.bytes());
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
