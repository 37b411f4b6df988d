package io.sojourn.store.people;

import io.sojourn.core.person.Visitor;
import io.sojourn.store.json.PropertyJson;
import io.sojourn.store.json.SettingsJson;
import io.sojourn.store.json.VisitorJson;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.TreeMap;

/// The lines of [PeopleStore#dump], one form for every store. Their order: visitors by number, persons by
/// number, waiting updates by arrival, quarantine by id, organisations by id, tallies by (day, what), seen
/// ids by (hour, hash), then the state. The position is left out: it tells how far, not what.
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
