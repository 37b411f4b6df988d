package io.sojourn.store.embedded.journey;

import io.sojourn.core.event.EventId;
import io.sojourn.core.person.Visitor;
import io.sojourn.journey.scan.PersonSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Who is who in a project as of one position of its people store, and what is known of them. Immutable: a running
/// scan keeps its own, whatever is merged meanwhile.
///
/// Visitors and persons are numbers from one counter; a person's number is the lowest of its visitors. An event that
/// arrived after the position may be stored already though its visitor is not in the view: whoever reads events by the
/// view leaves out those above [#lastEvent].
public final class PeopleView {

    private final long position;
    private final int end;
    private final int people;
    private final IntPages person;
    private final IntPages next;
    private final LongPages firstSeen;
    private final long newestSeen;
    private final Map<String, PersonColumn> columns;
    private volatile Optional<Everybody> everybody = Optional.empty();

    /// @param newest when the one who came last was first seen
    private record Everybody(PersonSet persons, long newest) {}

    /// @param next by visitor, the next higher visitor of the same person
    PeopleView(
            long position,
            int end,
            int people,
            IntPages person,
            IntPages next,
            LongPages firstSeen,
            long newestSeen,
            Map<String, PersonColumn> columns) {
        this.position = position;
        this.end = end;
        this.people = people;
        this.person = person;
        this.next = next;
        this.firstSeen = firstSeen;
        this.newestSeen = newestSeen;
        this.columns = Map.copyOf(columns);
    }

    static PeopleView empty() {
        return new PeopleView(
                0, 1, 0, IntPages.EMPTY, IntPages.EMPTY, LongPages.EMPTY, Long.MIN_VALUE, Map.of());
    }

    /// Of the people store.
    public long position() {
        return position;
    }

    /// The highest event number that the view may be asked about.
    public long lastEvent() {
        return EventId.of(position + 1, 0) - 1;
    }

    /// Visitors have numbers from 1 to below it.
    public int end() {
        return end;
    }

    /// The person of a visitor, 0 where the visitor is not known: deleted, or too new.
    public int person(int visitor) {
        return person.get(visitor);
    }

    public boolean exists(int number) {
        return number > 0 && person.get(number) == number;
    }

    /// The next higher visitor of the same person, 0 after the last. The first one has the person's own number.
    public int next(int visitor) {
        return next.get(visitor);
    }

    /// Event time of the first thing known of a person, Unix milliseconds.
    public long firstSeen(int number) {
        return firstSeen.get(number);
    }

    /// Nobody was first seen later.
    public long newestSeen() {
        return newestSeen;
    }

    /// How many persons there are.
    public int people() {
        return people;
    }

    /// All persons who were first seen up to a time.
    public PersonSet persons(long asOf) {
        Optional<Everybody> known = everybody;
        if (known.isEmpty()) {
            known = Optional.of(new Everybody(seenUntil(Long.MAX_VALUE), newest()));
            everybody = known;
        }
        return asOf >= known.get().newest ? known.get().persons : seenUntil(asOf);
    }

    private PersonSet seenUntil(long asOf) {
        PersonSet.Builder builder = new PersonSet.Builder();
        for (int number = 1; number < end; number++) {
            if (person.get(number) == number && firstSeen.get(number) <= asOf) {
                builder.add(number);
            }
        }
        return builder.build();
    }

    private long newest() {
        long newest = Long.MIN_VALUE;
        for (int number = 1; number < end; number++) {
            if (person.get(number) == number) {
                newest = Math.max(newest, firstSeen.get(number));
            }
        }
        return newest;
    }

    /// A property of all persons.
    ///
    /// @param key one of those that the view was asked for
    public PersonColumn column(String key) {
        PersonColumn column = columns.get(key);
        if (column == null) {
            throw new IllegalStateException("the view was not asked for " + key);
        }
        return column;
    }

    /// Keys of the columns that are in memory.
    public Set<String> columns() {
        return columns.keySet();
    }

    /// Memory without columns, about.
    public long bytes() {
        return person.bytes() + next.bytes() + firstSeen.bytes();
    }

    Editor edit() {
        return new Editor(this);
    }

    /// Makes a version; one thread.
    static final class Editor {
        private final IntPages.Editor person;
        private final IntPages.Editor next;
        private final LongPages.Editor firstSeen;
        private final Map<String, PersonColumn> columns;
        private final Map<String, PersonColumn.Editor> edited = new HashMap<>();
        private int end;
        private int people;
        private long newestSeen;

        private Editor(PeopleView from) {
            person = from.person.edit();
            next = from.next.edit();
            firstSeen = from.firstSeen.edit();
            columns = new HashMap<>(from.columns);
            end = from.end;
            people = from.people;
            newestSeen = from.newestSeen;
        }

        /// One visitor, in ascending order, into an empty view.
        void load(int visitor, int number, long first, IntPages.Editor last) {
            if (visitor == number) {
                people++;
                firstSeen.set(number, first);
            } else {
                next.set(last.get(number), visitor);
                firstSeen.set(number, Math.min(firstSeen.get(number), first));
            }
            newestSeen = Math.max(newestSeen, firstSeen.get(number));
            last.set(number, visitor);
            person.set(visitor, number);
            end = Math.max(end, visitor + 1);
        }

        void remove(int visitor) {
            own(visitor, 0);
            next.set(visitor, 0);
        }

        /// @param visitors all of the person, ascending; none where it is no more
        void put(int number, List<Visitor> visitors) {
            long first = Long.MAX_VALUE;
            int before = 0;
            for (Visitor visitor : visitors) {
                int one = Math.toIntExact(visitor.number());
                own(one, number);
                if (before != 0) {
                    next.set(before, one);
                }
                before = one;
                first = Math.min(first, visitor.firstTime());
            }
            if (before != 0) {
                next.set(before, 0);
                firstSeen.set(number, first);
                newestSeen = Math.max(newestSeen, first);
            }
            for (String key : columns.keySet()) {
                column(key).put(number, visitors);
            }
        }

        private void own(int visitor, int number) {
            if (person.get(visitor) == visitor) {
                people--;
            }
            if (visitor == number) {
                people++;
            }
            person.set(visitor, number);
            end = Math.max(end, visitor + 1);
        }

        private PersonColumn.Editor column(String key) {
            return edited.computeIfAbsent(
                    key, unknown -> Objects.requireNonNull(columns.get(key)).edit());
        }

        void add(String key, PersonColumn column) {
            columns.put(key, column);
        }

        void drop(String key) {
            columns.remove(key);
            edited.remove(key);
        }

        /// The version; the editor is not used again.
        PeopleView done(long position) {
            edited.forEach((key, editor) -> columns.put(key, editor.done()));
            return new PeopleView(
                    position,
                    end,
                    people,
                    person.done(),
                    next.done(),
                    firstSeen.done(),
                    newestSeen,
                    columns);
        }
    }
}
