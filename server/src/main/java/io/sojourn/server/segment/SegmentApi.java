package io.sojourn.server.segment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sojourn.core.person.Person;
import io.sojourn.core.person.Visitor;
import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.core.project.ProjectId;
import io.sojourn.journey.scan.PersonSet;
import io.sojourn.journey.segment.Criterion;
import io.sojourn.journey.segment.Definitions;
import io.sojourn.server.api.JsonText;
import io.sojourn.server.api.Masking;
import io.sojourn.server.api.Parameters;
import io.sojourn.server.api.PersonRows;
import io.sojourn.server.api.Projects;
import io.sojourn.server.http.Access;
import io.sojourn.server.http.Call;
import io.sojourn.server.http.Reply;
import io.sojourn.server.http.Route;
import io.sojourn.server.question.VisibleProperties;
import io.sojourn.store.OpenStores;
import io.sojourn.store.ProjectStores;
import io.sojourn.store.catalog.Role;
import io.sojourn.store.question.MembershipChange;
import io.sojourn.store.question.QuestionStore;
import io.sojourn.store.question.SegmentSize;
import io.sojourn.store.question.Stamp;
import io.sojourn.store.question.StoredSegment;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.PrimitiveIterator;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;

/// Stored segments: what they mean, who belongs, how that changed.
public final class SegmentApi {

    static final int SEGMENTS_MAX = 1_000;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String PATH = "/api/v1/projects/{project}/segments";
    private static final int LIMIT = 100;
    private static final int LIMIT_MAX = 1_000;
    private static final int COLUMNS_MAX = 100;

    private final Projects projects;
    private final Segments segments;
    private final LongFunction<String> users;
    private final InstantSource clock;
    private final Map<ProjectId, Object> edited = new ConcurrentHashMap<>();

    /// @param users what to call a user by number
    public SegmentApi(
            Projects projects, Segments segments, LongFunction<String> users, InstantSource clock) {
        this.projects = projects;
        this.segments = segments;
        this.users = users;
        this.clock = clock;
    }

    public List<Route> routes() {
        Access viewer = Access.project(Role.VIEWER);
        Access analyst = Access.project(Role.ANALYST);
        String one = PATH + "/{segment}";
        return List.of(
                Route.get(PATH, viewer, call -> open(call, this::list)),
                Route.post(PATH, analyst, call -> open(call, alone(this::create))),
                Route.get(one, viewer, call -> open(call, this::show)),
                Route.patch(one, analyst, call -> open(call, alone(this::change))),
                Route.delete(one, analyst, call -> open(call, alone(this::remove))),
                Route.get(one + "/people", analyst, call -> open(call, this::people)),
                Route.get(one + "/size", viewer, call -> open(call, this::size)),
                Route.get(one + "/changes", analyst, call -> open(call, this::changes)));
    }

    /// A call with the stores that it is about.
    private record Open(Call call, ProjectId project, ProjectStores stores) {
        QuestionStore questions() {
            return stores.questions();
        }

        /// The one that the path names.
        StoredSegment segment() {
            String number = call.path("segment");
            return questions().segments().stream()
                    .filter(each -> Long.toString(each.number()).equals(number))
                    .findFirst()
                    .orElseThrow(
                            () ->
                                    new ProblemException(
                                            Code.NOT_FOUND, "there is no segment " + number));
        }

        Masking masking() {
            return Masking.of(call.caller(), project, stores.people());
        }

        SegmentBody body() {
            return SegmentBody.read(
                    call, stores.people(), VisibleProperties.of(masking(), stores.people()));
        }
    }

    private interface Work {
        Reply of(Open open);
    }

    private Reply open(Call call, Work work) {
        ProjectId project = projects.byNumber(call.path("project")).id();
        try (OpenStores.Lease lease = projects.open(project)) {
            return work.of(new Open(call, project, lease.stores()));
        }
    }

    /// One edit of a project at a time, so that two together make no cycle.
    private Work alone(Work edit) {
        return open -> {
            synchronized (edited.computeIfAbsent(open.project(), added -> new Object())) {
                return edit.of(open);
            }
        };
    }

    // --- what they mean

