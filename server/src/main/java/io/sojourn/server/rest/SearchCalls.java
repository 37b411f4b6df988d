package io.sojourn.server.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.sojourn.core.person.Person;
import io.sojourn.core.person.Visitor;
import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.core.project.ProjectId;
import io.sojourn.core.value.Value;
import io.sojourn.server.api.Masking;
import io.sojourn.server.api.Parameters;
import io.sojourn.server.api.PersonProperties;
import io.sojourn.server.http.Call;
import io.sojourn.server.http.Reply;
import io.sojourn.store.OpenStores;
import io.sojourn.store.ProjectStores;
import io.sojourn.store.people.PeopleStore;
import io.sojourn.store.schema.Scope;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;

/// `search` and `search/visits`.
final class SearchCalls {

    private static final int LIMIT = 50;
    private static final int LIMIT_MAX = 1_000;
    private static final int REPORTS_MAX = 1_000;
    private static final long SPAN_MILLIS = 60_000;
    private static final int SPAN_GROWTH = 4;

    private final RestProjects projects;
    private final RestQuestions questions;
    private final InstantSource clock;
    private final AtomicLong reports = new AtomicLong();
    private final Map<Long, Report> kept = new LinkedHashMap<>();

    /// What was asked, so that its next page can be asked for by number.
    ///
    /// @param fields with its segments, which are read anew by whoever pages
    private record Report(ProjectId project, JsonNode fields, String text, Days days) {

        boolean matches(Person person, Chosen chosen, PersonProperties meaning, Masking masking) {
            return person.lastSeen() >= days.from()
                    && person.firstSeen() < days.to()
                    && chosen.has(person, meaning)
                    && (text.isEmpty() || says(person, masking));
        }

        /// What is hidden from the caller is not found either.
        private boolean says(Person person, Masking masking) {
            for (Visitor visitor : person.visitors()) {
                if (!masking.hides(Scope.VISITOR, visitor.identifier().kind())
                        && holds(visitor.identifier().value())) {
                    return true;
                }
            }
            return masking.shown(Scope.VISITOR, person.properties()).values().stream()
                    .map(Value::text)
                    .anyMatch(value -> holds(value));
        }

        private boolean holds(String value) {
            return value.toLowerCase(Locale.ROOT).contains(text);
        }
    }

    SearchCalls(RestProjects projects, RestQuestions questions, InstantSource clock) {
        this.projects = projects;
        this.questions = questions;
        this.clock = clock;
    }

    /// People who were there in the days asked for, last seen first.
    Reply search(Call call, RestRequest request) {
        ProjectId project = projects.viewed(call, request);
        int limit = Parameters.number(request.fields(), "limit", LIMIT, LIMIT_MAX);
        int offset = offset(request);
        try (OpenStores.Lease lease = projects.open(project)) {
            PeopleStore people = lease.stores().people();
            long id = report(project, request, people);
            Report report = kept(project, id);
            Chosen chosen = questions.chosen(call, project, lease.stores(), report.fields());
            Masking masking = Masking.of(call.caller(), project, people);
            PersonProperties meaning = new PersonProperties(people, masking);
            long timeout = people.settings().visits().timeoutMillis();
            StringBuilder json = new StringBuilder(4_096);
            int[] total = {0};
            people.forEachPerson(
                    visitors -> {
                        Person person = new Person(visitors);
                        if (person.lastSeen() < report.days().from()) {
                            return false;
                        }
                        if (report.matches(person, chosen, meaning, masking)) {
                            if (total[0] >= offset && total[0] < offset + limit) {
                                json.append(json.isEmpty() ? "" : ",");
                                Profiles.found(json, person, clock.millis(), timeout, masking);
                            }
                            total[0]++;
                        }
                        return true;
                    });
            return Reply.text(
                    200,
                    Reply.JSON,
                    "{\"id\":%d,\"total\":%d,\"visitors\":[%s]}".formatted(id, total[0], json));
        }
    }

