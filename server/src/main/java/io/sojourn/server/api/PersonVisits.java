package io.sojourn.server.api;

import io.sojourn.core.event.Attribute;
import io.sojourn.core.event.Attributes;
import io.sojourn.core.event.Event;
import io.sojourn.core.event.EventFlag;
import io.sojourn.core.person.Person;
import io.sojourn.core.value.Value;
import io.sojourn.core.visit.Visits;
import io.sojourn.store.ProjectStores;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The visits of a person, newest first, each summed up. Reads the events twice, as a stream: once to cut them, once
/// those of the page.
public final class PersonVisits {

    private final ProjectStores stores;
    private final Person person;
    private final VisitCut cut;

    public PersonVisits(ProjectStores stores, Person person) {
        this.stores = stores;
        this.person = person;
        this.cut = VisitCut.of(stores, person, false);
    }

    VisitCut cut() {
        return cut;
    }

    /// A visit without its events.
    ///
    /// @param origin attributes of the event that opened it
    /// @param exitPage the last page, empty where there was none
    public record Summary(
            long id,
            long start,
            long end,
            long events,
            Attributes origin,
            String exitPage,
            Map<String, Value> properties) {

        public void append(JsonText json) {
            json.object().name("id").id(id);
            json.name("start").number(start).name("end").number(end);
            json.name("events").number(events);
            json.name("landingPage").text(origin.get(Attribute.PAGE));
            json.name("exitPage").text(exitPage);
            json.name("referrer").text(origin.get(Attribute.REFERRER));
            json.name("referrerType").text(origin.get(Attribute.REFERRER_TYPE));
            json.name("campaign").text(origin.get(Attribute.CAMPAIGN_NAME));
            json.name("country").text(origin.get(Attribute.COUNTRY));
            json.name("browser").text(origin.get(Attribute.BROWSER));
            json.name("os").text(origin.get(Attribute.OS));
            json.name("device").text(origin.get(Attribute.DEVICE));
            json.name("properties").properties(properties).endObject();
        }
    }

    /// @param more whether older ones follow
    public record Page(List<Summary> visits, boolean more) {}

    /// @param before only visits that began before it
    public Page page(Position before, int limit) {
        int last = cut.count() - 1;
        while (last >= 0 && !before.isAfter(cut.start(last), cut.id(last))) {
            last--;
        }
        int first = last < limit ? 0 : last - limit + 1;
        if (last < 0) {
            return new Page(List.of(), false);
        }
        Sum[] sums = new Sum[last - first + 1];
        long to = last + 1 < cut.count() ? cut.start(last + 1) + 1 : Long.MAX_VALUE;
        stores.events()
                .forEach(
                        person.visitorNumbers(),
                        cut.start(first),
                        to,
                        false,
                        event -> {
                            int visit = cut.visitOf(event);
                            if (visit != Visits.NONE
                                    && visit >= first
                                    && visit < first + sums.length) {
                                Sum sum = sums[visit - first];
                                if (sum == null) {
                                    sum = new Sum();
                                    sums[visit - first] = sum;
                                }
                                sum.add(event);
                            }
                        });
        List<Summary> page = new ArrayList<>(sums.length);
        for (int visit = last; visit >= first; visit--) {
            Sum sum = sums[visit - first];
            if (sum != null) {
                page.add(sum.of(visit, cut));
            }
        }
        return new Page(page, first > 0);
    }

    /// What the events of one visit add up to.
    private static final class Sum {
        private Attributes origin = Attributes.NONE;
        private boolean opened;
        private String exitPage = "";
        private long events;
        private final Map<String, Value> properties = new LinkedHashMap<>();

        void add(Event event) {
            events++;
            properties.putAll(event.visitProperties());
            if (event.is(EventFlag.STANDALONE)) {
                return;
            }
            if (!opened) {
                opened = true;
                origin = event.attributes();
            }
            String page = event.attributes().get(Attribute.PAGE);
            if (!page.isEmpty()) {
                exitPage = page;
            }
        }

        Summary of(int visit, VisitCut cut) {
            return new Summary(
                    cut.id(visit),
                    cut.start(visit),
                    cut.end(visit),
                    events,
                    origin,
                    exitPage,
                    properties);
        }
    }
}
