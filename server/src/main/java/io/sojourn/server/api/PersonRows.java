package io.sojourn.server.api;

import io.sojourn.core.person.Identifier;
import io.sojourn.core.person.Person;
import io.sojourn.core.value.Value;
import io.sojourn.store.people.PeopleStore;
import java.util.List;

/// People as rows of a list. Made for one request.
public final class PersonRows {

    private final PersonProperties meaning;
    private final PersonView view;
    private final List<String> columns;

    /// @param now decides who is online, Unix milliseconds
    /// @param columns names of properties that are answered besides the usual fields
    public PersonRows(PeopleStore people, Masking masking, long now, List<String> columns) {
        this.meaning = new PersonProperties(people, masking);
        this.view = new PersonView(people, user -> "", now, masking);
        this.columns = List.copyOf(columns);
    }

    public void append(JsonText json, Person person) {
        json.object().name("id").id(person.number());
        json.name("name").textOrNull(text(person, "name"));
        json.name("email").textOrNull(text(person, Identifier.EMAIL));
        json.name("firstSeen").number(person.firstSeen());
        json.name("lastSeen").number(person.lastSeen());
        json.name("online").flag(view.isOnline(person));
        json.name("events").number(person.events());
        json.name("country").textOrNull(text(person, "$country"));
        json.name("properties").object();
        for (String column : columns) {
            json.name(column);
            meaning.of(person, column).ifPresentOrElse(json::value, json::nothing);
        }
        json.endObject().endObject();
    }

    private String text(Person person, String property) {
        return meaning.of(person, property).map(Value::text).orElse("");
    }
}
