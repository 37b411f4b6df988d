package io.sojourn.server.live;

import io.sojourn.core.event.Event;
import io.sojourn.core.person.Person;
import io.sojourn.core.person.Visitor;
import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.ingest.wire.RawRequest;
import io.sojourn.server.api.Masking;
import io.sojourn.server.http.Access;
import io.sojourn.server.http.Call;
import io.sojourn.server.http.Caller;
import io.sojourn.server.http.Reply;
import io.sojourn.server.http.Route;
import io.sojourn.store.OpenStores;
import io.sojourn.store.ProjectStores;
import io.sojourn.store.catalog.Catalog;
import io.sojourn.store.catalog.Role;
import io.sojourn.store.json.PropertyJson;
import io.sojourn.store.people.Quarantined;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/// How tracking is installed, whether it works, and what was refused and why.
final class InstallApi {

    private static final String SNIPPET = "snippet.html";
    private static final String UNKNOWN = "unknown_project";
    private static final int REFUSED_MAX = 500;
    private static final int SAMPLE_CHARS_MAX = 300;

    /// How long requests for domains that nobody has are shown to those who could add them.
    private static final Duration UNKNOWN_SHOWN = Duration.ofDays(1);

    private final Catalog catalog;
    private final OpenStores stores;
    private final InstantSource clock;
    private final String snippet;

    InstallApi(Catalog catalog, OpenStores stores, InstantSource clock) {
        this.catalog = catalog;
        this.stores = stores;
        this.clock = clock;
        this.snippet = read();
    }

    private static String read() {
        try (InputStream in = InstallApi.class.getResourceAsStream(SNIPPET)) {
            byte[] bytes = Objects.requireNonNull(in, SNIPPET).readAllBytes();
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Route> routes() {
        return List.of(
                Route.get(
                        "/api/v1/projects/{project}/install",
                        Access.project(Role.VIEWER),
                        this::install));
    }

    private Reply install(Call call) {
        Catalog.Project project = project(call.path("project"));
        String scriptUrl = call.origin().url("/" + project.scriptName() + ".js");
        StringBuilder json = new StringBuilder(4_096).append("{\"domains\":[");
        String comma = "";
        for (String domain : project.domains()) {
            json.append(comma);
            comma = ",";
            PropertyJson.quote(json, domain);
        }
        json.append(']');
        LiveViews.field(json, "trackUrl", call.origin().url("/track/"));
        LiveViews.field(json, "scriptUrl", scriptUrl);
        LiveViews.field(json, "snippet", snippet(scriptUrl, project));
        try (OpenStores.Lease lease = stores.acquire(project.id())) {
            Masking masking = Masking.of(call.caller(), project.id(), lease.stores().people());
            Optional<Event> first = lease.stores().events().oldest();
            json.append(",\"received\":").append(first.isPresent()).append(",\"firstEvent\":");
            event(json, first, lease.stores(), masking);
            json.append(",\"lastEvent\":");
            event(json, lease.stores().events().newest(), lease.stores(), masking);
            json.append(",\"refused\":");
            refused(json, project, lease.stores(), call.caller());
        }
        return Reply.text(200, Reply.JSON, json.append('}').toString());
    }

    private Catalog.Project project(String number) {
        return catalog.projects().stream()
                .filter(project -> project.id().toString().equals(number))
                .findFirst()
                .orElseThrow(
                        () -> new ProblemException(Code.UNKNOWN_PROJECT, Caller.unknown(number)));
    }

    /// Neither address nor domain can hold a quote or an angle bracket.
    private String snippet(String scriptUrl, Catalog.Project project) {
        return snippet.replace("SCRIPT_URL", scriptUrl)
                .replace("DOMAIN", project.domains().getFirst());
    }

    private static void event(
            StringBuilder json, Optional<Event> event, ProjectStores opened, Masking masking) {
        if (event.isEmpty()) {
            json.append("null");
            return;
        }
        List<Visitor> visitors = opened.people().person(event.get().visitor());
        LiveViews.Called called =
                visitors.isEmpty()
                        ? LiveViews.Called.NOTHING
                        : LiveViews.Called.of(new Person(visitors), masking);
        long person = visitors.isEmpty() ? event.get().visitor() : visitors.getFirst().person();
        LiveViews.event(json, event.get(), person, called, masking);
    }

    /// By reason, the latest first. Only who may see the quarantine is shown a sample.
    private void refused(
            StringBuilder json, Catalog.Project project, ProjectStores opened, Caller caller) {
        boolean samples =
                caller.role(project.id()).filter(role -> role.includes(Role.ANALYST)).isPresent();
        Map<String, List<Quarantined>> byReason = new TreeMap<>();
        for (Quarantined entry : entries(project, opened, caller)) {
            String kind = entry.reason().equals(UNKNOWN) ? message(entry) : entry.reason();
            byReason.computeIfAbsent(kind, key -> new ArrayList<>()).add(entry);
        }
        List<List<Quarantined>> latestFirst = new ArrayList<>(byReason.values());
        latestFirst.forEach(
                same -> same.sort(Comparator.comparingLong(Quarantined::received).reversed()));
        latestFirst.sort(
                Comparator.comparingLong((List<Quarantined> same) -> same.getFirst().received())
                        .reversed());
        json.append('[');
        String comma = "";
        for (List<Quarantined> same : latestFirst) {
            Quarantined latest = same.getFirst();
            json.append(comma).append("{\"count\":").append(same.size());
            comma = ",";
            LiveViews.field(json, "reason", latest.reason());
            LiveViews.field(json, "message", message(latest));
            LiveViews.field(json, "advice", Advice.on(latest.reason()));
            json.append(",\"last\":").append(latest.received());
            LiveViews.field(json, "sample", samples ? sample(latest) : "");
            json.append('}');
        }
        json.append(']');
    }

    /// Of a domain that nobody has, the domain is what was wrong.
    private static String message(Quarantined entry) {
        return entry.reason().equals(UNKNOWN)
                ? entry.message() + ": " + entry.origin().domain()
                : entry.message();
    }

    private List<Quarantined> entries(
            Catalog.Project project, ProjectStores opened, Caller caller) {
        List<Quarantined> entries = new ArrayList<>(opened.people().quarantine(REFUSED_MAX));
        for (String domain : project.domains()) {
            entries.addAll(catalog.refusals(domain, REFUSED_MAX));
        }
        if (caller.rights().inServer().isPresent()) {
            long since = clock.millis() - UNKNOWN_SHOWN.toMillis();
            catalog.refusals("", REFUSED_MAX).stream()
                    .filter(entry -> entry.reason().equals(UNKNOWN))
                    .filter(entry -> entry.received() >= since)
                    .filter(entry -> !project.domains().contains(entry.origin().domain()))
                    .forEach(entries::add);
        }
        return entries;
    }

    private static String sample(Quarantined entry) {
        return RawRequest.decode(entry.payload())
                .map(
                        request ->
                                request.endpoint()
                                        + " "
                                        + RawRequest.text(
                                                new String(
                                                        request.query().length > 0
                                                                ? request.query()
                                                                : request.body(),
                                                        StandardCharsets.ISO_8859_1)))
                .map(text -> text.substring(0, Math.min(SAMPLE_CHARS_MAX, text.length())))
                .orElse("");
    }
}
