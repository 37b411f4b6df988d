package io.sojourn.server.live;

import io.sojourn.core.event.Attribute;
import io.sojourn.core.event.Event;
import io.sojourn.core.event.EventFlag;
import io.sojourn.core.person.Person;
import io.sojourn.core.value.Value;
import io.sojourn.server.api.Masking;
import io.sojourn.store.json.PropertyJson;
import io.sojourn.store.schema.Scope;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is shown of the present, as JSON text.
final class LiveViews {

    private LiveViews() {}

    /// What somebody is called.
    ///
    /// @param name full name, else email, else id
    record Called(Optional<String> name, Optional<String> email) {
        static final Called NOTHING = new Called(Optional.empty(), Optional.empty());

        static Called of(Person person, Masking masking) {
            Optional<String> email = text(person, "email", masking);
            Optional<String> full =
                    text(person, "name", masking)
                            .or(
                                    () ->
                                            text(person, "first_name", masking)
                                                    .map(first -> first + last(person, masking)))
                            .or(() -> email)
                            .or(() -> text(person, "id", masking));
            return new Called(full, email);
        }

        private static String last(Person person, Masking masking) {
            return text(person, "last_name", masking).map(last -> " " + last).orElse("");
        }

        private static Optional<String> text(Person person, String key, Masking masking) {
            return masking.hides(Scope.VISITOR, key)
                    ? Optional.empty()
                    : person.property(key).map(Value::text).filter(text -> !text.isBlank());
        }
    }

    static void event(
            StringBuilder json, Event event, long person, Called called, Masking masking) {
        json.append("{\"id\":\"").append(event.id());
        json.append("\",\"person\":\"").append(person).append("\",\"personName\":");
        text(json, called.name());
        field(json, "name", event.name());
        json.append(",\"time\":").append(event.time());
        json.append(",\"received\":").append(event.received());
        field(json, "app", event.attributes().get(Attribute.APP));
        field(json, "page", event.attributes().get(Attribute.PAGE));
        field(json, "country", event.attributes().get(Attribute.COUNTRY));
        json.append(",\"bot\":").append(event.is(EventFlag.BOT)).append(",\"properties\":");
        PropertyJson.append(json, masking.shown(Scope.EVENT, event.properties()));
        json.append('}');
    }

    static void somebody(StringBuilder json, Online.Somebody somebody, Called called) {
        Event first = somebody.visit().first();
        json.append("{\"person\":\"").append(somebody.person()).append("\",\"name\":");
        text(json, called.name());
        json.append(",\"email\":");
        text(json, called.email());
        field(json, "page", somebody.latest(Attribute.PAGE));
        field(json, "title", somebody.title());
        field(json, "country", somebody.latest(Attribute.COUNTRY));
        field(json, "city", somebody.latest(Attribute.CITY));
        field(json, "browser", somebody.latest(Attribute.BROWSER));
        field(json, "os", somebody.latest(Attribute.OS));
        field(json, "device", somebody.latest(Attribute.DEVICE));
        field(json, "referrer", first.attributes().get(Attribute.REFERRER));
        field(json, "campaign", campaign(first));
        json.append(",\"since\":").append(somebody.visit().start());
        json.append(",\"lastSeen\":").append(somebody.lastReceived());
        json.append(",\"events\":").append(somebody.visit().events().size());
        field(json, "app", somebody.latest(Attribute.APP));
        json.append('}');
    }

    private static String campaign(Event event) {
        String name = event.attributes().get(Attribute.CAMPAIGN_NAME);
        return name.isEmpty() ? event.attributes().get(Attribute.CAMPAIGN_SOURCE) : name;
    }

    static void counts(StringBuilder json, Map<String, Integer> counts) {
        json.append('{');
        String comma = "";
        for (Map.Entry<String, Integer> count : counts.entrySet()) {
            json.append(comma);
            comma = ",";
            PropertyJson.quote(json, count.getKey());
            json.append(':').append(count.getValue());
        }
        json.append('}');
    }

    static void rate(StringBuilder json, Rate rate, long now) {
        json.append("{\"lastMinute\":").append(rate.lastMinute(now)).append(",\"minutes\":[");
        String comma = "";
        for (int minute : rate.minutes(now)) {
            json.append(comma).append(minute);
            comma = ",";
        }
        json.append("]}");
    }

    static void numbers(StringBuilder json, Collection<Long> numbers) {
        json.append('[');
        String comma = "";
        for (long number : List.copyOf(numbers)) {
            json.append(comma).append('"').append(number).append('"');
            comma = ",";
        }
        json.append(']');
    }

    static void field(StringBuilder json, String name, String text) {
        json.append(",\"").append(name).append("\":");
        PropertyJson.quote(json, text);
    }

    private static void text(StringBuilder json, Optional<String> text) {
        if (text.isPresent()) {
            PropertyJson.quote(json, text.get());
        } else {
            json.append("null");
        }
    }
}
