package io.sojourn.journey.kit;

import io.sojourn.core.event.Event;
import io.sojourn.core.value.Value;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// One person as lists: what the slow source and the oracle read.
///
/// @param person number
/// @param firstSeen event time of the first thing known of the person
/// @param events with their changes, ordered by time, then by id
/// @param statements about properties, in any order
public record Journey(long person, long firstSeen, List<Event> events, List<Statement> statements) {

    private static final Comparator<Statement> IN_ORDER =
            Comparator.comparingLong(Statement::time).thenComparingLong(Statement::arrival);

    /// @param value empty = unset from then on
    public record Statement(String key, long time, long arrival, Optional<Value> value) {}

    public Journey {
        events = List.copyOf(events);
        statements = List.copyOf(statements);
    }

    /// With properties that hold since ever.
    public static Journey of(long person, List<Event> events, Map<String, Value> properties) {
        return new Journey(
                person,
                events.isEmpty() ? 0 : events.getFirst().time(),
                events,
                properties.entrySet().stream()
                        .map(
                                entry ->
                                        new Statement(
                                                entry.getKey(),
                                                Long.MIN_VALUE,
                                                0,
                                                Optional.of(entry.getValue())))
                        .toList());
    }

    /// The value of the newest statement up to a time, none where that one unset it.
    public Optional<Value> propertyAt(String key, long time) {
        return about(key).filter(one -> one.time <= time).max(IN_ORDER).flatMap(Statement::value);
    }

    /// The oldest value, none where the first one was stated after `asOf`.
    public Optional<Value> firstProperty(String key, long asOf) {
        return about(key)
                .filter(one -> one.value.isPresent() && one.time <= asOf)
                .min(IN_ORDER)
                .flatMap(Statement::value);
    }

    /// Every property as of a time.
    public Map<String, Value> propertiesAt(long time) {
        Map<String, Value> properties = new LinkedHashMap<>();
        statements.forEach(
                one ->
                        propertyAt(one.key, time)
                                .ifPresent(value -> properties.put(one.key, value)));
        return properties;
    }

    private Stream<Statement> about(String key) {
        return statements.stream().filter(one -> one.key.equals(key));
    }
}
