package io.sojourn.server.export;

import io.sojourn.core.event.Attribute;
import io.sojourn.core.event.Event;
import io.sojourn.core.event.EventFlag;
import io.sojourn.core.person.Person;
import io.sojourn.core.value.Value;
import io.sojourn.server.api.PersonProperties;
import io.sojourn.store.json.PropertyJson;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Columns of events. A name stands for a field of the event, else for one of its attributes such as `browser`, else for
/// a property of it; `event.x`, `visit.x` and `person.x` are always properties, those of a person as
/// [PersonProperties] understands them.
final class EventColumns {

    private EventColumns() {}

    /// An event and who it belongs to now.
    record Subject(Event event, Person person) {}

    /// What is exported unless columns are named.
    static List<Column<Subject>> usual() {
        List<Column<Subject>> columns = new ArrayList<>(fields());
        columns.add(Column.json("attributes", subject -> attributes(subject.event)));
        columns.add(
                Column.json(
                        "properties", subject -> PropertyJson.write(subject.event.properties())));
        columns.add(
                Column.json(
                        "visitProperties",
                        subject -> PropertyJson.write(subject.event.visitProperties())));
        return columns;
    }

    private static List<Column<Subject>> fields() {
        return List.of(
                Column.number("id", subject -> subject.event.id()),
                Column.text("name", subject -> subject.event.name()),
                Column.time("time", subject -> subject.event.time()),
                Column.time("received", subject -> subject.event.received()),
                Column.time("activeUntil", subject -> subject.event.activeUntil()),
                Column.number("person", subject -> subject.person.number()),
                Column.number("visitor", subject -> subject.event.visitor()),
                Column.json("flags", subject -> flags(subject.event)));
    }

    static List<Column<Subject>> named(List<String> names, PersonProperties people) {
        return names.stream().map(name -> named(name, people)).toList();
    }

    private static Column<Subject> named(String name, PersonProperties people) {
        if (name.startsWith("event.")) {
            return property(name, name.substring("event.".length()));
        }
        if (name.startsWith("visit.")) {
            String key = name.substring("visit.".length());
            return new Column<>(
                    name,
                    Column.Kind.VALUE,
                    subject -> Optional.ofNullable(subject.event.visitProperties().get(key)));
        }
        if (name.startsWith("person.")) {
            String key = name.substring("person.".length());
            return new Column<>(name, Column.Kind.VALUE, subject -> people.of(subject.person, key));
        }
        return usual().stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .or(() -> attribute(name))
                .orElseGet(() -> property(name, name));
    }

    private static Optional<Column<Subject>> attribute(String name) {
        return Arrays.stream(Attribute.values())
                .filter(attribute -> attribute.key().equals(name))
                .findFirst()
                .map(
                        attribute ->
                                Column.text(
                                        name,
                                        subject -> subject.event.attributes().get(attribute)));
    }

    private static Column<Subject> property(String name, String key) {
        return new Column<>(
                name,
                Column.Kind.VALUE,
                subject -> Optional.<Value>ofNullable(subject.event.properties().get(key)));
    }

    private static String flags(Event event) {
        StringBuilder json = new StringBuilder("[");
        for (EventFlag flag : EventFlag.values()) {
            if (event.is(flag)) {
                json.append(json.length() > 1 ? "," : "");
                PropertyJson.quote(json, flag.name().toLowerCase(Locale.ROOT));
            }
        }
        return json.append(']').toString();
    }

    private static String attributes(Event event) {
        StringBuilder json = new StringBuilder("{");
        for (int i = 0; i < Attribute.count(); i++) {
            String text = event.attributes().get(Attribute.at(i));
            if (!text.isEmpty()) {
                json.append(json.length() > 1 ? "," : "");
                PropertyJson.quote(json, Attribute.at(i).key());
                json.append(':');
                PropertyJson.quote(json, text);
            }
        }
        return json.append('}').toString();
    }
}
