package io.sojourn.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.core.project.ProjectId;
import io.sojourn.ingest.wire.RawRequest;
import io.sojourn.server.http.Access;
import io.sojourn.server.http.Call;
import io.sojourn.server.http.Reply;
import io.sojourn.server.http.Route;
import io.sojourn.store.OpenStores;
import io.sojourn.store.catalog.Catalog;
import io.sojourn.store.catalog.Role;
import io.sojourn.store.log.EventLog;
import io.sojourn.store.people.PeopleStore;
import io.sojourn.store.people.Quarantined;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// Requests that were not taken: what ingest refused of a project, and what TRACK refused that names one of its
/// domains. Replaying sends one through the log again with its original received time; a second replay changes
/// nothing.
///
/// Ids of TRACK's refusals have a `t` in front.
final class QuarantineApi {

    private static final int PAGE = 100;
    private static final int PAGE_MAX = 1_000;
    private static final String TRACKS = "t";

    private final Catalog catalog;
    private final Projects projects;
    private final EventLog log;

    QuarantineApi(Catalog catalog, Projects projects, EventLog log) {
        this.catalog = catalog;
        this.projects = projects;
        this.log = log;
    }

    List<Route> routes() {
        String quarantine = "/api/v1/projects/{project}/quarantine";
        return List.of(
                Route.get(quarantine, Access.project(Role.ANALYST), this::list),
                Route.post(quarantine + "/replay", Access.project(Role.ADMIN), this::replay),
                Route.get("/api/v1/refusals", Access.server(Role.ADMIN), this::refusals));
    }

    private Reply list(Call call) {
        Catalog.Project project = projects.byNumber(call.path("project"));
        int limit = Parameters.number(call, "limit", PAGE, PAGE_MAX);
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode entries = json.putArray("entries");
        try (OpenStores.Lease lease = projects.open(project.id())) {
            lease.stores().people().quarantine(limit).forEach(entry -> add(entries, "", entry));
        }
        for (String domain : project.domains()) {
            catalog.refusals(domain, limit).forEach(entry -> add(entries, TRACKS, entry));
        }
        return Reply.json(json);
    }

    /// What TRACK refused of any domain, unknown ones above all.
    private Reply refusals(Call call) {
        int limit = Parameters.number(call, "limit", PAGE, PAGE_MAX);
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode entries = json.putArray("entries");
        catalog.refusals(call.query("domain").orElse(""), limit)
                .forEach(entry -> add(entries, TRACKS, entry));
        return Reply.json(json);
    }

    private static void add(ArrayNode entries, String prefix, Quarantined entry) {
        ObjectNode json = entries.addObject();
        json.put("id", prefix + entry.id())
                .put("reason", entry.reason())
                .put("message", entry.message())
                .put("received", entry.received());
        json.putObject("origin")
                .put("domain", entry.origin().domain())
                .put("address", entry.origin().address())
                .put("userAgent", entry.origin().userAgent());
        RawRequest.decode(entry.payload())
                .ifPresent(
                        request ->
                                json.putObject("request")
                                        .put("endpoint", request.endpoint())
                                        .put(
                                                "query",
                                                RawRequest.text(
                                                        new String(
                                                                request.query(),
                                                                StandardCharsets.ISO_8859_1)))
                                        .put("contentType", request.contentType())
                                        .put(
                                                "body",
                                                RawRequest.text(
                                                        new String(
                                                                request.body(),
                                                                StandardCharsets.ISO_8859_1))));
    }

    /// `{"ids":[...]}` -> `{"replayed":[...],"unknown":[...]}`: taken by the log, in this order.
    private Reply replay(Call call) throws InterruptedException {
        Catalog.Project project = projects.byNumber(call.path("project"));
        List<String> ids = ids(call.json());
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode replayed = json.putArray("replayed");
        ArrayNode unknown = json.putArray("unknown");
        try (OpenStores.Lease lease = projects.open(project.id())) {
            for (String id : ids) {
                boolean found =
                        id.startsWith(TRACKS)
                                ? replayRefusal(project, number(id, id.substring(1)))
                                : replayQuarantined(
                                        project.id(), lease.stores().people(), number(id, id));
                (found ? replayed : unknown).add(id);
            }
        }
        return Reply.json(json);
    }

    private static List<String> ids(JsonNode body) {
        List<String> ids = new ArrayList<>();
        body.path("ids").forEach(id -> ids.add(id.asText()));
        if (ids.isEmpty() || ids.size() > PAGE_MAX) {
            throw new ProblemException(
                    Problem.invalid(
                            "ids", "names 1 to " + PAGE_MAX + " entries, got " + ids.size()));
        }
        return ids;
    }

    private static long number(String id, String digits) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw new ProblemException(Problem.invalid("ids", "there is no entry " + id));
        }
    }

    private boolean replayQuarantined(ProjectId project, PeopleStore people, long id)
            throws InterruptedException {
        Optional<Quarantined> entry = people.quarantined(id);
        if (entry.isPresent()) {
            append(project, entry.get(), id);
        }
        return entry.isPresent();
    }

    private boolean replayRefusal(Catalog.Project project, long id) throws InterruptedException {
        Optional<Quarantined> entry =
                catalog.refusal(id)
                        .filter(refused -> project.domains().contains(refused.origin().domain()));
        if (entry.isPresent()) {
            append(project.id(), entry.get(), -id);
            catalog.removeRefusal(id);
        }
        return entry.isPresent();
    }

    /// @param replayOf number of the entry; negative for one of TRACK's
    private void append(ProjectId project, Quarantined entry, long replayOf)
            throws InterruptedException {
        RawRequest request =
                RawRequest.decode(entry.payload())
                        .orElseThrow(
                                () ->
                                        new ProblemException(
                                                Code.CONFLICT,
                                                "entry " + replayOf + " cannot be replayed"));
        CompletableFuture<Long> durable = new CompletableFuture<>();
        log.append(
                project,
                entry.received(),
                entry.kind(),
                request.asReplayOf(replayOf).encode(),
                new EventLog.Listener() {
                    @Override
                    public void durable(long position) {
                        durable.complete(position);
                    }

                    @Override
                    public void refused(Code code, String message) {
                        durable.completeExceptionally(new ProblemException(code, message));
                    }
                });
        try {
            durable.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ProblemException problem) {
                throw problem;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
