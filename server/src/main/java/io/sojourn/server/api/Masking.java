package io.sojourn.server.api;

import io.sojourn.core.event.Event;
import io.sojourn.core.project.ProjectId;
import io.sojourn.core.value.Value;
import io.sojourn.server.http.Caller;
import io.sojourn.store.catalog.Role;
import io.sojourn.store.people.PeopleStore;
import io.sojourn.store.schema.PropertyKey;
import io.sojourn.store.schema.Scope;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Keeps the values of sensitive properties from those who may not see them: every answer that shows properties asks
/// here. Admins and owners see all.
///
/// A hidden value is [Value#UNSET], which JSON writes as null; to filters and columns the property is missing, so
/// that nobody finds out by asking.
public final class Masking {

    /// Hides nothing.
    public static final Masking NONE = new Masking(Set.of());

    private static final String ORG = "org.";
    private static final String FIRST = "$first_";

    private final Set<PropertyKey> hidden;

    private Masking(Set<PropertyKey> hidden) {
        this.hidden = hidden;
    }

    public static Masking of(Caller caller, ProjectId project, PeopleStore people) {
        return of(caller.role(project).orElse(Role.VIEWER), people);
    }

    public static Masking of(Role role, PeopleStore people) {
        return role.includes(Role.ADMIN) || people.sensitive().isEmpty()
                ? NONE
                : new Masking(people.sensitive());
    }

    public boolean hides(Scope scope, String property) {
        return !hidden.isEmpty() && hidden.contains(new PropertyKey(scope, property));
    }

    /// Names of what is hidden.
    public Set<String> hidden(Scope scope) {
        return hidden.stream()
                .filter(key -> key.scope() == scope)
                .map(PropertyKey::name)
                .collect(Collectors.toSet());
    }

    /// A property of a person by the name that filters and columns use, see [PersonProperties].
    public boolean hidesOfPerson(String name) {
        if (hidden.isEmpty()) {
            return false;
        }
        if (name.startsWith(ORG) && hides(Scope.ORGANISATION, name.substring(ORG.length()))) {
            return true;
        }
        return hides(Scope.VISITOR, name)
                || (name.startsWith(FIRST)
                        && hides(Scope.VISITOR, "$" + name.substring(FIRST.length())));
    }

    /// The same properties, those that are hidden without their values.
    public Map<String, Value> shown(Scope scope, Map<String, Value> properties) {
        if (hidden.isEmpty() || properties.keySet().stream().noneMatch(key -> hides(scope, key))) {
            return properties;
        }
        Map<String, Value> shown = new LinkedHashMap<>(properties);
        shown.replaceAll((key, value) -> hides(scope, key) ? Value.UNSET : value);
        return shown;
    }

    /// A value of a property.
    public Value shown(Scope scope, String property, Value value) {
        return hides(scope, property) ? Value.UNSET : value;
    }

    /// The same event, what is hidden without its values.
    public Event shown(Event event) {
        if (hidden.isEmpty()) {
            return event;
        }
        return new Event(
                event.id(),
                event.visitor(),
                event.time(),
                event.received(),
                event.name(),
                event.flags(),
                event.activeUntil(),
                event.timeout(),
                event.attributes(),
                shown(Scope.EVENT, event.properties()),
                shown(Scope.VISIT, event.visitProperties()));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Masking that && hidden.equals(that.hidden);
    }

    @Override
    public int hashCode() {
        return hidden.hashCode();
    }
}
