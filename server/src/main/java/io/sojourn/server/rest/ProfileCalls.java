package io.sojourn.server.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.sojourn.core.event.Event;
import io.sojourn.core.person.Person;
import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.core.project.ProjectId;
import io.sojourn.core.value.Value;
import io.sojourn.ingest.CommandOutcome;
import io.sojourn.ingest.Ingest;
import io.sojourn.ingest.command.Command;
import io.sojourn.server.api.EditBody;
import io.sojourn.server.api.Masking;
import io.sojourn.server.api.Parameters;
import io.sojourn.server.http.Call;
import io.sojourn.server.http.Reply;
import io.sojourn.store.OpenStores;
import io.sojourn.store.event.TimelineQuery;
import io.sojourn.store.people.PeopleStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/// `profile` and what lies under it.
final class ProfileCalls {

    private static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(10);
    private static final int VISITS = 50;
    private static final int ACTIONS = 100;
    private static final int LIMIT_MAX = 1_000;

    private final RestProjects projects;
    private final Ingest ingest;
    private final InstantSource clock;

    ProfileCalls(RestProjects projects, Ingest ingest, InstantSource clock) {
        this.projects = projects;
        this.ingest = ingest;
        this.clock = clock;
    }

    Reply profile(Call call, RestRequest request) {
        ProjectId project = projects.viewed(call, request);
        try (OpenStores.Lease lease = projects.open(project)) {
            PeopleStore people = lease.stores().people();
            return shown(
                    people,
                    RestPeople.find(people, request),
                    request,
                    Masking.of(call.caller(), project, people));
        }
    }

    private Reply shown(PeopleStore people, Person person, RestRequest request, Masking masking) {
        StringBuilder json = new StringBuilder(1_024);
        if (request.isThird()) {
            Profiles.third(json, person, masking);
        } else {
            Profiles.second(
                    json,
                    person,
                    person.isOnline(clock.millis(), people.settings().visits().timeoutMillis()),
                    masking);
        }
        return Reply.text(200, Reply.JSON, json.toString());
    }

    /// Newest first, those that began in the days asked for and not after `to` (Unix milliseconds); `latest` counts them
    /// as `limit` does.
    Reply visits(Call call, RestRequest request) {
        ProjectId project = projects.viewed(call, request);
        int limit =
                Parameters.number(
                        request.fields(),
                        "latest",
                        Parameters.number(request.fields(), "limit", VISITS, LIMIT_MAX),
                        LIMIT_MAX);
        long until = SearchCalls.time(request, "to", Long.MAX_VALUE);
        try (OpenStores.Lease lease = projects.open(project)) {
            PeopleStore people = lease.stores().people();
            Days days = Days.of(request, people.settings().zone(), clock.millis());
            Person person = RestPeople.find(people, request);
            Masking masking = Masking.of(call.caller(), project, people);
            List<VisitLine> visits =
                    RestPeople.visits(lease.stores(), person, masking).stream()
                            .filter(line -> days.contains(line.visit().start()))
                            .filter(line -> line.visit().start() <= until)
                            .toList();
            StringBuilder json = new StringBuilder(4_096);
            json.append("{\"pid\":\"").append(person.number()).append("\",\"total\":");
            json.append(visits.size()).append(",\"visits\":");
            VisitLine.array(json, visits.subList(0, Math.min(limit, visits.size())));
            return Reply.text(200, Reply.JSON, json.append('}').toString());
        }
    }

    /// Newest first.
    Reply actions(Call call, RestRequest request) {
        ProjectId project = projects.viewed(call, request);
        int limit = Parameters.number(request.fields(), "limit", ACTIONS, LIMIT_MAX);
        long before = SearchCalls.time(request, "before", Long.MAX_VALUE);
        try (OpenStores.Lease lease = projects.open(project)) {
            PeopleStore people = lease.stores().people();
            ZoneId zone = people.settings().zone();
            Masking masking = Masking.of(call.caller(), project, people);
            Person person = RestPeople.find(people, request);
            List<Event> events =
                    lease.stores()
                            .events()
                            .timeline(
                                    new TimelineQuery(
                                            person.visitorNumbers(),
                                            before,
                                            before == Long.MAX_VALUE
                                                    ? Long.MAX_VALUE
                                                    : Long.MIN_VALUE,
                                            limit,
                                            false));
            StringBuilder json = new StringBuilder(4_096);
            json.append("{\"pid\":\"").append(person.number()).append("\",\"total\":");
            json.append(person.events()).append(",\"actions\":[");
            for (int i = 0; i < events.size(); i++) {
                json.append(i > 0 ? "," : "");
                VisitLine.action(json, events.get(i), zone, masking);
            }
            return Reply.text(200, Reply.JSON, json.append("]}").toString());
        }
    }

    /// Sets the properties in `data`; answers the profile when they hold.
    Reply edit(Call call, RestRequest request) throws InterruptedException {
        ProjectId project = projects.changed(call, request).id();
        try (OpenStores.Lease lease = projects.open(project)) {
            PeopleStore people = lease.stores().people();
            Map<String, Value> data =
                    data(request.fields().path("data"), people.settings().identity().kinds());
            Person person = RestPeople.find(people, request);
            CommandOutcome outcome =
                    ingest.execute(
                            project, new Command.Edit(person.number(), data), COMMAND_TIMEOUT);
            return switch (outcome) {
                case CommandOutcome.Done done ->
                        shown(
                                people,
                                new Person(people.person(done.person())),
                                request,
                                Masking.NONE);
                case CommandOutcome.Refused refused ->
                        throw new ProblemException(Code.CONFLICT, refused.message());
            };
        }
    }

    private static Map<String, Value> data(JsonNode json, List<String> identifierKinds) {
        if (!json.isObject() || json.isEmpty()) {
            throw new ProblemException(
                    new Problem(
                            Code.MISSING_FIELD, "data", "is an object of properties and values"));
        }
        byte[] body = ("{\"properties\":" + json + "}").getBytes(StandardCharsets.UTF_8);
        try {
            return EditBody.read(body, identifierKinds);
        } catch (ProblemException e) {
            throw new ProblemException(
                    e.problems().stream()
                            .map(
                                    problem ->
                                            new Problem(
                                                    problem.code(),
                                                    problem.field()
                                                            .replaceFirst("^properties", "data"),
                                                    problem.message()))
                            .toList());
        }
    }
}
