package io.sojourn.store.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sojourn.core.person.Identifier;
import io.sojourn.core.person.Person;
import io.sojourn.core.person.PropertyHistory;
import io.sojourn.core.person.Visitor;
import io.sojourn.core.project.ProjectSettings;
import io.sojourn.core.value.Value;
import io.sojourn.store.people.PendingUpdate.Origin;
import io.sojourn.store.people.PersonOrder.Key;
import io.sojourn.store.schema.EventDay;
import io.sojourn.store.schema.EventUse;
import io.sojourn.store.schema.Label;
import io.sojourn.store.schema.PropertyKey;
import io.sojourn.store.schema.PropertyUse;
import io.sojourn.store.schema.SchemaBatch;
import io.sojourn.store.schema.Scope;
import io.sojourn.store.text.HostileStrings;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every [PeopleStore] keeps to.
public abstract class PeopleStoreContract {

    protected static final Origin ORIGIN = new Origin("shop.example", "192.0.2.1", "agent");
    private static final Identifier COOKIE = new Identifier(Identifier.COOKIE, "c1");
    private static final Identifier EMAIL = new Identifier(Identifier.EMAIL, "a@x");

    protected PeopleStore store = new InMemoryPeopleStore();

    /// An empty store.
    protected abstract PeopleStore open();

    /// The same store after a restart, where it can have one.
    protected PeopleStore reopen(PeopleStore running) {
        return running;
    }

