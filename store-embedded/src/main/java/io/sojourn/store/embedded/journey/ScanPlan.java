package io.sojourn.store.embedded.journey;

import io.sojourn.core.event.Attribute;
import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.filter.PropertyCondition;
import io.sojourn.journey.scan.Column;
import io.sojourn.journey.scan.Column.Scope;
import io.sojourn.journey.scan.Dictionary;
import io.sojourn.journey.scan.EventCondition;
import io.sojourn.journey.scan.JourneyScan;
import io.sojourn.journey.time.TimeRange;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// A scan taken apart: every column that is asked for or compared is one slot, whose values are codes of one dictionary
/// for all threads.
final class ScanPlan {

    private final JourneyScan scan;
    private final PeopleView view;
    private final List<Column> slots = new ArrayList<>();
    private final List<Dictionary> dictionaries = new ArrayList<>();
    private final int[] eventSlots;
    private final int[] personSlots;

    ScanPlan(JourneyScan scan, PeopleView view) {
        this.scan = scan;
        this.view = view;
        this.eventSlots = scan.eventColumns().stream().mapToInt(this::slot).toArray();
        this.personSlots = scan.personColumns().stream().mapToInt(this::slot).toArray();
        slot(Column.EVENT_NAME);
        comparisons(scan).map(PropertyCondition::column).forEach(this::slot);
        if (scan.visits().isEmpty() && slots.stream().anyMatch(one -> one.scope() == Scope.VISIT)) {
            throw new IllegalArgumentException("a column of visits, but no visits are cut");
        }
    }

    private static Stream<PropertyCondition> comparisons(JourneyScan scan) {
        return scan.conditions().stream()
                .flatMap(condition -> condition.filter().anyOf().stream())
                .flatMap(choice -> choice.conditions().stream());
    }

    /// Person properties that a scan needs.
    static Set<String> personKeys(JourneyScan scan) {
        Set<String> keys = new HashSet<>();
        Stream.of(
                        scan.eventColumns().stream(),
                        scan.personColumns().stream(),
                        comparisons(scan).map(PropertyCondition::column))
                .flatMap(columns -> columns)
                .filter(ScanPlan::isOfPeople)
                .forEach(column -> keys.add(column.key()));
        return keys;
    }

    private static boolean isOfPeople(Column column) {
        return column.scope().isOfPerson() || column.scope() == Scope.PERSON_AT_EVENT;
    }

    /// The slot of a column, a new one where it has none.
    private int slot(Column column) {
        int known = slots.indexOf(column);
        if (known >= 0) {
            return known;
        }
        slots.add(column);
        dictionaries.add(isOfPeople(column) ? view.column(column.key()).dictionary() : new Texts());
        return slots.size() - 1;
    }

    JourneyScan scan() {
        return scan;
    }

    PeopleView view() {
        return view;
    }

    List<Column> slots() {
        return slots;
    }

    int slotOf(Column column) {
        return slots.indexOf(column);
    }

    Dictionary dictionary(int slot) {
        return dictionaries.get(slot);
    }

    /// Codes of what is read of events; of a slot that is none of people's.
    Texts texts(int slot) {
        return (Texts) dictionaries.get(slot);
    }

    int eventSlot(int column) {
        return eventSlots[column];
    }

    int personSlot(int column) {
        return personSlots[column];
    }

    List<Integer> slots(Scope scope) {
        return Stream.iterate(0, slot -> slot + 1)
                .limit(slots.size())
                .filter(slot -> slots.get(slot).scope() == scope)
                .toList();
    }

    /// Whether an event that meets no condition needs not even be read.
    private boolean isNarrow() {
        return scan.visits().isEmpty() && !scan.allEvents();
    }

    /// Names of the events that can matter, empty = any.
    Optional<Set<String>> names() {
        if (!isNarrow()) {
            return Optional.empty();
        }
        Set<String> names = new HashSet<>();
        for (EventCondition condition : scan.conditions()) {
            for (EventFilter.Choice choice : condition.filter().anyOf()) {
                if (choice.name().isEmpty()) {
                    return Optional.empty();
                }
                names.add(choice.name().get());
            }
        }
        return Optional.of(names);
    }

    /// Times of the events that can matter.
    TimeRange times() {
        long end = scan.asOf() == Long.MAX_VALUE ? Long.MAX_VALUE : scan.asOf() + 1;
        TimeRange seen = new TimeRange(Long.MIN_VALUE, end);
        if (!isNarrow()) {
            return seen;
        }
        TimeRange all = new TimeRange(Long.MAX_VALUE, Long.MIN_VALUE);
        for (EventCondition condition : scan.conditions()) {
            TimeRange range = condition.range();
            all = new TimeRange(Math.min(all.from(), range.from()), Math.max(all.to(), range.to()));
        }
        return all.and(seen);
    }

    /// The attribute of a key, none where there is no such one.
    static Optional<Attribute> attribute(String key) {
        for (Attribute attribute : Attribute.values()) {
            if (attribute.key().equals(key)) {
                return Optional.of(attribute);
            }
        }
        return Optional.empty();
    }
}
