package io.sojourn.server.question;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.core.project.ProjectId;
import io.sojourn.journey.json.Place;
import io.sojourn.journey.json.ResultJson;
import io.sojourn.journey.scan.Asking;
import io.sojourn.journey.scan.PersonSet;
import io.sojourn.journey.segment.Criterion;
import io.sojourn.server.api.Masking;
import io.sojourn.server.api.Projects;
import io.sojourn.server.export.Csv;
import io.sojourn.server.export.Exports;
import io.sojourn.server.http.Access;
import io.sojourn.server.http.Call;
import io.sojourn.server.http.Reply;
import io.sojourn.server.http.Route;
import io.sojourn.server.limit.KeyLimits;
import io.sojourn.store.OpenStores;
import io.sojourn.store.ProjectStores;
import io.sojourn.store.catalog.Role;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Answers questions: their definition comes as JSON, with the project that they are about.
public final class QuestionApi {

    static final String PATH = "/api/v1/questions/";

    private final Projects projects;
    private final KeyLimits keys;
    private final Questions questions;
    private final InstantSource clock;
    private final QuestionPeople opened;

    public QuestionApi(
            Projects projects,
            KeyLimits keys,
            Exports exports,
            Questions questions,
            InstantSource clock) {
        this.projects = projects;
        this.keys = keys;
        this.questions = questions;
        this.clock = clock;
        this.opened = new QuestionPeople(exports, clock);
    }

    public List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        for (Kind<?, ?, ?> kind : Kinds.all()) {
            String path = PATH + kind.name();
            routes.add(Route.post(path, Access.named(Role.VIEWER), call -> ask(kind, call)));
            routes.add(
                    Route.post(
                            path + "/people",
                            Access.named(Role.ANALYST),
                            call -> people(kind, call)));
        }
        routes.add(Route.delete(PATH + "{id}", Access.SIGNED_IN, this::cancel));
        return routes;
    }

    private Reply cancel(Call call) {
        questions.cancel(call, call.path("id"));
        return Reply.empty();
    }

    /// A question that was read, with the stores that it is about.
    record Open(
            Call call,
            ProjectId project,
            ProjectStores stores,
            Masking masking,
            Envelope envelope,
            long begunNanos) {

        long asOf() {
            return envelope.context().asOf();
        }

        /// The same as of another time.
        Open at(long asOf) {
            return new Open(call, project, stores, masking, envelope.at(asOf), begunNanos);
        }

        /// Of the people it is asked about.
        private Reply ask(Questions questions, Function<Asked, Reply> work) {
            return questions.ask(
                    call,
                    project,
                    stores,
                    envelope.context(),
                    envelope.id(),
                    envelope.timeout(),
                    asked -> work.apply(envelope.people().map(asked::among).orElse(asked)));
        }

        /// Since the request was there, to a hundredth.
        double milliseconds() {
            return Math.round((System.nanoTime() - begunNanos) / 1e4) / 100.0;
        }
    }

    /// Reads the body and has it answered while the project's stores are held.
    private interface Work {
        /// @return the answer, once the body is found to be right
        Reply of(Place body, Open open);
    }

    private Reply open(Call call, Role role, Work work) {
        long begun = System.nanoTime();
        Place body = Place.root(object(call));
        ProjectId project = project(call, body.at("project"), role);
        keys.take(call.caller(), project);
        try (OpenStores.Lease lease = projects.open(project)) {
            ProjectStores stores = lease.stores();
            Masking masking = Masking.of(call.caller(), project, stores.people());
            Envelope envelope =
                    Envelope.read(
                            body,
                            stores.people().settings(),
                            VisibleProperties.of(masking, stores.people()),
                            clock.millis(),
                            questions.limits().timeout());
            return work.of(body, new Open(call, project, stores, masking, envelope, begun));
        }
    }

    private static JsonNode object(Call call) {
        JsonNode body = call.json();
        if (!body.isObject()) {
            throw new ProblemException(Code.MALFORMED_BODY, "the body must be a JSON object");
        }
        return body;
    }

    /// By number or domain.
    private ProjectId project(Call call, Place place, Role role) {
        String name = place.node().isValueNode() ? place.node().asText() : "";
        if (name.isBlank()) {
            throw new ProblemException(
                    new Problem(
                            Code.MISSING_FIELD,
                            "project",
                            "names the project, by number or by domain"));
        }
        return projects.byName(call.caller(), role, "project", name).id();
    }

    private <Q, R extends Record, C> Reply ask(Kind<Q, R, C> kind, Call call) {
        return open(
                call,
                Role.VIEWER,
                (body, open) -> {
                    Optional<Q> question = kind.read().apply(body, open.envelope().parts());
                    body.end();
                    body.check();
                    return open.ask(
                            questions, asked -> answer(kind, question.orElseThrow(), open, asked));
                });
    }

    private <Q, R extends Record, C> Reply answer(
            Kind<Q, R, C> kind, Q question, Open open, Asked asked) {
        List<Kind.Side<R>> sides = new ArrayList<>();
        if (open.envelope().compared().isEmpty()) {
            sides.add(new Kind.Side<>(asked, kind.answer().apply(question, asked)));
        } else {
            for (Criterion each : open.envelope().compared()) {
                Asked group = asked.among(each);
                sides.add(new Kind.Side<>(group, kind.answer().apply(question, group)));
            }
        }
        return Accepts.csv(open.call())
                ? Reply.text(200, Csv.CONTENT_TYPE, table(kind, question, sides).csv())
                : Reply.json(json(kind, question, sides, open, asked.asking()));
    }

    private static <Q, R extends Record, C> Table table(
            Kind<Q, R, C> kind, Q question, List<Kind.Side<R>> sides) {
        List<Table> tables =
                sides.stream().map(side -> kind.table().apply(question, side.result())).toList();
        return tables.size() == 1
                ? tables.getFirst()
                : Table.compared(tables.getFirst(), tables.getLast());
    }

    private static <Q, R extends Record, C> ObjectNode json(
            Kind<Q, R, C> kind, Q question, List<Kind.Side<R>> sides, Open open, Asking asking) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("kind", kind.name());
        json.put("asOf", open.asOf());
        if (sides.size() == 1) {
            json.set("result", ResultJson.of(sides.getFirst().result()));
        } else {
            ArrayNode both = json.putArray("compared");
            sides.forEach(side -> both.add(ResultJson.of(side.result())));
            kind.comparison()
                    .map(comparing -> comparing.of(question, sides.getFirst(), sides.getLast()))
                    .ifPresent(comparison -> json.set("comparison", ResultJson.of(comparison)));
        }
        json.set("cost", cost(open, asking));
        return json;
    }

    static ObjectNode cost(Open open, Asking asking) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("events", asking.events())
                .put("milliseconds", open.milliseconds());
    }

    private <Q, R extends Record, C> Reply people(Kind<Q, R, C> kind, Call call) {
        return open(
                call,
                Role.ANALYST,
                (body, open) -> {
                    QuestionPeople.Page page = QuestionPeople.Page.read(body.at("page"));
                    Optional<Q> question = kind.read().apply(body, open.envelope().parts());
                    C cell = kind.cell().apply(body.at("cell"), open.envelope().parts());
                    if (!open.envelope().compared().isEmpty()) {
                        body.at("compare").wrong("name the group as people instead");
                    }
                    body.end();
                    body.check();
                    Open same = page.at(open);
                    return same.ask(
                            questions,
                            asked -> {
                                PersonSet people =
                                        kind.people().of(question.orElseThrow(), cell, asked);
                                return opened.answer(same, page, people, asked.asking());
                            });
                });
    }
}
