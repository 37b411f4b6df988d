package io.sojourn.server.api;

import io.sojourn.core.person.Person;
import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.core.project.ProjectId;
import io.sojourn.core.segment.TextSearch;
import io.sojourn.server.http.Access;
import io.sojourn.server.http.Call;
import io.sojourn.server.http.Reply;
import io.sojourn.server.http.Route;
import io.sojourn.store.OpenStores;
import io.sojourn.store.ProjectStores;
import io.sojourn.store.catalog.Catalog;
import io.sojourn.store.catalog.Role;
import io.sojourn.store.event.TimelineQuery;
import io.sojourn.store.event.TimelineQuery.Names;
import io.sojourn.store.people.PeopleStore;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;

/// What is known of one person: the profile, the visits, the timeline, all of it as a download.
final class PersonApi {

    private static final int PAGE = 100;
    private static final int PAGE_MAX = 1_000;
    private static final int NAMES_MAX = 100;

    /// How long a timeline is searched for one page.
    static final Duration SEARCH_TIME = Duration.ofSeconds(1);

    private final Projects projects;
    private final LongFunction<String> users;
    private final InstantSource clock;
    private final Duration searchTime;

    /// @param users what to call a user by number
    PersonApi(
            Projects projects,
            LongFunction<String> users,
            InstantSource clock,
            Duration searchTime) {
        this.projects = projects;
        this.users = users;
        this.clock = clock;
        this.searchTime = searchTime;
    }

    List<Route> routes() {
        String person = "/api/v1/projects/{project}/people/{person}";
        return List.of(
                Route.get(person, Access.project(Role.VIEWER), this::person),
                Route.get(person + "/visits", Access.project(Role.VIEWER), this::visits),
                Route.get(person + "/timeline", Access.project(Role.VIEWER), this::timeline),
                Route.get(person + "/export", Access.project(Role.ANALYST), this::export));
    }

    PersonView view(PeopleStore people, Masking masking) {
        return new PersonView(people, users, clock.millis(), masking);
    }

    private Reply person(Call call) {
        ProjectId project = projects.byNumber(call.path("project")).id();
        try (OpenStores.Lease lease = projects.open(project)) {
            PeopleStore people = lease.stores().people();
            Person person = Projects.person(people, call.path("person"));
            Masking masking = Masking.of(call.caller(), project, people);
            return Reply.text(200, Reply.JSON, view(people, masking).text(person));
        }
    }

    private Reply visits(Call call) {
        ProjectId project = projects.byNumber(call.path("project")).id();
        Reading reading = new Reading();
        int limit = reading.take(PAGE, () -> Parameters.number(call, "limit", PAGE, PAGE_MAX));
        Position before = reading.take(Position.NEWEST, () -> Position.of(call));
        reading.end();
        try (OpenStores.Lease lease = projects.open(project)) {
            Person person = Projects.person(lease.stores().people(), call.path("person"));
            PersonVisits.Page page = new PersonVisits(lease.stores(), person).page(before, limit);
            JsonText json = new JsonText(4_096).object().name("visits").array();
            page.visits().forEach(visit -> visit.append(json));
            json.endArray().name("next");
            if (page.more()) {
                PersonVisits.Summary last = page.visits().getLast();
                json.text(new Position(last.start(), last.id()).toString());
            } else {
                json.nothing();
            }
            return Reply.text(200, Reply.JSON, json.endObject().toString());
        }
    }

