package io.sojourn.server.segment;

import io.sojourn.core.person.Visitor;
import io.sojourn.core.project.ProjectSettings;
import io.sojourn.journey.Context;
import io.sojourn.journey.scan.Analysis;
import io.sojourn.journey.scan.PersonSet;
import io.sojourn.journey.scan.Runner;
import io.sojourn.journey.scan.VisitCut;
import io.sojourn.journey.segment.Criterion;
import io.sojourn.journey.segment.Definitions;
import io.sojourn.journey.segment.MembershipAnalysis;
import io.sojourn.journey.segment.SegmentAnalysis;
import io.sojourn.server.api.Masking;
import io.sojourn.server.question.Running;
import io.sojourn.server.question.VisibleProperties;
import io.sojourn.store.ProjectStores;
import io.sojourn.store.people.PeopleStore;
import io.sojourn.store.question.MembershipTurn;
import io.sojourn.store.question.QuestionStore;
import io.sojourn.store.question.SegmentSize;
import io.sojourn.store.question.StoredSegment;
import io.sojourn.store.schema.PropertyKey;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/// The segments of one project and who belongs to them, in memory as in the store.
///
/// Who belongs follows from what the stores hold; what is kept is only compared with that. So whatever was missed is
/// made good by evaluating once more, and a segment's first evaluation after an edit moves people without a record.
///
/// An evaluation holds the monitor and may take minutes, also for its turn among questions; whoever only asks what is
/// known never waits for one. Nobody who has a turn may ask, since reading lists for the first time takes one.
final class ProjectSegments {

    private static final Duration EVALUATION_MAX = Duration.ofMinutes(2);
    private static final Criterion EVERYONE = new Criterion.All(List.of());

    /// @param criterion as of the settings and marks of lists that were read last; a list's people as of the last evaluation
    private record Known(StoredSegment stored, Criterion criterion) {}

    private final Runner runner;
    private final Running running;
    private final InstantSource clock;
    private final Map<Long, PersonSet> members = new ConcurrentHashMap<>();
    private final Map<Long, Long> evaluated = new HashMap<>();
    private final Map<Long, PersonSet> lists = new HashMap<>();
    private final Map<Long, LocalDate> sizedOn = new ConcurrentHashMap<>();
    private final Object loading = new Object();
    private volatile Map<Long, Known> known = Map.of();
    private volatile Set<Long> relative = Set.of();
    private volatile ProjectSettings settings = ProjectSettings.DEFAULT;
    private volatile Set<PropertyKey> listProperties = Set.of();
    private long position;

    /// Whose meaning changed and whose members are not those of the new one yet: they move without a record.
    private final Set<Long> unsettled = new TreeSet<>();

    private volatile boolean closing;
    private volatile Runnable current = () -> {};
    private volatile boolean loaded;
    private boolean news;
    private volatile Definitions definitions = Definitions.NONE;

    ProjectSegments(Runner runner, Running running, InstantSource clock) {
        this.runner = runner;
        this.running = running;
        this.clock = clock;
    }

    Definitions definitions() {
        return definitions;
    }

    /// Whether segments are to be evaluated because of the time: some follow the clock.
    boolean followsClock() {
        return !relative.isEmpty();
    }

    PersonSet members(long segment) {
        return members.getOrDefault(segment, PersonSet.EMPTY);
    }

    // --- what is stored

    /// Reads what is stored, once. Nothing else of this is used before.
    void load(ProjectStores stores) {
        if (loaded) {
            return;
        }
        synchronized (loading) {
            if (!loaded) {
                QuestionStore store = stores.questions();
                members.putAll(store.members());
                evaluated.putAll(store.evaluated());
                position = store.position();
                read(stores);
                for (long segment : known.keySet()) {
                    List<SegmentSize> sizes = store.sizes(segment);
                    if (!sizes.isEmpty()) {
                        sizedOn.put(segment, date(sizes.getLast().at()));
                    }
                }
                loaded = true;
            }
        }
    }

    /// As of the last evaluation.
    ProjectSettings settings() {
        return settings;
    }

