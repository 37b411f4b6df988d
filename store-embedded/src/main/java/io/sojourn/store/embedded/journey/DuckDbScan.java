package io.sojourn.store.embedded.journey;

import io.sojourn.journey.scan.Dictionary;
import io.sojourn.journey.scan.JourneyBatch;
import io.sojourn.journey.scan.JourneyScan;
import io.sojourn.journey.scan.OpenScan;
import io.sojourn.journey.scan.PersonSet;
import io.sojourn.store.embedded.event.EventRow;
import io.sojourn.store.embedded.event.EventSelection;
import io.sojourn.store.embedded.event.EventSnapshot;
import io.sojourn.store.embedded.event.Renumbering;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// A scan straight out of the event store, which holds nothing in memory between scans and is right whatever the size:
/// the store sorts events by person, and compares nothing but numbers, names and times.
///
/// The people are those of the view. Events that arrived after it are left out; the events of somebody who was deleted
/// after it are gone already.
final class DuckDbScan implements OpenScan {

    /// Up to so many visitors the store is asked for these only.
    private static final int NAMED_MAX = 1_000;

    private final ScanPlan plan;
    private final EventSnapshot events;
    private final int parts;
    private final PersonSet people;
    private final AtomicLong looked = new AtomicLong();

    DuckDbScan(JourneyScan scan, PeopleView view, EventSnapshot events, int parts) {
        this.plan = new ScanPlan(scan, view);
        this.events = events;
        this.parts = parts;
        PersonSet all = view.persons(scan.asOf());
        this.people = scan.people().map(all::and).orElse(all);
    }

    @Override
    public Dictionary eventColumn(int column) {
        return plan.dictionary(plan.eventSlot(column));
    }

    @Override
    public Dictionary personColumn(int column) {
        return plan.dictionary(plan.personSlot(column));
    }

    @Override
    public long people() {
        return people.size();
    }

    @Override
    public int parts() {
        return parts;
    }

    @Override
    public void forEach(int part, Consumer<JourneyBatch> consumer) {
        new Part(part, consumer).read();
    }

    @Override
    public long events() {
        return looked.get();
    }

    @Override
    public void close() {
        events.close();
    }

    /// The visitors of those who are asked about, none where these are too many to be named.
    private Optional<List<Long>> visitors() {
        if (plan.scan().people().isEmpty() || people.size() > NAMED_MAX) {
            return Optional.empty();
        }
        List<Long> visitors = new ArrayList<>();
        people.forEach(
                person -> {
                    for (int one = (int) person; one != 0; one = plan.view().next(one)) {
                        visitors.add((long) one);
                    }
                });
        return visitors.size() > NAMED_MAX ? Optional.empty() : Optional.of(visitors);
    }

    private void renumber(Optional<List<Long>> visitors, Renumbering.Consumer consumer)
            throws java.sql.SQLException {
        PeopleView view = plan.view();
        if (visitors.isPresent()) {
            for (long visitor : visitors.get()) {
                int person = view.person((int) visitor);
                if (person != visitor) {
                    consumer.accept(visitor, person);
                }
            }
            return;
        }
        for (int visitor = 1; visitor < view.end(); visitor++) {
            int person = view.person(visitor);
            if (person != visitor) {
                consumer.accept(visitor, person);
            }
        }
    }

    /// Reads every so many-th person, those without events where everyone is asked for.
    private final class Part {
        private final int part;
        private final JourneyRows rows = new JourneyRows(plan);
        private final BatchBuffer buffer;
        private int current;
        private int next;

        Part(int part, Consumer<JourneyBatch> consumer) {
            this.part = part;
            this.buffer = new BatchBuffer(plan, consumer);
            this.next = part == 0 ? parts : part;
        }

        void read() {
            Optional<List<Long>> visitors = visitors();
            EventSelection selection = rows.selection(visitors);
            events.read(
                    part,
                    part,
                    parts,
                    selection,
                    consumer -> renumber(visitors, consumer),
                    people::contains,
                    this::take);
            end();
            skipTo(plan.view().end());
            buffer.flush();
        }

        private void take(EventRow row) {
            int person = (int) row.person();
            if (person != current) {
                end();
                skipTo(person);
                current = person;
            }
            rows.add(row);
        }

        private void end() {
            if (current != 0) {
                looked.addAndGet(rows.count());
                rows.finish(current);
                buffer.add(current, rows);
                rows.clear();
                next = current + parts;
                current = 0;
            }
        }

        /// Persons without events up to a number.
        private void skipTo(int person) {
            if (!plan.scan().everyone()) {
                return;
            }
            while (next < person) {
                if (people.contains(next)) {
                    buffer.add(next, rows);
                }
                next += parts;
            }
        }
    }
}
