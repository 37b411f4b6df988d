package io.sojourn.core.path;

import io.sojourn.core.path.PathItem.Statement;
import io.sojourn.core.person.Identifier;
import io.sojourn.core.person.IdentityOracle;
import io.sojourn.core.project.ProjectSettings.IdentitySettings;
import io.sojourn.core.value.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// From statements to people and their history: deduplication, identity, updates, pings, properties. From the text of
/// `docs/semantics.md`, with lists and loops; everything told is kept, and what is asked is found by going through it.
public final class PathOracle {

    private static final long HOUR_MILLIS = 3_600_000;
    private static final long FUTURE_MAX_MILLIS = HOUR_MILLIS;
    private static final long UPDATE_WAIT_MILLIS = 24 * HOUR_MILLIS;
    private static final long SEEN_HOURS = 7 * 24;
    private static final List<String> MAXIMUM_OF = List.of("duration", "scroll depth");

    /// An event as it was told, without what was said about it later.
    private record Told(
            long id,
            long visitor,
            long time,
            boolean clamped,
            boolean inferred,
            long rememberedHour,
            Statement statement) {}

    /// What an update or a ping said about an event.
    ///
    /// @param activeUntil 0 = nothing
    private record Said(
            long event, long arrival, Map<String, Value> properties, long activeUntil) {}

    private record Waiting(long arrival, Statement update) {}

    private record Property(long visitor, String key, Value value, long time, long arrival) {}

    /// An event with everything that was said about it.
    public record PathEvent(
            long id,
            long visitor,
            String name,
            long time,
            long received,
            long activeUntil,
            boolean standalone,
            boolean bot,
            boolean clamped,
            boolean inferred,
            Map<String, Value> properties) {}

    /// @param events by (time, id)
    /// @param properties newest values, by key
    /// @param firstProperties oldest values, by key
    public record PathPerson(
            long number,
            Set<Long> visitors,
            List<PathEvent> events,
            Map<String, Value> properties,
            Map<String, Value> firstProperties) {}

    private final IdentityOracle identity;
    private final List<Told> events = new ArrayList<>();
    private final List<Said> changes = new ArrayList<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private final List<Property> properties = new ArrayList<>();
    private final Set<Long> deletedVisitors = new TreeSet<>();
    private final Map<String, Integer> counts = new TreeMap<>();
    private long newestHour = Long.MIN_VALUE;

    public PathOracle(IdentitySettings settings) {
        identity = new IdentityOracle(settings);
    }

    // --- what is told

    /// @param arrival event id that the item has, ascending
    public void take(long arrival, PathItem item) {
        newestHour = Math.max(newestHour, Math.floorDiv(item.received(), HOUR_MILLIS));
        expireUpdates(item.received());
        switch (item) {
            case Statement statement -> statement(arrival, statement);
            case PathItem.Merge merge -> merge(merge);
            case PathItem.Unmerge unmerge -> unmerge(unmerge);
            case PathItem.Delete delete -> delete(delete);
            case PathItem.Edit edit -> edit(arrival, edit);
        }
    }

    private void statement(long arrival, Statement statement) {
        boolean isUpdate = statement.kind() == PathItem.Kind.UPDATE;
        if (statement.kind() == PathItem.Kind.EVENT && statement.name().isEmpty()) {
            count("no_event_name");
        } else if (isUpdate && statement.eventId().isEmpty()) {
            count("no_event_id");
        } else if (!isUpdate && statement.identifiers().isEmpty()) {
            count("no_identifier");
        } else {
            switch (statement.kind()) {
                case EVENT -> event(arrival, statement);
                case IDENTIFY -> identify(arrival, statement);
                case PING -> ping(arrival, statement);
                case UPDATE -> update(arrival, statement);
            }
        }
    }

    private void event(long arrival, Statement statement) {
        if (remembered(statement.eventId()).size() > 0) {
            count("duplicate");
            return;
        }
        count("event");
        if (statement.bot()) {
            count("bot");
        }
        long time = time(statement);
        IdentityOracle.Answer who = identity.request(statement.identifiers(), time, arrival);
        Told event =
                new Told(
                        arrival,
                        who.visitor(),
                        time,
                        isClamped(statement),
                        who.inferred(),
                        newestHour,
                        statement);
        events.add(event);
        state(who.visitor(), statement.person(), time, arrival);
        if (!statement.eventId().isEmpty()) {
            for (Waiting update : List.copyOf(waiting)) {
                if (update.update.eventId().equals(statement.eventId())) {
                    waiting.remove(update);
                    change(event, update.arrival, update.update);
                }
            }
        }
    }

