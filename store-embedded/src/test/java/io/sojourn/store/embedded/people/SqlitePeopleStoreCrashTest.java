package io.sojourn.store.embedded.people;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.store.fault.FaultPoint;
import io.sojourn.store.fault.Faults;
import io.sojourn.store.people.PeopleStore;
import io.sojourn.store.people.RandomBatches;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A child process commits random batches and is halted on its way, at each fault point in turn and between
/// them; every committed batch is there afterwards and none is there in half. `-Dseed=` repeats a run.
@Tag("slow")
class SqlitePeopleStoreCrashTest {

    private static final List<FaultPoint> POINTS =
            List.of(
                    FaultPoint.PEOPLE_BEFORE_WRITE,
                    FaultPoint.PEOPLE_BEFORE_COMMIT,
                    FaultPoint.PEOPLE_AFTER_COMMIT,
                    FaultPoint.SEEN_BEFORE_ROLL,
                    FaultPoint.SEEN_AFTER_ROLL);

    @TempDir private Path folder = Path.of("");

    @Test
    void aHaltedProcessLosesNothingCommittedAndLeavesNothingHalf()
            throws IOException, InterruptedException {
        long seed = Long.getLong("seed", System.nanoTime());
        var random = new SplittableRandom(seed);
        Set<FaultPoint> reached = EnumSet.noneOf(FaultPoint.class);
        for (int round = 0; round < 2 * POINTS.size(); round++) {
            FaultPoint point = POINTS.get(round % POINTS.size());
            long acknowledged = runChild(seed, point, 1 + random.nextInt(20), reached);
            var expected = new RandomBatches(new SplittableRandom(seed));
            try (PeopleStore store = SqlitePeopleStore.open(folder, Faults.NONE)) {
                String where = "seed " + seed + ", round " + round;
                assertThat(store.position()).as(where).isBetween(acknowledged, acknowledged + 1);
                while (expected.model().position() < store.position()) {
                    expected.next();
                }
                assertThat(dump(store)).as(where).isEqualTo(dump(expected.model()));
            }
        }
        assertThat(reached).containsExactlyInAnyOrderElementsOf(POINTS);
    }

    /// @return the last position whose commit returned
    private long runChild(long seed, FaultPoint point, int times, Set<FaultPoint> reached)
            throws IOException, InterruptedException {
        Process child =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx128m",
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED",
                                "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Child.class.getName(),
                                folder.toString(),
                                Long.toString(seed),
                                point.name(),
                                Integer.toString(times))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        long acknowledged = 0;
        try (BufferedReader lines = child.inputReader(UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("position ")) {
                    acknowledged = Long.parseLong(line.substring("position ".length()));
                }
            }
        }
        assertThat(child.waitFor()).as("exit of the child").isEqualTo(Child.HALTED);
        reached.add(point);
        return acknowledged;
    }

    private static List<String> dump(PeopleStore store) {
        List<String> lines = new ArrayList<>();
        store.dump(lines::add);
        return lines;
    }

    /// The process that is halted.
    static final class Child {
        static final int HALTED = 86;

        private Child() {}

        public static void main(String[] arguments) {
            FaultPoint point = FaultPoint.valueOf(arguments[2]);
            int[] left = {Integer.parseInt(arguments[3])};
            var batches = new RandomBatches(new SplittableRandom(Long.parseLong(arguments[1])));
            try (PeopleStore store =
                    SqlitePeopleStore.open(
                            Path.of(arguments[0]),
                            reached -> {
                                if (reached == point && --left[0] == 0) {
                                    Runtime.getRuntime().halt(HALTED);
                                }
                            })) {
                System.out.println("position " + store.position());
                while (batches.model().position() < store.position()) {
                    batches.next();
                }
                while (batches.model().position() < 100_000) {
                    store.commit(batches.next());
                    System.out.println("position " + store.position());
                }
            }
        }
    }
}