    /// Reads the definitions anew, after an edit or when settings or marks of lists changed.
    private void read(ProjectStores stores) {
        settings = stores.people().settings();
        VisibleProperties properties = VisibleProperties.of(Masking.NONE, stores.people());
        listProperties = properties.lists();
        Map<Long, Known> read = new LinkedHashMap<>();
        for (StoredSegment stored : stores.questions().segments()) {
            boolean list = stored.draft().kind() == StoredSegment.Kind.LIST;
            long number = stored.number();
            if (list) {
                PersonSet visitors = stores.questions().list(number);
                PersonSet persons =
                        ListedPeople.all(visitors, existing(stores, visitors), stores.people());
                lists.put(number, visitors);
                read.put(number, new Known(stored, new Criterion.Listed(persons)));
            } else {
                read.put(
                        number,
                        new Known(
                                stored,
                                StoredCriteria.read(
                                        stored.draft().criterion(), settings, properties)));
            }
        }
        keep(read);
    }

    private void keep(Map<Long, Known> read) {
        known = read;
        members.keySet().retainAll(read.keySet());
        lists.keySet().retainAll(read.keySet());
        evaluated.keySet().retainAll(read.keySet());
        unsettled.retainAll(read.keySet());
        sizedOn.keySet().retainAll(read.keySet());
        Map<Long, Definitions.Definition> byNumber = new HashMap<>();
        read.forEach(
                (number, one) ->
                        byNumber.put(
                                number,
                                new Definitions.Definition(
                                        one.stored.draft().name(), one.criterion)));
        definitions = new Definitions(byNumber);
        relative =
                leadingTo(
                        number -> {
                            Known one = read.get(number);
                            return one != null && StoredCriteria.isRelative(one.criterion);
                        });
    }

    private interface Which {
        boolean is(long segment);
    }

    /// Segments that are such, or contain one through any number of others.
    private Set<Long> leadingTo(Which which) {
        Set<Long> found = new TreeSet<>();
        known.forEach(
                (number, one) -> {
                    if (which.is(number)
                            || definitions.reached(one.criterion).stream().anyMatch(which::is)) {
                        found.add(number);
                    }
                });
        return found;
    }

    // --- evaluation

    /// After an edit: what it changed is evaluated, and its size recorded.
    ///
    /// @return whether the stores were as far as memberships are
    synchronized boolean edited(ProjectStores stores) {
        load(stores);
        readAgain(stores);
        return evaluate(
                stores, Optional.empty(), Set.copyOf(unsettled), changed(), PersonSet.EMPTY);
    }

    /// Whether definitions were read with the settings and marks of lists that hold.
    private boolean isReadFor(ProjectStores stores) {
        return settings.equals(stores.people().settings())
                && listProperties.equals(stores.people().lists());
    }

    /// Reads the definitions anew, and notes whose meaning is another than before: all where settings or marks are.
    private void readAgain(ProjectStores stores) {
        boolean same = isReadFor(stores);
        read(stores);
        unsettled.addAll(same ? changed() : known.keySet());
    }

    /// Segments whose meaning is another than when they were last evaluated.
    private Set<Long> changed() {
        return leadingTo(
                number -> {
                    Known one = known.get(number);
                    return one != null
                            && evaluated.getOrDefault(number, 0L) != one.stored.edition();
                });
    }

    /// All segments, for all people.
    synchronized boolean everyone(ProjectStores stores, PersonSet deleted) {
        load(stores);
        if (stores.people().position() < position) {
            return false;
        }
        readAgain(stores);
        PersonSet gone = deleted;
        if (position != stores.people().position()) {
            gone = deleted.or(unknown(stores, stores.questions().recorded()));
        }
        return evaluate(stores, Optional.empty(), known.keySet(), unsized(), gone);
    }

    /// Those that follow the clock, for all people; others where the day's size is due.
    synchronized boolean clock(ProjectStores stores) {
        load(stores);
        Set<Long> asked = new TreeSet<>(relative);
        Set<Long> unsized = unsized();
        asked.addAll(unsized);
        return meaningChanged(stores)
                || evaluate(stores, Optional.empty(), asked, unsized, PersonSet.EMPTY);
    }

    /// Whether a day began for which no size is recorded.
    boolean isSizeDue() {
        return !unsized().isEmpty();
    }

    private Set<Long> unsized() {
        LocalDate today = date(clock.millis());
        Set<Long> unsized = new TreeSet<>(known.keySet());
        unsized.removeIf(number -> today.equals(sizedOn.get(number)));
        return unsized;
    }

    private LocalDate date(long time) {
        return StoredCriteria.calendar(settings).date(time);
    }