    @BeforeEach
    void openStore() {
        store = open();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    protected final BatchBuilder batch() {
        return new BatchBuilder(store);
    }

    protected final void commit(BatchBuilder batch) {
        store.commit(batch.build());
    }

    protected static Visitor visitor(long number, Identifier identifier, long from, long person) {
        Visitor visitor = new Visitor(number, identifier, from, Visitor.OPEN, person);
        visitor.seen(from, number << 10);
        return visitor;
    }

    protected final List<String> dump() {
        List<String> lines = new ArrayList<>();
        store.dump(lines::add);
        return lines;
    }

    @Test
    void aNewStoreIsEmpty() {
        assertThat(store.state()).isEqualTo(new PeopleState(0, 1, 0, ProjectSettings.DEFAULT));
        assertThat(store.position()).isZero();
        assertThat(store.people()).isZero();
        assertThat(store.intervals(COOKIE)).isEmpty();
        assertThat(store.members(1)).isEmpty();
        assertThat(store.person(1)).isEmpty();
        assertThat(store.visitor(1)).isEmpty();
        assertThat(store.owner(COOKIE)).isEmpty();
        assertThat(store.seen(IdHash.of("e"), 0)).isEmpty();
        assertThat(store.pending(IdHash.of("e"))).isEmpty();
        assertThat(store.pendingBefore(Long.MAX_VALUE)).isEmpty();
        assertThat(store.organisation("o")).isEmpty();
        assertThat(store.quarantine(10)).isEmpty();
        assertThat(store.tallies()).isEmpty();
        assertThat(dump()).hasSize(1);
    }

    @Test
    void theStateIsThatOfTheLastBatch() {
        ProjectSettings settings =
                new ProjectSettings(
                        ProjectSettings.DEFAULT.zone(),
                        DayOfWeek.SUNDAY,
                        ProjectSettings.DEFAULT.visits(),
                        ProjectSettings.DEFAULT.identity(),
                        ProjectSettings.DEFAULT.bots(),
                        List.of(),
                        ProjectSettings.DEFAULT.ip());
        commit(batch().settings(settings).hour(490_000).visitor(visitor(41, COOKIE, 5, 41)));
        store = reopen(store);
        assertThat(store.state()).isEqualTo(new PeopleState(1, 42, 490_000, settings));
        assertThat(store.settings()).isEqualTo(settings);
    }

    @Test
    void aBatchThatIsNotNewerIsABug() {
        PeopleBatch batch = batch().build();
        store.commit(batch);
        assertThatThrownBy(() -> store.commit(batch))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("position 1");
    }

    @Test
    void aBatchWhoseFirstStepFailsIsNotThere() {
        PeopleBatch batch = batch().visitor(visitor(1, COOKIE, 10, 1)).build();
        assertThatThrownBy(
                        () ->
                                store.commit(
                                        batch,
                                        () -> {
                                            throw new IllegalStateException("not yet");
                                        }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("not yet");
        assertThat(store.position()).isZero();
        assertThat(store.visitor(1)).isEmpty();
        store.commit(batch);
        assertThat(store.visitor(1)).isPresent();
    }

    @Test
    void visitorsAreFoundByNumberPersonAndIdentifier() {
        Visitor first = visitor(1, COOKIE, 10, 1);
        first.cutAt(20);
        Visitor second = visitor(2, EMAIL, 10, 1);
        Visitor third = visitor(3, COOKIE, 20, 3);
        commit(batch().visitor(first).visitor(second).visitor(third));
        store = reopen(store);

        assertThat(numbers(store.intervals(COOKIE))).containsExactly(1L, 3L);
        assertThat(numbers(store.members(1))).containsExactly(1L, 2L);
        assertThat(numbers(store.person(2))).containsExactly(1L, 2L);
        assertThat(numbers(store.person(3))).containsExactly(3L);
        assertThat(store.members(2)).isEmpty();
        assertThat(store.owner(COOKIE).map(Visitor::number)).contains(3L);
        assertThat(store.owner(EMAIL).map(Visitor::number)).contains(2L);
        assertThat(store.visitor(1)).hasValueSatisfying(v -> assertThat(v.end()).isEqualTo(20));
        assertThat(store.people()).isEqualTo(2);
    }

    @Test
    void aValueWhoseLastOwnerWasRetiredHasNone() {
        Visitor retired = visitor(1, COOKIE, 10, 1);
        retired.retireAt(20);
        commit(batch().visitor(retired));
        assertThat(store.owner(COOKIE)).isEmpty();
        assertThat(store.intervals(COOKIE)).hasSize(1);
    }

    @Test
    void aMergeMovesVisitorsAndTheOtherPersonIsGone() {
        commit(batch().visitor(visitor(1, COOKIE, 10, 1)).visitor(visitor(2, EMAIL, 99, 2)));
        Visitor moved = store.visitor(2).orElseThrow();
        moved.belongTo(1);
        commit(batch().visitor(moved).person(2));
        store = reopen(store);
        assertThat(numbers(store.members(1))).containsExactly(1L, 2L);
        assertThat(numbers(store.person(2))).containsExactly(1L, 2L);
        assertThat(store.members(2)).isEmpty();
        assertThat(store.people()).isEqualTo(1);
    }

    @Test
    void deletedVisitorsAreGoneWithEverything() {
        Visitor cookie = visitor(1, COOKIE, 10, 1);
        cookie.state("plan", Value.string("secret-plan"), 10, 1024);
        Visitor email = visitor(2, EMAIL, 10, 1);
        commit(batch().visitor(cookie).visitor(email).visitor(visitor(3, id("x"), 1, 3)));
        commit(batch().delete(cookie).delete(email));
        store = reopen(store);
        assertThat(store.intervals(COOKIE)).isEmpty();
        assertThat(store.members(1)).isEmpty();
        assertThat(store.person(2)).isEmpty();
        assertThat(store.people()).isEqualTo(1);
        assertThat(dump()).noneMatch(line -> line.contains("secret") || line.contains("a@x"));
        assertThat(store.state().nextVisitor()).isEqualTo(4);
    }

    @Test
    void whatIsChangedAfterwardsDoesNotReachTheStore() {
        Visitor visitor = visitor(1, COOKIE, 10, 1);
        commit(batch().visitor(visitor));
        visitor.state("plan", Value.string("later"), 10, 1024);
        store.visitor(1).orElseThrow().state("plan", Value.string("later"), 10, 1024);
        store.person(1).getFirst().cutAt(11);
        assertThat(store.visitor(1))
                .hasValueSatisfying(
                        v -> {
                            assertThat(v.properties()).isEmpty();
                            assertThat(v.live()).isTrue();
                        });
    }

    @Test
    void peopleComeLastSeenFirst() {
        commit(
                batch().visitor(visitor(1, COOKIE, 10, 1))
                        .visitor(visitor(2, EMAIL, 30, 2))
                        .visitor(visitor(3, id("x"), 20, 3))
                        .visitor(visitor(4, id("y"), 20, 4))
                        .visitor(visitor(5, id("z"), 25, 1)));
        assertThat(listed()).containsExactly(2L, 1L, 3L, 4L);
        Visitor third = store.visitor(3).orElseThrow();
        third.seen(40, 9999);
        commit(batch().visitor(third));
        store = reopen(store);
        assertThat(listed()).containsExactly(3L, 2L, 1L, 4L);

        List<Long> two = new ArrayList<>();
        store.forEachPerson(
                members -> {
                    two.add(members.getFirst().person());
                    return two.size() < 2;
                });
        assertThat(two).containsExactly(3L, 2L);

        assertThat(seen(20, 30)).containsExactly(1L, 4L);
        assertThat(seen(40, 41)).containsExactly(3L);
        assertThat(seen(Long.MIN_VALUE, Long.MAX_VALUE)).isEqualTo(listed());
    }

    private List<Long> seen(long from, long to) {
        List<Long> persons = new ArrayList<>();
        store.forEachPersonSeen(from, to, members -> persons.add(members.getFirst().person()));
        return persons;
    }

    @Test
    void peopleAreListedByEveryKeyInBothDirections() {
        Visitor ada = person(1, 50, 3, "Éva", "z@x");
        Visitor bob = person(2, 10, 9, " eva", "");
        Visitor cat = person(3, 30, 3, "", "B@x");
        Visitor dan = person(4, 30, 1, "", "");
        Visitor eve = person(5, 20, 5, "\ud83d\ude00", "a@x");
        Visitor fox = person(6, 40, 2, "\uffee", "");
        BatchBuilder batch = batch();
        List.of(ada, bob, cat, dan, eve, fox).forEach(batch::visitor);
        commit(batch);
        store = reopen(store);
        assertThat(listed(Key.LAST_SEEN, true)).containsExactly(1L, 6L, 3L, 4L, 5L, 2L);
        assertThat(listed(Key.LAST_SEEN, false)).containsExactly(2L, 5L, 4L, 3L, 6L, 1L);
        assertThat(listed(Key.FIRST_SEEN, false)).containsExactly(2L, 5L, 3L, 4L, 6L, 1L);
        assertThat(listed(Key.FIRST_SEEN, true)).containsExactly(1L, 6L, 4L, 3L, 5L, 2L);
        assertThat(listed(Key.EVENTS, true)).containsExactly(2L, 5L, 3L, 1L, 6L, 4L);
        assertThat(listed(Key.EVENTS, false)).containsExactly(4L, 6L, 1L, 3L, 5L, 2L);
        // by code points, in which an emoji comes after U+FFEE
        assertThat(listed(Key.NAME, false)).containsExactly(2L, 1L, 6L, 5L, 4L, 3L);
        assertThat(listed(Key.NAME, true)).containsExactly(5L, 6L, 1L, 2L, 4L, 3L);
        assertThat(listed(Key.EMAIL, false)).containsExactly(5L, 3L, 1L, 6L, 4L, 2L);
        assertThat(listed(Key.EMAIL, true)).containsExactly(1L, 3L, 5L, 6L, 4L, 2L);
    }

    @Test
    void aNameMovesWithAMergeAndGoesWhenItIsUnset() {
        Visitor ann = person(1, 10, 1, "Ann", "");
        Visitor zoe = person(2, 20, 1, "Zoe", "");
        Visitor bea = person(3, 30, 1, "Bea", "");
        commit(batch().visitor(ann).visitor(zoe).visitor(bea));
        zoe.belongTo(1);
        commit(batch().visitor(zoe).person(2));
        assertThat(listed(Key.NAME, false)).containsExactly(3L, 1L);
        bea.state("name", Value.UNSET, 99, 99);
        commit(batch().visitor(bea));
        store = reopen(store);
        assertThat(listed(Key.NAME, false)).containsExactly(1L, 3L);
        assertThat(new Person(store.person(3)).property("name")).isEmpty();
    }

    @Test
    void peopleAreFoundByTheBeginningOfAnIdentifier() {
        commit(
                batch().visitor(visitor(1, id("ab%c"), 1, 1))
                        .visitor(visitor(2, id("ab%d"), 1, 2))
                        .visitor(visitor(3, EMAIL, 1, 2))
                        .visitor(visitor(4, id("abb"), 1, 4))
                        .visitor(visitor(5, id("AB%c"), 1, 5)));
        assertThat(store.personsBeginning(Identifier.ID, "ab%", 10)).containsExactly(1L, 2L);
        assertThat(store.personsBeginning(Identifier.ID, "ab", 2)).containsExactly(1L, 2L);
        assertThat(store.personsBeginning(Identifier.EMAIL, "a@", 10)).containsExactly(2L);
        assertThat(store.personsBeginning(Identifier.EMAIL, "b", 10)).isEmpty();
    }

    private Visitor person(long number, long time, int events, String name, String email) {
        Visitor visitor =
                visitor(number, new Identifier(Identifier.COOKIE, "c" + number), time, number);
        for (int i = 0; i < events; i++) {
            visitor.counted(false);
        }
        if (!name.isEmpty()) {
            visitor.state("name", Value.string(name), time, number);
        }
        if (!email.isEmpty()) {
            visitor.state("email", Value.string(email), time, number);
        }
        return visitor;
    }

    /// The same whether it is read at once or person by person.
    private List<Long> listed(Key key, boolean descending) {
        PersonOrder order = new PersonOrder(key, descending);
        List<Long> persons = new ArrayList<>();
        List<PersonOrder.Place> places = new ArrayList<>();
        store.list(
                order,
                Optional.empty(),
                person -> {
                    places.add(person.place());
                    return persons.add(person.visitors().getFirst().person());
                });
        for (int i = 0; i < places.size(); i++) {
            List<Long> next = new ArrayList<>();
            store.list(
                    order,
                    Optional.of(places.get(i)),
                    person -> {
                        next.add(person.visitors().getFirst().person());
                        return false;
                    });
            assertThat(next)
                    .as("%s after %s", order, places.get(i))
                    .isEqualTo(persons.subList(i + 1, Math.min(i + 2, persons.size())));
        }
        return persons;
    }

    @Test
    void aListOfPeopleSkipsNobodyWhileBatchesAreCommitted() {
        BatchBuilder batch = batch();
        for (int i = 1; i <= 50; i++) {
            batch.visitor(visitor(i, id("id" + i), i, i));
        }
        commit(batch);
        List<Long> persons = new ArrayList<>();
        store.forEachPerson(
                members -> {
                    long person = members.getFirst().person();
                    persons.add(person);
                    Visitor oldest = store.visitor(51 - person).orElseThrow();
                    oldest.seen(1_000 + person, 1 << 20);
                    commit(batch().visitor(oldest));
                    return true;
                });
        assertThat(persons).hasSize(50).isSortedAccordingTo((a, b) -> Long.compare(b, a));
    }

    @Test
    void aSeenIdIsRememberedInItsGeneration() {
        IdHash old = IdHash.of("old");
        IdHash young = IdHash.of("young");
        commit(batch().seen(old, new SeenEvent(1024, 1, -7), 100).seen(young, event(2048), 101));
        store = reopen(store);
        assertThat(store.seen(old, 100)).contains(new SeenEvent(1024, 1, -7));
        assertThat(store.seen(old, 0)).contains(new SeenEvent(1024, 1, -7));
        assertThat(store.seen(old, 101)).isEmpty();
        assertThat(store.seen(young, 101)).contains(event(2048));
        assertThat(store.seen(young, 102)).isEmpty();
        assertThat(store.seen(IdHash.of("other"), 0)).isEmpty();
    }

    @Test
    void theNewestOfEqualIdsIsFound() {
        IdHash id = IdHash.of("again");
        commit(batch().seen(id, event(1024), 100));
        commit(batch().seen(id, event(2048), 100 + PeopleStore.SEEN_HOURS));
        assertThat(store.seen(id, 100)).contains(event(2048));
        store = reopen(store);
        assertThat(store.seen(id, 100)).contains(event(2048));
        assertThat(dump())
                .as("what no lookup finds any more is not told: a batch that saw both kept one")
                .filteredOn(line -> line.startsWith("seen "))
                .hasSize(1);
    }

    @Test
    void idsAreForgottenAsAWholeAfterTheWindow() {
        for (int hour = 0; hour < 400; hour += 20) {
            commit(batch().seen(IdHash.of("e" + hour), event(1024 + hour), 1_000 + hour));
        }
        store = reopen(store);
        long oldest = 1_380 - PeopleStore.SEEN_HOURS;
        for (int hour = 0; hour < 400; hour += 20) {
            assertThat(store.seen(IdHash.of("e" + hour), oldest).isPresent())
                    .as("hour %s", hour)
                    .isEqualTo(1_000 + hour >= oldest);
        }
        assertThat(dump())
                .filteredOn(line -> line.startsWith("seen "))
                .hasSize(9)
                .first()
                .asString()
                .startsWith("seen 1220 ");
    }

    @Test
    void updatesWaitUntilTheyAreRemoved() {
        PendingUpdate late = update("e1", 3 << 10, 300);
        PendingUpdate early = update("e1", 1 << 10, 500);
        PendingUpdate other = update("e2", 2 << 10, 400);
        commit(batch().pending(late).pending(early).pending(other));
        store = reopen(store);
        assertThat(arrivals(store.pending(IdHash.of("e1")))).containsExactly(1L << 10, 3L << 10);
        assertThat(arrivals(store.pendingBefore(500))).containsExactly(2L << 10, 3L << 10);
        assertThat(store.pending(IdHash.of("e3"))).isEmpty();
        assertThat(store.pending(IdHash.of("e2")))
                .singleElement()
                .usingRecursiveComparison()
                .isEqualTo(other);
        commit(batch().pendingRemoved(1 << 10).pendingRemoved(2 << 10));
        assertThat(arrivals(store.pendingBefore(Long.MAX_VALUE))).containsExactly(3L << 10);
    }

    @Test
    void organisationsKeepTheirProperties() {
        Map<String, PropertyHistory> properties = new HashMap<>();
        PropertyHistory plan = new PropertyHistory();
        plan.state(Value.string("pro"), 5, 1024);
        properties.put("plan", plan);
        commit(batch().organisation(new Organisation("acme", properties)));
        store = reopen(store);
        Organisation read = store.organisation("acme").orElseThrow();
        assertThat(read.properties().keySet()).containsExactly("plan");
        assertThat(read.properties().values())
                .allSatisfy(history -> assertThat(history.runs()).isEqualTo(plan.runs()));
        read.properties().put("mine", new PropertyHistory());
        assertThat(store.readOrganisation("acme").orElseThrow().properties()).hasSize(1);
        assertThat(store.readOrganisation("other")).isEmpty();
    }

    @Test
    void talliesAddUp() {
        Tally monday = new Tally(LocalDate.of(2026, 3, 2), "event");
        Tally tuesday = new Tally(LocalDate.of(2026, 3, 3), "event");
        commit(batch().tally(monday, 5));
        commit(batch().tally(monday, 7).tally(tuesday, 1));
        store = reopen(store);
        assertThat(store.tallies()).isEqualTo(Map.of(monday, 12L, tuesday, 1L));
    }

    @Test
    void quarantineShowsTheNewestFirstAndForgetsWhatIsRemoved() {
        commit(batch().quarantine(entry(1024, "no_identifier", 3)));
        commit(batch().quarantine(entry(2048, "no_event_name", 3)).quarantine(entry(3072, "x", 0)));
        store = reopen(store);
        assertThat(ids(store.quarantine(2))).containsExactly(3072L, 2048L);
        assertThat(store.quarantined(1024))
                .get()
                .usingRecursiveComparison()
                .isEqualTo(entry(1024, "no_identifier", 3));
        commit(batch().quarantineRemoved(2048));
        assertThat(ids(store.quarantine(10))).containsExactly(3072L, 1024L);
        assertThat(store.quarantined(2048)).isEmpty();
    }

    @Test
    void quarantineKeepsTheNewestThousandOfAReasonAndDomain() {
        BatchBuilder batch = batch().quarantine(entry(1, "other", 1));
        for (int i = 0; i <= Quarantined.ENTRIES_MAX; i++) {
            batch.quarantine(entry(10 + i, "no_identifier", 1));
        }
        commit(batch);
        assertThat(store.quarantine(5_000)).hasSize(1_001);
        assertThat(store.quarantined(10)).isEmpty();
        assertThat(store.quarantined(11)).isPresent();
        assertThat(store.quarantined(1)).isPresent();
    }

    @Test
    void quarantineDoesNotDependOnWhereBatchesWereCut() {
        BatchBuilder filled = batch();
        for (int i = 0; i < Quarantined.ENTRIES_MAX; i++) {
            filled.quarantine(entry(10 + i, "r", 1));
        }
        commit(filled);
        commit(batch().quarantineRemoved(500));
        commit(batch().quarantine(entry(5_000, "r", 1)));
        List<Long> apart = ids(store.quarantine(5_000));

        store.close();
        store = open();
        store.commit(filled.build());
        commit(batch().quarantineRemoved(500).quarantine(entry(5_000, "r", 1)));
        assertThat(ids(store.quarantine(5_000))).isEqualTo(apart).hasSize(999);
    }

    @Test
    void quarantineKeepsTheNewestBytes() {
        int eight = 8 << 20;
        for (int i = 1; i <= 9; i++) {
            commit(batch().quarantine(entry(i, "r" + i, eight)));
        }
        assertThat(ids(store.quarantine(20))).containsExactly(9L, 8L, 7L, 6L, 5L, 4L, 3L, 2L);
        store = reopen(store);
        commit(batch().quarantine(entry(10, "r", 1)));
        assertThat(ids(store.quarantine(20))).hasSize(8).startsWith(10L).endsWith(3L);
    }

    @Test
    void hostileTextsComeBackUnchangedAndApart() {
        List<String> texts = HostileStrings.all().stream().distinct().toList();
        BatchBuilder batch = batch();
        long number = 1;
        for (String text : texts) {
            PropertyHistory history = new PropertyHistory();
            history.state(Value.string(text), 1, 1);
            batch.organisation(new Organisation(text, Map.of(text, history)));
            batch.tally(new Tally(LocalDate.EPOCH, text), 1);
            Origin origin = new Origin(text, text, text);
            batch.quarantine(new Quarantined(number, text, text, 1, origin, (byte) 1, new byte[0]));
            batch.pending(
                    new PendingUpdate(
                            IdHash.of(text),
                            number,
                            1,
                            Map.of(text, Value.string(text)),
                            origin,
                            (byte) 1,
                            new byte[0]));
            if (!text.isEmpty() && text.length() <= Identifier.CHARS_MAX) {
                Visitor visitor = visitor(number, new Identifier(text, text), 1, number);
                visitor.state(text, Value.string(text), 1, 1);
                batch.visitor(visitor);
            }
            number++;
        }
        PeopleBatch built = batch.build();
        InMemoryPeopleStore expected = new InMemoryPeopleStore();
        expected.commit(built);
        store.commit(built);
        store = reopen(store);

        List<String> lines = new ArrayList<>();
        expected.dump(lines::add);
        assertThat(dump()).isEqualTo(lines);
        for (Visitor visitor : built.visitors()) {
            String text = visitor.identifier().value();
            assertThat(store.intervals(visitor.identifier()))
                    .singleElement()
                    .satisfies(
                            read -> {
                                assertThat(read.identifier().value()).isEqualTo(text);
                                assertThat(read.properties()).containsOnlyKeys(text);
                            });
        }
        for (Organisation organisation : built.organisations()) {
            assertThat(store.organisation(organisation.id()).orElseThrow().properties())
                    .containsOnlyKeys(organisation.id());
        }
        assertThat(store.tallies()).isEqualTo(built.tallies());
    }

    protected static Identifier id(String value) {
        return new Identifier(Identifier.ID, value);
    }

    private static SeenEvent event(long id) {
        return new SeenEvent(id, 7, 99);
    }

    protected static PendingUpdate update(String id, long arrival, long received) {
        return new PendingUpdate(
                IdHash.of(id),
                arrival,
                received,
                Map.of("k", Value.number("1.50")),
                ORIGIN,
                (byte) 3,
                new byte[] {0, 1, -1});
    }

    protected static Quarantined entry(long id, String reason, int bytes) {
        return new Quarantined(id, reason, "message", 77, ORIGIN, (byte) 2, new byte[bytes]);
    }

    private List<Long> listed() {
        List<Long> persons = new ArrayList<>();
        store.forEachPerson(members -> persons.add(members.getFirst().person()));
        return persons;
    }

    private static List<Long> numbers(List<Visitor> visitors) {
        return visitors.stream().map(Visitor::number).toList();
    }

    private static List<Long> ids(List<Quarantined> entries) {
        return entries.stream().map(Quarantined::id).toList();
    }

    private static List<Long> arrivals(List<PendingUpdate> updates) {
        return updates.stream().map(PendingUpdate::arrival).toList();
    }

    @Test
    void theSchemaComesBackAsItWasCommitted() {
        String name = "a\u0000b\\\ud83d";
        Label secret = new Label("Plan", "what they pay", true, true, true);
        PropertyKey plan = new PropertyKey(Scope.VISITOR, name);
        PropertyUse use =
                new PropertyUse(plan, 1, 9, 2, 3, 4, "<b>", 7, List.of(name, "buy"), secret);
        EventUse signup =
                new EventUse("signup", 5, 6, 7, 8, new Label("Sign-up", "", false, false));
        EventUse buy = new EventUse(name, 1, 2, 3, 0, Label.NONE);
        commit(
                batch().schema(
                                new SchemaBatch(
                                        List.of(signup, buy),
                                        List.of(use),
                                        Map.of(
                                                new EventDay(10, name),
                                                3L,
                                                new EventDay(11, name),
                                                4L),
                                        10)));
        assertThat(store.sensitive()).containsExactly(plan);
        assertThat(store.lists()).containsExactly(plan);

        store = reopen(store);

        assertThat(store.sensitive()).containsExactly(plan);
        assertThat(store.lists()).containsExactly(plan);
        assertThat(store.schema().events()).containsExactly(buy, signup);
        assertThat(store.schema().properties()).containsExactly(use);

        EventUse more = new EventUse(name, 1, 20, 30, 1, Label.NONE);
        PropertyUse open = new PropertyUse(plan, 1, 9, 2, 3, 4, "", 0, List.of(), Label.NONE);
        commit(
                batch().schema(
                                new SchemaBatch(
                                        List.of(more),
                                        List.of(open),
                                        Map.of(new EventDay(11, name), 1L),
                                        11)));

        assertThat(store.sensitive()).isEmpty();
        assertThat(store.lists()).isEmpty();
        assertThat(store.schema().events()).containsExactly(more, signup);
        assertThat(store.schema().properties()).containsExactly(open);
        assertThat(store.schema().days()).containsExactly(Map.entry(new EventDay(11, name), 5L));
        assertThat(dump()).filteredOn(line -> line.startsWith("schema")).hasSize(4);
    }
}
