package io.sojourn.server.export;

import io.sojourn.core.person.Person;
import io.sojourn.core.person.Visitor;
import io.sojourn.core.value.Value;
import io.sojourn.server.api.Masking;
import io.sojourn.server.api.PersonProperties;
import io.sojourn.store.json.PropertyJson;
import io.sojourn.store.schema.Scope;
import java.util.ArrayList;
import java.util.List;

/// Columns of people. A name stands for a field of the person, else for a property as [PersonProperties] understands
/// it; `person.x` is always the property x.
final class PersonColumns {

    private PersonColumns() {}

    /// What is exported unless columns are named.
    static List<Column<Person>> usual(Masking masking) {
        List<Column<Person>> columns =
                new ArrayList<>(
                        List.of(
                                Column.number("id", Person::number),
                                Column.time("firstSeen", Person::firstSeen),
                                Column.time("lastSeen", Person::lastSeen),
                                Column.count("events", Person::events),
                                Column.count("botEvents", Person::botEvents),
                                Column.json(
                                        "identifiers", person -> identifiers(person, masking))));
        columns.add(
                Column.json(
                        "properties",
                        person ->
                                PropertyJson.write(
                                        masking.shown(Scope.VISITOR, person.properties()))));
        return columns;
    }

    static List<Column<Person>> named(
            List<String> names, PersonProperties people, Masking masking) {
        return names.stream().map(name -> named(name, people, masking)).toList();
    }

    private static Column<Person> named(String name, PersonProperties people, Masking masking) {
        String prefix = "person.";
        String key = name.startsWith(prefix) ? name.substring(prefix.length()) : name;
        Column<Person> property =
                new Column<>(name, Column.Kind.VALUE, person -> people.of(person, key));
        return name.startsWith(prefix)
                ? property
                : usual(masking).stream()
                        .filter(column -> column.name().equals(name))
                        .findFirst()
                        .orElse(property);
    }

    private static String identifiers(Person person, Masking masking) {
        StringBuilder json = new StringBuilder("[");
        for (Visitor visitor : person.visitors()) {
            json.append(json.length() > 1 ? "," : "").append("{\"kind\":");
            PropertyJson.quote(json, visitor.identifier().kind());
            json.append(",\"value\":");
            String kind = visitor.identifier().kind();
            PropertyJson.append(
                    json,
                    masking.shown(Scope.VISITOR, kind, Value.string(visitor.identifier().value())));
            json.append(",\"live\":").append(visitor.live()).append('}');
        }
        return json.append(']').toString();
    }
}
