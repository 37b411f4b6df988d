package io.sojourn.server.api;

import io.sojourn.core.person.Person;
import io.sojourn.core.value.Value;
import io.sojourn.store.people.PeopleStore;
import io.sojourn.store.schema.Scope;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What a property name means for a person: `org.x` is the organisation's x; `$first_x` the oldest value of the
/// automatic property `$x`; `$first_seen`, `$last_seen` (Unix milliseconds) and `$events` are computed; an automatic
/// property may be named without its `$` where no property of that name was sent.
///
/// Reads organisations once each; made for one request.
public final class PersonProperties {

    private static final String ORG = "org.";
    private static final String FIRST = "$first_";

    private final PeopleStore people;
    private final Masking masking;
    private final Map<String, Map<String, Value>> organisations = new HashMap<>();

    /// @param masking what it hides is missing
    public PersonProperties(PeopleStore people, Masking masking) {
        this.people = people;
        this.masking = masking;
    }

    public Optional<Value> of(Person person, String name) {
        if (masking.hidesOfPerson(name)) {
            return Optional.empty();
        }
        return switch (name) {
            case "$first_seen" -> Optional.of(Value.number(person.firstSeen()));
            case "$last_seen" -> Optional.of(Value.number(person.lastSeen()));
            case "$events" -> Optional.of(Value.number(person.events()));
            default -> {
                if (name.startsWith(ORG)) {
                    yield ofOrganisation(person, name.substring(ORG.length()));
                }
                if (name.startsWith(FIRST)) {
                    yield person.firstProperty("$" + name.substring(FIRST.length()));
                }
                yield person.property(name).or(() -> ofPlatform(person, "$" + name));
            }
        };
    }

    private Optional<Value> ofPlatform(Person person, String name) {
        return masking.hides(Scope.VISITOR, name) ? Optional.empty() : person.property(name);
    }

    private Optional<Value> ofOrganisation(Person person, String key) {
        return person.property("org")
                .flatMap(org -> Optional.ofNullable(organisation(org.text()).get(key)));
    }

    private Map<String, Value> organisation(String id) {
        return organisations.computeIfAbsent(
                id,
                unread -> {
                    Map<String, Value> properties = new HashMap<>();
                    people.readOrganisation(unread)
                            .ifPresent(
                                    organisation ->
                                            organisation
                                                    .properties()
                                                    .forEach(
                                                            (key, history) ->
                                                                    properties.put(
                                                                            key,
                                                                            history.newest()
                                                                                    .value())));
                    return properties;
                });
    }
}
