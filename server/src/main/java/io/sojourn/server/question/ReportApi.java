package io.sojourn.server.question;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.core.project.ProjectId;
import io.sojourn.journey.json.Place;
import io.sojourn.server.api.Masking;
import io.sojourn.server.api.Projects;
import io.sojourn.server.http.Access;
import io.sojourn.server.http.Call;
import io.sojourn.server.http.Reply;
import io.sojourn.server.http.Route;
import io.sojourn.store.OpenStores;
import io.sojourn.store.catalog.Role;
import io.sojourn.store.question.QuestionStore;
import io.sojourn.store.question.Stamp;
import io.sojourn.store.question.StoredReport;
import io.sojourn.store.schema.Scope;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.Collectors;

/// Questions that are kept to be asked again. What a definition says is checked when it is asked, not here: what it
/// names may come later.
public final class ReportApi {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String PATH = "/api/v1/projects/{project}/reports";
    private static final int NAME_CHARS_MAX = 200;
    private static final int DESCRIPTION_CHARS_MAX = 2_000;
    private static final int DEFINITION_CHARS_MAX = 100_000;
    static final int REPORTS_MAX = 1_000;

    private static final Map<String, String> KINDS =
            Kinds.all().stream().map(Kind::name).collect(Collectors.toMap(k -> k, k -> k));

    private final Projects projects;
    private final LongFunction<String> users;
    private final InstantSource clock;

    /// @param users what to call a user by number
    public ReportApi(Projects projects, LongFunction<String> users, InstantSource clock) {
        this.projects = projects;
        this.users = users;
        this.clock = clock;
    }

    public List<Route> routes() {
        Access viewer = Access.project(Role.VIEWER);
        Access analyst = Access.project(Role.ANALYST);
        String one = PATH + "/{report}";
        return List.of(
                Route.get(PATH, viewer, call -> open(call, ReportApi::list)),
                Route.post(PATH, analyst, call -> open(call, this::create)),
                Route.get(one, viewer, call -> open(call, ReportApi::show)),
                Route.patch(one, analyst, call -> open(call, this::change)),
                Route.delete(one, analyst, call -> open(call, ReportApi::remove)));
    }

    /// A call with the store that it is about, and what its caller may see.
    private record Open(Call call, QuestionStore store, Masking masking) {}

    private Reply open(Call call, Function<Open, Reply> work) {
        ProjectId project = projects.byNumber(call.path("project")).id();
        try (OpenStores.Lease lease = projects.open(project)) {
            Masking masking = Masking.of(call.caller(), project, lease.stores().people());
            return work.apply(new Open(call, lease.stores().questions(), masking));
        }
    }

    private static Reply list(Open open) {
        ObjectNode json = JSON.objectNode();
        ArrayNode reports = json.putArray("reports");
        open.store().reports().forEach(report -> reports.add(view(open, report)));
        return Reply.json(json);
    }

    private static Reply show(Open open) {
        return Reply.json(view(open, report(open)));
    }

    private static StoredReport report(Open open) {
        String number = open.call().path("report");
        return open.store().reports().stream()
                .filter(each -> Long.toString(each.number()).equals(number))
                .findFirst()
                .orElseThrow(
                        () -> new ProblemException(Code.NOT_FOUND, "there is no report " + number));
    }

    private static ObjectNode view(Open open, StoredReport report) {
        StoredReport.Draft draft = report.draft();
        ObjectNode json = JSON.objectNode().put("id", Long.toString(report.number()));
        json.put("name", draft.name()).put("description", draft.description());
        json.put("kind", draft.kind());
        JsonNode definition = parse(draft.definition());
        json.set("definition", isShown(definition, open.masking()) ? definition : JSON.nullNode());
        json.putObject("created").put("by", report.created().by()).put("at", report.created().at());
        json.putObject("changed").put("by", report.changed().by()).put("at", report.changed().at());
        return json;
    }