    private static int offset(RestRequest request) {
        String text = request.text("offset");
        try {
            int offset = text.isEmpty() ? 0 : Integer.parseInt(text);
            if (offset >= 0) {
                return offset;
            }
        } catch (NumberFormatException e) {
            // answered below, like a negative one
        }
        throw new ProblemException(
                Problem.invalid("offset", "takes a whole number from 0 on, got " + text));
    }

    /// The number of the report that the call names, or of a new one.
    private long report(ProjectId project, RestRequest request, PeopleStore people) {
        String named = request.text("report_id");
        if (!named.isEmpty() && !named.equals("-1")) {
            try {
                return Long.parseLong(named);
            } catch (NumberFormatException e) {
                throw unknown(named);
            }
        }
        Report report =
                new Report(
                        project,
                        request.fields().deepCopy(),
                        request.text("search").toLowerCase(Locale.ROOT),
                        Days.of(request, people.settings().zone(), clock.millis()));
        synchronized (kept) {
            long id = reports.incrementAndGet();
            kept.put(id, report);
            if (kept.size() > REPORTS_MAX) {
                kept.remove(kept.keySet().iterator().next());
            }
            return id;
        }
    }

    private Report kept(ProjectId project, long id) {
        synchronized (kept) {
            return Optional.ofNullable(kept.get(id))
                    .filter(report -> report.project().equals(project))
                    .orElseThrow(() -> unknown(Long.toString(id)));
        }
    }

    private static ProblemException unknown(String id) {
        return new ProblemException(
                Problem.invalid(
                        "report_id", "there is no report " + id + " any more, ask without it"));
    }

    /// Visits that began before a time, newest first.
    Reply visits(Call call, RestRequest request) {
        ProjectId project = projects.viewed(call, request);
        int limit = Parameters.number(request.fields(), "limit", LIMIT, LIMIT_MAX);
        long before = time(request, "before", Long.MAX_VALUE);
        try (OpenStores.Lease lease = projects.open(project)) {
            List<VisitLine> found =
                    newest(
                            lease.stores(),
                            before,
                            limit,
                            Masking.of(call.caller(), project, lease.stores().people()));
            StringBuilder json = new StringBuilder(4_096).append("{\"visits\":");
            VisitLine.array(json, found);
            json.append(",\"next\":");
            json.append(found.size() < limit ? "null" : found.getLast().visit().start() + "");
            return Reply.text(200, Reply.JSON, json.append('}').toString());
        }
    }

    static long time(RestRequest request, String name, long otherwise) {
        String text = request.text(name);
        try {
            return text.isEmpty() ? otherwise : Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new ProblemException(
                    Problem.invalid(name, "takes Unix milliseconds, got " + text));
        }
    }

    /// Looks back over a span that grows until it has enough of them: a visit's first event lies in it.
    private List<VisitLine> newest(ProjectStores stores, long before, int limit, Masking masking) {
        long end = Math.min(before, clock.millis() + SPAN_MILLIS * 60);
        for (long span = SPAN_MILLIS; ; span *= SPAN_GROWTH) {
            boolean all = span > end;
            long from = all ? Long.MIN_VALUE : end - span;
            List<VisitLine> found = new ArrayList<>();
            for (Person person : people(stores, from, end)) {
                for (VisitLine line : RestPeople.visits(stores, person, masking)) {
                    long start = line.visit().start();
                    if (start >= from && start < end) {
                        found.add(line);
                    }
                }
            }
            if (found.size() >= limit || all) {
                found.sort(
                        Comparator.comparingLong((VisitLine line) -> line.visit().start())
                                .thenComparingLong(line -> line.visit().id())
                                .reversed());
                return found.subList(0, Math.min(limit, found.size()));
            }
        }
    }

    private static List<Person> people(ProjectStores stores, long from, long to) {
        TreeSet<Long> numbers = new TreeSet<>();
        List<Person> people = new ArrayList<>();
        for (long visitor : stores.events().visitorsBetween(from, to)) {
            List<Visitor> visitors = stores.people().person(visitor);
            if (!visitors.isEmpty() && numbers.add(visitors.getFirst().person())) {
                people.add(new Person(visitors));
            }
        }
        return people;
    }
}
