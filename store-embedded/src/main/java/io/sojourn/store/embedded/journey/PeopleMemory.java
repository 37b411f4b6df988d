package io.sojourn.store.embedded.journey;

import io.sojourn.core.person.PropertyHistory;
import io.sojourn.core.person.Visitor;
import io.sojourn.store.embedded.people.PeopleListener;
import io.sojourn.store.embedded.people.SqlitePeopleStore;
import io.sojourn.store.embedded.people.VisitorRow;
import io.sojourn.store.json.VisitorJson;
import io.sojourn.store.people.PeopleBatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// Keeps the view of a project's people in memory: read at first use, then carried on with every commit.
///
/// What is committed while something is read from the store is only noted, and read again at the end under the
/// store's lock; so reading never keeps ingest waiting.
public final class PeopleMemory implements PeopleListener {

    private final SqlitePeopleStore store;

    /// Guarded by the store's lock, except for reading.
    private volatile Optional<PeopleView> current = Optional.empty();

    /// Persons and visitors that commits touched while something was read; guarded by the store's lock.
    private Optional<Touched> touched = Optional.empty();

    private record Touched(Set<Long> persons, Set<Long> deleted) {}

    /// Its view is kept up to date from now on.
    public PeopleMemory(SqlitePeopleStore store) {
        this.store = store;
        store.listen(this);
    }

    /// What was committed last.
    ///
    /// @param keys person properties that the view must have
    public PeopleView view(Set<String> keys) {
        Optional<PeopleView> view = current;
        while (view.isEmpty() || !view.get().columns().containsAll(keys)) {
            load(keys);
            view = current;
        }
        return view.get();
    }

    /// Frees the memory of a column; the next view that needs it reads it again.
    public void drop(String key) {
        store.exclusively(
                () ->
                        current.ifPresent(
                                view -> {
                                    PeopleView.Editor editor = view.edit();
                                    editor.drop(key);
                                    current = Optional.of(editor.done(view.position()));
                                }));
    }

    @Override
    public void committed(PeopleBatch batch) {
        touched.ifPresent(
                noted -> {
                    noted.persons.addAll(batch.persons().keySet());
                    noted.deleted.addAll(batch.deletedVisitors());
                });
        current.ifPresent(
                view -> {
                    PeopleView.Editor editor = view.edit();
                    batch.deletedVisitors()
                            .forEach(visitor -> editor.remove(Math.toIntExact(visitor)));
                    batch.persons()
                            .forEach(
                                    (person, visitors) ->
                                            editor.put(Math.toIntExact(person), visitors));
                    current = Optional.of(editor.done(batch.state().position()));
                });
    }

    /// One thing at a time.
    private synchronized void load(Set<String> keys) {
        if (current.isEmpty()) {
            loadPeople();
        }
        Set<String> missing = new HashSet<>(keys);
        missing.removeAll(current.orElseThrow().columns());
        if (!missing.isEmpty()) {
            loadColumns(missing);
        }
    }

    private void loadPeople() {
        PeopleView.Editor editor = PeopleView.empty().edit();
        IntPages.Editor last = IntPages.EMPTY.edit();
        noting(
                () ->
                        store.forEachVisitorNumber(
                                (visitor, person, first) ->
                                        editor.load(
                                                Math.toIntExact(visitor),
                                                Math.toIntExact(person),
                                                first,
                                                last)),
                noted -> {
                    noted.deleted.forEach(visitor -> editor.remove(Math.toIntExact(visitor)));
                    noted.persons.forEach(
                            person -> editor.put(Math.toIntExact(person), store.members(person)));
                    current = Optional.of(editor.done(store.position()));
                });
    }

    /// All in one reading.
    private void loadColumns(Set<String> keys) {
        List<ColumnLoad> loads = keys.stream().map(ColumnLoad::new).toList();
        noting(
                () -> {
                    PeopleView view = current.orElseThrow();
                    store.forEachVisitorState(row -> loads.forEach(load -> load.take(row, view)));
                    loads.forEach(ColumnLoad::end);
                },
                noted -> {
                    for (long person : noted.persons) {
                        List<Visitor> visitors = store.members(person);
                        loads.forEach(load -> load.column.put(Math.toIntExact(person), visitors));
                    }
                    PeopleView view = current.orElseThrow();
                    PeopleView.Editor editor = view.edit();
                    loads.forEach(load -> editor.add(load.key, load.column.done()));
                    current = Optional.of(editor.done(view.position()));
                });
    }

    /// A column on its way. Of a person with one visitor the value is put at once, those of the others are collected
    /// first.
    private static final class ColumnLoad {
        private final String key;
        private final boolean identifies;
        private final PersonColumn.Editor column;
        private final Map<Integer, Said> said = new HashMap<>();

        ColumnLoad(String key) {
            this.key = key;
            this.identifies = PersonColumn.isIdentifying(key);
            this.column = PersonColumn.empty(key).edit();
        }

        void take(VisitorRow row, PeopleView view) {
            Optional<PropertyHistory> history = VisitorJson.history(row.state(), key);
            Optional<Visitor> owner =
                    identifies && row.kind().equals(key)
                            ? Optional.of(row.visitor()).filter(Visitor::live)
                            : Optional.empty();
            if (history.isEmpty() && owner.isEmpty()) {
                return;
            }
            int visitor = Math.toIntExact(row.number());
            int person = Math.toIntExact(row.person());
            if (visitor == person && view.next(visitor) == 0) {
                column.put(person, history.stream().toList(), owner.map(Said::value));
            } else {
                said.computeIfAbsent(person, unknown -> new Said()).add(history, owner);
            }
        }

        void end() {
            said.forEach((person, all) -> column.put(person, all.histories, all.identifier()));
        }
    }

    /// What the visitors of one person say about one property.
    private static final class Said {
        private final List<PropertyHistory> histories = new ArrayList<>(2);
        private Optional<Visitor> identifier = Optional.empty();

        void add(Optional<PropertyHistory> history, Optional<Visitor> owner) {
            history.ifPresent(histories::add);
            if (owner.isPresent()
                    && identifier
                            .map(known -> known.lastArrival() < owner.get().lastArrival())
                            .orElse(true)) {
                identifier = owner;
            }
        }

        Optional<String> identifier() {
            return identifier.map(Said::value);
        }

        static String value(Visitor visitor) {
            return visitor.identifier().value();
        }
    }

    private void noting(Runnable reading, Consumer<Touched> then) {
        store.exclusively(
                () -> touched = Optional.of(new Touched(new HashSet<>(), new HashSet<>())));
        boolean read = false;
        try {
            reading.run();
            read = true;
        } finally {
            boolean whole = read;
            store.exclusively(
                    () -> {
                        Touched noted = touched.orElseThrow();
                        touched = Optional.empty();
                        if (whole) {
                            then.accept(noted);
                        }
                    });
        }
    }
}
