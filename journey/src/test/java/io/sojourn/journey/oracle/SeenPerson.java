package io.sojourn.journey.oracle;

import io.sojourn.core.event.Attribute;
import io.sojourn.core.event.Event;
import io.sojourn.core.event.EventFlag;
import io.sojourn.core.value.Value;
import io.sojourn.journey.Context;
import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.kit.Journey;
import io.sojourn.journey.scan.Column;
import io.sojourn.journey.scan.VisitCut;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// One person as a question sees it: the events that count, in order, and the visit of each.
///
/// Events are named by their place in [#events].
final class SeenPerson {

    /// The visit of an event that lies in none.
    static final int NO_VISIT = -1;

    private static final List<Attribute> CAMPAIGN =
            List.of(
                    Attribute.CAMPAIGN_NAME,
                    Attribute.CAMPAIGN_SOURCE,
                    Attribute.CAMPAIGN_MEDIUM,
                    Attribute.CAMPAIGN_CONTENT,
                    Attribute.CAMPAIGN_TERM,
                    Attribute.CAMPAIGN_ID);

    private final Journey journey;
    private final Context context;
    private final List<Event> events;
    private final List<Integer> visits;
    private final Map<EventFilter, List<Integer>> matching = new IdentityHashMap<>();

    private SeenPerson(Journey journey, Context context, List<Event> events, List<Integer> visits) {
        this.journey = journey;
        this.context = context;
        this.events = events;
        this.visits = visits;
    }

    /// Everyone whom the question is asked about and who was seen by then, by number.
    static List<SeenPerson> all(List<Journey> journeys, Context context) {
        return all(journeys, context, context.visits());
    }

    static List<SeenPerson> all(List<Journey> journeys, Context context, VisitCut cut) {
        return journeys.stream()
                .filter(one -> one.firstSeen() <= context.asOf())
                .filter(
                        one ->
                                context.people().isEmpty()
                                        || context.people().get().contains(one.person()))
                .sorted(Comparator.comparingLong(Journey::person))
                .map(one -> of(one, context, cut))
                .toList();
    }

    private static SeenPerson of(Journey journey, Context context, VisitCut cut) {
        List<Event> events =
                journey.events().stream()
                        .filter(event -> event.time() <= context.asOf())
                        .filter(event -> context.bots() || !event.is(EventFlag.BOT))
                        .sorted(Comparator.comparingLong(Event::time).thenComparingLong(Event::id))
                        .toList();
        return new SeenPerson(journey, context, events, visits(events, cut));
    }

    Journey journey() {
        return journey;
    }

    Context context() {
        return context;
    }

    List<Event> events() {
        return events;
    }

    /// The visit of each event.
    List<Integer> visits() {
        return visits;
    }

    long person() {
        return journey.person();
    }

    int count() {
        return events.size();
    }

    long time(int event) {
        return events.get(event).time();
    }

    // --- what an event or a person carries

    boolean matches(int event, EventFilter filter) {
        return Collections.binarySearch(matching(filter), event) >= 0;
    }

    private boolean meets(int event, EventFilter filter) {
        for (EventFilter.Choice choice : filter.anyOf()) {
            boolean named =
                    choice.name().isEmpty() || choice.name().get().equals(events.get(event).name());
            if (named
                    && choice.conditions().stream()
                            .allMatch(
                                    condition ->
                                            Comparisons.meets(
                                                    condition, value(event, condition.column())))) {
                return true;
            }
        }
        return false;
    }

    /// Places of the events that a filter matches, in order.
    List<Integer> matching(EventFilter filter) {
        return matching.computeIfAbsent(
                filter,
                asked -> IntStream.range(0, count()).filter(e -> meets(e, asked)).boxed().toList());
    }

    Optional<String> value(int place, Column column) {
        Event event = events.get(place);
        return switch (column.scope()) {
            case EVENT_NAME -> Optional.of(event.name());
            case EVENT ->
                    event.properties().containsKey(column.key())
                            ? Optional.of(event.properties().get(column.key()).text())
                            : attribute(event, column.key());
            case VISIT -> ofVisit(visits.get(place), column.key());
            case PERSON_AT_EVENT -> journey.propertyAt(column.key(), event.time()).map(Value::text);
            case PERSON, PERSON_FIRST -> value(column);
        };
    }

