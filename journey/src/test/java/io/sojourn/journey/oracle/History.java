package io.sojourn.journey.oracle;

import io.sojourn.core.event.Event;
import io.sojourn.core.event.EventChange;
import io.sojourn.core.person.Identifier;
import io.sojourn.core.person.PropertyHistory;
import io.sojourn.core.person.Visitor;
import io.sojourn.core.value.Value;
import io.sojourn.journey.kit.Journey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// What was recorded of one project, in the order of arrival; the same history can be played into lists and into stores.
public record History(List<Act> acts) {

    /// One thing recorded. Its number, ascending, is what events and statements are ordered by at equal times.
    public sealed interface Act {}

    /// A visitor was seen for the first time; a person of its own.
    public record Born(long visitor, long time, long arrival) implements Act {}

    public record Happened(Event event) implements Act {}

    public record Changed(EventChange change) implements Act {}

    /// Something was said about a person.
    public record Stated(long visitor, String key, Value value, long time, long arrival)
            implements Act {}

    /// A merge of all visitors of two persons, named by a visitor of each.
    public record Merged(long visitor, long other) implements Act {}

    /// An un-merge: these visitors, all of one person and not all of it, become one of their own.
    public record Parted(Set<Long> visitors) implements Act {}

    /// A person was deleted, named by its visitors.
    public record Deleted(Set<Long> visitors) implements Act {}

    public History {
        acts = List.copyOf(acts);
    }

    /// Who is who after some acts: visitor -> person, the person being the lowest of its visitors.
    public static Map<Long, Long> people(List<Act> acts) {
        Map<Long, Long> people = new TreeMap<>();
        acts.forEach(act -> move(people, act));
        return people;
    }

    /// Who is who after one more act.
    static void move(Map<Long, Long> people, Act act) {
        switch (act) {
            case Born born -> people.put(born.visitor, born.visitor);
            case Merged merged ->
                    join(people, members(people, merged.visitor), members(people, merged.other));
            case Parted parted -> {
                Set<Long> rest = members(people, parted.visitors.iterator().next());
                rest.removeAll(parted.visitors);
                join(people, parted.visitors, Set.of());
                join(people, rest, Set.of());
            }
            case Deleted deleted -> people.keySet().removeAll(deleted.visitors);
            case Happened happened -> {}
            case Changed changed -> {}
            case Stated stated -> {}
        }
    }

    private static void join(Map<Long, Long> people, Set<Long> some, Set<Long> others) {
        Set<Long> all = new HashSet<>(some);
        all.addAll(others);
        long person = all.stream().mapToLong(Long::longValue).min().orElseThrow();
        all.forEach(visitor -> people.put(visitor, person));
    }

    /// All visitors of a visitor's person.
    public static Set<Long> members(Map<Long, Long> people, long visitor) {
        Set<Long> members = new HashSet<>();
        people.forEach(
                (other, person) -> {
                    if (person.equals(people.get(visitor))) {
                        members.add(other);
                    }
                });
        return members;
    }

    /// Everybody's journey, by number.
    public List<Journey> journeys() {
        List<Journey> journeys = new ArrayList<>();
        Map<Long, Visitor> visitors = visitors();
        Map<Long, Long> people = people(acts);
        for (long person : new HashSet<>(people.values()).stream().sorted().toList()) {
            Set<Long> members = members(people, person);
            List<Event> events =
                    events().stream()
                            .filter(event -> members.contains(event.visitor()))
                            .sorted(
                                    Comparator.comparingLong(Event::time)
                                            .thenComparingLong(Event::id))
                            .toList();
            List<Journey.Statement> statements = new ArrayList<>();
            long firstSeen = Long.MAX_VALUE;
            for (long member : members.stream().sorted().toList()) {
                firstSeen = Math.min(firstSeen, visitors.get(member).firstTime());
                visitors.get(member)
                        .properties()
                        .forEach((key, history) -> state(statements, key, history));
            }
            journeys.add(new Journey(person, firstSeen, events, statements));
        }
        return journeys;
    }

    /// A run of equal statements is remembered by its first and its last.
    private static void state(
            List<Journey.Statement> statements, String key, PropertyHistory history) {
        for (PropertyHistory.Run run : history.runs()) {
            Optional<Value> value =
                    run.value().isSet() ? Optional.of(run.value()) : Optional.empty();
            statements.add(new Journey.Statement(key, run.from(), run.fromArrival(), value));
            statements.add(new Journey.Statement(key, run.to(), run.toArrival(), value));
        }
    }

    /// Events with their changes, of deleted persons too.
    private List<Event> events() {
        Map<Long, List<EventChange>> changes = new HashMap<>();
        for (Act act : acts) {
            if (act instanceof Changed(EventChange change)) {
                changes.computeIfAbsent(change.event(), event -> new ArrayList<>()).add(change);
            }
        }
        List<Event> events = new ArrayList<>();
        for (Act act : acts) {
            if (act instanceof Happened(Event event)) {
                events.add(EventChange.fold(event, changes.getOrDefault(event.id(), List.of())));
            }
        }
        return events;
    }

    /// Visitors with what was said about them, each of its own person.
    private Map<Long, Visitor> visitors() {
        Map<Long, Visitor> visitors = new TreeMap<>();
        for (Act act : acts) {
            play(act, visitors);
        }
        return visitors;
    }

    /// Adds what an act says about visitors.
    ///
    /// @return the visitor that changed, empty where the act moves visitors or changes an event
    public static Optional<Visitor> play(Act act, Map<Long, Visitor> visitors) {
        return switch (act) {
            case Born born -> {
                Visitor visitor =
                        new Visitor(
                                born.visitor,
                                new Identifier(Identifier.COOKIE, "c" + born.visitor),
                                born.time,
                                Visitor.OPEN,
                                born.visitor);
                visitor.seen(born.time, born.arrival);
                visitors.put(born.visitor, visitor);
                yield Optional.of(visitor);
            }
            case Happened(Event event) -> {
                Visitor visitor = visitors.get(event.visitor());
                visitor.seen(event.time(), event.id());
                visitor.present(event.received());
                yield Optional.of(visitor);
            }
            case Stated said -> {
                Visitor visitor = visitors.get(said.visitor);
                visitor.seen(said.time, said.arrival);
                visitor.state(said.key, said.value, said.time, said.arrival);
                yield Optional.of(visitor);
            }
            case Changed changed -> Optional.empty();
            case Merged merged -> Optional.empty();
            case Parted parted -> Optional.empty();
            case Deleted deleted -> Optional.empty();
        };
    }
}
