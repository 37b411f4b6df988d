package io.sojourn.server.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.sojourn.core.person.Person;
import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.core.project.ProjectId;
import io.sojourn.core.value.Value;
import io.sojourn.server.api.DateRange;
import io.sojourn.server.api.Filters;
import io.sojourn.server.api.Masking;
import io.sojourn.server.api.Parameters;
import io.sojourn.server.api.PersonEvents;
import io.sojourn.server.api.PersonProperties;
import io.sojourn.server.api.Projects;
import io.sojourn.server.export.Csv;
import io.sojourn.server.export.Turns;
import io.sojourn.server.http.Call;
import io.sojourn.server.http.Caller;
import io.sojourn.server.http.Reply;
import io.sojourn.store.OpenStores;
import io.sojourn.store.json.PropertyJson;
import io.sojourn.store.people.PeopleStore;
import io.sojourn.store.schema.Scope;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// `POST /rest/{version}/export/people` and `export/events`, as Woopra's guide documents them; every version is
/// the same.
final class RestExports {

    static final int LIMIT_MAX = 10_000;
    private static final int PEOPLE_LIMIT = 100;
    private static final int EVENTS_LIMIT = 500;
    private static final String NDJSON = "application/x-ndjson";

    private final RestProjects projects;
    private final RestQuestions questions;
    private final Turns turns;

    RestExports(RestProjects projects, RestQuestions questions, Turns turns) {
        this.questions = questions;
        this.projects = projects;
        this.turns = turns;
    }

    /// How the caller wants the answer.
    private enum Form {
        JSON,
        NDJSON,
        CSV;

        static Form of(Call call) {
            String accept = call.header("accept").orElse("").toLowerCase(Locale.ROOT);
            if (accept.contains(RestExports.NDJSON)) {
                return NDJSON;
            }
            return accept.contains("text/csv") ? CSV : JSON;
        }
    }

    Reply people(Call call) {
        RestRequest request = RestRequest.of(call);
        ProjectId project = projects.exported(call, request);
        Wanted wanted = wanted(call, project, request);
        List<String> properties = names(request.fields().path("properties"));
        int limit = Parameters.number(request.fields(), "limit", PEOPLE_LIMIT, LIMIT_MAX);
        return switch (Form.of(call)) {
            case JSON ->
                    Reply.text(
                            200,
                            Reply.JSON,
                            page(call.caller(), project, wanted, properties, limit));
            case NDJSON ->
                    stream(
                            Form.NDJSON,
                            out -> peopleLines(out, call.caller(), project, wanted, properties));
            case CSV ->
                    stream(
                            Form.CSV,
                            out -> peopleRows(out, call.caller(), project, wanted, properties));
        };
    }

    /// Whom `segment` and `segments` choose.
    private record Wanted(Filters filters, Chosen chosen) {
        boolean matches(Person person, PersonProperties meaning) {
            return filters.match(person, meaning::of) && chosen.has(person, meaning);
        }
    }

    private Wanted wanted(Call call, ProjectId project, RestRequest request) {
        Filters filters = Filters.of(request.fields().path("segment"));
        try (OpenStores.Lease lease = projects.open(project)) {
            return new Wanted(
                    filters, questions.chosen(call, project, lease.stores(), request.fields()));
        }
    }

    private static List<String> names(JsonNode list) {
        if (list.isMissingNode() || list.isNull()) {
            return List.of();
        }
        if (!list.isArray()) {
            throw new ProblemException(Problem.invalid("properties", "must be an array of names"));
        }
        List<String> names = new ArrayList<>();
        list.forEach(name -> names.add(name.asText()));
        return names;
    }

    private String page(
            Caller caller, ProjectId project, Wanted wanted, List<String> properties, int limit) {
        StringBuilder json = new StringBuilder(4_096);
        long[] total = {0};
        forEach(
                caller,
                project,
                wanted,
                (person, meaning, masking) -> {
                    if (total[0]++ < limit) {
                        json.append(json.isEmpty() ? "" : ",");
                        appendPerson(json, person, meaning, masking, properties);
                    }
                });
        return "{\"total\":" + total[0] + ",\"people\":[" + json + "]}";
    }

    private void peopleLines(
            OutputStream out,
            Caller caller,
            ProjectId project,
            Wanted wanted,
            List<String> properties) {
        forEach(
                caller,
                project,
                wanted,
                (person, meaning, masking) -> {
                    StringBuilder line = new StringBuilder(256);
                    appendPerson(line, person, meaning, masking, properties);
                    write(out, line.append('\n'));
                });
    }

