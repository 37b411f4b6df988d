package io.sojourn.store.embedded.journey.index;

import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.filter.PropertyCondition;
import io.sojourn.journey.scan.Column;
import io.sojourn.journey.scan.Dictionary;
import io.sojourn.journey.scan.EventCondition;
import io.sojourn.journey.scan.JourneyBatch;
import io.sojourn.journey.scan.JourneyScan;
import io.sojourn.journey.scan.OpenScan;
import io.sojourn.journey.scan.PersonSet;
import io.sojourn.store.embedded.journey.PersonColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// A scan over one version of an index and one of who is who.
final class IndexScan implements OpenScan {

    /// Events of one part, about: small enough that threads end together, large enough that parts cost nothing.
    private static final int PART_EVENTS = 100_000;

    private static final int PARTS_MAX = 64;

    final JourneyScan scan;
    final Version version;
    final Who who;
    final Plan plan;

    /// Columns of conditions and events beside the name, and what gives their codes.
    final List<Column> slots;

    final Slot[] slotOf;
    private final Dictionary[] eventDictionaries;
    private final PersonColumn[] personColumns;
    private final int[] members;
    private final int[] edges;
    private final long people;
    private final Runnable closed;
    private final AtomicLong events = new AtomicLong();
    private final ConcurrentLinkedQueue<PartReader> readers = new ConcurrentLinkedQueue<>();

    /// Where the codes of a column come from.
    record Slot(
            Column.Scope scope, Optional<TextColumn.View> event, Optional<PersonColumn> person) {}

    /// @param closed run once the scan is closed
    IndexScan(JourneyScan scan, Version version, Who who, Runnable closed) {
        this.scan = scan;
        this.version = version;
        this.who = who;
        this.closed = closed;
        this.slots = slots(scan);
        this.slotOf = slots.stream().map(this::slot).toArray(Slot[]::new);
        List<Dictionary> dictionaries = new ArrayList<>();
        for (Slot slot : slotOf) {
            dictionaries.add(
                    slot.event.isPresent()
                            ? slot.event.get().texts()
                            : slot.person.orElseThrow().dictionary());
        }
        this.plan =
                Plan.of(
                        scan,
                        version.kinds(),
                        slots::indexOf,
                        dictionaries,
                        version.times(),
                        scan.visits().isPresent());
        this.eventDictionaries =
                scan.eventColumns().stream()
                        .map(
                                column ->
                                        column.scope() == Column.Scope.EVENT_NAME
                                                ? version.kinds().names()
                                                : dictionaries.get(slots.indexOf(column)))
                        .toArray(Dictionary[]::new);
        this.personColumns =
                scan.personColumns().stream()
                        .map(column -> who.column(column.key()))
                        .toArray(PersonColumn[]::new);
        this.members = scan.people().map(this::existing).orElse(new int[0]);
        this.people = scan.people().isPresent() ? members.length : everyone();
        this.edges = scan.people().isPresent() ? memberEdges() : visitorEdges();
    }

    /// Columns that the index has to hold for a scan.
    static List<Column> columns(JourneyScan scan) {
        return slots(scan).stream()
                .filter(
                        column ->
                                column.scope() == Column.Scope.EVENT
                                        || column.scope() == Column.Scope.VISIT)
                .toList();
    }

    private static List<Column> slots(JourneyScan scan) {
        List<Column> slots = new ArrayList<>();
        for (EventCondition condition : scan.conditions()) {
            for (EventFilter.Choice choice : condition.filter().anyOf()) {
                for (PropertyCondition each : choice.conditions()) {
                    slots.add(each.column());
                }
            }
        }
        slots.addAll(scan.eventColumns());
        return slots.stream()
                .filter(column -> column.scope() != Column.Scope.EVENT_NAME)
                .distinct()
                .toList();
    }

    private Slot slot(Column column) {
        return switch (column.scope()) {
            case EVENT, VISIT -> {
                TextColumn.View view = version.columns().get(column);
                if (view == null) {
                    throw new IllegalStateException(column + " is not loaded");
                }
                yield new Slot(column.scope(), Optional.of(view), Optional.empty());
            }
            case PERSON, PERSON_FIRST, PERSON_AT_EVENT ->
                    new Slot(
                            column.scope(),
                            Optional.empty(),
                            Optional.of(who.column(column.key())));
            case EVENT_NAME -> throw new IllegalStateException("a name is no column");
        };
    }

    private int[] existing(PersonSet set) {
        int[] found = new int[Math.toIntExact(set.size())];
        int[] count = new int[1];
        set.forEach(
                person -> {
                    if (person > 0 && person < who.end() && isKnown((int) person)) {
                        found[count[0]++] = (int) person;
                    }
                });
        return Arrays.copyOf(found, count[0]);
    }

    /// Whether it is a person who was seen up to the scan's `asOf`.
    private boolean isKnown(int number) {
        return who.person(number) == number && who.firstSeen(number) <= scan.asOf();
    }

    private long everyone() {
        if (scan.asOf() >= who.newestSeen()) {
            return who.people();
        }
        long known = 0;
        for (int number = 1; number < who.end(); number++) {
            known += isKnown(number) ? 1 : 0;
        }
        return known;
    }

    private int[] memberEdges() {
        int parts = parts(Math.max(members.length, members.length * 20L));
        int[] cuts = new int[parts + 1];
        for (int part = 0; part <= parts; part++) {
            cuts[part] = (int) ((long) members.length * part / parts);
        }
        return cuts;
    }

    private int[] visitorEdges() {
        int parts = parts(version.base().size() + (long) version.delta().count());
        int[] start = version.base().start();
        int[] cuts = new int[parts + 1];
        for (int part = 1; part < parts; part++) {
            int wanted = (int) ((long) version.base().size() * part / parts);
            int found = Arrays.binarySearch(start, wanted);
            int visitor = Math.min(found >= 0 ? found : -found - 1, version.base().visitors());
            cuts[part] = Math.max(cuts[part - 1], Math.min(visitor, who.end()));
        }
        cuts[parts] = who.end();
        return cuts;
    }

    private static int parts(long events) {
        return Math.clamp(events / PART_EVENTS, 1, PARTS_MAX);
    }

    @Override
    public Dictionary eventColumn(int column) {
        return eventDictionaries[column];
    }

    @Override
    public Dictionary personColumn(int column) {
        return personColumns[column].dictionary();
    }

    @Override
    public long people() {
        return people;
    }

    @Override
    public int parts() {
        return edges.length - 1;
    }

    @Override
    public void forEach(int part, Consumer<JourneyBatch> consumer) {
        PartReader known = readers.poll();
        PartReader reader = known == null ? new PartReader(this) : known;
        if (scan.people().isPresent()) {
            reader.read(members, edges[part], edges[part + 1], consumer);
        } else {
            reader.read(edges[part], edges[part + 1], consumer);
        }
        readers.add(reader);
    }

    int personCode(int column, int person) {
        return scan.personColumns().get(column).scope() == Column.Scope.PERSON_FIRST
                ? personColumns[column].first(person, scan.asOf())
                : personColumns[column].at(person, scan.asOf());
    }

    void looked(long more) {
        events.addAndGet(more);
    }

    @Override
    public long events() {
        return events.get();
    }

    @Override
    public void close() {
        closed.run();
    }
}
