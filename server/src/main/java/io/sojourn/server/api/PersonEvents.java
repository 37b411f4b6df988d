package io.sojourn.server.api;

import io.sojourn.core.event.Event;
import io.sojourn.core.person.Person;
import io.sojourn.core.visit.VisitRows;
import io.sojourn.store.ProjectStores;
import io.sojourn.store.json.PropertyJson;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// A person's events with the visit each lies in. Visits depend on events outside the range that is asked for, so all
/// are read; those of the range are held, or read a second time as a stream where they are many.
public final class PersonEvents {

    static final int HELD_MAX = 5_000;

    private final ProjectStores stores;
    private final Person person;
    private final boolean bots;
    private final Masking masking;

    public PersonEvents(ProjectStores stores, Person person, boolean bots, Masking masking) {
        this.stores = stores;
        this.person = person;
        this.bots = bots;
        this.masking = masking;
    }

    /// An event and the id of its visit.
    public record Placed(Event event, long visit) {

        public void append(StringBuilder json) {
            json.append("{\"id\":");
            Views.number(json, event.id());
            json.append(",\"name\":");
            PropertyJson.quote(json, event.name());
            json.append(",\"time\":").append(event.time()).append(",\"visit\":");
            if (visit == VisitCut.NO_VISIT) {
                json.append("null");
            } else {
                Views.number(json, visit);
            }
            json.append(",\"properties\":");
            PropertyJson.append(json, event.properties());
            json.append('}');
        }

        public List<String> cells() {
            return List.of(
                    Long.toString(event.id()),
                    event.name(),
                    Long.toString(event.time()),
                    visit == VisitCut.NO_VISIT ? "" : Long.toString(visit),
                    PropertyJson.write(event.properties()));
        }
    }

    /// Hands over the events of a range, oldest first.
    ///
    /// @param limit events handed over at most
    /// @return events in the range, before the limit
    public long forEach(DateRange range, int limit, Consumer<Placed> consumer) {
        VisitRows rows = new VisitRows();
        List<Event> held = new ArrayList<>();
        long[] total = {0};
        read(
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                event -> {
                    rows.add(event);
                    if (range.contains(event.time())
                            && total[0]++ < limit
                            && held.size() <= HELD_MAX) {
                        held.add(event);
                    }
                });
        VisitCut cut = new VisitCut(stores.people().settings(), rows);
        if (held.size() <= HELD_MAX) {
            held.forEach(
                    event ->
                            consumer.accept(
                                    new Placed(masking.shown(event), cut.visitIdOf(event))));
            return total[0];
        }
        held.clear();
        long[] handedOver = {0};
        read(
                range.from(),
                range.to(),
                event -> {
                    if (cut.knows(event) && handedOver[0]++ < limit) {
                        consumer.accept(new Placed(masking.shown(event), cut.visitIdOf(event)));
                    }
                });
        return total[0];
    }

    private void read(long from, long to, Consumer<Event> consumer) {
        stores.events().forEach(person.visitorNumbers(), from, to, bots, consumer);
    }
}