    private Reply list(Open open) {
        ObjectNode json = JSON.objectNode();
        ArrayNode list = json.putArray("segments");
        open.questions().segments().forEach(segment -> list.add(view(open, segment)));
        return Reply.json(json);
    }

    private Reply show(Open open) {
        return Reply.json(view(open, open.segment()));
    }

    private ObjectNode view(Open open, StoredSegment segment) {
        StoredSegment.Draft draft = segment.draft();
        boolean list = draft.kind() == StoredSegment.Kind.LIST;
        ObjectNode json = JSON.objectNode().put("id", Long.toString(segment.number()));
        json.put("name", draft.name()).put("description", draft.description());
        json.put("kind", list ? "list" : "rule");
        json.set("criterion", list ? JSON.nullNode() : criterion(open, draft.criterion()));
        json.put(
                "people", segments.members(open.project(), open.stores(), segment.number()).size());
        ArrayNode usedBy = json.putArray("usedBy");
        segments.users(open.project(), open.stores(), segment.number()).forEach(usedBy::add);
        put(json.putObject("created"), segment.created());
        put(json.putObject("changed"), segment.changed());
        return json;
    }

    /// Null where it names what the caller may not see; who belongs may be known all the same.
    private static JsonNode criterion(Open open, String stored) {
        return StoredCriteria.isShown(
                        stored,
                        open.stores().people().settings(),
                        VisibleProperties.of(open.masking(), open.stores().people()))
                ? StoredCriteria.parse(stored)
                : JSON.nullNode();
    }

    private static void put(ObjectNode json, Stamp stamp) {
        json.put("by", stamp.by()).put("at", stamp.at());
    }

    private Stamp stamp(Call call) {
        String user = users.apply(call.caller().user());
        return new Stamp(user.isEmpty() ? call.caller().appId() : user, clock.millis());
    }

    private Reply create(Open open) {
        SegmentBody body = open.body();
        QuestionStore store = open.questions();
        String name = body.name().orElseThrow(() -> missing("name"));
        if (body.criterion().isEmpty() && body.people().isEmpty()) {
            throw missing("criterion");
        }
        if (store.segments().size() >= SEGMENTS_MAX) {
            throw new ProblemException(
                    Code.CONFLICT, "a project has at most " + SEGMENTS_MAX + " segments");
        }
        body.criterion().ifPresent(rule -> check(open, 0, name, rule.criterion()));
        StoredSegment made =
                store.createSegment(
                        new StoredSegment.Draft(
                                name,
                                body.description().orElse(""),
                                body.people().isPresent()
                                        ? StoredSegment.Kind.LIST
                                        : StoredSegment.Kind.RULE,
                                body.criterion().map(SegmentBody.Rule::json).orElse("")),
                        stamp(open.call()));
        body.people().ifPresent(people -> store.setList(made.number(), people, stamp(open.call())));
        segments.edited(open.project(), open.stores());
        return Reply.json(201, view(open, store.segment(made.number()).orElseThrow()));
    }

    private Reply change(Open open) {
        StoredSegment segment = open.segment();
        SegmentBody body = open.body();
        StoredSegment.Draft draft = segment.draft();
        boolean list = draft.kind() == StoredSegment.Kind.LIST;
        if (list ? body.criterion().isPresent() : body.people().isPresent()) {
            throw new ProblemException(
                    Problem.invalid(
                            list ? "criterion" : "people",
                            list ? "this segment is a list" : "this segment has a criterion"));
        }
        String name = body.name().orElse(draft.name());
        body.criterion().ifPresent(rule -> check(open, segment.number(), name, rule.criterion()));
        String criterion = body.criterion().map(SegmentBody.Rule::json).orElse(draft.criterion());
        open.questions()
                .changeSegment(
                        segment.number(),
                        new StoredSegment.Draft(
                                name,
                                body.description().orElse(draft.description()),
                                draft.kind(),
                                criterion),
                        !criterion.equals(draft.criterion()),
                        stamp(open.call()));
        body.people()
                .ifPresent(
                        people ->
                                open.questions()
                                        .setList(segment.number(), people, stamp(open.call())));
        segments.edited(open.project(), open.stores());
        return Reply.json(view(open, open.segment()));
    }

