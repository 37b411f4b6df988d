package io.sojourn.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.sojourn.core.person.Identity;
import io.sojourn.core.person.Person;
import io.sojourn.core.person.Visitor;
import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.Problem;
import io.sojourn.core.project.ProjectId;
import io.sojourn.core.value.Value;
import io.sojourn.ingest.Ingest;
import io.sojourn.ingest.command.Command;
import io.sojourn.server.http.Access;
import io.sojourn.server.http.Call;
import io.sojourn.server.http.Reply;
import io.sojourn.server.http.Route;
import io.sojourn.store.OpenStores;
import io.sojourn.store.ProjectStores;
import io.sojourn.store.catalog.Role;
import io.sojourn.store.people.PeopleStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What is done to a person by hand: merged, taken apart, edited, deleted. Each is a record of the log and answered when
/// it is carried out.
final class PersonCommands {

    private static final int VISITORS_MAX = 1_000;

    private final Projects projects;
    private final PersonApi reads;
    private final Ingest ingest;
    private final Remains remains;
    private final InstantSource clock;

    PersonCommands(
            Projects projects,
            PersonApi reads,
            Ingest ingest,
            Remains remains,
            InstantSource clock) {
        this.projects = projects;
        this.reads = reads;
        this.ingest = ingest;
        this.remains = remains;
        this.clock = clock;
    }

    List<Route> routes() {
        String person = "/api/v1/projects/{project}/people/{person}";
        Access admin = Access.project(Role.ADMIN);
        return List.of(
                Route.post(person + "/merge", admin, this::merge),
                Route.post(person + "/unmerge", admin, this::unmerge),
                Route.patch(person, admin, this::edit),
                Route.delete(person, admin, this::delete));
    }

    private ProjectId project(Call call) {
        return projects.byNumber(call.path("project")).id();
    }

    // --- merge

    private Reply merge(Call call) throws InterruptedException {
        ProjectId project = project(call);
        JsonNode body = call.json();
        Reading reading = new Reading();
        reading.take(true, () -> Parameters.onlyFields(body, List.of("other", "preview")));
        String number = reading.take("", () -> Parameters.text(body, "other"));
        boolean preview = reading.take(false, () -> Parameters.flag(body, "preview", false));
        reading.end();
        try (OpenStores.Lease lease = projects.open(project)) {
            PeopleStore people = lease.stores().people();
            Person person = Projects.person(people, call.path("person"));
            Person other = Projects.person(people, "other", number);
            if (preview) {
                return previewOfMerge(people, person, other);
            }
            Command command =
                    new Command.Merge(person.number(), other.number(), call.caller().user());
            long merged =
                    PeopleApi.done(ingest.execute(project, command, PeopleApi.COMMAND_TIMEOUT))
                            .person();
            return result(people, Projects.person(people, merged), Optional.empty());
        }
    }

    private Reply previewOfMerge(PeopleStore people, Person person, Person other) {
        Preview preview = preview(people, List.of(person, other));
        Optional<String> obstacle = preview.mergeObstacle(person.number(), other.number());
        if (obstacle.isPresent()) {
            return refused(obstacle.get());
        }
        Person merged = preview.merged(person.number(), other.number());
        return previewed(people, merged, Optional.empty());
    }

    private Preview preview(PeopleStore people, List<Person> persons) {
        return new Preview(
                people.settings().identity(), persons, new Identity.ByHand(0, clock.millis(), 0));
    }

    // --- unmerge

    private Reply unmerge(Call call) throws InterruptedException {
        ProjectId project = project(call);
        JsonNode body = call.json();
        Reading reading = new Reading();
        reading.take(true, () -> Parameters.onlyFields(body, List.of("visitors", "preview")));
        Set<Long> visitors = visitors(reading, body.path("visitors"));
        boolean preview = reading.take(false, () -> Parameters.flag(body, "preview", false));
        reading.end();
        try (OpenStores.Lease lease = projects.open(project)) {
            PeopleStore people = lease.stores().people();
            Person person = Projects.person(people, call.path("person"));
            if (preview) {
                return previewOfUnmerge(people, person, visitors);
            }
            Command command = new Command.Unmerge(person.number(), visitors, call.caller().user());
            long detached =
                    PeopleApi.done(ingest.execute(project, command, PeopleApi.COMMAND_TIMEOUT))
                            .person();
            List<Long> left = new ArrayList<>(person.visitorNumbers());
            left.removeAll(visitors);
            return result(
                    people,
                    Projects.person(people, detached),
                    left.stream().findFirst().map(rest -> Projects.person(people, rest)));
        }
    }

