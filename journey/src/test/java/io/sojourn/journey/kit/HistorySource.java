package io.sojourn.journey.kit;

import io.sojourn.core.event.Attribute;
import io.sojourn.core.event.Event;
import io.sojourn.core.event.EventFlag;
import io.sojourn.core.value.Value;
import io.sojourn.core.visit.LocalDays;
import io.sojourn.core.visit.VisitRows;
import io.sojourn.core.visit.Visits;
import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.filter.PropertyCondition;
import io.sojourn.journey.scan.Column;
import io.sojourn.journey.scan.Dictionary;
import io.sojourn.journey.scan.EventCondition;
import io.sojourn.journey.scan.JourneyBatch;
import io.sojourn.journey.scan.JourneyScan;
import io.sojourn.journey.scan.JourneySource;
import io.sojourn.journey.scan.OpenScan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// Journeys out of lists, event by event: slow and plain, the measure of the other sources. Batches hold one to three
/// persons, so that every analysis merges and starts anew all the time.
public final class HistorySource implements JourneySource {

    private static final int PARTS = 2;

    private final List<Journey> journeys;

    public HistorySource(List<Journey> journeys) {
        this.journeys =
                journeys.stream().sorted(Comparator.comparingLong(Journey::person)).toList();
    }

    public List<Journey> journeys() {
        return journeys;
    }

    @Override
    public OpenScan open(JourneyScan scan) {
        return new Open(scan, journeys);
    }

    /// Codes in the order in which values are met.
    private static final class Values implements Dictionary {
        private final Map<String, Integer> codes = new HashMap<>();
        private final List<String> texts = new ArrayList<>(List.of(""));

        synchronized int code(Optional<String> text) {
            return text.map(
                            known ->
                                    codes.computeIfAbsent(
                                            known,
                                            added -> {
                                                texts.add(added);
                                                return texts.size() - 1;
                                            }))
                    .orElse(0);
        }

        @Override
        public synchronized int size() {
            return texts.size();
        }

        @Override
        public synchronized String text(int code) {
            return texts.get(code);
        }

        @Override
        public double number(int code) {
            return Value.string(text(code)).number();
        }
    }

    private static final class Open implements OpenScan {
        private final JourneyScan scan;
        private final List<Journey> journeys;
        private final List<Values> eventValues;
        private final List<Values> personValues;
        private final AtomicLong events = new AtomicLong();

        Open(JourneyScan scan, List<Journey> journeys) {
            this.scan = scan;
            this.journeys =
                    journeys.stream()
                            .filter(one -> one.firstSeen() <= scan.asOf())
                            .filter(
                                    one ->
                                            scan.people()
                                                    .map(set -> set.contains(one.person()))
                                                    .orElse(true))
                            .toList();
            this.eventValues = scan.eventColumns().stream().map(column -> new Values()).toList();
            this.personValues = scan.personColumns().stream().map(column -> new Values()).toList();
        }

        @Override
        public Dictionary eventColumn(int column) {
            return eventValues.get(column);
        }

        @Override
        public Dictionary personColumn(int column) {
            return personValues.get(column);
        }

        @Override
        public long people() {
            return journeys.size();
        }

        @Override
        public int parts() {
            return PARTS;
        }

        @Override
        public void forEach(int part, Consumer<JourneyBatch> consumer) {
            List<Row> rows = new ArrayList<>();
            List<Journey> people = new ArrayList<>();
            List<Integer> starts = new ArrayList<>();
            int batchPeople = 1;
            for (int i = part; i < journeys.size(); i += PARTS) {
                Journey journey = journeys.get(i);
                List<Row> kept = kept(journey);
                if (kept.isEmpty() && !scan.everyone()) {
                    continue;
                }
                people.add(journey);
                starts.add(rows.size());
                rows.addAll(kept);
                if (people.size() == batchPeople) {
                    consumer.accept(batch(people, starts, rows));
                    rows.clear();
                    people.clear();
                    starts.clear();
                    batchPeople = batchPeople % 3 + 1;
                }
            }
            if (!people.isEmpty()) {
                consumer.accept(batch(people, starts, rows));
            }
        }

        private record Row(Event event, int visit, long[] mask, int[] codes) {}

        private List<Row> kept(Journey journey) {
            List<Event> seen =
                    journey.events().stream()
                            .filter(event -> event.time() <= scan.asOf())
                            .filter(event -> scan.bots() || !event.is(EventFlag.BOT))
                            .toList();
            events.addAndGet(seen.size());
            int[] visits = visits(seen);
            List<Row> kept = new ArrayList<>();
            for (int i = 0; i < seen.size(); i++) {
                Seen one = new Seen(journey, seen, visits, i, scan.asOf());
                long[] mask = new long[scan.words()];
                boolean any = false;
                for (int c = 0; c < scan.conditions().size(); c++) {
                    if (meets(one, scan.conditions().get(c))) {
                        mask[c / Long.SIZE] |= 1L << c % Long.SIZE;
                        any = true;
                    }
                }
                if (any || scan.allEvents()) {
                    int[] codes = new int[eventValues.size()];
                    for (int c = 0; c < codes.length; c++) {
                        codes[c] = eventValues.get(c).code(one.value(scan.eventColumns().get(c)));
                    }
                    kept.add(new Row(seen.get(i), visits[i], mask, codes));
                }
            }
            return opened(kept);
        }

