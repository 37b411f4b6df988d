package io.sojourn.core.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.core.event.Attributes;
import io.sojourn.core.event.Event;
import io.sojourn.core.event.EventFlag;
import io.sojourn.core.path.PathOracle.PathEvent;
import io.sojourn.core.path.PathOracle.PathPerson;
import io.sojourn.core.project.ProjectSettings;
import io.sojourn.core.project.ProjectSettings.IdentitySettings;
import io.sojourn.core.project.ProjectSettings.VisitSettings;
import io.sojourn.core.visit.Visits;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What must hold for whatever the oracle says, on random logs; `-Dseed=` replays one.
class PathOracleTest {

    private static final int LOGS = 40;
    private static final int ITEMS = 150;

    @Test
    void nothingIsLostAndVisitsAreTheSameByBothDefinitions() {
        long seed = Long.getLong("seed", new Random().nextLong());
        System.out.println("PathOracleTest -Dseed=" + seed);
        Set<String> reached = new HashSet<>();
        for (int log = 0; log < LOGS; log++) {
            Random random = new Random(seed + log);
            PathOracle oracle = new PathOracle(IdentitySettings.DEFAULT);
            List<PathItem> items =
                    new PathItems(random, IdentitySettings.DEFAULT.kinds()).next(ITEMS);
            for (int i = 0; i < items.size(); i++) {
                oracle.take(PathScript.arrival(i), items.get(i));
            }
            checkCounts(oracle.counts(), items, "-Dseed=" + (seed + log));
            for (PathPerson person : oracle.people()) {
                checkVisits(person, "-Dseed=" + (seed + log));
            }
            reached.addAll(oracle.counts().keySet());
        }
        assertThat(reached)
                .contains(
                        "event",
                        "duplicate",
                        "bot",
                        "identify",
                        "ping",
                        "ping_without_person",
                        "update",
                        "update_without_event",
                        "update_of_deleted",
                        "no_identifier",
                        "no_event_name",
                        "command",
                        "command_refused");
    }

    private static void checkCounts(
            Map<String, Integer> counts, List<PathItem> items, String seed) {
        int sum = 0;
        for (String taken :
                List.of(
                        "event",
                        "duplicate",
                        "identify",
                        "ping",
                        "update",
                        "no_event_id",
                        "no_identifier",
                        "no_event_name",
                        "command",
                        "command_refused")) {
            sum += counts.getOrDefault(taken, 0);
        }
        assertThat(sum).as("%s every item is counted once", seed).isEqualTo(items.size());
    }

    private static void checkVisits(PathPerson person, String seed) {
        for (boolean midnight : new boolean[] {false, true}) {
            VisitSettings visits = new VisitSettings(30 * 60_000L, false, midnight, false);
            ProjectSettings old = ProjectSettings.DEFAULT;
            ProjectSettings settings =
                    new ProjectSettings(
                            old.zone(),
                            old.weekStart(),
                            visits,
                            old.identity(),
                            old.bots(),
                            old.excludes(),
                            old.ip());
            List<List<Long>> cut =
                    Visits.of(
                                    settings,
                                    person.events().stream().map(PathOracleTest::event).toList())
                            .stream()
                            .map(visit -> visit.events().stream().map(Event::id).toList())
                            .toList();
            assertThat(cut)
                    .as("%s visits of person %d", seed, person.number())
                    .isEqualTo(VisitOracle.visits(visits, settings.zone(), person.events()));
        }
    }

    private static Event event(PathEvent event) {
        return new Event(
                event.id(),
                event.visitor(),
                event.time(),
                event.received(),
                event.name(),
                event.standalone() ? EventFlag.STANDALONE.bit() : 0,
                event.activeUntil(),
                0,
                Attributes.NONE,
                event.properties(),
                Map.of());
    }
}
