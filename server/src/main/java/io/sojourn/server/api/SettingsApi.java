package io.sojourn.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sojourn.core.project.ProjectSettings;
import io.sojourn.core.project.ProjectSettings.Exclude;
import io.sojourn.ingest.Ingest;
import io.sojourn.ingest.command.Command;
import io.sojourn.ingest.enrich.Excludes;
import io.sojourn.ingest.enrich.Page;
import io.sojourn.ingest.wire.TrackItem;
import io.sojourn.server.http.Access;
import io.sojourn.server.http.Call;
import io.sojourn.server.http.Reply;
import io.sojourn.server.http.Route;
import io.sojourn.store.OpenStores;
import io.sojourn.store.catalog.Catalog;
import io.sojourn.store.catalog.Catalog.TrackingOptions;
import io.sojourn.store.catalog.Role;
import io.sojourn.store.json.SettingsJson;
import java.util.List;
import java.util.Optional;

/// How a project's traffic is read, limited and kept.
final class SettingsApi {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String PATH = "/api/v1/projects/{project}/settings";
    private static final int SAMPLES_MAX = 100;

    private final Catalog catalog;
    private final Projects projects;
    private final Ingest ingest;
    private final RecentRequests recent;
    private final Runnable projectsChanged;

    /// @param projectsChanged told after a change that TRACK has to see
    SettingsApi(
            Catalog catalog,
            Projects projects,
            Ingest ingest,
            RecentRequests recent,
            Runnable projectsChanged) {
        this.catalog = catalog;
        this.projects = projects;
        this.ingest = ingest;
        this.recent = recent;
        this.projectsChanged = projectsChanged;
    }

    List<Route> routes() {
        return List.of(
                Route.get(PATH, Access.project(Role.VIEWER), this::settings),
                Route.put(PATH, Access.project(Role.ADMIN), this::change),
                Route.post(PATH + "/excludes/try", Access.project(Role.ADMIN), this::tryExcludes));
    }

    private Reply settings(Call call) {
        Catalog.Project project = projects.byNumber(call.path("project"));
        try (OpenStores.Lease lease = projects.open(project.id())) {
            return Reply.json(view(lease.stores().people().settings(), project));
        }
    }

    private static ObjectNode view(ProjectSettings settings, Catalog.Project project) {
        ObjectNode json = SettingsJson.tree(settings);
        TrackingJson.write(json, project);
        return json;
    }

    /// Fields that are not sent keep their values.
    private Reply change(Call call) throws InterruptedException {
        Catalog.Project project = projects.byNumber(call.path("project"));
        JsonNode sent = call.json();
        try (OpenStores.Lease lease = projects.open(project.id())) {
            ProjectSettings before = lease.stores().people().settings();
            Reading reading = new Reading();
            TrackingOptions tracking = TrackingJson.read(sent, project.tracking(), reading);
            String scriptName = TrackingJson.scriptName(sent, project.scriptName(), reading);
            JsonNode ofIngest =
                    sent.isObject()
                            ? ((ObjectNode) sent.deepCopy()).without(TrackingJson.FIELDS)
                            : sent;
            ProjectSettings after = reading.take(before, () -> SettingsJson.read(ofIngest, before));
            reading.end();
            if (!scriptName.equals(project.scriptName())) {
                project = catalog.setScriptName(project.id(), scriptName);
                projectsChanged.run();
            }
            if (!after.equals(before)) {
                PeopleApi.done(
                        ingest.execute(
                                project.id(),
                                new Command.ChangeSettings(after),
                                PeopleApi.COMMAND_TIMEOUT));
            }
            if (!tracking.equals(project.tracking())) {
                project = catalog.setTracking(project.id(), tracking);
                projectsChanged.run();
            }
            return Reply.json(view(after, project));
        }
    }

    /// What excludes would have done to the newest statements.
    private Reply tryExcludes(Call call) throws InterruptedException {
        Catalog.Project project = projects.byNumber(call.path("project"));
        ProjectSettings settings;
        try (OpenStores.Lease lease = projects.open(project.id())) {
            settings = lease.stores().people().settings();
        }
        ObjectNode only = JSON.objectNode();
        only.set("excludes", call.json().path("excludes"));
        List<Exclude> tried = SettingsJson.read(only, settings).excludes();
        Excludes excludes = Excludes.of(tried);
        ObjectNode json = JSON.objectNode();
        ArrayNode samples = JSON.arrayNode();
        int excluded = 0;
        List<RecentRequests.Sent> requests = recent.of(project.id(), settings.ip());
        for (RecentRequests.Sent sent : requests.reversed()) {
            Optional<Exclude> match = excludes.match(sent.item());
            if (match.isPresent()) {
                excluded++;
                if (samples.size() < SAMPLES_MAX) {
                    samples.add(sample(tried.indexOf(match.get()), sent));
                }
            }
        }
        json.put("requests", requests.size()).put("excluded", excluded);
        json.set("samples", samples);
        return Reply.json(json);
    }

    private static ObjectNode sample(int exclude, RecentRequests.Sent sent) {
        TrackItem item = sent.item();
        Page page = Page.of(item);
        return JSON.objectNode()
                .put("exclude", exclude)
                .put("event", item.name())
                .put("address", item.envelope().address())
                .put("userAgent", item.envelope().userAgent())
                .put("host", page.host())
                .put("path", page.path())
                .put("received", sent.received());
    }
}
