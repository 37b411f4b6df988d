package io.sojourn.store.embedded.journey.index;

import io.sojourn.core.event.Event;
import io.sojourn.journey.kit.HistorySource;
import io.sojourn.journey.kit.Journey;
import io.sojourn.journey.scan.Column;
import io.sojourn.store.embedded.journey.PersonColumn;
import io.sojourn.store.embedded.journey.Texts;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// An index's version put together by hand, and the same events as lists.
final class Made {

    private Made() {}

    /// @param owner person of each visitor by number, 0 = nobody
    static HistorySource lists(List<Event> events, int[] owner) {
        TreeMap<Long, List<Event>> byPerson = new TreeMap<>();
        for (int visitor = 1; visitor < owner.length; visitor++) {
            if (owner[visitor] == visitor) {
                byPerson.put((long) visitor, new ArrayList<>());
            }
        }
        for (Event event : events) {
            List<Event> own = byPerson.get((long) owner[(int) event.visitor()]);
            if (own != null) {
                own.add(event);
            }
        }
        List<Journey> journeys = new ArrayList<>();
        byPerson.forEach(
                (person, own) -> {
                    own.sort(Comparator.comparingLong(Event::time).thenComparingLong(Event::id));
                    journeys.add(new Journey(person, 7 * person, own, List.of()));
                });
        return new HistorySource(journeys);
    }

    static Who who(int[] owner) {
        int[] next = new int[owner.length];
        long people = 0;
        Map<Integer, Integer> last = new HashMap<>();
        for (int visitor = 1; visitor < owner.length; visitor++) {
            int person = owner[visitor];
            people += person == visitor ? 1 : 0;
            Integer before = person == 0 ? null : last.put(person, visitor);
            if (before != null) {
                next[before] = visitor;
            }
        }
        long count = people;
        return new Who() {
            @Override
            public int end() {
                return owner.length;
            }

            @Override
            public int person(int visitor) {
                return owner[visitor];
            }

            @Override
            public int next(int visitor) {
                return next[visitor];
            }

            @Override
            public long firstSeen(int person) {
                return 7L * person;
            }

            @Override
            public long newestSeen() {
                return 7L * owner.length;
            }

            @Override
            public long people() {
                return count;
            }

            @Override
            public PersonColumn column(String key) {
                throw new IllegalStateException("no properties of persons");
            }
        };
    }

    /// The first events as base, the others as delta.
    static Version version(List<Event> events, int inBase) {
        Kinds kinds = new Kinds();
        BaseBuilder builder = new BaseBuilder(0);
        DeltaRows delta = new DeltaRows();
        for (int i = 0; i < events.size(); i++) {
            Event event = events.get(i);
            int kind = kinds.code(event.name(), event.flags());
            int visitor = (int) event.visitor();
            if (i < inBase) {
                builder.add(visitor, event.time(), event.id(), kind);
            } else {
                delta.add(visitor, event.time(), event.id(), kind);
                if (i % 3 == 0) {
                    delta.version();
                }
            }
        }
        Base base = builder.build(inBase == 0 ? -1 : events.get(inBase - 1).id());
        Map<Column, TextColumn.View> columns = new HashMap<>();
        for (String key : List.of("plan", "country", "duration")) {
            columns.put(
                    new Column(Column.Scope.EVENT, key),
                    text(new TextField.Property(key), base, events, inBase));
        }
        for (String key : List.of("source", "country")) {
            columns.put(
                    new Column(Column.Scope.VISIT, key),
                    text(new TextField.OfVisit(key), base, events, inBase));
        }
        LongColumn.View numbers = longs(base, events, inBase, Event::id);
        return new Version(
                base,
                delta.version(),
                kinds,
                new BitSet(),
                columns,
                Optional.of(
                        new Version.VisitInputs(
                                longs(base, events, inBase, Event::activeUntil),
                                Optional.of(longs(base, events, inBase, Event::timeout)),
                                Optional.of(text(new TextField.Campaign(), base, events, inBase)))),
                () -> numbers);
    }

    private static TextColumn.View text(
            TextField field, Base base, List<Event> events, int inBase) {
        Codes[] codes = new Codes[field.parts()];
        for (int part = 0; part < codes.length; part++) {
            codes[part] = new Codes(inBase, 0);
        }
        TextColumn column = new TextColumn(new Texts(), codes, new int[field.parts()][0]);
        Base.Places places = base.places();
        for (int i = 0; i < events.size(); i++) {
            Event event = events.get(i);
            int row = i < inBase ? places.next((int) event.visitor()) : i - inBase;
            for (int part = 0; part < field.parts(); part++) {
                int code = field.text(event, part).map(column.texts()::code).orElse(0);
                if (i < inBase) {
                    column.setBase(part, row, code);
                } else {
                    column.setDelta(part, row, code);
                }
            }
        }
        return column.view();
    }

    private static LongColumn.View longs(
            Base base,
            List<Event> events,
            int inBase,
            java.util.function.ToLongFunction<Event> field) {
        LongColumn column = new LongColumn(new PackedLongs(inBase, 0, 0), new long[0]);
        Base.Places places = base.places();
        for (int i = 0; i < events.size(); i++) {
            if (i < inBase) {
                int row = places.next((int) events.get(i).visitor());
                column.setBase(row, field.applyAsLong(events.get(i)));
            } else {
                column.setDelta(i - inBase, field.applyAsLong(events.get(i)));
            }
        }
        return column.view();
    }
}