    private void peopleRows(
            OutputStream out,
            Caller caller,
            ProjectId project,
            Wanted wanted,
            List<String> properties) {
        Collection<String> columns = properties;
        if (properties.isEmpty()) {
            Set<String> all = new LinkedHashSet<>();
            forEach(
                    caller,
                    project,
                    wanted,
                    (person, meaning, masking) -> all.addAll(person.properties().keySet()));
            columns = all;
        }
        List<String> names = List.copyOf(columns);
        StringBuilder header = new StringBuilder();
        Csv.row(header, names);
        write(out, header);
        forEach(
                caller,
                project,
                wanted,
                (person, meaning, masking) -> {
                    StringBuilder row = new StringBuilder(128);
                    Csv.row(
                            row,
                            names.stream()
                                    .map(
                                            name ->
                                                    meaning.of(person, name)
                                                            .map(Value::text)
                                                            .orElse(""))
                                    .toList());
                    write(out, row);
                });
    }

    private interface PersonConsumer {
        void take(Person person, PersonProperties meaning, Masking masking);
    }

    /// People with at least one property or event that match, last seen first.
    private void forEach(Caller caller, ProjectId project, Wanted wanted, PersonConsumer consumer) {
        try (OpenStores.Lease lease = projects.open(project)) {
            PeopleStore people = lease.stores().people();
            Masking masking = Masking.of(caller, project, people);
            PersonProperties meaning = new PersonProperties(people, masking);
            people.forEachPerson(
                    visitors -> {
                        Person person = new Person(visitors);
                        if (wanted.matches(person, meaning)) {
                            consumer.take(person, meaning, masking);
                        }
                        return true;
                    });
        }
    }

    private static void appendPerson(
            StringBuilder json,
            Person person,
            PersonProperties meaning,
            Masking masking,
            List<String> properties) {
        if (properties.isEmpty()) {
            PropertyJson.append(json, masking.shown(Scope.VISITOR, person.properties()));
            return;
        }
        json.append('{');
        for (int i = 0; i < properties.size(); i++) {
            json.append(i > 0 ? "," : "");
            PropertyJson.quote(json, properties.get(i));
            json.append(':');
            Optional<Value> value = meaning.of(person, properties.get(i));
            if (value.isPresent()) {
                PropertyJson.append(json, value.get());
            } else {
                json.append("null");
            }
        }
        json.append('}');
    }

    Reply events(Call call) {
        RestRequest request = RestRequest.of(call);
        ProjectId project = projects.exported(call, request);
        String visitor = Parameters.text(request.fields(), "visitor");
        int limit = Parameters.number(request.fields(), "limit", EVENTS_LIMIT, LIMIT_MAX);
        boolean bots = request.fields().path("bots").asBoolean(false);
        Form form = Form.of(call);
        try (OpenStores.Lease lease = projects.open(project)) {
            PeopleStore people = lease.stores().people();
            Person person = Projects.named(people, "visitor", visitor);
            DateRange range =
                    DateRange.of(
                            request.fields(), "start_date", "end_date", people.settings().zone());
            Masking masking = Masking.of(call.caller(), project, people);
            if (form == Form.JSON) {
                StringBuilder json = new StringBuilder(4_096);
                long total =
                        new PersonEvents(lease.stores(), person, bots, masking)
                                .forEach(range, limit, event -> append(json, event));
                return Reply.text(
                        200, Reply.JSON, "{\"total\":" + total + ",\"events\":[" + json + "]}");
            }
            String number = Long.toString(person.number());
            return stream(
                    form,
                    out -> {
                        try (OpenStores.Lease again = projects.open(project)) {
                            Person same = Projects.person(again.stores().people(), number);
                            stream(
                                    out,
                                    form,
                                    new PersonEvents(again.stores(), same, bots, masking),
                                    range);
                        }
                    });
        }
    }

    private Reply stream(Form form, Reply.Body body) {
        return Reply.stream(form == Form.CSV ? Csv.CONTENT_TYPE : NDJSON, turns.inTurn(body));
    }

    private static void append(StringBuilder json, PersonEvents.Placed placed) {
        json.append(json.isEmpty() ? "" : ",");
        placed.append(json);
    }

    private static void stream(OutputStream out, Form form, PersonEvents events, DateRange range) {
        if (form == Form.CSV) {
            StringBuilder header = new StringBuilder();
            Csv.row(header, List.of("id", "name", "time", "visit", "properties"));
            write(out, header);
        }
        Consumer<PersonEvents.Placed> writer =
                placed -> {
                    StringBuilder line = new StringBuilder(256);
                    if (form == Form.CSV) {
                        Csv.row(line, placed.cells());
                    } else {
                        placed.append(line);
                        line.append('\n');
                    }
                    write(out, line);
                };
        events.forEach(range, Integer.MAX_VALUE, writer);
    }

    private static void write(OutputStream out, CharSequence text) {
        try {
            out.write(text.toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
