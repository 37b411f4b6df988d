package io.sojourn.server.api;

import io.sojourn.core.person.Identifier;
import io.sojourn.core.person.Person;
import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.core.project.ProjectId;
import io.sojourn.core.value.Value;
import io.sojourn.ingest.CommandOutcome;
import io.sojourn.server.http.Access;
import io.sojourn.server.http.Call;
import io.sojourn.server.http.Reply;
import io.sojourn.server.http.Route;
import io.sojourn.store.OpenStores;
import io.sojourn.store.catalog.Role;
import io.sojourn.store.people.PeopleStore;

import java.text.Normalizer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// People, searched and listed.
final class PeopleApi {

    static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(10);

    private static final int PAGE = 100;
    private static final int PAGE_MAX = 1_000;
    private static final int COLUMNS_MAX = 100;

    private final Projects projects;
    private final InstantSource clock;

    PeopleApi(Projects projects, InstantSource clock) {
        this.projects = projects;
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(
                Route.get(
                        "/api/v1/projects/{project}/people",
                        Access.project(Role.VIEWER),
                        this::list));
    }

    private Reply list(Call call) {
        ProjectId project = projects.byNumber(call.path("project")).id();
        Reading reading = new Reading();
        int limit = reading.take(PAGE, () -> Parameters.number(call, "limit", PAGE, PAGE_MAX));
        List<String> columns =
                reading.take(
                        List.of(),
                        () ->
                                Parameters.names(
                                        "columns", call.query("columns").orElse(""), COLUMNS_MAX));
        Optional<Identifier> identifier =
                reading.take(
                        Optional.empty(),
                        () -> call.query("identifier").map(PeopleApi::identifier));
        reading.end();
        try (OpenStores.Lease lease = projects.open(project)) {
            PeopleStore people = lease.stores().people();
            List<Person> found = new ArrayList<>();
            if (identifier.isPresent()) {
                people.owner(identifier.get())
                        .map(owner -> new Person(people.person(owner.number())))
                        .ifPresent(found::add);
            } else {
                people.forEachPerson(
                        visitors -> {
                            found.add(new Person(visitors));
                            return found.size() < limit;
                        });
            }
            long total = identifier.isPresent() ? found.size() : people.people();
            Masking masking = Masking.of(call.caller(), project, people);
            PersonProperties meaning = new PersonProperties(people, masking);
            PersonView view = new PersonView(people, user -> "", clock.millis(), masking);
            JsonText json = new JsonText(256 * found.size() + 128).object().name("people").array();
            found.forEach(person -> row(json, person, view, meaning, columns));
            json.endArray().name("total").object().name("value").number(total);
            json.name("exact").flag(true).endObject();
            json.name("next").nothing().endObject();
            return Reply.text(200, Reply.JSON, json.toString());
        }
    }

    private static void row(
            JsonText json,
            Person person,
            PersonView view,
            PersonProperties meaning,
            List<String> columns) {
        json.object().name("id").id(person.number());
        json.name("name").textOrNull(text(meaning, person, "name"));
        json.name("email").textOrNull(text(meaning, person, Identifier.EMAIL));
        json.name("firstSeen").number(person.firstSeen());
        json.name("lastSeen").number(person.lastSeen());
        json.name("online").flag(view.isOnline(person));
        json.name("events").number(person.events());
        json.name("country").textOrNull(text(meaning, person, "$country"));
        json.name("properties").object();
        for (String column : columns) {
            json.name(column);
            meaning.of(person, column).ifPresentOrElse(json::value, json::nothing);
        }
        json.endObject().endObject();
    }

    private static String text(PersonProperties meaning, Person person, String property) {
        return meaning.of(person, property).map(Value::text).orElse("");
    }

    /// `kind:value`, in the form in which identifiers are kept.
    private static Identifier identifier(String text) {
        int colon = text.indexOf(':');
        String kind = text.substring(0, Math.max(0, colon)).strip();
        String value = Normalizer.normalize(text.substring(colon + 1).strip(), Normalizer.Form.NFC);
        if (kind.isEmpty() || value.isEmpty() || value.length() > Identifier.CHARS_MAX) {
            throw new ProblemException(
                    Problem.invalid(
                            "identifier",
                            "takes kind:value, such as email:jane@example.com, got " + text));
        }
        return new Identifier(
                kind, kind.equals(Identifier.EMAIL) ? value.toLowerCase(Locale.ROOT) : value);
    }

    static CommandOutcome.Done done(CommandOutcome outcome) {
        return switch (outcome) {
            case CommandOutcome.Done done -> done;
            case CommandOutcome.Refused refused ->
                    throw new ProblemException(Code.CONFLICT, refused.message());
        };
    }
}
