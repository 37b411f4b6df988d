package io.sojourn.store.embedded.journey;

import io.sojourn.core.event.Event;
import io.sojourn.core.event.EventChange;
import io.sojourn.core.person.Visitor;
import io.sojourn.journey.kit.Journey;
import io.sojourn.journey.oracle.History;
import io.sojourn.journey.oracle.History.Act;
import io.sojourn.store.embedded.event.DuckDbEventStore;
import io.sojourn.store.embedded.people.SqlitePeopleStore;
import io.sojourn.store.event.EventBatch;
import io.sojourn.store.fault.Faults;
import io.sojourn.store.people.BatchBuilder;
import io.sojourn.store.people.PeopleBatch;
import io.sojourn.store.people.PeopleState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A history that is played into the stores of a project, batch by batch, as ingest would commit it.
final class PlayedHistory implements AutoCloseable {

    private final History history;
    private final Path folder;
    private final List<EventChange> waiting = new ArrayList<>();
    private final Set<Long> happened = new HashSet<>();
    private SqlitePeopleStore people;
    private DuckDbEventStore events;
    private int played;

    PlayedHistory(History history, Path folder) {
        this.history = history;
        this.folder = folder;
        people = SqlitePeopleStore.open(folder, Faults.NONE);
        events = DuckDbEventStore.open(folder);
    }

    SqlitePeopleStore people() {
        return people;
    }

    DuckDbEventStore events() {
        return events;
    }

    int size() {
        return history.acts().size();
    }

    boolean isOver() {
        return played == history.acts().size();
    }

    /// Everybody, as far as was played.
    List<Journey> journeys() {
        return new History(history.acts().subList(0, played)).journeys();
    }

    /// Plays the next acts as one batch.
    void play(int count) {
        int to = Math.min(history.acts().size(), played + count);
        List<Act> acts = history.acts().subList(played, to);
        Map<Long, Long> before = History.people(history.acts().subList(0, played));
        Map<Long, Long> after = History.people(history.acts().subList(0, to));
        played = to;
        Set<Long> deleted = new HashSet<>();
        for (Act act : acts) {
            if (act instanceof History.Deleted(Set<Long> visitors)) {
                deleted.addAll(visitors);
            }
        }
        events.commit(eventBatch(acts, deleted));
        people.commit(peopleBatch(acts, before, after, deleted));
    }

    private EventBatch eventBatch(List<Act> acts, Set<Long> deleted) {
        List<Event> added = new ArrayList<>();
        List<EventChange> changes = new ArrayList<>();
        for (Act act : acts) {
            switch (act) {
                case History.Happened(Event event) -> {
                    added.add(event);
                    happened.add(event.id());
                    waiting.stream()
                            .filter(change -> change.event() == event.id())
                            .forEach(changes::add);
                }
                case History.Changed(EventChange change) ->
                        (happened.contains(change.event()) ? changes : waiting).add(change);
                case History.Born born -> {}
                case History.Stated stated -> {}
                case History.Merged merged -> {}
                case History.Parted parted -> {}
                case History.Deleted gone -> {}
            }
        }
        return new EventBatch(played, added, changes, List.copyOf(deleted));
    }

    private PeopleBatch peopleBatch(
            List<Act> acts, Map<Long, Long> before, Map<Long, Long> after, Set<Long> deleted) {
        Map<Long, Visitor> touched = new HashMap<>();
        before.keySet()
                .forEach(
                        number ->
                                people.visitor(number)
                                        .ifPresent(visitor -> touched.put(number, visitor)));
        BatchBuilder batch = new BatchBuilder(people);
        Set<Long> changed = new HashSet<>();
        for (Act act : acts) {
            History.play(act, touched).ifPresent(visitor -> changed.add(visitor.number()));
        }
        after.forEach(
                (number, person) -> {
                    if (!person.equals(before.getOrDefault(number, person))) {
                        batch.person(before.getOrDefault(number, person));
                        changed.add(number);
                    }
                    touched.get(number).belongTo(person);
                });
        changed.stream()
                .filter(number -> !deleted.contains(number))
                .forEach(number -> batch.visitor(touched.get(number)));
        for (long number : deleted) {
            Visitor gone = touched.get(number);
            if (before.containsKey(number)) {
                gone.belongTo(before.getOrDefault(number, number));
            }
            batch.delete(gone);
        }
        PeopleBatch built = batch.build();
        PeopleState state = built.state();
        return new PeopleBatch(
                new PeopleState(played, state.nextVisitor(), 0, state.settings()),
                built.visitors(),
                built.deletedVisitors(),
                built.persons(),
                built.seen(),
                built.pendingAdded(),
                built.pendingRemoved(),
                built.quarantined(),
                built.quarantineRemoved(),
                built.organisations(),
                built.tallies(),
                built.schema());
    }

    /// Closes the stores and opens them again.
    void reopen() {
        close();
        people = SqlitePeopleStore.open(folder, Faults.NONE);
        events = DuckDbEventStore.open(folder);
    }

    @Override
    public void close() {
        events.close();
        people.close();
    }
}
