package io.sojourn.store.embedded.people;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.core.person.Identifier;
import io.sojourn.core.person.Visitor;
import io.sojourn.store.fault.Faults;
import io.sojourn.store.people.IdHash;
import io.sojourn.store.people.PendingUpdate;
import io.sojourn.store.people.PeopleStore;
import io.sojourn.store.people.PersonOrder;
import io.sojourn.store.people.PersonOrder.Place;
import io.sojourn.store.people.RandomBatches;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Random batches against the store in memory. `-Dseed=` repeats a run.
class SqlitePeopleStoreRandomTest {

    private static final int BATCHES = 300;

    @TempDir private Path folder = Path.of("");

    @Test
    void everyHistoryOfBatchesGivesWhatTheStoreInMemoryHolds() {
        long seed = Long.getLong("seed", System.nanoTime());
        var random = new SplittableRandom(seed);
        var batches = new RandomBatches(random.split());
        PeopleStore store = SqlitePeopleStore.open(folder, Faults.NONE);
        try {
            for (int i = 0; i < BATCHES; i++) {
                store.commit(batches.next());
                assertEqualAnswers(store, batches, "seed " + seed + ", batch " + i);
                if (random.nextInt(20) == 0) {
                    store.close();
                    store = SqlitePeopleStore.open(folder, Faults.NONE);
                }
                if (random.nextInt(10) == 0) {
                    assertThat(dump(store))
                            .as("seed %s, batch %s", seed, i)
                            .isEqualTo(dump(batches.model()));
                }
            }
            assertThat(dump(store)).as("seed %s", seed).isEqualTo(dump(batches.model()));
        } finally {
            store.close();
        }
    }

    private static void assertEqualAnswers(PeopleStore store, RandomBatches batches, String where) {
        PeopleStore model = batches.model();
        assertThat(store.state()).as(where).isEqualTo(model.state());
        for (int i = 0; i < 5; i++) {
            IdHash id = batches.anyId();
            long oldest = model.state().newestHour() - PeopleStore.SEEN_HOURS;
            assertThat(store.seen(id, oldest)).as(where).isEqualTo(model.seen(id, oldest));
            assertThat(store.seen(id, oldest + 100))
                    .as(where)
                    .isEqualTo(model.seen(id, oldest + 100));
            assertThat(arrivals(store.pending(id)))
                    .as(where)
                    .isEqualTo(arrivals(model.pending(id)));
            Identifier identifier = batches.anyIdentifier();
            assertThat(numbers(store.intervals(identifier)))
                    .as(where)
                    .isEqualTo(numbers(model.intervals(identifier)));
            assertThat(store.owner(identifier).map(Visitor::number))
                    .as(where)
                    .isEqualTo(model.owner(identifier).map(Visitor::number));
        }
        assertThat(listed(store)).as(where).isEqualTo(listed(model));
        PersonOrder.Key[] keys = PersonOrder.Key.values();
        PersonOrder order =
                new PersonOrder(
                        keys[(int) (store.position() % keys.length)], store.position() % 2 == 0);
        List<Place> places = places(store, order, Optional.empty());
        assertThat(places).as(where).isEqualTo(places(model, order, Optional.empty()));
        if (!places.isEmpty()) {
            Place half = places.get(places.size() / 2);
            assertThat(places(store, order, Optional.of(half)))
                    .as(where)
                    .isEqualTo(places.subList(places.size() / 2 + 1, places.size()));
        }
        assertThat(store.people()).as(where).isEqualTo(model.people());
    }

    private static List<Place> places(PeopleStore store, PersonOrder order, Optional<Place> after) {
        List<Place> places = new ArrayList<>();
        store.list(order, after, person -> places.add(person.place()));
        return places;
    }

    private static List<Long> listed(PeopleStore store) {
        List<Long> persons = new ArrayList<>();
        store.forEachPerson(members -> persons.add(members.getFirst().person()));
        return persons;
    }

    private static List<Long> numbers(List<Visitor> visitors) {
        return visitors.stream().map(Visitor::number).toList();
    }

    private static List<Long> arrivals(List<PendingUpdate> updates) {
        return updates.stream().map(PendingUpdate::arrival).toList();
    }

    private static List<String> dump(PeopleStore store) {
        List<String> lines = new ArrayList<>();
        store.dump(lines::add);
        return lines;
    }
}
