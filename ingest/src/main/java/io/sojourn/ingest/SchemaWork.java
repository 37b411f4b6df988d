package io.sojourn.ingest;

import io.sojourn.core.event.Event;
import io.sojourn.core.event.EventFlag;
import io.sojourn.core.event.EventId;
import io.sojourn.core.person.Visitor;
import io.sojourn.core.value.Value;
import io.sojourn.store.event.EventStore;
import io.sojourn.store.people.PeopleStore;
import io.sojourn.store.schema.EventDay;
import io.sojourn.store.schema.EventUse;
import io.sojourn.store.schema.Label;
import io.sojourn.store.schema.PropertyKey;
import io.sojourn.store.schema.PropertyUse;
import io.sojourn.store.schema.Schema;
import io.sojourn.store.schema.SchemaBatch;
import io.sojourn.store.schema.Scope;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The names of events and properties that a project has seen, whole in memory: an event costs a lookup per
/// property, a batch one row per name that it touched.
public final class SchemaWork {

    private static final long DAY_MILLIS = TimeUnit.DAYS.toMillis(1);

    private static final class EventEntry {
        private final String name;
        private long first = Long.MAX_VALUE;
        private long last = Long.MIN_VALUE;
        private long count;
        private long bots;
        private Label label = Label.NONE;
        private boolean changed;

        /// The newest run of events of one day that is not in the map yet.
        private long day;

        private long ofDay;

        EventEntry(String name) {
            this.name = name;
        }

        EventUse use() {
            return new EventUse(name, first, last, count, bots, label);
        }
    }

    private static final class PropertyEntry {
        private final PropertyKey key;
        private long first = Long.MAX_VALUE;
        private long last = Long.MIN_VALUE;
        private long strings;
        private long numbers;
        private long booleans;
        private String example = "";
        private long exampleVisitor;
        private final Set<String> events = new LinkedHashSet<>();
        private @Nullable EventEntry latestEvent;
        private Label label = Label.NONE;
        private boolean changed;

        PropertyEntry(PropertyKey key) {
            this.key = key;
        }

        PropertyUse use() {
            return new PropertyUse(
                    key,
                    first,
                    last,
                    strings,
                    numbers,
                    booleans,
                    example,
                    exampleVisitor,
                    List.copyOf(events),
                    label);
        }
    }

    private final Map<String, EventEntry> events = new HashMap<>();
    private final Map<Scope, Map<String, PropertyEntry>> properties = new EnumMap<>(Scope.class);
    private int propertyCount;
    private final List<EventEntry> changedEvents = new ArrayList<>();
    private final List<PropertyEntry> changedProperties = new ArrayList<>();
    private final Map<EventDay, Long> days = new HashMap<>();
    private long newestDay;
    private final Runnable full;

    /// @param known what the store holds
    /// @param full told of every name that found no place
    public SchemaWork(Schema known, Runnable full) {
        this.full = full;
        for (Scope scope : Scope.values()) {
            properties.put(scope, new HashMap<>());
        }
        for (EventUse use : known.events()) {
            EventEntry entry = new EventEntry(use.name());
            entry.first = use.firstSeen();
            entry.last = use.lastSeen();
            entry.count = use.count();
            entry.bots = use.botCount();
            entry.label = use.label();
            events.put(use.name(), entry);
        }
        for (PropertyUse use : known.properties()) {
            PropertyEntry entry = new PropertyEntry(use.key());
            entry.first = use.firstSeen();
            entry.last = use.lastSeen();
            entry.strings = use.strings();
            entry.numbers = use.numbers();
            entry.booleans = use.booleans();
            entry.example = use.example();
            entry.exampleVisitor = use.exampleVisitor();
            entry.events.addAll(use.events());
            entry.label = use.label();
            of(use.key().scope()).put(use.key().name(), entry);
            propertyCount++;
        }
    }

    /// The schema of what the stores of a project hold already, up to the people's position: what ingest would have
    /// kept, but for what was merged into a person's history or an event since.
    public static SchemaBatch ofStored(PeopleStore people, EventStore events) {
        SchemaWork work = new SchemaWork(Schema.EMPTY, () -> {});
        work.advance(people.state().newestHour());
        long position = people.position();
        events.forEachEvent(
                event -> {
                    if (EventId.position(event.id()) <= position) {
                        work.event(event);
                    }
                });
        people.forEachPerson(
                visitors -> {
                    visitors.forEach(work::stored);
                    return true;
                });
        return work.batch();
    }

    private void stored(Visitor visitor) {
        visitor.properties()
                .forEach(
                        (key, history) ->
                                properties(
                                        Scope.VISITOR,
                                        Map.of(key, history.newest().value()),
                                        history.newest().to(),
                                        visitor.number()));
    }

    private Map<String, PropertyEntry> of(Scope scope) {
        return properties.getOrDefault(scope, Map.of());
    }

    /// Moves on to a record.
    ///
    /// @param hour the newest of receipt so far, hours since 1970
    public void advance(long hour) {
        newestDay = Math.floorDiv(hour, 24);
    }