    private Reply previewOfUnmerge(PeopleStore people, Person person, Set<Long> visitors) {
        List<Long> members = person.visitorNumbers();
        if (!members.containsAll(visitors) || members.size() == visitors.size()) {
            return refused(
                    "visitors: name some, but not all, of the visitors of person "
                            + person.number());
        }
        Preview preview = preview(people, List.of(person));
        preview.unmerge(person.number(), visitors);
        List<Long> left = new ArrayList<>(members);
        left.removeAll(visitors);
        return previewed(
                people,
                preview.of(visitors.iterator().next()),
                Optional.of(preview.of(left.getFirst())));
    }

    private static Set<Long> visitors(Reading reading, JsonNode list) {
        Set<Long> visitors = new TreeSet<>();
        if (!list.isArray() || list.isEmpty() || list.size() > VISITORS_MAX) {
            reading.wrong(
                    new Problem(
                            list.isArray() && !list.isEmpty()
                                    ? Code.TOO_MANY_ITEMS
                                    : Code.MISSING_FIELD,
                            "visitors",
                            "names 1 to " + VISITORS_MAX + " visitors to detach"));
            return visitors;
        }
        for (int i = 0; i < list.size(); i++) {
            String field = "visitors[" + i + "]";
            String number = list.get(i).asText();
            visitors.add(reading.take(0L, () -> Parameters.id(field, number)));
        }
        return visitors;
    }

    // --- answers of both

    private Reply refused(String reason) {
        JsonText json = new JsonText(256).object();
        json.name("preview").flag(true).name("allowed").flag(false);
        json.name("reason").text(reason).name("person").nothing().name("rest").nothing();
        return Reply.text(200, Reply.JSON, json.endObject().toString());
    }

    private Reply previewed(PeopleStore people, Person person, Optional<Person> rest) {
        return answer(people, true, person, rest);
    }

    private Reply result(PeopleStore people, Person person, Optional<Person> rest) {
        return answer(people, false, person, rest);
    }

    private Reply answer(
            PeopleStore people, boolean preview, Person person, Optional<Person> rest) {
        PersonView view = reads.view(people, Masking.NONE);
        JsonText json = new JsonText(4_096).object();
        json.name("preview").flag(preview).name("allowed").flag(true);
        json.name("reason").nothing();
        view.append(json.name("person"), person);
        json.name("rest");
        rest.ifPresentOrElse(left -> view.append(json, left), json::nothing);
        return Reply.text(200, Reply.JSON, json.endObject().toString());
    }

    // --- edit and delete

    private Reply edit(Call call) throws InterruptedException {
        ProjectId project = project(call);
        try (OpenStores.Lease lease = projects.open(project)) {
            PeopleStore people = lease.stores().people();
            Map<String, Value> properties =
                    EditBody.read(call.body(), people.settings().identity().kinds());
            Person person = Projects.person(people, call.path("person"));
            Command command = new Command.Edit(person.number(), properties);
            long edited =
                    PeopleApi.done(ingest.execute(project, command, PeopleApi.COMMAND_TIMEOUT))
                            .person();
            return Reply.text(
                    200,
                    Reply.JSON,
                    reads.view(people, Masking.NONE).text(Projects.person(people, edited)));
        }
    }

    /// Answers a receipt.
    private Reply delete(Call call) throws InterruptedException {
        ProjectId project = project(call);
        try (OpenStores.Lease lease = projects.open(project)) {
            ProjectStores stores = lease.stores();
            Person person = Projects.person(stores.people(), call.path("person"));
            long events =
                    stores.events()
                            .count(person.visitorNumbers(), Long.MIN_VALUE, Long.MAX_VALUE, true);
            PeopleApi.done(
                    ingest.execute(
                            project,
                            new Command.Delete(person.number()),
                            PeopleApi.COMMAND_TIMEOUT));
            return Reply.text(200, Reply.JSON, receipt(person, events));
        }
    }

    private String receipt(Person person, long events) {
        long now = clock.millis();
        long identifiers = person.visitors().stream().map(Visitor::identifier).distinct().count();
        JsonText json = new JsonText(512).object();
        json.name("person").id(person.number()).name("deletedAt").number(now);
        json.name("events").number(events).name("identifiers").number(identifiers);
        json.name("visitors").number(person.visitors().size()).name("logGoneBy");
        remains.logGoneBy(now).ifPresentOrElse(json::number, json::nothing);
        json.name("backups").array();
        remains.backups().forEach(json::text);
        return json.endArray().endObject().toString();
    }
}