    /// All segments, for some people.
    synchronized boolean touched(ProjectStores stores, Inbox.Taken taken) {
        load(stores);
        if (known.isEmpty() || meaningChanged(stores) || taken.touchesNobody()) {
            return true;
        }
        PersonSet.Builder persons = new PersonSet.Builder();
        persons.addAll(taken.persons());
        persons.addAll(taken.deleted());
        Iterator<Long> each = taken.visitors().iterator();
        while (each.hasNext()) {
            List<Visitor> found = stores.people().person(each.next());
            if (!found.isEmpty()) {
                persons.add(found.getFirst().person());
            }
        }
        PersonSet touched = persons.build();
        listAgain(stores.people(), touched);
        return evaluate(stores, Optional.of(touched), known.keySet(), Set.of(), taken.deleted());
    }

    private void listAgain(PeopleStore people, PersonSet touched) {
        Map<Long, Known> read = new LinkedHashMap<>(known);
        boolean same = true;
        for (Map.Entry<Long, PersonSet> list : lists.entrySet()) {
            Known one = known.get(list.getKey());
            if (one != null && one.criterion instanceof Criterion.Listed(PersonSet before)) {
                Optional<PersonSet> after =
                        ListedPeople.again(list.getValue(), before, touched, people);
                if (after.isPresent()) {
                    read.put(
                            list.getKey(),
                            new Known(one.stored, new Criterion.Listed(after.get())));
                    same = false;
                }
            }
        }
        if (!same) {
            keep(read);
        }
    }

    /// Days begin elsewhere, visits are cut otherwise, values became lists: all of it means something else, and nobody enters by that.
    private boolean meaningChanged(ProjectStores stores) {
        if (isReadFor(stores)) {
            return false;
        }
        readAgain(stores);
        return evaluate(stores, Optional.empty(), Set.copyOf(unsettled), Set.of(), PersonSet.EMPTY);
    }

    private boolean evaluate(
            ProjectStores stores,
            Optional<PersonSet> touched,
            Set<Long> asked,
            Set<Long> sized,
            PersonSet deleted) {
        long reached = stores.people().position();
        if (reached < position) {
            return false;
        }
        long at = clock.millis();
        List<Long> numbers = List.copyOf(asked);
        List<PersonSet> found = found(stores, touched, numbers, at);
        Map<Long, PersonSet> added = new HashMap<>();
        Map<Long, PersonSet> removed = new HashMap<>();
        PersonSet.Builder leavers = new PersonSet.Builder();
        for (int i = 0; i < numbers.size(); i++) {
            long number = numbers.get(i);
            PersonSet before = members(number);
            PersonSet gone = touched.map(before::and).orElse(before).minus(found.get(i));
            added.put(number, found.get(i).minus(before));
            removed.put(number, gone);
            leavers.addAll(gone);
        }
        Fates fates = fates(stores, leavers.build());
        List<MembershipTurn.Moves> moves = new ArrayList<>();
        for (long number : numbers) {
            PersonSet in = added.getOrDefault(number, PersonSet.EMPTY);
            PersonSet out = removed.getOrDefault(number, PersonSet.EMPTY);
            if (!in.isEmpty() || !out.isEmpty()) {
                moves.add(
                        unsettled.contains(number)
                                ? new MembershipTurn.Moves(
                                        number, in, out, PersonSet.EMPTY, PersonSet.EMPTY)
                                : new MembershipTurn.Moves(
                                        number,
                                        in,
                                        out,
                                        in.minus(fates.heirs(out)),
                                        out.and(fates.existing)));
            }
        }
        Set<Long> settled = touched.isEmpty() ? Set.copyOf(asked) : Set.of();
        write(stores.questions(), moves, settled, sized, deleted.or(fates.deleted), reached, at);
        unsettled.removeAll(settled);
        return true;
    }

    private List<PersonSet> found(
            ProjectStores stores, Optional<PersonSet> touched, List<Long> numbers, long at) {
        if (numbers.isEmpty()) {
            return List.of();
        }
        List<Criterion> criteria = new ArrayList<>();
        numbers.forEach(number -> criteria.add(new Criterion.Member(number)));
        return run(stores, new MembershipAnalysis(context(at, touched), definitions, criteria));
    }

