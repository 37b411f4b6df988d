package io.sojourn.server.api;

import com.fasterxml.jackson.databind.JsonNode;

import io.sojourn.core.event.Event;
import io.sojourn.core.person.Person;
import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.Problem;
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
import io.sojourn.store.event.TimelineQuery;
import io.sojourn.store.people.PeopleStore;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A person: profile, timeline, merging and un-merging by hand, deletion.
final class PeopleApi {

    private static final int PAGE_EVENTS = 100;
    private static final int PAGE_EVENTS_MAX = 1_000;
    static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(10);

    private final Projects projects;
    private final Ingest ingest;
    private final InstantSource clock;

    PeopleApi(Projects projects, Ingest ingest, InstantSource clock) {
        this.projects = projects;
        this.ingest = ingest;
        this.clock = clock;
    }

    List<Route> routes() {
        String person = "/api/v1/projects/{project}/people/{person}";
        return List.of(
                Route.get(person, Access.project(Role.VIEWER), this::person),
                Route.get(person + "/timeline", Access.project(Role.VIEWER), this::timeline),
                Route.post(person + "/merge", Access.project(Role.ADMIN), this::merge),
                Route.post(person + "/unmerge", Access.project(Role.ADMIN), this::unmerge),
                Route.delete(person, Access.project(Role.ADMIN), this::delete));
    }

    private Reply person(Call call) {
        ProjectId project = projects.byNumber(call.path("project")).id();
        try (OpenStores.Lease lease = projects.open(project)) {
            PeopleStore people = lease.stores().people();
            return reply(people, Projects.person(people, call.path("person")));
        }
    }

    private Reply reply(PeopleStore people, Person person) {
        StringBuilder json = new StringBuilder(1_024);
        Views.person(
                json,
                person,
                person.property("org").flatMap(org -> people.readOrganisation(org.text())),
                person.isOnline(clock.millis(), people.settings().visits().timeoutMillis()));
        return Reply.text(200, Reply.JSON, json.toString());
    }

    private Reply timeline(Call call) {
        ProjectId project = projects.byNumber(call.path("project")).id();
        int limit = Parameters.number(call, "limit", PAGE_EVENTS, PAGE_EVENTS_MAX);
        boolean bots = Parameters.flag(call, "bots");
        long[] before = before(call.query("before").orElse(""));
        try (OpenStores.Lease lease = projects.open(project)) {
            Person person = Projects.person(lease.stores().people(), call.path("person"));
            List<Event> events =
                    lease.stores()
                            .events()
                            .timeline(
                                    new TimelineQuery(
                                            person.visitorNumbers(),
                                            before[0],
                                            before[1],
                                            limit + 1,
                                            bots));
            StringBuilder json =
                    new StringBuilder(512 * events.size() + 64).append("{\"events\":[");
            for (int i = 0; i < Math.min(limit, events.size()); i++) {
                json.append(i > 0 ? "," : "");
                Views.event(json, events.get(i));
            }
            json.append("],\"next\":");
            if (events.size() > limit) {
                Event last = events.get(limit - 1);
                json.append('"').append(last.time()).append('_').append(last.id()).append('"');
            } else {
                json.append("null");
            }
            return Reply.text(200, Reply.JSON, json.append('}').toString());
        }
    }

    private static long[] before(String cursor) {
        if (cursor.isEmpty()) {
            return new long[] {Long.MAX_VALUE, Long.MAX_VALUE};
        }
        int split = cursor.lastIndexOf('_');
        try {
            return new long[] {
                Long.parseLong(cursor.substring(0, Math.max(0, split))),
                Long.parseLong(cursor.substring(split + 1))
            };
        } catch (NumberFormatException e) {
            throw new ProblemException(
                    Problem.invalid(
                            "before", "takes what an earlier answer gave as next, got " + cursor));
        }
    }

    private Reply merge(Call call) throws InterruptedException {
        ProjectId project = projects.byNumber(call.path("project")).id();
        JsonNode body = call.json();
        try (OpenStores.Lease lease = projects.open(project)) {
            PeopleStore people = lease.stores().people();
            Person person = Projects.person(people, call.path("person"));
            Person other = Projects.person(people, Parameters.text(body, "other"));
            return carryOut(project, people, new Command.Merge(person.number(), other.number()));
        }
    }

    private Reply unmerge(Call call) throws InterruptedException {
        ProjectId project = projects.byNumber(call.path("project")).id();
        Set<Long> visitors = visitors(call.json());
        try (OpenStores.Lease lease = projects.open(project)) {
            PeopleStore people = lease.stores().people();
            Person person = Projects.person(people, call.path("person"));
            return carryOut(project, people, new Command.Unmerge(person.number(), visitors));
        }
    }

    private static Set<Long> visitors(JsonNode body) {
        Set<Long> visitors = new HashSet<>();
        JsonNode list = body.path("visitors");
        for (int i = 0; i < list.size(); i++) {
            try {
                visitors.add(Long.parseLong(list.get(i).asText()));
            } catch (NumberFormatException e) {
                throw new ProblemException(
                        Problem.invalid(
                                "visitors[" + i + "]",
                                "is no visitor number: " + list.get(i).asText()));
            }
        }
        if (visitors.isEmpty()) {
            throw new ProblemException(
                    new Problem(Code.MISSING_FIELD, "visitors", "names the visitors to detach"));
        }
        return visitors;
    }

    private Reply delete(Call call) throws InterruptedException {
        ProjectId project = projects.byNumber(call.path("project")).id();
        try (OpenStores.Lease lease = projects.open(project)) {
            Person person = Projects.person(lease.stores().people(), call.path("person"));
            done(ingest.execute(project, new Command.Delete(person.number()), COMMAND_TIMEOUT));
            return Reply.empty();
        }
    }

    private Reply carryOut(ProjectId project, PeopleStore people, Command command)
            throws InterruptedException {
        CommandOutcome.Done done = done(ingest.execute(project, command, COMMAND_TIMEOUT));
        return reply(people, Projects.person(people, Long.toString(done.person())));
    }

    static CommandOutcome.Done done(CommandOutcome outcome) {
        return switch (outcome) {
            case CommandOutcome.Done done -> done;
            case CommandOutcome.Refused refused ->
                    throw new ProblemException(Code.CONFLICT, refused.message());
        };
    }
}
