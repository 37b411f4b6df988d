package io.sojourn.bench.question;

import io.sojourn.bench.LiveServer;
import io.sojourn.core.event.Attributes;
import io.sojourn.core.event.Event;
import io.sojourn.core.event.EventChange;
import io.sojourn.core.event.EventId;
import io.sojourn.core.person.Identifier;
import io.sojourn.core.person.Visitor;
import io.sojourn.core.project.ProjectSettings;
import io.sojourn.core.value.Value;
import io.sojourn.store.embedded.event.DuckDbEventStore;
import io.sojourn.store.embedded.people.SqlitePeopleStore;
import io.sojourn.store.event.EventBatch;
import io.sojourn.store.people.PeopleBatch;
import io.sojourn.store.people.PeopleState;
import io.sojourn.store.schema.SchemaBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Brings a clickstream into the stores of a project, as a bulk import leaves them: raw visitors, merges, changes. Both
/// stores end at the same position, after which a log can go on.
final class StreamFill {

    private static final int EVENTS_A_BATCH = 50 * EventId.ITEMS_MAX;
    private static final int PEOPLE_A_BATCH = 20_000;
    private static final int CHANGES_A_COMPACTION = 100_000;

    private StreamFill() {}

    /// @return the position that both stores are at
    static long fill(SqlitePeopleStore people, DuckDbEventStore events, Clickstream stream) {
        long position = fillEvents(events, stream);
        fillPeople(people, stream, position);
        for (int folded = 0; folded < stream.events / 100; folded += CHANGES_A_COMPACTION) {
            events.compact();
        }
        return position;
    }

    /// Of each batch the last record brings the updates of its events.
    private static long fillEvents(DuckDbEventStore store, Clickstream stream) {
        List<Event> events = new ArrayList<>(EVENTS_A_BATCH);
        List<EventChange> changes = new ArrayList<>();
        long position = 0;
        for (int i = 0; i < stream.events; i++) {
            events.add(event(stream, i));
            if (stream.updated(i)) {
                changes.add(update(stream, i, changes.size()));
            }
            if (events.size() == EVENTS_A_BATCH || i + 1 == stream.events) {
                position = updatesOf(i);
                store.commit(new EventBatch(position - 1, events, List.of(), List.of()));
                store.commit(new EventBatch(position, List.of(), changes, List.of()));
                events.clear();
                changes.clear();
            }
        }
        return position;
    }

    private static EventChange update(Clickstream stream, int event, int item) {
        return new EventChange(
                id(event),
                stream.visitor[event],
                stream.time[event],
                EventId.of(updatesOf(event), item),
                0,
                Map.of("duration", Value.number(1_000 + event % 5_000)));
    }

    /// Log position of the record that an event came with: full ones, as of bulk imports.
    private static long recordOf(int event) {
        return 1L + event / EventId.ITEMS_MAX + event / EVENTS_A_BATCH;
    }

    private static long updatesOf(int event) {
        return (event / EVENTS_A_BATCH + 1L) * (EVENTS_A_BATCH / EventId.ITEMS_MAX + 1);
    }

    private static long id(int event) {
        return EventId.of(recordOf(event), event % EventId.ITEMS_MAX);
    }

    /// Number of the stream's event that was stored as this one.
    static int number(Event event) {
        long position = EventId.position(event.id());
        long batch = (position - 1) / (EVENTS_A_BATCH / EventId.ITEMS_MAX + 1);
        return (int) ((position - 1 - batch) * EventId.ITEMS_MAX + (event.id() & 1023));
    }

    private static Event event(Clickstream stream, int i) {
        Map<String, Value> properties = LinkedHashMap.newLinkedHashMap(8);
        properties.put("page", Value.string("/page/" + stream.page(i)));
        properties.put("source", Value.string(Clickstream.SOURCES.get(stream.source(i))));
        properties.put("device", Value.string(Clickstream.DEVICES.get(stream.device(i))));
        properties.put("category", Value.string("category " + stream.category(i)));
        int cents = stream.price(i);
        properties.put("price", Value.number(cents / 100 + (cents % 100 == 0 ? "" : ".5")));
        properties.put("currency", Value.string(Clickstream.CURRENCIES.get(stream.currency(i))));
        properties.put("position", Value.number(stream.position(i)));
        if (stream.coupon(i)) {
            properties.put("coupon", Value.bool(true));
        }
        long time = stream.time[i];
        return new Event(
                id(i),
                stream.visitor[i],
                time,
                time,
                Clickstream.NAMES.get(stream.name[i]),
                0,
                time,
                0,
                Attributes.NONE,
                properties,
                Map.of());
    }

    private static void fillPeople(SqlitePeopleStore store, Clickstream stream, long position) {
        int count = stream.people + stream.merged;
        long[] first = new long[count + 1];
        long[] last = new long[count + 1];
        int[] lastEvent = new int[count + 1];
        Arrays.fill(first, stream.end());
        for (int i = 0; i < stream.events; i++) {
            int visitor = stream.visitor[i];
            first[visitor] = Math.min(first[visitor], stream.time[i]);
            last[visitor] = Math.max(last[visitor], stream.time[i]);
            lastEvent[visitor] = i;
        }
        long steps = (stream.people + PEOPLE_A_BATCH - 1L) / PEOPLE_A_BATCH;
        for (int from = 1; from <= stream.people; from += PEOPLE_A_BATCH) {
            int to = Math.min(stream.people + 1, from + PEOPLE_A_BATCH);
            List<Visitor> visitors = new ArrayList<>();
            Map<Long, List<Visitor>> persons = new LinkedHashMap<>();
            for (int one = from; one < to; one++) {
                List<Visitor> own = new ArrayList<>();
                own.add(visitor(stream, one, one, Identifier.COOKIE, first, last, lastEvent));
                if (one <= stream.merged) {
                    int second = stream.people + one;
                    own.add(visitor(stream, second, one, Identifier.EMAIL, first, last, lastEvent));
                }
                visitors.addAll(own);
                persons.put((long) one, own);
            }
            long at = position - --steps;
            store.commit(
                    new PeopleBatch(
                            new PeopleState(at, count + 1L, 0, ProjectSettings.DEFAULT),
                            visitors,
                            Set.of(),
                            persons,
                            Map.of(),
                            List.of(),
                            Set.of(),
                            List.of(),
                            Set.of(),
                            List.of(),
                            Map.of(),
                            SchemaBatch.NONE));
        }
    }

    /// Known as the people of the live traffic are, so that this goes on with the journeys of the past.
    private static Visitor visitor(
            Clickstream stream,
            int number,
            int person,
            String kind,
            long[] first,
            long[] last,
            int[] lastEvent) {
        String value =
                kind.equals(Identifier.EMAIL)
                        ? LiveServer.email(person - 1)
                        : LiveServer.cookie(person - 1);
        Visitor visitor =
                new Visitor(
                        number, new Identifier(kind, value), stream.begin, Visitor.OPEN, person);
        visitor.seen(first[number], 1);
        visitor.seen(Math.max(first[number], last[number]), id(lastEvent[number]));
        if (kind.equals(Identifier.COOKIE)) {
            String plan = Clickstream.PLANS.get(Clickstream.plan(number));
            visitor.state("plan", Value.string(plan), stream.begin, 1);
        }
        return visitor;
    }
}
