package io.sojourn.server.api;

import io.sojourn.core.event.Event;
import io.sojourn.core.person.Person;
import io.sojourn.core.project.ProjectSettings;
import io.sojourn.core.visit.VisitRows;
import io.sojourn.core.visit.Visits;
import io.sojourn.store.ProjectStores;
import io.sojourn.store.json.PropertyJson;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/// A person's events with the visit each lies in. Reads them twice, as a stream: visits depend on events outside
/// the range that is asked for.
public final class PersonEvents {

    private static final long NO_VISIT = -1;

    private final ProjectStores stores;
    private final Person person;
    private final boolean bots;

    public PersonEvents(ProjectStores stores, Person person, boolean bots) {
        this.stores = stores;
        this.person = person;
        this.bots = bots;
    }

    /// An event and the id of its visit.
    public record Placed(Event event, long visit) {

        public void append(StringBuilder json) {
            json.append("{\"id\":");
            Views.number(json, event.id());
            json.append(",\"name\":");
            PropertyJson.quote(json, event.name());
            json.append(",\"time\":").append(event.time()).append(",\"visit\":");
            if (visit == NO_VISIT) {
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
                    visit == NO_VISIT ? "" : Long.toString(visit),
                    PropertyJson.write(event.properties()));
        }
    }

    /// Hands over the events of a range, oldest first.
    ///
    /// @param limit events handed over at most
    /// @return events in the range, before the limit
    public long forEach(DateRange range, int limit, Consumer<Placed> consumer) {
        VisitRows rows = new VisitRows();
        read(Long.MIN_VALUE, Long.MAX_VALUE, rows::add);
        int[] ordinals = new int[rows.count()];
        ProjectSettings settings = stores.people().settings();
        int visits =
                Visits.cut(
                        settings.visits(),
                        settings.zone(),
                        rows.columns(),
                        0,
                        rows.count(),
                        ordinals);
        long[] ids = visitIds(rows, ordinals, visits);
        int[] next = {0};
        long[] total = {0};
        read(
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                event -> {
                    int row = next[0];
                    if (row == rows.count() || rows.id(row) != event.id()) {
                        return; // arrived between the two readings: it is for the next call
                    }
                    next[0]++;
                    if (range.contains(event.time()) && total[0]++ < limit) {
                        int visit = ordinals[row];
                        consumer.accept(
                                new Placed(event, visit == Visits.NONE ? NO_VISIT : ids[visit]));
                    }
                });
        return total[0];
    }

    private static long[] visitIds(VisitRows rows, int[] ordinals, int visits) {
        long[] ids = new long[visits];
        Arrays.fill(ids, NO_VISIT);
        for (int row = 0; row < rows.count(); row++) {
            int visit = ordinals[row];
            if (visit != Visits.NONE && rows.opens(row) && ids[visit] == NO_VISIT) {
                ids[visit] = rows.id(row);
            }
        }
        return ids;
    }

    private void read(long from, long to, Consumer<Event> consumer) {
        stores.events().forEach(person.visitorNumbers(), from, to, bots, consumer);
    }
}
