package io.sojourn.store.embedded.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.core.value.Value;
import io.sojourn.journey.kit.Journey;
import io.sojourn.journey.scan.PersonSet;
import io.sojourn.store.embedded.people.SqlitePeopleStore;
import io.sojourn.store.fault.Faults;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The view of people against plain lists of what was committed. `-Dseed=` repeats a run.
class PeopleMemoryTest {

    private static final int STEPS = 100;

    @TempDir Path folder;

    @Test
    void everyViewTellsWhatWasCommittedWhenItWasTaken() {
        long seed = Long.getLong("seed", new Random().nextLong());
        Random random = new Random(seed);
        RandomProject project = new RandomProject(random);
        SqlitePeopleStore store = SqlitePeopleStore.open(folder, Faults.NONE);
        try {
            PeopleMemory memory = new PeopleMemory(store);
            Set<String> keys = new HashSet<>();
            PeopleView kept = memory.view(Set.of());
            List<Journey> keptPeople = project.journeys();
            for (int step = 0; step < STEPS; step++) {
                store.commit(project.next().people());
                String where = "-Dseed=" + seed + ", step " + step;
                switch (random.nextInt(10)) {
                    case 0 ->
                            keys.add(
                                    RandomProject.PERSON_KEYS.get(
                                            random.nextInt(RandomProject.PERSON_KEYS.size())));
                    case 1 -> {
                        keys.forEach(memory::drop);
                        keys.clear();
                    }
                    case 2 -> memory = new PeopleMemory(store);
                    case 3 -> {
                        compare(kept, keptPeople, where);
                        kept = memory.view(keys);
                        keptPeople = project.journeys();
                    }
                    default -> {}
                }
                PeopleView view = memory.view(keys);
                assertThat(view.position()).isEqualTo(store.position());
                assertThat(view.columns()).containsAll(keys);
                compare(view, project.journeys(), where);
            }
        } finally {
            store.close();
        }
    }

    private static void compare(PeopleView view, List<Journey> people, String where) {
        assertThat(view.persons(Long.MAX_VALUE))
                .as(where)
                .isEqualTo(PersonSet.of(people.stream().mapToLong(Journey::person).toArray()));
        assertThat(view.people()).as(where).isEqualTo(people.size());
        for (Journey one : people) {
            int person = (int) one.person();
            assertThat(view.firstSeen(person)).as(where).isEqualTo(one.firstSeen());
            for (int visitor = person; visitor != 0; visitor = view.next(visitor)) {
                assertThat(view.person(visitor)).as(where).isEqualTo(person);
            }
            for (String key : view.columns()) {
                PersonColumn column = view.column(key);
                String about = where + ": " + key + " of " + person;
                for (long time = -1_000; time <= 200_000; time += 7_000) {
                    assertThat(text(column, column.at(person, time)))
                            .as(about + " at " + time)
                            .isEqualTo(one.propertyAt(key, time).map(Value::text));
                    assertThat(text(column, column.first(person, time)))
                            .as(about + " first up to " + time)
                            .isEqualTo(one.firstProperty(key, time).map(Value::text));
                }
            }
        }
        long visitors = 0;
        for (int visitor = 1; visitor < view.end(); visitor++) {
            visitors += view.person(visitor) == 0 ? 0 : 1;
        }
        long chained = 0;
        for (Journey one : people) {
            for (int visitor = (int) one.person(); visitor != 0; visitor = view.next(visitor)) {
                chained++;
            }
        }
        assertThat(chained).as(where).isEqualTo(visitors);
    }

    private static Optional<String> text(PersonColumn column, int code) {
        return code == 0 ? Optional.empty() : Optional.of(column.dictionary().text(code));
    }
}
