package io.sojourn.server.rest;

import io.sojourn.core.person.Person;
import io.sojourn.core.value.Value;
import io.sojourn.server.api.Masking;
import io.sojourn.store.json.PropertyJson;
import io.sojourn.store.schema.Scope;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// People as Woopra's API shows them.
final class Profiles {

    private Profiles() {}

    /// Up to version 2: `{"summary":{...},"custom":{...}}`.
    static void second(StringBuilder json, Person person, boolean online, Masking masking) {
        json.append("{\"summary\":{");
        pid(json, person);
        json.append(',');
        sums(json, person);
        json.append(",\"online\":").append(online).append("},\"custom\":");
        PropertyJson.append(json, masking.shown(Scope.VISITOR, person.properties()));
        json.append('}');
    }

    /// From version 3 on: `{"pid","properties":[{"key","value"}]}`.
    static void third(StringBuilder json, Person person, Masking masking) {
        json.append('{');
        pid(json, person);
        json.append(",\"properties\":[");
        boolean first = true;
        for (Map.Entry<String, Value> property :
                masking.shown(Scope.VISITOR, person.properties()).entrySet()) {
            json.append(first ? "{\"key\":" : ",{\"key\":");
            PropertyJson.quote(json, property.getKey());
            json.append(",\"value\":");
            PropertyJson.append(json, property.getValue());
            json.append('}');
            first = false;
        }
        json.append("]}");
    }

    /// One of the visitors of a search.
    static void found(
            StringBuilder json, Person person, long now, long timeoutMillis, Masking masking) {
        json.append('{');
        pid(json, person);
        json.append(',');
        sums(json, person);
        json.append(",\"online\":").append(person.isOnline(now, timeoutMillis));
        json.append(",\"labels\":[],\"custom\":");
        PropertyJson.append(json, masking.shown(Scope.VISITOR, person.properties()));
        json.append('}');
    }

    private static void pid(StringBuilder json, Person person) {
        json.append("\"pid\":\"").append(person.number()).append('"');
    }

    private static void sums(StringBuilder json, Person person) {
        json.append("\"firstSeen\":").append(person.firstSeen());
        json.append(",\"lastSeen\":").append(person.lastSeen());
        json.append(",\"actions\":").append(person.events());
    }

    /// What to call somebody.
    static String title(Person person, Masking masking) {
        for (String key : List.of("name", "email", "id")) {
            Optional<Value> value = person.property(key);
            if (value.isPresent() && !masking.hides(Scope.VISITOR, key)) {
                return value.get().text();
            }
        }
        return "Visitor " + person.number();
    }
}