    private static ProblemException missing(String field) {
        return new ProblemException(new Problem(Code.MISSING_FIELD, field, "is missing"));
    }

    /// Refuses a criterion that names unknown segments or leads back to its own.
    ///
    /// @param number 0 for a new one
    private void check(Open open, long number, String name, Criterion criterion) {
        Map<Long, Definitions.Definition> all =
                new HashMap<>(segments.definitions(open.project(), open.stores()).byNumber());
        all.put(number, new Definitions.Definition(name, criterion));
        try {
            new Definitions(all).reached(new Criterion.Member(number));
        } catch (ProblemException e) {
            throw new ProblemException(
                    e.problems().stream()
                            .map(
                                    each ->
                                            new Problem(
                                                    each.code() == Code.NOT_FOUND
                                                            ? Code.INVALID_FIELD
                                                            : each.code(),
                                                    "criterion",
                                                    each.message()))
                            .toList());
        }
    }

    private Reply remove(Open open) {
        StoredSegment segment = open.segment();
        List<String> users = segments.users(open.project(), open.stores(), segment.number());
        if (!users.isEmpty()) {
            throw new ProblemException(
                    Code.CONFLICT,
                    "segment "
                            + segment.draft().name()
                            + " is used by "
                            + String.join(", ", users));
        }
        open.questions().removeSegment(segment.number());
        segments.edited(open.project(), open.stores());
        return Reply.empty();
    }

    // --- who belongs

    private Reply people(Open open) {
        StoredSegment segment = open.segment();
        int limit = Parameters.number(open.call(), "limit", LIMIT, LIMIT_MAX);
        long after =
                open.call().query("cursor").map(text -> Parameters.id("cursor", text)).orElse(-1L);
        List<String> columns =
                Parameters.names("columns", open.call().query("columns").orElse(""), COLUMNS_MAX);
        PersonSet members = segments.members(open.project(), open.stores(), segment.number());
        PersonRows rows =
                new PersonRows(open.stores().people(), open.masking(), clock.millis(), columns);
        PrimitiveIterator.OfLong rest =
                members.stream().filter(person -> person > after).iterator();
        JsonText json = new JsonText(256 * limit + 128).object();
        json.name("people").array();
        long last = after;
        for (int shown = 0; shown < limit && rest.hasNext(); ) {
            last = rest.nextLong();
            List<Visitor> visitors = open.stores().people().person(last);
            if (!visitors.isEmpty()) {
                rows.append(json, new Person(visitors));
                shown++;
            }
        }
        json.endArray().name("total").number(members.size()).name("next");
        if (rest.hasNext()) {
            json.text(Long.toString(last));
        } else {
            json.nothing();
        }
        return Reply.text(200, Reply.JSON, json.endObject().toString());
    }

    private Reply size(Open open) {
        ObjectNode json = JSON.objectNode();
        ArrayNode sizes = json.putArray("sizes");
        for (SegmentSize size : open.questions().sizes(open.segment().number())) {
            sizes.addObject().put("at", size.at()).put("people", size.people());
        }
        return Reply.json(json);
    }

    private Reply changes(Open open) {
        long segment = open.segment().number();
        int limit = Parameters.number(open.call(), "limit", LIMIT, LIMIT_MAX);
        long after =
                open.call().query("cursor").map(text -> Parameters.id("cursor", text)).orElse(0L);
        List<MembershipChange> changes =
                open.questions().changes(OptionalLong.of(segment), after, limit + 1);
        ObjectNode json = JSON.objectNode();
        ArrayNode shown = json.putArray("changes");
        for (MembershipChange change : changes.subList(0, Math.min(limit, changes.size()))) {
            shown.addObject()
                    .put("id", Long.toString(change.number()))
                    .put("person", Long.toString(change.person()))
                    .put("kind", change.entered() ? "entered" : "left")
                    .put("at", change.at());
        }
        json.put(
                "next",
                changes.size() > limit ? Long.toString(changes.get(limit - 1).number()) : null);
        return Reply.json(json);
    }
}
