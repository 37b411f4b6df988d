package io.sojourn.server.rest;

import io.sojourn.core.event.Attribute;
import io.sojourn.core.event.Event;
import io.sojourn.core.event.EventFlag;
import io.sojourn.core.person.Identifier;
import io.sojourn.core.person.Person;
import io.sojourn.core.person.Visitor;
import io.sojourn.core.value.Value;
import io.sojourn.core.visit.Visit;
import io.sojourn.server.api.Masking;
import io.sojourn.store.json.PropertyJson;
import io.sojourn.store.schema.Scope;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// A visit as a line of Woopra's log, newest action first: the form of `logs/export`, which `logs/import` takes.
///
/// Fields of which nothing is known (continent, timezone, place on the map, fingerprint) are left out. An action's `id`,
/// `active_until` and `standalone`, and a property of the visit that is called like a field (within `visit`) are our own.
///
/// @param number of the visit among the person's, from 1
record VisitLine(Person person, Visit visit, int number, ZoneId zone, Masking masking) {

    /// Fields of a line, which no property of a visit may take the place of.
    private static final Set<String> FIELDS =
            Set.of(
                    "actions",
                    "app",
                    "browser",
                    "city",
                    "cookie",
                    "country",
                    "date",
                    "description",
                    "device",
                    "duration",
                    "h",
                    "hour_of_day",
                    "ip",
                    "language",
                    "method",
                    "minute",
                    "number",
                    "offset",
                    "organisation",
                    "org",
                    "os",
                    "pid",
                    "pos",
                    "post",
                    "referer",
                    "referrer",
                    "region",
                    "resolution",
                    "screen",
                    "second",
                    "time",
                    "type",
                    "user_agent",
                    "user-agent",
                    "visit",
                    "visitor");

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("M/d/yy", Locale.ROOT);
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("h:mm:ss a", Locale.US);

    /// @param pos where the log goes on after this line; 0 = said nowhere
    void append(StringBuilder json, long pos) {
        ZonedDateTime start = at(visit.start());
        json.append("{\"pid\":\"").append(person.number()).append("\",\"type\":\"visit\"");
        json.append(",\"time\":").append(visit.start()).append(",\"date\":\"");
        json.append(DATE.format(start)).append("\",\"h\":").append(start.getHour());
        json.append(",\"hour_of_day\":").append(start.getHour());
        json.append(",\"minute\":").append(start.getMinute());
        json.append(",\"second\":").append(start.getSecond());
        json.append(",\"offset\":").append(start.getOffset().getTotalSeconds() / 60);
        json.append(",\"number\":").append(number).append(",\"duration\":");
        seconds(json, visit.durationMillis());
        if (pos != 0) {
            json.append(",\"pos\":").append(pos);
        }
        attributes(json, visit.first());
        properties(json);
        json.append(",\"visitor\":");
        visitor(json, person, visit.end(), masking);
        json.append(",\"actions\":[");
        List<Event> events = visit.events();
        for (int i = events.size() - 1; i >= 0; i--) {
            action(json, events.get(i), zone, masking);
            json.append(i > 0 ? "," : "");
        }
        json.append("]}");
    }

    static void array(StringBuilder json, List<VisitLine> lines) {
        json.append('[');
        for (int i = 0; i < lines.size(); i++) {
            json.append(i > 0 ? "," : "");
            lines.get(i).append(json, 0);
        }
        json.append(']');
    }

    private ZonedDateTime at(long millis) {
        return Instant.ofEpochMilli(millis).atZone(zone);
    }

    static void attributes(StringBuilder json, Event first) {
        field(json, "app", first, Attribute.APP);
        field(json, "ip", first, Attribute.IP);
        field(json, "user_agent", first, Attribute.USER_AGENT);
        field(json, "browser", first, Attribute.BROWSER);
        field(json, "os", first, Attribute.OS);
        field(json, "device", first, Attribute.DEVICE);
        field(json, "screen", first, Attribute.SCREEN);
        field(json, "resolution", first, Attribute.SCREEN);
        field(json, "language", first, Attribute.LANGUAGE);
        field(json, "country", first, Attribute.COUNTRY);
        field(json, "region", first, Attribute.REGION);
        field(json, "city", first, Attribute.CITY);
        field(json, "org", first, Attribute.ORG);
        Map<String, String> referrer = new LinkedHashMap<>();
        referrer.put("type", first.attributes().get(Attribute.REFERRER_TYPE));
        referrer.put("query", first.attributes().get(Attribute.TERMS));
        referrer.put("url", first.attributes().get(Attribute.REFERRER));
        json.append(",\"referrer\":{");
        boolean any = false;
        for (Map.Entry<String, String> part : referrer.entrySet()) {
            if (!part.getValue().isEmpty()) {
                json.append(any ? "," : "");
                PropertyJson.quote(json, part.getKey());
                json.append(':');
                PropertyJson.quote(json, part.getValue());
                any = true;
            }
        }
        json.append('}');
    }

