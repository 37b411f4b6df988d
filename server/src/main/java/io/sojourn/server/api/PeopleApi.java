package io.sojourn.server.api;

import io.sojourn.core.person.Identifier;
import io.sojourn.core.person.Person;
import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.core.project.ProjectId;
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
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// People, searched and listed.
final class PeopleApi {

    static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(10);

    private final Projects projects;
    private final InstantSource clock;
    private final PeopleSearch.Times times;

    PeopleApi(Projects projects, InstantSource clock, PeopleSearch.Times times) {
        this.projects = projects;
        this.clock = clock;
        this.times = times;
    }

    List<Route> routes() {
        String people = "/api/v1/projects/{project}/people";
        return List.of(
                Route.get(people, Access.project(Role.VIEWER), this::list),
                Route.post(people + "/search", Access.project(Role.VIEWER), this::search));
    }

    private Reply list(Call call) {
        ProjectId project = projects.byNumber(call.path("project")).id();
        Reading reading = new Reading();
        Optional<Identifier> identifier =
                reading.take(
                        Optional.empty(),
                        () -> call.query("identifier").map(PeopleApi::identifier));
        PeopleQuery query = PeopleQuery.ofParameters(project, call, reading);
        try (OpenStores.Lease lease = projects.open(project)) {
            PeopleStore people = lease.stores().people();
            Masking masking = Masking.of(call.caller(), project, people);
            PeopleSearch.Page page =
                    identifier
                            .map(each -> owner(people, each))
                            .orElseGet(
                                    () -> new PeopleSearch(people, query, masking, times).page());
            return answer(people, query, masking, page);
        }
    }

    private static PeopleSearch.Page owner(PeopleStore people, Identifier identifier) {
        List<Person> found =
                people.owner(identifier)
                        .map(owner -> new Person(people.person(owner.number())))
                        .map(List::of)
                        .orElse(List.of());
        return new PeopleSearch.Page(found, found.size(), true, Optional.empty());
    }

    private Reply search(Call call) {
        ProjectId project = projects.byNumber(call.path("project")).id();
        PeopleQuery query = PeopleQuery.ofBody(project, call.json());
        try (OpenStores.Lease lease = projects.open(project)) {
            PeopleStore people = lease.stores().people();
            Masking masking = Masking.of(call.caller(), project, people);
            PeopleSearch.Page page = new PeopleSearch(people, query, masking, times).page();
            return answer(people, query, masking, page);
        }
    }

    private Reply answer(
            PeopleStore people, PeopleQuery query, Masking masking, PeopleSearch.Page page) {
        PersonRows rows = new PersonRows(people, masking, clock.millis(), query.columns());
        JsonText json = new JsonText(256 * page.people().size() + 128).object();
        json.name("people").array();
        page.people().forEach(person -> rows.append(json, person));
        json.endArray().name("total").object().name("value").number(page.total());
        json.name("exact").flag(page.exact()).endObject().name("next");
        page.next().ifPresentOrElse(cursor -> json.text(cursor.text(query.list())), json::nothing);
        return Reply.text(200, Reply.JSON, json.endObject().toString());
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
