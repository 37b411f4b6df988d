package io.sojourn.journey.funnel;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.funnel.Funnel.Counting;
import io.sojourn.journey.funnel.Funnel.Exclusion;
import io.sojourn.journey.funnel.Funnel.Order;
import io.sojourn.journey.funnel.Funnel.Step;
import io.sojourn.journey.funnel.Funnel.Ties;
import io.sojourn.journey.scan.JourneyBatch;
import io.sojourn.journey.scan.Stop;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Somebody with a million events: every form of the question takes time in proportion to them. Were each attempt looked
/// at on its own, any of these would take hours.
@Tag("slow")
@Timeout(120)
class LongJourneyTest {

    private static final int EVENTS = 1_000_000;
    private static final int STEPS = 20;

    /// @param gap between groups of tied events
    /// @param tied events of a group
    private static JourneyBatch journey(FunnelPlan plan, int names, int gap, int tied) {
        long[] bits = new long[names];
        for (int bit = 0; bit < plan.scan.conditions().size(); bit++) {
            EventFilter filter = plan.scan.conditions().get(bit).filter();
            for (int name = 0; name < names; name++) {
                bits[name] |= filter.equals(EventFilter.named("e" + name)) ? 1L << bit : 0;
            }
        }
        Random random = new Random(4);
        long[] mask = new long[EVENTS];
        long[] time = new long[EVENTS];
        for (int i = 0; i < EVENTS; i++) {
            mask[i] = bits[random.nextInt(names)];
            time[i] = (long) i / tied * gap;
        }
        return new JourneyBatch(
                1,
                new long[] {7},
                new int[] {0, EVENTS},
                new long[] {0},
                new int[0][],
                LongStream.range(0, EVENTS).toArray(),
                time,
                new long[][] {mask},
                new int[0],
                new int[0][]);
    }

    private static Funnel.Builder funnel(int names) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < STEPS; i++) {
            steps.add(new Step(EventFilter.named("e" + i % names)));
        }
        return new Funnel.Builder().steps(steps).windowMillis(3_600_000);
    }

    private static List<Long> reached(Funnel funnel, int names, int gap, int tied) {
        FunnelPlan plan =
                new FunnelPlan(funnel, FunnelScript.context(Long.MAX_VALUE), Optional.empty());
        FunnelFold fold = new FunnelFold(plan, Stop.never(), Optional.empty());
        fold.fold(journey(plan, names, gap, tied));
        return fold.tally.leaf(0).flow().steps().stream()
                .map(step -> step.reached().count())
                .toList();
    }

    private static List<Long> all(long each) {
        Long[] counts = new Long[STEPS];
        Arrays.fill(counts, each);
        return List.of(counts);
    }

    @Test
    void throughTheStepsInOrder() {
        assertThat(reached(funnel(20).build(), 20, 1_000, 1)).isEqualTo(all(1));
    }

    @Test
    void throughOneStepAgainAndAgain() {
        Funnel attempts = funnel(1).counting(Counting.ATTEMPTS).build();
        assertThat(reached(attempts, 1, 1_000, 1)).isEqualTo(all(EVENTS / STEPS));
    }

    @Test
    void whereTheLastStepNeverCame() {
        List<Step> steps = new ArrayList<>(funnel(1).build().steps());
        steps.set(STEPS - 1, new Step(EventFilter.named("never")));
        Funnel.Builder stalled = new Funnel.Builder().steps(steps);
        Funnel excluding =
                stalled.exclusions(List.of(new Exclusion(EventFilter.named("no"), 1, 2))).build();
        assertThat(reached(excluding, 1, 1_000, 1).get(STEPS - 2)).isEqualTo(1);
        assertThat(reached(excluding, 1, 1_000, 1).get(STEPS - 1)).isZero();
    }

    @Test
    void throughStepsThatFollowDirectly() {
        Funnel strict = funnel(1).order(Order.STRICT).counting(Counting.ATTEMPTS).build();
        assertThat(reached(strict, 1, 1_000, 1)).isEqualTo(all(EVENTS / STEPS));
    }

    @Test
    void throughStepsInAnyOrder() {
        Funnel any = funnel(20).order(Order.ANY).counting(Counting.ATTEMPTS).build();
        List<Long> reached = reached(any, 20, 1_000, 1);
        assertThat(reached.getFirst()).isGreaterThan(EVENTS / 1_000);
        assertThat(reached).isSortedAccordingTo((left, right) -> Long.compare(right, left));
    }

    @Test
    void throughPhasesInAnyOrder() {
        List<Step> steps =
                IntStream.range(0, STEPS)
                        .mapToObj(i -> new Step(EventFilter.named("e" + i % 5), false, i % 5 == 4))
                        .toList();
        Funnel any = new Funnel.Builder().steps(steps).order(Order.ANY).build();
        assertThat(reached(any, 5, 1_000, 1)).isEqualTo(all(1));
    }

    @Test
    void withExclusionsAgainAndAgain() {
        Funnel excluding =
                funnel(5)
                        .exclusions(List.of(new Exclusion(EventFilter.named("e7"), 2, 5)))
                        .counting(Counting.ATTEMPTS)
                        .build();
        List<Long> reached = reached(excluding, 8, 1_000, 1);
        assertThat(reached.getFirst()).isPositive();
    }

    @Test
    void withTiesOfManyEvents() {
        for (Ties ties : Ties.values()) {
            Funnel tied = funnel(5).ties(ties).counting(Counting.ATTEMPTS).build();
            assertThat(reached(tied, 5, 1_000, 1_000).getFirst()).isPositive();
        }
    }

    @Test
    void whereAToleranceTiesAllOfThem() {
        for (Ties ties : Ties.values()) {
            Funnel tied = funnel(5).ties(ties).toleranceMillis(2_000).build();
            assertThat(reached(tied, 5, 1_000, 1).getFirst()).isEqualTo(1);
        }
    }
}
