package io.sojourn.journey.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sojourn.core.problem.ProblemException;
import io.sojourn.journey.Quickselect;
import io.sojourn.journey.scan.Stop;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What paths are counted with, against the collections of the JDK.
class CountsTest {

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);

    private static Stop limit(long bytes) {
        return new Stop(System.nanoTime() + Long.MAX_VALUE / 2, bytes);
    }

    @Test
    void pairsAreNumberedInTheOrderInWhichTheyAreMet() {
        for (int bound : new int[] {10, 100, 20_000, Integer.MAX_VALUE}) {
            PairIds ids = new PairIds(Stop.never(), "less");
            Map<List<Integer>, Integer> known = new HashMap<>();
            for (int i = 0; i < 20_000; i++) {
                int first = random.nextInt(bound);
                int second = random.nextInt(Math.min(bound, random.nextBoolean() ? 64 : bound));
                int expected = known.computeIfAbsent(List.of(first, second), added -> known.size());
                assertThat(ids.id(first, second)).as("-Dseed=%d", seed).isEqualTo(expected);
            }
            assertThat(ids.size()).isEqualTo(known.size());
            known.forEach(
                    (pair, id) ->
                            assertThat(List.of(ids.first(id), ids.second(id))).isEqualTo(pair));
        }
    }

    @Test
    void whatGrowsBeyondItsMemorySaysWhatToNarrow() {
        PairIds ids = new PairIds(limit(100_000), "fewer of them");
        assertThatThrownBy(() -> IntStream.range(0, 100_000).forEach(i -> ids.id(i, 100)))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("fewer of them");
        Tally tally = new Tally(limit(100_000));
        assertThatThrownBy(() -> IntStream.range(0, 100_000).forEach(i -> tally.count(i, 1, 1)))
                .isInstanceOf(ProblemException.class);
        Durations durations = new Durations(limit(1_000_000));
        assertThatThrownBy(() -> IntStream.range(0, 1_000_000).forEach(i -> durations.add(0, i)))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("no medians");
    }

    @Test
    void aTallyCountsEachPersonAndPathOnce() {
        Tally one = new Tally(Stop.never());
        one.count(3, 1, 1);
        one.count(3, 1, 1);
        one.count(3, 1, 2);
        one.count(3, 2, 3);
        Tally other = new Tally(Stop.never());
        other.count(200, 1, 1);
        one.add(3, other, 200);
        one.add(4, other, 100_000);
        assertThat(List.of(one.people(3), one.paths(3), one.passes(3)))
                .isEqualTo(List.of(3L, 4L, 5L));
        assertThat(List.of(one.people(4), one.paths(100_000), one.passes(4)))
                .isEqualTo(List.of(0L, 0L, 0L));
    }

    @Test
    void mediansAreByNearestRankWhateverTheChunks() {
        int owners = 5;
        Durations all = new Durations(Stop.never());
        Durations other = new Durations(Stop.never());
        Map<Integer, List<Long>> kept = new HashMap<>();
        for (int i = 0; i < 100_000; i++) {
            // The last owner has none.
            int owner = random.nextInt(owners - 1);
            long millis = random.nextInt(5) * 1_000L - random.nextInt(2);
            kept.computeIfAbsent(owner, added -> new java.util.ArrayList<>()).add(millis);
            if (random.nextInt(3) == 0) {
                other.add(owner, millis);
            } else {
                all.add(owners - 1 - owner, millis);
            }
        }
        int[] here = IntStream.range(0, owners).map(owner -> owners - 1 - owner).toArray();
        all.addAll(other, here);
        double[] medians = all.medians(owners);
        assertThat(medians[0]).isNaN();
        kept.forEach(
                (owner, millis) ->
                        assertThat(medians[owners - 1 - owner])
                                .as("-Dseed=%d", seed)
                                .isEqualTo(
                                        millis.stream()
                                                        .sorted()
                                                        .toList()
                                                        .get((millis.size() - 1) / 2)
                                                / 1_000.0));
    }

    @Test
    void selectingPutsTheValueOfARankAtItsPlace() {
        for (int round = 0; round < 500; round++) {
            long[] values = random.longs(1 + random.nextInt(30), 0, 10).toArray();
            int from = random.nextInt(values.length);
            int to = from + 1 + random.nextInt(values.length - from);
            int place = from + random.nextInt(to - from);
            long[] sorted = values.clone();
            Arrays.sort(sorted, from, to);
            long[] before = values.clone();
            assertThat(Quickselect.select(values, from, to, place))
                    .as("-Dseed=%d", seed)
                    .isEqualTo(sorted[place])
                    .isEqualTo(values[place]);
            Arrays.sort(values, from, to);
            assertThat(values).isEqualTo(sorted);
            assertThat(Arrays.copyOf(values, from)).isEqualTo(Arrays.copyOf(before, from));
        }
    }

    @Test
    void theLargestAreTheFirstOnesOfAll() {
        for (int top : new int[] {1, 7, 100, Paths.ALL}) {
            int[] weights = random.ints(50, 0, 20).toArray();
            Comparator<Integer> order =
                    Comparator.comparingInt((Integer one) -> -weights[one])
                            .thenComparingInt(one -> one);
            assertThat(Largest.of(IntStream.range(0, 50), top, order))
                    .isEqualTo(IntStream.range(0, 50).boxed().sorted(order).limit(top).toList());
        }
    }
}