    private void identify(long arrival, Statement statement) {
        count("identify");
        long time = time(statement);
        long visitor = identity.request(statement.identifiers(), time, arrival).visitor();
        state(visitor, statement.person(), time, arrival);
    }

    /// Prolongs the latest event of the person at this moment, and makes nobody.
    private void ping(long arrival, Statement statement) {
        count("ping");
        long person = identity.whose(statement.identifiers(), time(statement));
        if (person == IdentityOracle.NOBODY) {
            count("ping_without_person");
            return;
        }
        List<Told> candidates = new ArrayList<>();
        for (Told event : events) {
            if (identity.members(person).contains(event.visitor) && !event.statement.standalone()) {
                candidates.add(event);
            }
        }
        if (!candidates.isEmpty()) {
            Told latest = inOrder(candidates).getLast();
            changes.add(new Said(latest.id, arrival, Map.of(), statement.received()));
        }
    }

    private void update(long arrival, Statement statement) {
        count("update");
        if (!statement.person().isEmpty() && !statement.identifiers().isEmpty()) {
            long time = time(statement);
            long visitor = identity.request(statement.identifiers(), time, arrival).visitor();
            state(visitor, statement.person(), time, arrival);
        }
        List<Told> known = remembered(statement.eventId());
        if (known.isEmpty()) {
            waiting.add(new Waiting(arrival, statement));
        } else {
            change(known.getLast(), arrival, statement);
        }
    }

    private void change(Told event, long arrival, Statement update) {
        if (deletedVisitors.contains(event.visitor)) {
            count("update_of_deleted");
            return;
        }
        Map<String, Value> said = new LinkedHashMap<>(update.event());
        if (update.duration() >= 0) {
            said.put("duration", greatest("duration", said, update.duration()));
        }
        double duration = said.getOrDefault("duration", Value.string("")).number();
        long activeUntil = duration >= 0 ? event.time + (long) duration : 0;
        changes.add(new Said(event.id, arrival, said, activeUntil));
    }

    private static Value greatest(String key, Map<String, Value> properties, long number) {
        Value other = properties.get(key);
        return other != null && other.number() >= number ? other : Value.number(number);
    }

    private void expireUpdates(long received) {
        for (Waiting update : List.copyOf(waiting)) {
            if (update.update.received() + UPDATE_WAIT_MILLIS < received) {
                waiting.remove(update);
                count("update_without_event");
            }
        }
    }

    private static boolean isClamped(Statement statement) {
        return statement.time() != PathItem.NO_TIME
                && statement.time() > statement.received() + FUTURE_MAX_MILLIS;
    }

    private static long time(Statement statement) {
        return statement.time() == PathItem.NO_TIME || isClamped(statement)
                ? statement.received()
                : statement.time();
    }

    /// Events with this id that are not forgotten yet, oldest first.
    private List<Told> remembered(String eventId) {
        List<Told> known = new ArrayList<>();
        for (Told event : events) {
            if (!eventId.isEmpty()
                    && event.statement.eventId().equals(eventId)
                    && event.rememberedHour >= newestHour - SEEN_HOURS) {
                known.add(event);
            }
        }
        return known;
    }

    private void state(long visitor, Map<String, Value> said, long time, long arrival) {
        said.forEach(
                (key, value) -> properties.add(new Property(visitor, key, value, time, arrival)));
    }

    private void count(String what) {
        counts.merge(what, 1, Integer::sum);
    }

    // --- by hand

    private void merge(PathItem.Merge merge) {
        boolean known = isKnown(merge.person()) && isKnown(merge.other());
        long person = known ? identity.person(merge.person()) : 0;
        long other = known ? identity.person(merge.other()) : 0;
        if (person == other
                || identity.merge(person, other, merge.received()) == IdentityOracle.NOBODY) {
            count("command_refused");
        } else {
            count("command");
        }
    }

    private void unmerge(PathItem.Unmerge unmerge) {
        if (isKnown(unmerge.person())) {
            Set<Long> members = identity.members(unmerge.person());
            if (!unmerge.visitors().isEmpty()
                    && members.containsAll(unmerge.visitors())
                    && members.size() > unmerge.visitors().size()) {
                identity.unmerge(unmerge.person(), unmerge.visitors());
                count("command");
                return;
            }
        }
        count("command_refused");
    }

    private void delete(PathItem.Delete delete) {
        if (!isKnown(delete.person())) {
            count("command_refused");
            return;
        }
        Set<Identifier> identifiers = new HashSet<>();
        for (long visitor : identity.members(delete.person())) {
            deletedVisitors.add(visitor);
            identifiers.add(identity.identifierOf(visitor));
        }
        waiting.removeIf(
                update -> update.update.identifiers().stream().anyMatch(identifiers::contains));
        identity.delete(delete.person());
        count("command");
    }

