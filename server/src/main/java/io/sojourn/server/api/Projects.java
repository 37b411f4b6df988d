package io.sojourn.server.api;

import io.sojourn.core.person.Identifier;
import io.sojourn.core.person.Person;
import io.sojourn.core.person.Visitor;
import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.core.project.ProjectId;
import io.sojourn.server.http.Caller;
import io.sojourn.store.OpenStores;
import io.sojourn.store.catalog.Catalog;
import io.sojourn.store.catalog.Role;
import io.sojourn.store.people.PeopleStore;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Finds projects and people by what a caller calls them.
public final class Projects {

    private final Catalog catalog;
    private final OpenStores stores;

    public Projects(Catalog catalog, OpenStores stores) {
        this.catalog = catalog;
        this.stores = stores;
    }

    /// A project by its number.
    public Catalog.Project byNumber(String number) {
        return catalog.projects().stream()
                .filter(project -> project.id().toString().equals(number))
                .findFirst()
                .orElseThrow(
                        () -> new ProblemException(Code.UNKNOWN_PROJECT, Caller.unknown(number)));
    }

    /// A project by one of its domains, in which the caller has a role.
    ///
    /// @param field where the caller named it
    /// @throws ProblemException 404 where there is none or the caller has no role, 403 where it is too low
    public Catalog.Project byDomain(Caller caller, Role role, String field, String domain) {
        Catalog.Project project = byDomain(field, domain);
        caller.require(project.id(), role, field, domain);
        return project;
    }

    /// A project by its number or one of its domains, in which the caller has a role.
    ///
    /// @param field where the caller named it
    /// @throws ProblemException 404 where there is none or the caller has no role, 403 where it is too low
    public Catalog.Project byName(Caller caller, Role role, String field, String name) {
        Catalog.Project project =
                catalog.projects().stream()
                        .filter(one -> one.id().toString().equals(name.strip()))
                        .findFirst()
                        .orElseGet(() -> byDomain(field, name));
        caller.require(project.id(), role, field, name);
        return project;
    }

    private Catalog.Project byDomain(String field, String domain) {
        String wanted = domain.strip().toLowerCase(Locale.ROOT);
        return catalog.projects().stream()
                .filter(project -> project.domains().contains(wanted))
                .findFirst()
                .orElseThrow(
                        () ->
                                new ProblemException(
                                        new Problem(
                                                Code.UNKNOWN_PROJECT,
                                                field,
                                                Caller.unknown(domain))));
    }

    public OpenStores.Lease open(ProjectId project) {
        return stores.acquire(project);
    }

    /// A person by the number of any of its visitors.
    public static Person person(PeopleStore people, String number) {
        return find(people, number)
                .orElseThrow(
                        () ->
                                new ProblemException(
                                        Code.UNKNOWN_PERSON, "there is no person " + number));
    }

    static Person person(PeopleStore people, long number) {
        return person(people, Long.toString(number));
    }

    /// @param field where the caller named it
    static Person person(PeopleStore people, String field, String number) {
        return find(people, number)
                .orElseThrow(
                        () ->
                                new ProblemException(
                                        new Problem(
                                                Code.UNKNOWN_PERSON,
                                                field,
                                                "there is no person " + number)));
    }

    private static Optional<Person> find(PeopleStore people, String number) {
        try {
            List<Visitor> visitors = people.person(Long.parseLong(number));
            return visitors.isEmpty() ? Optional.empty() : Optional.of(new Person(visitors));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /// A person by email, id, cookie, custom identifier or person number, tried in this order.
    public static Person named(PeopleStore people, String field, String name) {
        String text = name.strip();
        if (text.length() <= Identifier.CHARS_MAX && !text.isEmpty()) {
            Optional<Visitor> owner =
                    people.owner(new Identifier(Identifier.EMAIL, text.toLowerCase(Locale.ROOT)));
            for (String kind : people.settings().identity().kinds()) {
                if (owner.isEmpty()) {
                    owner = people.owner(new Identifier(kind, text));
                }
            }
            if (owner.isPresent()) {
                return new Person(people.person(owner.get().number()));
            }
        }
        return find(people, text)
                .orElseThrow(
                        () ->
                                new ProblemException(
                                        new Problem(
                                                Code.UNKNOWN_PERSON,
                                                field,
                                                "there is no person " + name)));
    }
}