    /// Whether a definition names values of no property that is hidden. Where a column says no scope, any counts.
    private static boolean isShown(JsonNode definition, Masking masking) {
        JsonNode property = definition.path("property");
        String scope = definition.path("scope").asText("");
        if (property.isTextual()
                && (isHidden(scope, "event", masking.hides(Scope.EVENT, property.asText()))
                        || isHidden(scope, "visit", masking.hides(Scope.VISIT, property.asText()))
                        || isHidden(scope, "person", masking.hidesOfPerson(property.asText())))) {
            return false;
        }
        for (JsonNode each : definition) {
            if (!isShown(each, masking)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isHidden(String scope, String of, boolean hidden) {
        return hidden && (scope.isEmpty() || scope.strip().toLowerCase(Locale.ROOT).startsWith(of));
    }

    private static JsonNode parse(String stored) {
        try {
            return MAPPER.readTree(stored);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored definition is no JSON: " + stored, e);
        }
    }

    private Stamp stamp(Call call) {
        String user = users.apply(call.caller().user());
        return new Stamp(user.isEmpty() ? call.caller().appId() : user, clock.millis());
    }

    private Reply create(Open open) {
        Call call = open.call();
        QuestionStore store = open.store();
        StoredReport.Draft draft = draft(call, Optional.empty());
        return Reply.json(201, view(open, create(store, draft, stamp(call))));
    }

    /// One after the other, so that the bound holds.
    private synchronized StoredReport create(
            QuestionStore store, StoredReport.Draft draft, Stamp stamp) {
        if (store.reports().size() >= REPORTS_MAX) {
            throw new ProblemException(
                    Code.CONFLICT,
                    "a project keeps at most %d reports: delete one that is not used"
                            .formatted(REPORTS_MAX));
        }
        return store.createReport(draft, stamp);
    }

    private Reply change(Open open) {
        Call call = open.call();
        QuestionStore store = open.store();
        StoredReport report = report(open);
        StoredReport.Draft draft = draft(call, Optional.of(report.draft()));
        return Reply.json(view(open, store.changeReport(report.number(), draft, stamp(call))));
    }

    private static Reply remove(Open open) {
        open.store().removeReport(report(open).number());
        return Reply.empty();
    }

    /// @param before what stays where the body does not name it
    private static StoredReport.Draft draft(Call call, Optional<StoredReport.Draft> before) {
        JsonNode json = call.json();
        if (!json.isObject()) {
            throw new ProblemException(Code.MALFORMED_BODY, "the body must be a JSON object");
        }
        Place body = Place.root(json);
        String name = text(body.at("name"), before.map(StoredReport.Draft::name));
        String description =
                body.at("description")
                        .optionalText(DESCRIPTION_CHARS_MAX)
                        .or(() -> before.map(StoredReport.Draft::description))
                        .orElse("");
        Place kind = body.at("kind");
        Place definition = body.at("definition");
        if (before.isEmpty()) {
            List.of(kind, definition).stream()
                    .filter(place -> !place.isPresent())
                    .forEach(Place::missing);
        }
        String word = kind.word(before.map(StoredReport.Draft::kind).orElse(""), KINDS);
        if (definition.isPresent() && !definition.node().isObject()) {
            definition.wrong("must be an object");
        } else if (definition.node().toString().length() > DEFINITION_CHARS_MAX) {
            definition.wrong("takes at most " + DEFINITION_CHARS_MAX + " characters");
        }
        body.end();
        body.check();
        return new StoredReport.Draft(
                name,
                description,
                word,
                definition.isPresent()
                        ? definition.node().toString()
                        : before.map(StoredReport.Draft::definition).orElse("{}"));
    }

    private static String text(Place place, Optional<String> before) {
        if (!place.isPresent() && before.isPresent()) {
            return before.get();
        }
        String text = place.text(NAME_CHARS_MAX).strip();
        if (place.isPresent() && text.isEmpty()) {
            place.wrong("must not be empty");
        }
        return text;
    }
}