    /// What a timeline is asked for.
    private record Wanted(
            Position before,
            int limit,
            boolean bots,
            long from,
            long to,
            Names names,
            Optional<TextSearch> text) {

        static Wanted of(Call call) {
            Reading reading = new Reading();
            Wanted wanted =
                    new Wanted(
                            reading.take(Position.NEWEST, () -> Position.of(call)),
                            reading.take(
                                    PAGE, () -> Parameters.number(call, "limit", PAGE, PAGE_MAX)),
                            reading.take(false, () -> Parameters.flag(call, "bots")),
                            reading.take(0L, () -> Parameters.time(call, "from", Long.MIN_VALUE)),
                            reading.take(0L, () -> Parameters.time(call, "to", Long.MAX_VALUE)),
                            reading.take(Names.ALL, () -> names(call)),
                            reading.take(
                                    Optional.empty(),
                                    () -> Parameters.search(call.query("q").orElse(""), "q")));
            reading.end();
            if (wanted.to <= wanted.from) {
                throw new ProblemException(Problem.invalid("to", "must lie after from"));
            }
            return wanted;
        }

        /// `a,b` = only these; `-a,b` = all but these.
        private static Names names(Call call) {
            String text = call.query("events").orElse("");
            boolean never = text.startsWith("-");
            Set<String> names =
                    Set.copyOf(
                            Parameters.names(
                                    "events", never ? text.substring(1) : text, NAMES_MAX));
            return never ? new Names(Set.of(), names) : new Names(names, Set.of());
        }

        /// Whether a page without a next one holds all events that make up visits.
        boolean isEverything() {
            return before.equals(Position.NEWEST)
                    && from == Long.MIN_VALUE
                    && to == Long.MAX_VALUE
                    && names.equals(Names.ALL)
                    && text.isEmpty();
        }

        TimelineQuery query(Person person) {
            return new TimelineQuery(
                    person.visitorNumbers(),
                    before.time(),
                    before.id(),
                    limit,
                    bots,
                    from,
                    to,
                    names);
        }
    }

    private Reply timeline(Call call) {
        ProjectId project = projects.byNumber(call.path("project")).id();
        Wanted wanted = Wanted.of(call);
        try (OpenStores.Lease lease = projects.open(project)) {
            ProjectStores stores = lease.stores();
            Person person = Projects.person(stores.people(), call.path("person"));
            Masking masking = Masking.of(call.caller(), project, stores.people());
            TimelineSearch.Page page =
                    new TimelineSearch(stores.events(), masking, searchTime)
                            .page(wanted.query(person), wanted.text());
            JsonText json = new JsonText(512 * page.events().size() + 64);
            json.object().name("events").array();
            if (!page.events().isEmpty()) {
                boolean isWhole = wanted.isEverything() && page.next().isEmpty();
                VisitCut cut =
                        isWhole
                                ? VisitCut.of(stores.people().settings(), page.events().reversed())
                                : VisitCut.of(stores, person, false);
                page.events()
                        .forEach(event -> Views.event(json, event, cut.visitIdOf(event), masking));
            }
            json.endArray().name("next");
            page.next()
                    .ifPresentOrElse(
                            last -> json.text(new Position(last.time(), last.id()).toString()),
                            json::nothing);
            return Reply.text(200, Reply.JSON, json.endObject().toString());
        }
    }

    /// Everything that is stored of a person, bot events included.
    private Reply export(Call call) {
        Catalog.Project project = projects.byNumber(call.path("project"));
        OpenStores.Lease lease = projects.open(project.id());
        try {
            Person person = Projects.person(lease.stores().people(), call.path("person"));
            Masking masking = Masking.of(call.caller(), project.id(), lease.stores().people());
            String file = "%s-person-%d.json".formatted(project.id(), person.number());
            return new Reply.Stream(
                    200,
                    Reply.JSON,
                    Map.of("Content-Disposition", "attachment; filename=\"" + file + "\""),
                    out -> {
                        try (lease) {
                            export(out, lease.stores(), person, masking);
                        }
                    });
        } catch (RuntimeException e) {
            lease.close();
            throw e;
        }
    }

    private void export(OutputStream out, ProjectStores stores, Person person, Masking masking)
            throws IOException {
        JsonText head = new JsonText(4_096).object().name("person");
        view(stores.people(), masking).append(head, person);
        PersonVisits visits = new PersonVisits(stores, person);
        head.name("visits").array();
        visits.page(Position.NEWEST, Integer.MAX_VALUE)
                .visits()
                .forEach(visit -> visit.append(head));
        head.endArray().name("events").array();
        write(out, head.toString());
        String[] separator = {""};
        stores.events()
                .forEach(
                        person.visitorNumbers(),
                        Long.MIN_VALUE,
                        Long.MAX_VALUE,
                        true,
                        event -> {
                            JsonText json = new JsonText(512);
                            Views.event(json, event, visits.cut().visitIdOf(event), masking);
                            write(out, separator[0] + json);
                            separator[0] = ",";
                        });
        write(out, "]}");
    }

    private static void write(OutputStream out, String text) {
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