    private static void field(StringBuilder json, String name, Event event, Attribute attribute) {
        String text = event.attributes().get(attribute);
        if (!text.isEmpty()) {
            json.append(",\"").append(name).append("\":");
            PropertyJson.quote(json, text);
        }
    }

    private void properties(StringBuilder json) {
        Map<String, Value> hidden = new LinkedHashMap<>();
        masking.shown(Scope.VISIT, visit.properties())
                .forEach(
                        (key, value) -> {
                            if (FIELDS.contains(key)) {
                                hidden.put(key, value);
                            } else {
                                json.append(',');
                                PropertyJson.quote(json, key);
                                json.append(':');
                                PropertyJson.append(json, value);
                            }
                        });
        if (!hidden.isEmpty()) {
            json.append(",\"visit\":");
            PropertyJson.append(json, hidden);
        }
    }

    /// Who it was, and the properties as they were at a time. Identifiers are those of now, so that every line leads to
    /// the same person.
    static void visitor(StringBuilder json, Person person, long time, Masking masking) {
        Map<String, Value> visitor = new LinkedHashMap<>(identifiers(person));
        for (String key : person.properties().keySet()) {
            if (!key.startsWith("$")) {
                person.propertyAt(key, time).ifPresent(value -> visitor.putIfAbsent(key, value));
            }
        }
        visitor.putIfAbsent("first_visit_time", Value.number(person.firstSeen()));
        PropertyJson.append(json, masking.shown(Scope.VISITOR, visitor));
    }

    /// One identifier of each kind: what the person is called by now. A cookie only where there is nothing stronger.
    static Map<String, Value> identifiers(Person person) {
        Map<String, Value> found = new LinkedHashMap<>();
        for (Visitor visitor : person.visitors()) {
            String kind = visitor.identifier().kind();
            if (visitor.live() && !kind.equals(Identifier.COOKIE)) {
                found.put(kind, Value.string(visitor.identifier().value()));
            }
        }
        for (String kind : List.of(Identifier.ID, Identifier.EMAIL)) {
            person.property(kind).ifPresent(value -> found.put(kind, value));
        }
        if (found.isEmpty()) {
            for (Visitor visitor : person.visitors()) {
                if (visitor.live()) {
                    found.put(Identifier.COOKIE, Value.string(visitor.identifier().value()));
                }
            }
        }
        return found;
    }

    /// `duration`, in seconds, stands for the property of this name, which is in milliseconds.
    static void action(StringBuilder json, Event event, ZoneId zone, Masking masking) {
        json.append("{\"name\":");
        PropertyJson.quote(json, event.name());
        json.append(",\"id\":\"").append(event.id()).append("\",\"time\":").append(event.time());
        json.append(",\"date\":\"");
        json.append(CLOCK.format(Instant.ofEpochMilli(event.time()).atZone(zone))).append('"');
        Map<String, Value> properties =
                new LinkedHashMap<>(masking.shown(Scope.EVENT, event.properties()));
        Value duration = properties.getOrDefault("duration", Value.string(""));
        boolean active = event.activeUntil() > event.time();
        if (isWhole(duration)) {
            properties.remove("duration");
            json.append(",\"duration\":");
            seconds(json, (long) duration.number());
        } else if (active && duration.text().isEmpty()) {
            json.append(",\"duration\":");
            seconds(json, event.activeUntil() - event.time());
        }
        if (active) {
            json.append(",\"active_until\":").append(event.activeUntil());
        }
        if (event.is(EventFlag.STANDALONE)) {
            json.append(",\"standalone\":true");
        }
        json.append(",\"properties\":");
        PropertyJson.append(json, properties);
        Value domain = properties.get("domain");
        if (domain != null) {
            json.append(",\"domain\":");
            PropertyJson.append(json, domain);
        }
        json.append('}');
    }

    /// A number of milliseconds that seconds with decimals give back.
    private static boolean isWhole(Value duration) {
        double millis = duration.number();
        return duration.type() == Value.Type.NUMBER
                && millis >= 0
                && millis < 1e10
                && millis == Math.rint(millis);
    }

    /// Seconds with as many decimals as there are milliseconds.
    private static void seconds(StringBuilder json, long millis) {
        json.append(java.math.BigDecimal.valueOf(millis, 3).stripTrailingZeros().toPlainString());
    }
}
