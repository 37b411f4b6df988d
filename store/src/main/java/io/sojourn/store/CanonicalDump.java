package io.sojourn.store;

import io.sojourn.core.event.Attribute;
import io.sojourn.core.event.Event;
import io.sojourn.core.project.ProjectId;
import io.sojourn.core.value.Value;
import io.sojourn.store.json.PropertyJson;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Everything that a project's stores hold, as text: two stores that took the same records print the same
/// lines, whatever their batches, crashes and compactions were.
///
/// A line with the project's number, then the lines of [io.sojourn.store.people.PeopleStore#dump], then every
/// event with its changes laid over, by (visitor, time, id). Positions are left out: they tell how far, not what.
public final class CanonicalDump {

    private CanonicalDump() {}

    /// A snapshot of each store; nothing may be committed between them, or they tell of two positions.
    public static void write(ProjectId project, ProjectStores stores, Consumer<String> lines) {
        lines.accept("project " + project);
        stores.people().dump(lines);
        stores.events().forEachEvent(event -> lines.accept(event(event)));
    }

    /// One line, with the keys of properties in alphabetical order.
    public static String event(Event event) {
        StringBuilder line = new StringBuilder(256);
        line.append("event ").append(event.id());
        line.append(" visitor=").append(event.visitor());
        line.append(" time=").append(event.time());
        line.append(" received=").append(event.received());
        line.append(" flags=").append(event.flags());
        line.append(" activeUntil=").append(event.activeUntil());
        line.append(" timeout=").append(event.timeout()).append(" name=");
        PropertyJson.quote(line, event.name());
        for (int i = 0; i < Attribute.count(); i++) {
            String value = event.attributes().get(Attribute.at(i));
            if (!value.isEmpty()) {
                line.append(' ').append(Attribute.at(i).key()).append('=');
                PropertyJson.quote(line, value);
            }
        }
        append(line, " properties=", event.properties());
        append(line, " visit=", event.visitProperties());
        return line.toString();
    }

    private static void append(StringBuilder line, String name, Map<String, Value> properties) {
        line.append(name);
        PropertyJson.append(line, new TreeMap<>(properties));
    }
}
