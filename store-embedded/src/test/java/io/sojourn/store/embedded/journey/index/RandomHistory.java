package io.sojourn.store.embedded.journey.index;

import io.sojourn.core.event.Attribute;
import io.sojourn.core.event.Attributes;
import io.sojourn.core.event.Event;
import io.sojourn.core.event.EventFlag;
import io.sojourn.core.event.EventId;
import io.sojourn.core.project.ProjectSettings.VisitSettings;
import io.sojourn.core.segment.Operator;
import io.sojourn.core.segment.PropertyFilter;
import io.sojourn.core.value.Value;
import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.filter.PropertyCondition;
import io.sojourn.journey.scan.Column;
import io.sojourn.journey.scan.JourneyScan;
import io.sojourn.journey.scan.PersonSet;
import io.sojourn.journey.scan.VisitCut;
import io.sojourn.journey.time.TimeRange;
import io.sojourn.store.event.TimelineQuery;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/// Small random events and scans in which much falls together: few names, few times, many ties.
final class RandomHistory {

    static final long BASE = 1_700_000_000_000L;
    private static final List<String> NAMES = List.of("view", "signup", "buy", "leave");
    private static final List<String> VALUES =
            List.of("a", "b", "10", "9", "", "\"q\\,}", "\ud83d\ude00", "\ud800");
    private static final List<Column> EVENT_COLUMNS =
            List.of(
                    new Column(Column.Scope.EVENT, "plan"),
                    new Column(Column.Scope.EVENT, "country"),
                    new Column(Column.Scope.EVENT, "duration"),
                    Column.EVENT_NAME,
                    new Column(Column.Scope.VISIT, "source"),
                    new Column(Column.Scope.VISIT, "country"));

    private final RandomGenerator random;
    private long position;

    RandomHistory(RandomGenerator random) {
        this.random = random;
    }

    /// Event number of something that is no event.
    long nextArrival() {
        return EventId.of(++position, 0);
    }

    long nextPosition() {
        return ++position;
    }

    private <T> T one(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private boolean chance(double share) {
        return random.nextDouble() < share;
    }

    /// Arriving after all earlier ones.
    Event event(int visitor) {
        long time = BASE + random.nextInt(60) * 250_000L - (chance(0.01) ? BASE : 0);
        int flags =
                (chance(0.1) ? EventFlag.BOT.bit() : 0)
                        | (chance(0.15) ? EventFlag.STANDALONE.bit() : 0)
                        | (chance(0.2) ? EventFlag.INFERRED.bit() : 0);
        Attributes.Builder attributes = new Attributes.Builder();
        if (chance(0.5)) {
            attributes.set(Attribute.COUNTRY, one(List.of("DE", "FR")));
        }
        if (chance(0.3)) {
            attributes.set(Attribute.CAMPAIGN_NAME, one(List.of("x", "y")));
        }
        Map<String, Value> properties = new LinkedHashMap<>();
        if (chance(0.6)) {
            properties.put("plan", Value.string(one(VALUES)));
        }
        if (chance(0.3)) {
            properties.put("duration", Value.number(random.nextInt(20)));
        }
        if (chance(0.1)) {
            properties.put("country", Value.string(one(VALUES)));
        }
        Map<String, Value> visit = new LinkedHashMap<>();
        if (chance(0.3)) {
            visit.put("source", Value.string(one(VALUES)));
        }
        return new Event(
                EventId.of(++position, random.nextInt(3)),
                visitor,
                time,
                BASE + position,
                one(NAMES),
                flags,
                time + (chance(0.3) ? random.nextInt(10) * 200_000L : 0),
                chance(0.2) ? 300_000L * random.nextInt(1, 9) : 0,
                attributes.build(),
                properties,
                visit);
    }

    JourneyScan scan(int persons) {
        long asOf = chance(0.3) ? BASE + random.nextInt(60) * 250_000L : Long.MAX_VALUE / 2;
        JourneyScan.Builder scan = new JourneyScan.Builder(asOf);
        boolean visits = chance(0.5);
        int conditions = chance(0.05) ? 70 : random.nextInt(5);
        for (int c = 0; c < conditions; c++) {
            int added = scan.condition(filter(visits), range());
            if (chance(0.15)) {
                scan.opening(added);
            }
        }
        if (chance(0.3)) {
            scan.allEvents();
        }
        if (chance(0.3)) {
            scan.everyone();
        }
        if (chance(0.3)) {
            scan.eventNumbers();
        }
        for (int c = 0; c < 3; c++) {
            if (chance(0.4)) {
                scan.column(column(visits));
            }
        }
        if (visits) {
            scan.visits(
                    new VisitCut(
                            new VisitSettings(900_000, chance(0.3), chance(0.3), chance(0.3)),
                            ZoneId.of("Europe/Berlin")));
        }
        if (chance(0.3)) {
            PersonSet.Builder set = new PersonSet.Builder();
            for (int person = 1; person <= persons + 2; person++) {
                if (chance(0.3)) {
                    set.add(person);
                }
            }
            scan.people(Optional.of(set.build()));
        }
        return scan.bots(chance(0.2)).build();
    }

    /// @param events some of which pages begin behind
    TimelineQuery timeline(int visitors, List<Event> events) {
        List<Long> asked = new ArrayList<>();
        for (long visitor = 0; visitor < visitors; visitor++) {
            if (chance(0.3)) {
                asked.add(visitor);
            }
        }
        if (asked.isEmpty()) {
            asked.add(1L);
        }
        Optional<Event> behind =
                chance(0.5) && !events.isEmpty() ? Optional.of(one(events)) : Optional.empty();
        TimeRange range = range();
        return new TimelineQuery(
                asked,
                behind.map(Event::time).orElse(Long.MAX_VALUE),
                behind.map(Event::id).orElse(Long.MAX_VALUE),
                random.nextInt(1, 20),
                chance(0.3),
                range.from(),
                range.to(),
                new TimelineQuery.Names(
                        chance(0.3) ? Set.of(one(NAMES), one(List.of("none", "more"))) : Set.of(),
                        chance(0.3) ? Set.of(one(NAMES)) : Set.of()));
    }

    private Column column(boolean visits) {
        Column column = one(EVENT_COLUMNS);
        while (column.scope() == Column.Scope.VISIT && !visits) {
            column = one(EVENT_COLUMNS);
        }
        return column;
    }

    private TimeRange range() {
        if (chance(0.5)) {
            return TimeRange.ALL;
        }
        long from = BASE + random.nextInt(60) * 250_000L;
        return new TimeRange(from, from + random.nextInt(40) * 250_000L);
    }

    private EventFilter filter(boolean visits) {
        List<EventFilter.Choice> choices = new ArrayList<>();
        int count = random.nextInt(1, 3);
        for (int i = 0; i < count; i++) {
            List<PropertyCondition> conditions = new ArrayList<>();
            while (chance(0.3)) {
                Column column = column(visits);
                Operator operator = one(List.of(Operator.EQUALS, Operator.NOT_EQUALS, Operator.GT));
                String operand =
                        column.scope() == Column.Scope.EVENT_NAME ? one(NAMES) : one(VALUES);
                conditions.add(
                        new PropertyCondition(
                                column, new PropertyFilter("f", "p", operator, List.of(operand))));
            }
            choices.add(
                    new EventFilter.Choice(
                            chance(0.8) ? Optional.of(one(NAMES)) : Optional.empty(), conditions));
        }
        return new EventFilter(choices);
    }
}
