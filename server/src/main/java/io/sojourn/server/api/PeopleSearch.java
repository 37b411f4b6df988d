package io.sojourn.server.api;

import io.sojourn.core.person.Identifier;
import io.sojourn.core.person.Person;
import io.sojourn.core.person.PropertyHistory;
import io.sojourn.core.person.Visitor;
import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.core.segment.TextSearch;
import io.sojourn.store.people.ListedPerson;
import io.sojourn.store.people.PeopleStore;
import io.sojourn.store.people.PersonOrder;
import io.sojourn.store.people.PersonSummary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Pages through people. With a text those come first whose identifiers begin with it, found by an index; then, in the
/// same order, those who have it in a value. Filters and texts are held against one person after the other until the
/// page is full or the time is up; then the page is short, and its cursor goes on where the reading stopped.
final class PeopleSearch {

    /// Identifiers of one kind that are looked at for the beginning of one.
    static final int NAMED_MAX = 1_000;

    /// Matches are counted beyond the first page up to here.
    static final int COUNTED_MAX = 10_000;

    /// @param search until a page is given up
    /// @param counting until the total is given up, from the beginning of the search
    record Times(Duration search, Duration counting) {
        static final Times DEFAULT = new Times(Duration.ofSeconds(1), Duration.ofMillis(300));
    }

    private final PeopleStore people;
    private final PeopleQuery query;
    private final Times times;
    private final Masking masking;
    private final PersonProperties meaning;
    private final Optional<TextSearch> text;
    private final PeopleCursor from;
    private final boolean counts;
    private final long begun = System.nanoTime();

    private final List<Person> page = new ArrayList<>();
    private Spot taken;
    private Spot examined;
    private long matches;

    /// Where a person stands in the list.
    private record Spot(boolean named, Optional<PersonOrder.Place> place) {}

    PeopleSearch(PeopleStore people, PeopleQuery query, Masking masking, Times times) {
        refuseHidden(query.order(), masking);
        this.people = people;
        this.query = query;
        this.times = times;
        this.masking = masking;
        this.meaning = new PersonProperties(people, masking);
        this.text = query.search();
        this.from =
                query.cursor()
                        .orElse(new PeopleCursor(text.isPresent(), Optional.empty(), 0, 0, false));
        this.counts = query.cursor().isEmpty() && !query.isEverybody();
        this.taken = new Spot(from.named(), from.after());
        this.examined = taken;
    }

    /// An order tells, and a cursor holds, what it is made of.
    private static void refuseHidden(PersonOrder order, Masking masking) {
        if (order.key().isText()
                && masking.hidesOfPerson(order.key().name().toLowerCase(Locale.ROOT))) {
            throw new ProblemException(
                    Problem.invalid("sort", "this property is not shown to you"));
        }
    }

    /// @param total of all that match, as far as they were counted
    /// @param exact whether that is all
    /// @param next none after the last person
    record Page(List<Person> people, long total, boolean exact, Optional<PeopleCursor> next) {}

    Page page() {
        Set<Long> named = text.map(this::named).orElse(Set.of());
        boolean goesOn = true;
        if (from.named()) {
            takeNamed(named);
            goesOn = goesOn();
        }
        return answer(goesOn && takeOthers(named));
    }

    /// Numbers of those who have an identifier that begins with the text.
    private Set<Long> named(TextSearch wanted) {
        Set<String> kinds = new LinkedHashSet<>(people.settings().identity().kinds());
        kinds.add(Identifier.COOKIE);
        kinds.removeIf(masking::hidesOfPerson);
        Set<Long> named = new LinkedHashSet<>();
        for (String kind : kinds) {
            String prefix = kind.equals(Identifier.EMAIL) ? wanted.folded() : wanted.normal();
            named.addAll(people.personsBeginning(kind, prefix, NAMED_MAX));
        }
        return named;
    }

    private void takeNamed(Set<Long> named) {
        Comparator<PersonOrder.Place> order = query.order().comparator();
        List<ListedPerson> persons = new ArrayList<>();
        for (long number : named) {
            List<Visitor> visitors = people.person(number);
            if (!visitors.isEmpty()) {
                PersonSummary summary = PersonSummary.of(number, visitors);
                persons.add(new ListedPerson(query.order().placeOf(summary), visitors));
            }
        }
        persons.sort(Comparator.comparing(ListedPerson::place, order));
        for (ListedPerson each : persons) {
            boolean due =
                    from.after().isEmpty() || order.compare(each.place(), from.after().get()) > 0;
            Person person = new Person(each.visitors());
            if (due && query.filters().match(person, meaning::of)) {
                take(person, new Spot(true, Optional.of(each.place())));
            }
        }
        examined = new Spot(false, Optional.empty());
    }

    /// @return whether everybody was seen
    private boolean takeOthers(Set<Long> named) {
        boolean[] ended = {true};
        people.list(
                query.order(),
                from.named() ? Optional.empty() : from.after(),
                listed -> {
                    Person person = new Person(listed.visitors());
                    examined = new Spot(false, Optional.of(listed.place()));
                    if (!named.contains(person.number()) && matches(person)) {
                        take(person, examined);
                    }
                    ended[0] = goesOn();
                    return ended[0];
                });
        return ended[0];
    }

    private boolean matches(Person person) {
        return query.filters().match(person, meaning::of)
                && (text.isEmpty() || holds(person, text.get()));
    }

    private boolean holds(Person person, TextSearch wanted) {
        for (Visitor visitor : person.visitors()) {
            Identifier identifier = visitor.identifier();
            if (wanted.begins(identifier.value()) && !masking.hidesOfPerson(identifier.kind())) {
                return true;
            }
            for (Map.Entry<String, PropertyHistory> property : visitor.properties().entrySet()) {
                // Cheap first: nearly always the newest of one visitor is that of the person.
                if (wanted.isIn(property.getValue().newest().value().text())
                        && !masking.hidesOfPerson(property.getKey())
                        && person.property(property.getKey())
                                .filter(value -> wanted.isIn(value.text()))
                                .isPresent()) {
                    return true;
                }
            }
        }
        return false;
    }

    private void take(Person person, Spot spot) {
        matches++;
        if (page.size() < query.limit()) {
            page.add(person);
            taken = spot;
        }
    }

    /// Whether to look at one more person.
    private boolean goesOn() {
        boolean isFull = matches > query.limit();
        long elapsed = System.nanoTime() - begun;
        if (isFull) {
            return counts && matches < COUNTED_MAX && elapsed < times.counting().toNanos();
        }
        return elapsed < times.search().toNanos() || query.isEverybody();
    }

    /// @param ended whether everybody was seen
    private Page answer(boolean ended) {
        long total = Math.max(from.total(), from.found() + matches);
        boolean exact = from.exact();
        if (query.isEverybody()) {
            total = from.exact() ? from.total() : people.people();
            exact = true;
        } else if (ended) {
            total = from.found() + matches;
            exact = true;
        }
        Optional<PeopleCursor> next = Optional.empty();
        if (!ended || matches > query.limit()) {
            Spot spot = matches < query.limit() ? examined : taken;
            long found = from.found() + page.size();
            next = Optional.of(new PeopleCursor(spot.named(), spot.place(), found, total, exact));
        }
        return new Page(page, total, exact, next);
    }
}