    /// Of a column of persons.
    Optional<String> value(Column column) {
        return (column.scope() == Column.Scope.PERSON_FIRST
                        ? journey.firstProperty(column.key(), context.asOf())
                        : journey.propertyAt(column.key(), context.asOf()))
                .map(Value::text);
    }

    private static Optional<String> attribute(Event event, String key) {
        for (Attribute attribute : Attribute.values()) {
            if (attribute.key().equals(key) && !event.attributes().get(attribute).isEmpty()) {
                return Optional.of(event.attributes().get(attribute));
            }
        }
        return Optional.empty();
    }

    /// The last value that an event of the visit carried, else what its first event says.
    private Optional<String> ofVisit(int visit, String key) {
        if (visit == NO_VISIT) {
            return Optional.empty();
        }
        Optional<Event> first = Optional.empty();
        Optional<String> last = Optional.empty();
        for (int i = 0; i < count(); i++) {
            if (visits.get(i) == visit) {
                if (first.isEmpty() && !events.get(i).is(EventFlag.STANDALONE)) {
                    first = Optional.of(events.get(i));
                }
                if (events.get(i).visitProperties().containsKey(key)) {
                    last = Optional.of(events.get(i).visitProperties().get(key).text());
                }
            }
        }
        return last.isPresent() ? last : first.flatMap(event -> attribute(event, key));
    }

    // --- visits

    private static List<Integer> visits(List<Event> events, VisitCut cut) {
        List<List<Event>> visits = new ArrayList<>();
        for (Event event : events) {
            if (!event.is(EventFlag.STANDALONE)) {
                if (visits.isEmpty() || opens(event, visits.getLast(), cut)) {
                    visits.add(new ArrayList<>());
                }
                visits.getLast().add(event);
            }
        }
        List<Integer> ordinals = new ArrayList<>();
        for (Event event : events) {
            ordinals.add(visitOf(event, visits));
        }
        return ordinals;
    }

    private static boolean opens(Event event, List<Event> visit, VisitCut cut) {
        boolean idle =
                visit.stream()
                        .allMatch(
                                before ->
                                        event.time() - before.activeUntil() > timeout(before, cut));
        boolean nextDay =
                cut.settings().splitAtMidnight()
                        && day(event, cut).isAfter(day(visit.getFirst(), cut));
        boolean otherCampaign =
                cut.settings().splitOnCampaign()
                        && campaign(event).stream().anyMatch(part -> !part.isEmpty())
                        && !campaign(event).equals(campaign(visit.getFirst()));
        return idle || nextDay || otherCampaign;
    }

    private static long timeout(Event event, VisitCut cut) {
        return cut.settings().timeoutAsSent() && event.timeout() > 0
                ? event.timeout()
                : cut.settings().timeoutMillis();
    }

    private static LocalDate day(Event event, VisitCut cut) {
        return Instant.ofEpochMilli(event.time()).atZone(cut.zone()).toLocalDate();
    }

    private static List<String> campaign(Event event) {
        return CAMPAIGN.stream().map(event.attributes()::get).toList();
    }

    /// A standalone event lies in the visit begun last, as far as that one is known to have been active; of visits that
    /// meet in its moment, in that of the event which arrives next.
    private static int visitOf(Event event, List<List<Event>> visits) {
        int begun = NO_VISIT;
        for (int visit = 0; visit < visits.size(); visit++) {
            for (Event other : visits.get(visit)) {
                if (other.time() == event.time() && other.id() >= event.id()) {
                    return visit;
                }
            }
            if (visits.get(visit).getFirst().time() <= event.time()) {
                begun = visit;
            }
        }
        boolean active =
                begun != NO_VISIT
                        && visits.get(begun).stream()
                                .anyMatch(other -> event.time() <= other.activeUntil());
        return active ? begun : NO_VISIT;
    }
}
