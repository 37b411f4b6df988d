package io.sojourn.core.person;

import io.sojourn.core.value.Value;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The unified profile: what a set of visitors amounts to, as of now. Derived, never stored.
public final class Person {

    private static final Comparator<PropertyHistory.Run> NEWEST =
            Comparator.comparingLong(PropertyHistory.Run::to)
                    .thenComparingLong(PropertyHistory.Run::toArrival);
    private static final Comparator<PropertyHistory.Run> OLDEST =
            Comparator.comparingLong(PropertyHistory.Run::from)
                    .thenComparingLong(PropertyHistory.Run::fromArrival);

    private final List<Visitor> visitors;

    /// @param visitors at least one, all of one person, ascending by number
    public Person(List<Visitor> visitors) {
        if (visitors.isEmpty()) {
            throw new IllegalArgumentException("a person has at least one visitor");
        }
        this.visitors = List.copyOf(visitors);
    }

    public long number() {
        return visitors.getFirst().person();
    }

    public List<Visitor> visitors() {
        return visitors;
    }

    public List<Long> visitorNumbers() {
        return visitors.stream().map(Visitor::number).toList();
    }

    /// The newest value of a property over all visitors, none where that one unset it. An `id` or `email` that was only ever used to
    /// identify counts as one.
    public Optional<Value> property(String key) {
        return stated(key).or(() -> identifying(key));
    }

    private Optional<Value> stated(String key) {
        return visitors.stream()
                .map(visitor -> visitor.properties().get(key))
                .filter(history -> history != null)
                .map(PropertyHistory::newest)
                .max(NEWEST)
                .map(PropertyHistory.Run::value)
                .filter(Value::isSet);
    }

    private Optional<Value> identifying(String key) {
        if (!key.equals(Identifier.EMAIL) && !key.equals(Identifier.ID)) {
            return Optional.empty();
        }
        return visitors.stream()
                .filter(visitor -> visitor.live() && visitor.identifier().kind().equals(key))
                .max(Comparator.comparingLong(Visitor::lastArrival))
                .map(visitor -> Value.string(visitor.identifier().value()));
    }

    /// The oldest value of a property over all visitors.
    public Optional<Value> firstProperty(String key) {
        return visitors.stream()
                .map(visitor -> visitor.properties().get(key))
                .filter(history -> history != null)
                .map(PropertyHistory::first)
                .filter(run -> run.value().isSet())
                .min(OLDEST)
                .map(PropertyHistory.Run::value);
    }

    /// The value that was in force at an event time: that of the newest statement known up to then. Of a run that
    /// goes on after it, that is the first one.
    public Optional<Value> propertyAt(String key, long time) {
        return visitors.stream()
                .map(visitor -> visitor.properties().get(key))
                .filter(history -> history != null)
                .flatMap(history -> history.at(time).stream())
                .max(
                        Comparator.comparingLong(
                                        (PropertyHistory.Run run) ->
                                                run.to() <= time ? run.to() : run.from())
                                .thenComparingLong(
                                        run ->
                                                run.to() <= time
                                                        ? run.toArrival()
                                                        : run.fromArrival()))
                .map(PropertyHistory.Run::value)
                .filter(Value::isSet);
    }

    /// Event time of the newest statement about a property, `Long.MIN_VALUE` where there is none.
    public long lastStated(String key) {
        return visitors.stream()
                .map(visitor -> visitor.properties().get(key))
                .filter(history -> history != null)
                .mapToLong(history -> history.newest().to())
                .max()
                .orElse(Long.MIN_VALUE);
    }

    /// Every property with its newest value, by first statement.
    public Map<String, Value> properties() {
        Map<String, Value> properties = new LinkedHashMap<>();
        for (String key : List.of(Identifier.ID, Identifier.EMAIL)) {
            identifying(key).ifPresent(value -> properties.put(key, value));
        }
        for (Visitor visitor : visitors) {
            for (String key : visitor.properties().keySet()) {
                stated(key).ifPresent(value -> properties.put(key, value));
            }
        }
        return properties;
    }

    /// Event time of the first thing known of the person, Unix milliseconds.
    public long firstSeen() {
        return visitors.stream().mapToLong(Visitor::firstTime).min().orElseThrow();
    }

    public long lastSeen() {
        return visitors.stream().mapToLong(Visitor::lastTime).max().orElseThrow();
    }

    /// Received time of the newest event or ping, 0 when there was none.
    public long lastReceived() {
        return visitors.stream().mapToLong(Visitor::lastReceived).max().orElseThrow();
    }

    public long events() {
        return visitors.stream().mapToLong(Visitor::events).sum();
    }

    public long botEvents() {
        return visitors.stream().mapToLong(Visitor::botEvents).sum();
    }

    /// Whether something was received from the person within the timeout.
    public boolean isOnline(long now, long timeoutMillis) {
        return lastReceived() > 0 && now - lastReceived() <= timeoutMillis;
    }
}