    private void write(
            QuestionStore store,
            List<MembershipTurn.Moves> moves,
            Set<Long> settled,
            Set<Long> sized,
            PersonSet deleted,
            long reached,
            long at) {
        Map<Long, PersonSet> after = new HashMap<>();
        moves.forEach(
                one ->
                        after.put(
                                one.segment(),
                                members(one.segment()).minus(one.removed()).or(one.added())));
        List<SegmentSize> sizes = new ArrayList<>();
        for (long number : sized) {
            PersonSet now = after.getOrDefault(number, members(number));
            sizes.add(new SegmentSize(number, at, now.size()));
        }
        Map<Long, Long> editions = new HashMap<>();
        for (long number : settled) {
            Known one = known.get(number);
            if (one != null && evaluated.getOrDefault(number, 0L) != one.stored.edition()) {
                editions.put(number, one.stored.edition());
            }
        }
        if (moves.isEmpty() && sizes.isEmpty() && editions.isEmpty() && deleted.isEmpty()) {
            return;
        }
        store.write(new MembershipTurn(reached, at, moves, sizes, deleted), editions);
        members.putAll(after);
        evaluated.putAll(editions);
        sizes.forEach(size -> sizedOn.put(size.segment(), date(at)));
        lists.replaceAll((number, visitors) -> visitors.minus(deleted));
        position = reached;
        news |= moves.stream().anyMatch(one -> !one.entered().isEmpty() || !one.left().isEmpty());
    }

    /// Whether changes were recorded since this was asked last.
    synchronized boolean takeNews() {
        boolean taken = news;
        news = false;
        return taken;
    }

    // --- who left, and who only became somebody else

    /// What became of people who do not belong any more.
    ///
    /// @param existing who are persons still
    /// @param deleted who are gone
    /// @param merged the person that each of the others belongs to now
    private record Fates(PersonSet existing, PersonSet deleted, Map<Long, Long> merged) {

        /// Who took somebody in: such a person does not enter anew.
        PersonSet heirs(PersonSet left) {
            PersonSet.Builder heirs = new PersonSet.Builder();
            merged.forEach(
                    (person, heir) -> {
                        if (left.contains(person)) {
                            heirs.add(heir);
                        }
                    });
            return heirs.build();
        }
    }

    private Fates fates(ProjectStores stores, PersonSet persons) {
        if (persons.isEmpty()) {
            return new Fates(PersonSet.EMPTY, PersonSet.EMPTY, Map.of());
        }
        PersonSet.Builder existing = new PersonSet.Builder();
        existing.addAll(existing(stores, persons));
        PersonSet.Builder deleted = new PersonSet.Builder();
        Map<Long, Long> merged = new HashMap<>();
        Iterator<Long> each = persons.minus(existing.build()).iterator();
        while (each.hasNext()) {
            long person = each.next();
            List<Visitor> visitors = stores.people().person(person);
            if (visitors.isEmpty()) {
                deleted.add(person);
            } else if (visitors.getFirst().person() == person) {
                existing.add(person);
            } else {
                merged.put(person, visitors.getFirst().person());
            }
        }
        return new Fates(existing.build(), deleted.build(), merged);
    }

    private PersonSet unknown(ProjectStores stores, PersonSet persons) {
        return fates(stores, persons).deleted;
    }

    /// Those of some numbers that are persons.
    private PersonSet existing(ProjectStores stores, PersonSet numbers) {
        if (numbers.isEmpty()) {
            return numbers;
        }
        Context context = context(clock.millis(), Optional.of(numbers));
        return run(stores, new SegmentAnalysis(context, Definitions.NONE, EVERYONE));
    }

    private Context context(long at, Optional<PersonSet> people) {
        return new Context(
                at,
                StoredCriteria.calendar(settings),
                new VisitCut(settings.visits(), settings.zone()),
                people,
                false);
    }

    private <A, R> R run(ProjectStores stores, Analysis<A, R> analysis) {
        return running.work(
                EVALUATION_MAX,
                this::endsBy,
                stop -> runner.run(stores.journeys(), analysis, stop).result());
    }

    private void endsBy(Runnable cancel) {
        current = cancel;
        if (closing) {
            cancel.run();
        }
    }

    /// Ends what is under way; from now on nothing is evaluated.
    void close() {
        closing = true;
        current.run();
    }

    /// Names of the segments that name one themselves.
    List<String> users(long segment) {
        Set<String> names = new HashSet<>();
        known.forEach(
                (number, one) -> {
                    if (Definitions.named(one.criterion).contains(segment)) {
                        names.add(one.stored.draft().name());
                    }
                });
        return names.stream().sorted().toList();
    }
}
