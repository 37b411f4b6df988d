package io.sojourn.server.rest;

import io.sojourn.core.event.Event;
import io.sojourn.core.person.Person;
import io.sojourn.core.person.Visitor;
import io.sojourn.core.value.Value;
import io.sojourn.server.api.Masking;
import io.sojourn.store.json.PropertyJson;
import io.sojourn.store.people.Organisation;
import io.sojourn.store.people.PeopleStore;
import io.sojourn.store.schema.Scope;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A line of Woopra's log that tells of a person and of no visit: `{"pid","type":"identify","time","visitor"}`. The first
/// has every property as it is now; one more names each identifier that a line has no place for.
///
/// @param visitor properties and identifiers
/// @param organisation whom the person acts for, told on one line
record ProfileLine(
        Person person,
        Map<String, Value> visitor,
        Optional<Organisation> organisation,
        Masking masking) {

    static List<ProfileLine> of(Person person, PeopleStore people, Masking masking) {
        Map<String, Value> named = VisitLine.identifiers(person);
        Map<String, Value> now = new LinkedHashMap<>(named);
        person.properties()
                .forEach(
                        (key, value) -> {
                            if (!key.startsWith("$")) {
                                now.putIfAbsent(key, value);
                            }
                        });
        List<ProfileLine> lines = new ArrayList<>();
        lines.add(
                new ProfileLine(
                        person,
                        now,
                        person.property("org").flatMap(org -> people.readOrganisation(org.text())),
                        masking));
        Map<String, Value> anchor = anchor(named);
        for (Visitor each : person.visitors()) {
            String kind = each.identifier().kind();
            Value value = Value.string(each.identifier().value());
            if (each.live() && !value.equals(named.get(kind)) && !anchor.containsKey(kind)) {
                Map<String, Value> linked = new LinkedHashMap<>(anchor);
                linked.put(kind, value);
                lines.add(new ProfileLine(person, linked, Optional.empty(), masking));
            }
        }
        return lines;
    }

    /// The identifier by which the other lines find the person.
    private static Map<String, Value> anchor(Map<String, Value> named) {
        for (String kind : List.of("id", "email")) {
            Value value = named.get(kind);
            if (value != null) {
                return Map.of(kind, value);
            }
        }
        return Map.copyOf(named);
    }

    void append(StringBuilder json, long pos) {
        json.append("{\"pid\":\"").append(person.number()).append("\",\"type\":\"identify\"");
        json.append(",\"time\":").append(person.lastSeen()).append(",\"pos\":").append(pos);
        json.append(",\"visitor\":");
        PropertyJson.append(json, masking.shown(Scope.VISITOR, visitor));
        if (organisation.isPresent()) {
            json.append(",\"org\":");
            PropertyJson.quote(json, organisation.get().id());
            Map<String, Value> properties = new LinkedHashMap<>();
            organisation
                    .get()
                    .properties()
                    .forEach((key, history) -> properties.put(key, history.newest().value()));
            properties.values().removeIf(value -> !value.isSet());
            json.append(",\"organisation\":");
            PropertyJson.append(json, masking.shown(Scope.ORGANISATION, properties));
        }
        json.append('}');
    }

    /// An event that belongs to no visit.
    static void standalone(
            StringBuilder json,
            Person person,
            Event event,
            ZoneId zone,
            long pos,
            Masking masking) {
        json.append("{\"pid\":\"").append(person.number()).append("\",\"type\":\"visit\"");
        json.append(",\"time\":").append(event.time()).append(",\"pos\":").append(pos);
        VisitLine.attributes(json, event);
        if (!event.visitProperties().isEmpty()) {
            json.append(",\"visit\":");
            PropertyJson.append(json, masking.shown(Scope.VISIT, event.visitProperties()));
        }
        json.append(",\"visitor\":");
        VisitLine.visitor(json, person, event.time(), masking);
        json.append(",\"actions\":[");
        VisitLine.action(json, event, zone, masking);
        json.append("]}");
    }
}
