package io.sojourn.store.people;

import io.sojourn.core.person.Visitor;
import io.sojourn.store.json.PropertyJson;
import io.sojourn.store.json.SettingsJson;
import io.sojourn.store.json.VisitorJson;
import io.sojourn.store.schema.EventDay;
import io.sojourn.store.schema.EventUse;
import io.sojourn.store.schema.Label;
import io.sojourn.store.schema.PropertyUse;
import io.sojourn.store.schema.Schema;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.TreeMap;
import java.util.function.Consumer;

/// The lines of [PeopleStore#dump], one form for every store. Their order: visitors by number, persons by
/// number, waiting updates by arrival, quarantine by id, organisations by id, tallies by (day, what), the
/// schema, seen ids by (hour, hash), then the state. The position is left out: it tells how far, not what.
public final class PeopleDump {

    /// Order of organisations.
    public static final Comparator<Organisation> ORGANISATIONS =
            Comparator.comparing(Organisation::id);

    /// Order of tallies.
    public static final Comparator<Tally> TALLIES =
            Comparator.comparing(Tally::day).thenComparing(Tally::what);

    private PeopleDump() {}

    public static String visitor(Visitor visitor) {
        return "visitor "
                + visitor.number()
                + " person="
                + visitor.person()
                + " "
                + quoted(visitor.identifier().kind())
                + "="
                + quoted(visitor.identifier().value())
                + " ["
                + visitor.from()
                + ","
                + visitor.end()
                + ") first="
                + visitor.firstTime()
                + " last="
                + visitor.lastTime()
                + " events="
                + visitor.events()
                + " bots="
                + visitor.botEvents()
                + " "
                + VisitorJson.canonical(visitor);
    }

    public static String person(PersonSummary person) {
        return "person "
                + person.number()
                + " first="
                + person.firstTime()
                + " last="
                + person.lastTime()
                + " events="
                + person.events()
                + " bots="
                + person.botEvents()
                + " visitors="
                + person.visitors();
    }

    public static String pending(PendingUpdate update) {
        return "pending "
                + update.arrival()
                + " "
                + hash(update.id())
                + " received="
                + update.received()
                + " "
                + PropertyJson.write(new TreeMap<>(update.properties()))
                + origin(update.origin())
                + payload(update.kind(), update.payload());
    }

    public static String quarantined(Quarantined entry) {
        return "quarantine "
                + entry.id()
                + " "
                + quoted(entry.reason())
                + " "
                + quoted(entry.message())
                + " received="
                + entry.received()
                + origin(entry.origin())
                + payload(entry.kind(), entry.payload());
    }

    public static String organisation(Organisation organisation) {
        return "organisation "
                + quoted(organisation.id())
                + " "
                + VisitorJson.writeProperties(new TreeMap<>(organisation.properties()));
    }

    public static String tally(Tally tally, long count) {
        return "tally " + tally.day() + " " + quoted(tally.what()) + " " + count;
    }

    static String event(EventUse use) {
        return "schema event "
                + quoted(use.name())
                + " first="
                + use.firstSeen()
                + " last="
                + use.lastSeen()
                + " count="
                + use.count()
                + " bots="
                + use.botCount()
                + label(use.label());
    }

    static String eventDay(EventDay day, long count) {
        return "schema day " + day.day() + " " + quoted(day.name()) + " " + count;
    }

    static String property(PropertyUse use) {
        return "schema property "
                + use.key().scope().word()
                + " "
                + quoted(use.key().name())
                + " first="
                + use.firstSeen()
                + " last="
                + use.lastSeen()
                + " strings="
                + use.strings()
                + " numbers="
                + use.numbers()
                + " booleans="
                + use.booleans()
                + " example="
                + use.exampleVisitor()
                + ":"
                + quoted(use.example())
                + " events="
                + use.events().stream().map(PeopleDump::quoted).toList()
                + label(use.label());
    }

    private static String label(Label label) {
        return label.equals(Label.NONE)
                ? ""
                : " title="
                        + quoted(label.title())
                        + " description="
                        + quoted(label.description())
                        + " hidden="
                        + label.hidden()
                        + " sensitive="
                        + label.sensitive()
                        + (label.list() ? " list" : "");
    }

    /// All lines of a schema: events by name, days, properties by scope and name.
    public static void schema(Schema schema, Consumer<String> lines) {
        schema.events().forEach(use -> lines.accept(event(use)));
        new TreeMap<>(schema.days()).forEach((day, count) -> lines.accept(eventDay(day, count)));
        schema.properties().forEach(use -> lines.accept(property(use)));
    }

    public static String seen(IdHash id, long hour, SeenEvent event) {
        return "seen "
                + hour
                + " "
                + hash(id)
                + " event="
                + event.event()
                + " visitor="
                + event.visitor()
                + " time="
                + event.time();
    }

    public static String state(PeopleState state) {
        return "state nextVisitor="
                + state.nextVisitor()
                + " newestHour="
                + state.newestHour()
                + " settings="
                + new String(SettingsJson.write(state.settings()), StandardCharsets.UTF_8);
    }

    private static String hash(IdHash id) {
        return "%016x%016x".formatted(id.high(), id.low());
    }

    private static String origin(PendingUpdate.Origin origin) {
        return " origin="
                + quoted(origin.domain())
                + ","
                + quoted(origin.address())
                + ","
                + quoted(origin.userAgent());
    }

    private static String payload(byte kind, byte[] payload) {
        return " kind=" + kind + " payload=" + Base64.getEncoder().encodeToString(payload);
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder(text.length() + 2);
        PropertyJson.quote(json, text);
        return json.toString();
    }
}
