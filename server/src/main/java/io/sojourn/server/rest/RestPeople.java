package io.sojourn.server.rest;

import io.sojourn.core.event.Event;
import io.sojourn.core.person.Identifier;
import io.sojourn.core.person.Person;
import io.sojourn.core.person.Visitor;
import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.core.project.ProjectSettings;
import io.sojourn.core.visit.Visit;
import io.sojourn.core.visit.Visits;
import io.sojourn.server.api.Masking;
import io.sojourn.server.api.Projects;
import io.sojourn.store.ProjectStores;
import io.sojourn.store.people.PeopleStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Finds the person that a call of Woopra's API means, and what they did.
final class RestPeople {

    /// In the order in which they are tried.
    private static final List<String> SHORT = List.of("id", "email", "cookie");

    private RestPeople() {}

    /// By `pid`, by `key` and `value`, or by one of `id`, `email`, `cookie`.
    ///
    /// @throws ProblemException where nobody is meant, or nobody is known so
    static Person find(PeopleStore people, RestRequest request) {
        String pid = request.text("pid");
        if (!pid.isEmpty()) {
            return Projects.person(people, pid);
        }
        String key = request.text("key");
        if (!key.isEmpty()) {
            String value = request.text("value");
            if (value.isEmpty()) {
                throw missing("value", "is missing beside key");
            }
            return key.equals("pid")
                    ? Projects.person(people, value)
                    : owner(people, "value", key, value);
        }
        for (String kind : SHORT) {
            String value = request.text(kind);
            if (!value.isEmpty()) {
                return owner(people, kind, kind, value);
            }
        }
        throw missing("email", "names the person, as email, id, cookie, pid or key and value");
    }

    private static Person owner(PeopleStore people, String field, String kind, String value) {
        String known = kind.equals(Identifier.EMAIL) ? value.toLowerCase(Locale.ROOT) : value;
        Optional<Visitor> owner =
                known.length() > Identifier.CHARS_MAX
                        ? Optional.empty()
                        : people.owner(new Identifier(kind, known));
        return owner.map(visitor -> new Person(people.person(visitor.number())))
                .orElseThrow(
                        () ->
                                new ProblemException(
                                        new Problem(
                                                Code.UNKNOWN_PERSON,
                                                field,
                                                "there is no person with the %s %s"
                                                        .formatted(kind, value))));
    }

    private static ProblemException missing(String field, String message) {
        return new ProblemException(new Problem(Code.MISSING_FIELD, field, message));
    }

    /// Everything a person did, oldest first, bots left out.
    static List<Event> events(ProjectStores stores, Person person) {
        List<Event> events = new ArrayList<>();
        stores.events()
                .forEach(
                        person.visitorNumbers(),
                        Long.MIN_VALUE,
                        Long.MAX_VALUE,
                        false,
                        events::add);
        return events;
    }

    /// A person's visits with their lines, newest first.
    static List<VisitLine> visits(ProjectStores stores, Person person, Masking masking) {
        ProjectSettings settings = stores.people().settings();
        List<Visit> visits = Visits.of(settings, events(stores, person));
        List<VisitLine> lines = new ArrayList<>(visits.size());
        for (int i = visits.size() - 1; i >= 0; i--) {
            lines.add(new VisitLine(person, visits.get(i), i + 1, settings.zone(), masking));
        }
        return lines;
    }
}
