package io.sojourn.store.embedded.journey;

import io.sojourn.core.person.Identifier;
import io.sojourn.core.person.PropertyHistory;
import io.sojourn.core.person.PropertyHistory.Run;
import io.sojourn.core.person.Visitor;
import io.sojourn.core.value.Value;
import io.sojourn.journey.scan.Dictionary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// One property of all persons, with what it was before, as codes. Immutable; its dictionary is shared by all versions.
///
/// An identifier of kind `id` or `email` stands in for the property of that name where that was never stated, and where
/// it was unset.
public final class PersonColumn {

    /// A statement, or the begin or the end of a run of equal ones.
    private record Statement(long time, long arrival, int code) {}

    private static final Comparator<Statement> IN_ORDER =
            Comparator.comparingLong(Statement::time).thenComparingLong(Statement::arrival);

    /// Values that differ from the one before, in order, oldest first; two or more. Of several at one time the last
    /// counts, and the first is the oldest value.
    private record History(List<Statement> changes) {

        int at(long time) {
            int low = 0;
            int high = changes.size();
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (changes.get(middle).time <= time) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low == 0 ? 0 : changes.get(low - 1).code;
        }

        int first(long asOf) {
            for (Statement change : changes) {
                if (change.code != 0) {
                    return change.time <= asOf ? change.code : 0;
                }
            }
            return 0;
        }
    }

    private final String key;
    private final Texts texts;

    /// By person: the newest value, since when it holds, and what was before where there was anything.
    private final IntPages newest;

    private final LongPages since;
    private final ObjectPages<History> histories;

    private PersonColumn(
            String key,
            Texts texts,
            IntPages newest,
            LongPages since,
            ObjectPages<History> histories) {
        this.key = key;
        this.texts = texts;
        this.newest = newest;
        this.since = since;
        this.histories = histories;
    }

    static PersonColumn empty(String key) {
        return new PersonColumn(
                key, new Texts(), IntPages.EMPTY, LongPages.EMPTY, ObjectPages.empty());
    }

    public Dictionary dictionary() {
        return texts;
    }

    /// Code of the newest value stated up to a time, 0 where there is none.
    public int at(int person, long time) {
        if (time >= since.get(person)) {
            return newest.get(person);
        }
        return histories.get(person).map(history -> history.at(time)).orElse(0);
    }

    /// Code of the oldest value, 0 where there was none up to `asOf`.
    public int first(int person, long asOf) {
        Optional<History> history = histories.get(person);
        return history.isPresent() ? history.get().first(asOf) : at(person, asOf);
    }

    /// Memory, about.
    public long bytes() {
        return texts.bytes() + newest.bytes() + since.bytes();
    }

    Editor edit() {
        return new Editor(this);
    }

    /// Makes a version; one thread.
    static final class Editor {
        private final String key;
        private final Texts texts;
        private final boolean identifies;
        private final IntPages.Editor newest;
        private final LongPages.Editor since;
        private final ObjectPages.Editor<History> histories;

        private Editor(PersonColumn from) {
            key = from.key;
            texts = from.texts;
            identifies = isIdentifying(key);
            newest = from.newest.edit();
            since = from.since.edit();
            histories = from.histories.edit();
        }

        /// @param visitors all of the person; none where it is no more
        void put(int person, List<Visitor> visitors) {
            List<PropertyHistory> stated = new ArrayList<>(1);
            for (Visitor visitor : visitors) {
                PropertyHistory history = visitor.properties().get(key);
                if (history != null) {
                    stated.add(history);
                }
            }
            put(person, stated, identifies ? identifier(visitors) : Optional.empty());
        }

        private Optional<String> identifier(List<Visitor> visitors) {
            return visitors.stream()
                    .filter(one -> one.live() && one.identifier().kind().equals(key))
                    .max(Comparator.comparingLong(Visitor::lastArrival))
                    .map(one -> one.identifier().value());
        }

        /// @param stated of each of the person's visitors that says something
        void put(int person, List<PropertyHistory> stated, Optional<String> identifier) {
            if (stated.isEmpty()) {
                // Where nobody says anything, nothing is coded for most persons.
                put(person, identifier.map(texts::code).orElse(0), Long.MIN_VALUE);
                histories.set(person, Optional.empty());
                return;
            }
            int unset = identifier.map(texts::code).orElse(0);
            if (stated.size() == 1 && stated.getFirst().runs().size() == 1) {
                Run only = stated.getFirst().first();
                put(person, code(only.value(), unset), only.from());
                histories.set(person, Optional.empty());
                return;
            }
            List<Statement> changes = changes(stated, unset);
            put(person, changes.getLast().code, changes.getLast().time);
            histories.set(
                    person,
                    changes.size() == 1 ? Optional.empty() : Optional.of(new History(changes)));
        }

        private void put(int person, int code, long from) {
            newest.set(person, code);
            since.set(person, code == 0 && from == Long.MIN_VALUE ? 0 : from);
        }

        private List<Statement> changes(List<PropertyHistory> stated, int unset) {
            List<Statement> all = new ArrayList<>();
            for (PropertyHistory history : stated) {
                for (Run run : history.runs()) {
                    int code = code(run.value(), unset);
                    all.add(new Statement(run.from(), run.fromArrival(), code));
                    all.add(new Statement(run.to(), run.toArrival(), code));
                }
            }
            all.sort(IN_ORDER);
            List<Statement> changes = new ArrayList<>();
            for (Statement one : all) {
                if (changes.isEmpty() || changes.getLast().code != one.code) {
                    changes.add(one);
                }
            }
            return List.copyOf(changes);
        }

        private int code(Value value, int unset) {
            return value.isSet() ? texts.code(value.text()) : unset;
        }

        /// The version; the editor is not used again.
        PersonColumn done() {
            return new PersonColumn(key, texts, newest.done(), since.done(), histories.done());
        }
    }

    /// Whether identifiers stand in for the property.
    static boolean isIdentifying(String key) {
        return key.equals(Identifier.ID) || key.equals(Identifier.EMAIL);
    }
}
