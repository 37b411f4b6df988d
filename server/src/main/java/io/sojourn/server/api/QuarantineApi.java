package io.sojourn.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.core.project.ProjectId;
import io.sojourn.core.value.Value;
import io.sojourn.ingest.Ingest;
import io.sojourn.ingest.command.Command;
import io.sojourn.ingest.wire.Decoded;
import io.sojourn.ingest.wire.Decoder;
import io.sojourn.ingest.wire.RawRequest;
import io.sojourn.ingest.wire.RequestKind;
import io.sojourn.ingest.wire.TrackItem;
import io.sojourn.server.http.Access;
import io.sojourn.server.http.Call;
import io.sojourn.server.http.Reply;
import io.sojourn.server.http.Route;
import io.sojourn.server.live.Advice;
import io.sojourn.store.OpenStores;
import io.sojourn.store.catalog.Catalog;
import io.sojourn.store.catalog.Role;
import io.sojourn.store.json.PropertyJson;
import io.sojourn.store.log.EventLog;
import io.sojourn.store.people.PeopleStore;
import io.sojourn.store.people.QuarantineFilter;
import io.sojourn.store.people.Quarantined;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
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
    private final Ingest ingest;
    private final EventLog log;

    QuarantineApi(Catalog catalog, Projects projects, Ingest ingest, EventLog log) {
        this.ingest = ingest;
        this.catalog = catalog;
        this.projects = projects;
        this.log = log;
    }

    List<Route> routes() {
        String quarantine = "/api/v1/projects/{project}/quarantine";
        return List.of(
                Route.get(quarantine, Access.project(Role.ANALYST), this::list),
                Route.get(quarantine + "/{entry}", Access.project(Role.ANALYST), this::one),
                Route.delete(quarantine + "/{entry}", Access.project(Role.ADMIN), this::discard),
                Route.post(quarantine + "/replay", Access.project(Role.ADMIN), this::replay),
                Route.get("/api/v1/refusals", Access.server(Role.ADMIN), this::refusals));
    }

    /// Where a page ends in both sources.
    private record Cursor(long ingests, long tracks) {
        private static final Cursor START = new Cursor(Long.MAX_VALUE, Long.MAX_VALUE);

        static Cursor of(Call call) {
            return call.query("cursor").map(Cursor::read).orElse(START);
        }

        private static Cursor read(String text) {
            String[] parts = text.split("\\.", -1);
            try {
                if (parts.length == 2) {
                    return new Cursor(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
                }
            } catch (NumberFormatException e) {
                // answered below
            }
            throw new ProblemException(Problem.invalid("cursor", "is none of this list"));
        }

        @Override
        public String toString() {
            return ingests + "." + tracks;
        }
    }

    private static QuarantineFilter filter(Call call, Set<String> domains) {
        return new QuarantineFilter(
                call.query("reason").orElse(""),
                domains,
                Parameters.time(call, "from", Long.MIN_VALUE),
                Parameters.time(call, "to", Long.MAX_VALUE),
                Long.MAX_VALUE);
    }

    private static QuarantineFilter before(QuarantineFilter filter, long id) {
        return new QuarantineFilter(
                filter.reason(), filter.domains(), filter.from(), filter.to(), id);
    }

    private Reply list(Call call) {
        Catalog.Project project = projects.byNumber(call.path("project"));
        Optional<String> domain =
                call.query("domain").map(text -> text.strip().toLowerCase(Locale.ROOT));
        Reading reading = new Reading();
        QuarantineFilter filter =
                reading.take(
                        QuarantineFilter.ALL,
                        () -> filter(call, domain.map(Set::of).orElse(Set.of())));
        int limit = reading.take(PAGE, () -> Parameters.number(call, "limit", PAGE, PAGE_MAX));
        Cursor cursor = reading.take(Cursor.START, () -> Cursor.of(call));
        reading.end();
        Set<String> own = Set.copyOf(project.domains());
        boolean foreign = domain.isPresent() && !own.contains(domain.get());
        try (OpenStores.Lease lease = projects.open(project.id())) {
            PeopleStore people = lease.stores().people();
            List<Quarantined> ingests =
                    people.quarantine(before(filter, cursor.ingests()), limit + 1);
            QuarantineFilter ofTrack =
                    new QuarantineFilter(
                            filter.reason(),
                            domain.isPresent() ? filter.domains() : own,
                            filter.from(),
                            filter.to(),
                            cursor.tracks());
            List<Quarantined> tracks = foreign ? List.of() : catalog.refusals(ofTrack, limit + 1);
            Map<String, Long> reasons = new TreeMap<>(people.quarantineReasons());
            catalog.refusalReasons(own).forEach((reason, n) -> reasons.merge(reason, n, Long::sum));
            return Reply.json(page(ingests, tracks, cursor, limit, reasons));
        }
    }

    /// The newest of both, so many as fit.
    private static ObjectNode page(
            List<Quarantined> ingests,
            List<Quarantined> tracks,
            Cursor cursor,
            int limit,
            Map<String, Long> reasons) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode entries = json.putArray("entries");
        int ofIngest = 0;
        int ofTrack = 0;
        while (entries.size() < limit && (ofIngest < ingests.size() || ofTrack < tracks.size())) {
            boolean track =
                    ofIngest == ingests.size()
                            || (ofTrack < tracks.size()
                                    && tracks.get(ofTrack).received()
                                            > ingests.get(ofIngest).received());
            if (track) {
                entries.add(view(TRACKS, tracks.get(ofTrack++)));
            } else {
                entries.add(view("", ingests.get(ofIngest++)));
            }
        }
        ObjectNode counts = json.putObject("reasons");
        reasons.forEach((reason, count) -> counts.put(reason, count.longValue()));
        boolean more = ofIngest < ingests.size() || ofTrack < tracks.size();
        Cursor next =
                new Cursor(
                        ofIngest == 0 ? cursor.ingests() : ingests.get(ofIngest - 1).id(),
                        ofTrack == 0 ? cursor.tracks() : tracks.get(ofTrack - 1).id());
        json.put("next", more ? next.toString() : null);
        return json;
    }

    /// One entry, with what its request states.
    private Reply one(Call call) {
        Catalog.Project project = projects.byNumber(call.path("project"));
        String id = call.path("entry");
        Quarantined entry = entry(project, id);
        ObjectNode json = view(id.startsWith(TRACKS) ? TRACKS : "", entry);
        ArrayNode decoded = json.putArray("decoded");
        Optional<RawRequest> request = RawRequest.decode(entry.payload());
        if (request.isPresent()) {
            RequestKind kind = RequestKind.of(entry.kind()).orElse(RequestKind.REQUEST);
            for (Decoded statement : Decoder.decode(kind, request.get())) {
                if (statement instanceof Decoded.Item item) {
                    decoded.add(view(item.statement()));
                }
            }
        }
        return Reply.json(json);
    }

    private static ObjectNode view(TrackItem item) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("kind", item.kind().name().toLowerCase(Locale.ROOT));
        json.put("event", item.name()).put("cookie", item.cookie()).put("id", item.eventId());
        if (item.time() != TrackItem.NO_TIME) {
            json.put("time", item.time());
        }
        put(json, "visitor", item.person());
        put(json, "properties", item.event());
        put(json, "visit", item.visit());
        put(json, "organisation", item.organisation());
        return json;
    }

    private static void put(ObjectNode json, String name, Map<String, Value> properties) {
        if (!properties.isEmpty()) {
            json.putRawValue(name, new RawValue(PropertyJson.write(properties)));
        }
    }

    private Quarantined entry(Catalog.Project project, String id) {
        Optional<Quarantined> found;
        if (id.startsWith(TRACKS)) {
            found =
                    catalog.refusal(entryNumber(id, id.substring(1)))
                            .filter(entry -> project.domains().contains(entry.origin().domain()));
        } else {
            try (OpenStores.Lease lease = projects.open(project.id())) {
                found = lease.stores().people().quarantined(entryNumber(id, id));
            }
        }
        return found.orElseThrow(() -> unknown(id));
    }

    private static long entryNumber(String id, String digits) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw unknown(id);
        }
    }

    private static ProblemException unknown(String id) {
        return new ProblemException(Code.NOT_FOUND, "there is no entry " + id);
    }

    private Reply discard(Call call) throws InterruptedException {
        Catalog.Project project = projects.byNumber(call.path("project"));
        String id = call.path("entry");
        Quarantined entry = entry(project, id);
        if (id.startsWith(TRACKS)) {
            catalog.removeRefusal(entry.id());
        } else {
            PeopleApi.done(
                    ingest.execute(
                            project.id(),
                            new Command.Discard(Set.of(entry.id())),
                            PeopleApi.COMMAND_TIMEOUT));
        }
        return Reply.empty();
    }

    /// What TRACK refused of any domain, unknown ones above all.
    private Reply refusals(Call call) {
        int limit = Parameters.number(call, "limit", PAGE, PAGE_MAX);
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode entries = json.putArray("entries");
        catalog.refusals(call.query("domain").orElse(""), limit)
                .forEach(entry -> entries.add(view(TRACKS, entry)));
        return Reply.json(json);
    }

    private static ObjectNode view(String prefix, Quarantined entry) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", prefix + entry.id())
                .put("reason", entry.reason())
                .put("message", entry.message())
                .put("advice", Advice.on(entry.reason()))
                .put("received", entry.received());
        json.putObject("origin")
                .put("domain", entry.origin().domain())
                .put("address", entry.origin().address())
                .put("userAgent", entry.origin().userAgent());
        RawRequest.decode(entry.payload()).ifPresent(request -> request(json, request));
        return json;
    }

    private static void request(ObjectNode json, RawRequest request) {
        json.putObject("request")
                .put("endpoint", request.endpoint())
                .put("query", text(request.query()))
                .put("contentType", request.contentType())
                .put("body", text(request.body()));
    }

    private static String text(byte[] bytes) {
        return RawRequest.text(new String(bytes, StandardCharsets.ISO_8859_1));
    }

    /// `{"ids":[...]}` -> `{"replayed":[...],"unknown":[...]}`: taken by the log, in this order.
    private Reply replay(Call call) throws InterruptedException {
        Catalog.Project project = projects.byNumber(call.path("project"));
        JsonNode body = call.json();
        List<String> ids = body.has("reason") ? ofReason(project, body) : ids(body);
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

    /// All entries of a reason that are there now, oldest first, at most so many as one call takes.
    private List<String> ofReason(Catalog.Project project, JsonNode body) {
        if (body.has("ids")) {
            throw new ProblemException(Problem.invalid("reason", "takes the place of ids"));
        }
        QuarantineFilter ingests =
                new QuarantineFilter(
                        body.path("reason").asText(),
                        Set.of(),
                        Long.MIN_VALUE,
                        Long.MAX_VALUE,
                        Long.MAX_VALUE);
        List<String> ids = new ArrayList<>();
        try (OpenStores.Lease lease = projects.open(project.id())) {
            lease.stores()
                    .people()
                    .quarantine(ingests, PAGE_MAX)
                    .forEach(entry -> ids.add(Long.toString(entry.id())));
        }
        QuarantineFilter tracks =
                new QuarantineFilter(
                        ingests.reason(),
                        Set.copyOf(project.domains()),
                        ingests.from(),
                        ingests.to(),
                        ingests.beforeId());
        catalog.refusals(tracks, PAGE_MAX).forEach(entry -> ids.add(TRACKS + entry.id()));
        return ids.reversed().subList(0, Math.min(ids.size(), PAGE_MAX));
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
