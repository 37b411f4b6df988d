package io.sojourn.server.api;

import io.sojourn.core.event.Attribute;
import io.sojourn.core.event.Event;
import io.sojourn.core.event.EventFlag;
import io.sojourn.core.person.Person;
import io.sojourn.core.person.Visitor;
import io.sojourn.core.value.Value;
import io.sojourn.store.json.PropertyJson;
import io.sojourn.store.people.Organisation;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// People and events as JSON text. Numbers of ours are strings, a number that a sender sent keeps its digits.
public final class Views {

    private Views() {}

    public static void number(StringBuilder json, long number) {
        json.append('"').append(number).append('"');
    }

    /// `{"id","properties","first","organisation","identifiers","firstSeen","lastSeen","online","events","botEvents"}`;
    /// `first` holds the oldest value of each property that had another one since, `organisation` is null or
    /// `{"id","properties"}`.
    public static void person(
            StringBuilder json,
            Person person,
            Optional<Organisation> organisation,
            boolean online) {
        json.append("{\"id\":");
        number(json, person.number());
        Map<String, Value> properties = person.properties();
        json.append(",\"properties\":");
        PropertyJson.append(json, properties);
        json.append(",\"first\":{");
        int start = json.length();
        properties.forEach(
                (key, value) ->
                        person.firstProperty(key)
                                .filter(first -> !first.equals(value))
                                .ifPresent(
                                        first -> {
                                            json.append(json.length() > start ? "," : "");
                                            PropertyJson.quote(json, key);
                                            json.append(':');
                                            PropertyJson.append(json, first);
                                        }));
        json.append("},\"organisation\":");
        organisation.ifPresentOrElse(acme -> organisation(json, acme), () -> json.append("null"));
        json.append(",\"identifiers\":[");
        for (Visitor visitor : person.visitors()) {
            if (visitor != person.visitors().getFirst()) {
                json.append(',');
            }
            identifier(json, visitor);
        }
        json.append("],\"firstSeen\":").append(person.firstSeen());
        json.append(",\"lastSeen\":").append(person.lastSeen());
        json.append(",\"online\":").append(online);
        json.append(",\"events\":").append(person.events());
        json.append(",\"botEvents\":").append(person.botEvents()).append('}');
    }

    private static void organisation(StringBuilder json, Organisation organisation) {
        Map<String, Value> properties = new LinkedHashMap<>();
        organisation
                .properties()
                .forEach((key, history) -> properties.put(key, history.newest().value()));
        json.append("{\"id\":");
        PropertyJson.quote(json, organisation.id());
        json.append(",\"properties\":");
        PropertyJson.append(json, properties);
        json.append('}');
    }

    private static void identifier(StringBuilder json, Visitor visitor) {
        json.append("{\"kind\":");
        PropertyJson.quote(json, visitor.identifier().kind());
        json.append(",\"value\":");
        PropertyJson.quote(json, visitor.identifier().value());
        json.append(",\"visitor\":");
        number(json, visitor.number());
        json.append(",\"from\":").append(visitor.from()).append(",\"end\":");
        json.append(visitor.live() ? "null" : Long.toString(visitor.end()));
        json.append(",\"retired\":").append(visitor.retired()).append('}');
    }

    /// An event of a timeline.
    public static void event(StringBuilder json, Event event) {
        json.append("{\"id\":");
        number(json, event.id());
        json.append(",\"name\":");
        PropertyJson.quote(json, event.name());
        json.append(",\"time\":").append(event.time());
        json.append(",\"received\":").append(event.received());
        json.append(",\"activeUntil\":").append(event.activeUntil());
        json.append(",\"visitor\":");
        number(json, event.visitor());
        json.append(",\"flags\":[");
        boolean first = true;
        for (EventFlag flag : EventFlag.values()) {
            if (event.is(flag)) {
                json.append(first ? "\"" : ",\"")
                        .append(flag.name().toLowerCase(Locale.ROOT))
                        .append('"');
                first = false;
            }
        }
        json.append("],\"attributes\":{");
        first = true;
        for (Attribute attribute : Attribute.values()) {
            String text = event.attributes().get(attribute);
            if (!text.isEmpty()) {
                json.append(first ? "\"" : ",\"").append(attribute.key()).append("\":");
                PropertyJson.quote(json, text);
                first = false;
            }
        }
        json.append("},\"properties\":");
        PropertyJson.append(json, event.properties());
        json.append(",\"visitProperties\":");
        PropertyJson.append(json, event.visitProperties());
        json.append('}');
    }
}