    private long oldestDay() {
        return newestDay - Schema.DAYS + 1;
    }

    public void event(Event event) {
        EventEntry entry = events.get(event.name());
        if (entry == null) {
            if (events.size() >= Schema.EVENTS_MAX) {
                full.run();
            } else {
                entry = new EventEntry(event.name());
                events.put(event.name(), entry);
            }
        }
        if (entry != null) {
            count(entry, event);
        }
        properties(Scope.EVENT, event.properties(), event.time(), event.visitor(), entry);
        properties(Scope.VISIT, event.visitProperties(), event.time(), event.visitor(), null);
    }

    private void count(EventEntry entry, Event event) {
        entry.first = Math.min(entry.first, event.time());
        entry.last = Math.max(entry.last, event.time());
        if (event.is(EventFlag.BOT)) {
            entry.bots++;
        } else {
            entry.count++;
            long day = Math.floorDiv(event.time(), DAY_MILLIS);
            if (day != entry.day) {
                spill(entry);
                entry.day = day;
            }
            entry.ofDay++;
        }
        changed(entry);
    }

    private void spill(EventEntry entry) {
        if (entry.ofDay > 0 && entry.day >= oldestDay()) {
            days.merge(new EventDay(entry.day, entry.name), entry.ofDay, Long::sum);
        }
        entry.ofDay = 0;
    }

    private void changed(EventEntry entry) {
        if (!entry.changed) {
            entry.changed = true;
            changedEvents.add(entry);
        }
    }

    private void changed(PropertyEntry entry) {
        if (!entry.changed) {
            entry.changed = true;
            changedProperties.add(entry);
        }
    }

    /// Properties that were stated of something.
    ///
    /// @param visitor whose statement it is
    public void properties(Scope scope, Map<String, Value> stated, long time, long visitor) {
        properties(scope, stated, time, visitor, null);
    }

    private void properties(
            Scope scope,
            Map<String, Value> stated,
            long time,
            long visitor,
            @Nullable EventEntry event) {
        if (stated.isEmpty()) {
            return;
        }
        Map<String, PropertyEntry> known = of(scope);
        for (Map.Entry<String, Value> property : stated.entrySet()) {
            if (!property.getValue().isSet()) {
                continue;
            }
            PropertyEntry entry = known.get(property.getKey());
            if (entry == null) {
                if (propertyCount >= Schema.PROPERTIES_MAX) {
                    full.run();
                    continue;
                }
                entry = new PropertyEntry(new PropertyKey(scope, property.getKey()));
                known.put(property.getKey(), entry);
                propertyCount++;
            }
            count(entry, property.getValue(), time, visitor);
            if (event != null && entry.latestEvent != event) {
                entry.latestEvent = event;
                if (entry.events.size() < Schema.EVENTS_OF_PROPERTY_MAX) {
                    entry.events.add(event.name);
                }
            }
        }
    }

    private void count(PropertyEntry entry, Value value, long time, long visitor) {
        entry.first = Math.min(entry.first, time);
        entry.last = Math.max(entry.last, time);
        switch (value.type()) {
            case STRING -> entry.strings++;
            case NUMBER -> entry.numbers++;
            case BOOLEAN -> entry.booleans++;
            case UNSET -> throw new IllegalStateException("no value of " + entry.key);
        }
        if (entry.exampleVisitor == 0) {
            entry.exampleVisitor = visitor;
            entry.example = cut(value.text());
        }
        changed(entry);
    }

    private static String cut(String text) {
        if (text.length() <= Schema.EXAMPLE_CHARS_MAX) {
            return text;
        }
        int end = Schema.EXAMPLE_CHARS_MAX;
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end);
    }

    /// Takes away the examples that visitors gave.
    void forget(Set<Long> visitors) {
        for (Map<String, PropertyEntry> scope : properties.values()) {
            for (PropertyEntry entry : scope.values()) {
                if (visitors.contains(entry.exampleVisitor)) {
                    entry.example = "";
                    entry.exampleVisitor = 0;
                    changed(entry);
                }
            }
        }
    }

    /// @return false where there is no such event
    boolean label(String event, Label label) {
        EventEntry entry = events.get(event);
        if (entry != null) {
            entry.label = label;
            changed(entry);
        }
        return entry != null;
    }

    /// @return false where there is no such property
    boolean label(PropertyKey property, Label label) {
        PropertyEntry entry = of(property.scope()).get(property.name());
        if (entry != null) {
            entry.label = label;
            changed(entry);
        }
        return entry != null;
    }

    /// What has changed since the last commit.
    public SchemaBatch batch() {
        changedEvents.forEach(this::spill);
        return new SchemaBatch(
                changedEvents.stream().map(EventEntry::use).toList(),
                changedProperties.stream().map(PropertyEntry::use).toList(),
                days,
                oldestDay());
    }

    /// Called once the batch is in the store.
    void committed() {
        changedEvents.forEach(entry -> entry.changed = false);
        changedProperties.forEach(entry -> entry.changed = false);
        changedEvents.clear();
        changedProperties.clear();
        days.clear();
    }
}