        private List<Row> opened(List<Row> kept) {
            if (scan.opening().isEmpty()) {
                return kept;
            }
            int opening = scan.opening().getAsInt();
            long bit = 1L << opening % Long.SIZE;
            Optional<Row> first =
                    kept.stream()
                            .filter(row -> (row.mask[opening / Long.SIZE] & bit) != 0)
                            .findFirst();
            return kept.stream()
                    .filter(
                            row ->
                                    first.isPresent()
                                            && row.event.time() >= first.get().event.time())
                    .toList();
        }

        private int[] visits(List<Event> seen) {
            int[] visits = new int[seen.size()];
            Arrays.fill(visits, Visits.NONE);
            scan.visits()
                    .ifPresent(
                            cut -> {
                                VisitRows rows = new VisitRows();
                                seen.forEach(rows::add);
                                Visits.cut(
                                        cut.settings(),
                                        new LocalDays(cut.zone()),
                                        rows.columns(),
                                        0,
                                        seen.size(),
                                        visits);
                            });
            return visits;
        }

        private static boolean meets(Seen one, EventCondition condition) {
            if (!condition.range().contains(one.event().time())) {
                return false;
            }
            for (EventFilter.Choice choice : condition.filter().anyOf()) {
                boolean named =
                        choice.name().map(name -> name.equals(one.event().name())).orElse(true);
                if (named && choice.conditions().stream().allMatch(one::meets)) {
                    return true;
                }
            }
            return false;
        }

        private JourneyBatch batch(List<Journey> people, List<Integer> starts, List<Row> rows) {
            int[] start = new int[people.size() + 1];
            for (int i = 0; i < people.size(); i++) {
                start[i] = starts.get(i);
            }
            start[people.size()] = rows.size();
            int[][] personColumns = new int[personValues.size()][people.size()];
            for (int c = 0; c < personColumns.length; c++) {
                Column column = scan.personColumns().get(c);
                for (int i = 0; i < people.size(); i++) {
                    personColumns[c][i] =
                            personValues.get(c).code(ofPerson(people.get(i), column, scan.asOf()));
                }
            }
            long[][] mask = new long[scan.words()][rows.size()];
            int[][] eventColumns = new int[eventValues.size()][rows.size()];
            for (int row = 0; row < rows.size(); row++) {
                for (int w = 0; w < mask.length; w++) {
                    mask[w][row] = rows.get(row).mask[w];
                }
                for (int c = 0; c < eventColumns.length; c++) {
                    eventColumns[c][row] = rows.get(row).codes[c];
                }
            }
            return new JourneyBatch(
                    people.size(),
                    people.stream().mapToLong(Journey::person).toArray(),
                    start,
                    people.stream().mapToLong(Journey::firstSeen).toArray(),
                    personColumns,
                    scan.eventNumbers()
                            ? rows.stream().mapToLong(row -> row.event.id()).toArray()
                            : new long[0],
                    rows.stream().mapToLong(row -> row.event.time()).toArray(),
                    mask,
                    scan.visits().isPresent()
                            ? rows.stream().mapToInt(Row::visit).toArray()
                            : new int[0],
                    eventColumns);
        }

        @Override
        public long events() {
            return events.get();
        }

        @Override
        public void close() {}
    }

    private static Optional<String> ofPerson(Journey journey, Column column, long asOf) {
        return (column.scope() == Column.Scope.PERSON_FIRST
                        ? journey.firstProperty(column.key(), asOf)
                        : journey.propertyAt(column.key(), asOf))
                .map(Value::text);
    }

    /// The event that is looked at, among all that its person's scan sees.
    private record Seen(Journey journey, List<Event> events, int[] visits, int row, long asOf) {

        Event event() {
            return events.get(row);
        }

        boolean meets(PropertyCondition condition) {
            Optional<String> value = value(condition.column());
            return value.map(condition::matches).orElseGet(condition::matchesMissing);
        }

        Optional<String> value(Column column) {
            return switch (column.scope()) {
                case EVENT ->
                        Optional.ofNullable(event().properties().get(column.key()))
                                .map(Value::text)
                                .or(() -> attribute(event(), column.key()));
                case EVENT_NAME -> Optional.of(event().name());
                case VISIT -> ofVisit(column.key());
                case PERSON_AT_EVENT ->
                        journey.propertyAt(column.key(), event().time()).map(Value::text);
                case PERSON, PERSON_FIRST -> ofPerson(journey, column, asOf);
            };
        }

        private Optional<String> ofVisit(String key) {
            if (visits[row] == Visits.NONE) {
                return Optional.empty();
            }
            Optional<String> last = Optional.empty();
            Optional<Event> first = Optional.empty();
            for (int i = 0; i < events.size(); i++) {
                if (visits[i] == visits[row]) {
                    Event event = events.get(i);
                    Value value = event.visitProperties().get(key);
                    last = value == null ? last : Optional.of(value.text());
                    if (first.isEmpty() && !event.is(EventFlag.STANDALONE)) {
                        first = Optional.of(event);
                    }
                }
            }
            Optional<Event> opening = first;
            return last.or(() -> opening.flatMap(event -> attribute(event, key)));
        }

        private static Optional<String> attribute(Event event, String key) {
            for (Attribute attribute : Attribute.values()) {
                if (attribute.key().equals(key)) {
                    String text = event.attributes().get(attribute);
                    return text.isEmpty() ? Optional.empty() : Optional.of(text);
                }
            }
            return Optional.empty();
        }
    }
}