    private void edit(long arrival, PathItem.Edit edit) {
        if (!isKnown(edit.person())) {
            count("command_refused");
            return;
        }
        Set<Long> members = identity.members(edit.person());
        edit.properties()
                .forEach(
                        (key, value) ->
                                state(
                                        edit.person(),
                                        Map.of(key, value),
                                        Math.max(edit.received(), newest(members, key)),
                                        arrival));
        count("command");
    }

    private long newest(Set<Long> members, String key) {
        return properties.stream()
                .filter(said -> said.key.equals(key) && members.contains(said.visitor))
                .mapToLong(Property::time)
                .max()
                .orElse(Long.MIN_VALUE);
    }

    private boolean isKnown(long visitor) {
        for (Set<Long> members : identity.people()) {
            if (members.contains(visitor)) {
                return true;
            }
        }
        return false;
    }

    // --- what comes out

    public IdentityOracle identity() {
        return identity;
    }

    /// How often what happened: `event`, `bot`, `duplicate`, `identify`, `ping`, `update`, and every reason of refusal.
    public Map<String, Integer> counts() {
        return Map.copyOf(counts);
    }

    /// Updates that still wait for their event.
    public int waitingUpdates() {
        return waiting.size();
    }

    /// Everyone, by number, people without events included.
    public List<PathPerson> people() {
        Map<Long, PathPerson> people = new TreeMap<>();
        for (Set<Long> visitors : identity.people()) {
            long number = identity.person(visitors.iterator().next());
            List<Told> own = new ArrayList<>();
            for (Told event : events) {
                if (visitors.contains(event.visitor)) {
                    own.add(event);
                }
            }
            people.put(
                    number,
                    new PathPerson(
                            number,
                            new TreeSet<>(visitors),
                            inOrder(own).stream().map(this::withChanges).toList(),
                            statedLast(visitors),
                            statedFirst(visitors)));
        }
        return List.copyOf(people.values());
    }

    private PathEvent withChanges(Told told) {
        long activeUntil = told.time;
        List<Said> statements = new ArrayList<>();
        Map<String, Value> own = new LinkedHashMap<>(told.statement.event());
        if (told.statement.duration() >= 0) {
            own.put("duration", Value.number(told.statement.duration()));
        }
        statements.add(new Said(told.id, told.id, own, 0));
        for (Said said : changes) {
            if (said.event == told.id) {
                statements.add(said);
                activeUntil = Math.max(activeUntil, said.activeUntil);
            }
        }
        statements.sort((a, b) -> Long.compare(a.arrival, b.arrival));
        return new PathEvent(
                told.id,
                told.visitor,
                told.statement.name(),
                told.time,
                told.statement.received(),
                activeUntil,
                told.statement.standalone(),
                told.statement.bot(),
                told.clamped,
                told.inferred,
                folded(statements));
    }

    /// Per property what was said last, or the greatest number.
    private static Map<String, Value> folded(List<Said> statements) {
        Map<String, Value> folded = new TreeMap<>();
        for (Said said : statements) {
            for (Map.Entry<String, Value> property : said.properties.entrySet()) {
                Value before = folded.get(property.getKey());
                boolean isGreater =
                        before != null
                                && MAXIMUM_OF.contains(property.getKey())
                                && !Double.isNaN(before.number())
                                && !(property.getValue().number() > before.number());
                if (!isGreater) {
                    folded.put(property.getKey(), property.getValue());
                }
            }
        }
        return folded;
    }

    private Map<String, Value> statedLast(Set<Long> visitors) {
        Map<String, Property> last = new TreeMap<>();
        for (Property property : properties) {
            Property before = last.get(property.key);
            if (visitors.contains(property.visitor)
                    && (before == null || property.time >= before.time)) {
                last.put(property.key, property);
            }
        }
        return values(last);
    }

    private Map<String, Value> statedFirst(Set<Long> visitors) {
        Map<String, Property> first = new TreeMap<>();
        for (Property property : properties) {
            Property before = first.get(property.key);
            if (visitors.contains(property.visitor)
                    && (before == null || property.time < before.time)) {
                first.put(property.key, property);
            }
        }
        return values(first);
    }

    private static Map<String, Value> values(Map<String, Property> properties) {
        Map<String, Value> values = new TreeMap<>();
        properties.forEach((key, property) -> values.put(key, property.value));
        return values;
    }

    private static List<Told> inOrder(List<Told> events) {
        List<Told> ordered = new ArrayList<>(events);
        ordered.sort(
                (a, b) ->
                        a.time != b.time ? Long.compare(a.time, b.time) : Long.compare(a.id, b.id));
        return ordered;
    }
}
