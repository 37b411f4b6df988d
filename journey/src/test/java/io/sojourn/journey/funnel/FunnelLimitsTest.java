package io.sojourn.journey.funnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sojourn.core.problem.ProblemException;
import io.sojourn.journey.Context;
import io.sojourn.journey.Group;
import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.funnel.Funnel.Attribution;
import io.sojourn.journey.funnel.Funnel.Breakdown;
import io.sojourn.journey.funnel.Funnel.Counting;
import io.sojourn.journey.funnel.Funnel.Exclusion;
import io.sojourn.journey.funnel.Funnel.Order;
import io.sojourn.journey.funnel.Funnel.Step;
import io.sojourn.journey.kit.Asks;
import io.sojourn.journey.kit.Histories;
import io.sojourn.journey.scan.Asking;
import io.sojourn.journey.scan.Column;
import io.sojourn.journey.scan.JourneySource;
import io.sojourn.journey.scan.PersonSet;
import io.sojourn.journey.scan.Runner;
import io.sojourn.journey.scan.Stop;
import io.sojourn.journey.time.Period;
import io.sojourn.journey.time.Unit;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FunnelLimitsTest {

    private static final EventFilter A = EventFilter.named("a");
    private static final JourneySource SOURCE =
            Histories.source("ann a@0s a@1s a@2s a@3s a@4d", FunnelScript.BASE);

    private static Funnel repeated(int steps) {
        return new Funnel.Builder().steps(Collections.nCopies(steps, new Step(A))).build();
    }

    @Test
    void thirtyTwoStepsAreAsked() {
        FunnelResult result =
                repeated(Funnel.STEPS_MAX)
                        .ask(Asks.of(SOURCE), FunnelScript.context(Long.MAX_VALUE));
        assertThat(result.rows().getFirst().all().steps())
                .extracting(step -> step.reached().count())
                .startsWith(1L, 1L, 1L, 1L, 1L, 0L)
                .hasSize(Funnel.STEPS_MAX);
    }

    @Test
    void moreAreRefused() {
        assertThatThrownBy(() -> repeated(Funnel.STEPS_MAX + 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> repeated(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theLastStepIsNotOptional() {
        List<Step> steps = List.of(new Step(A), new Step(A, true, false));
        assertThatThrownBy(() -> new Funnel.Builder().steps(steps).build())
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anAnswerOfTooManyIntervalsSaysWhatToNarrow() {
        Funnel funnel = repeated(2).toBuilder().interval(new Period(Unit.MINUTE, 1)).build();
        try (Runner runner = new Runner(1)) {
            Stop stop = new Stop(System.nanoTime() + Long.MAX_VALUE / 2, 1_000_000);
            Asking asking = new Asking(runner, SOURCE, stop);
            assertThatThrownBy(() -> funnel.ask(asking, FunnelScript.context(Long.MAX_VALUE)))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("fewer intervals");
        }
    }

    @Test
    void aCellThatIsNotThereIsRefused() {
        FunnelCell cell =
                new FunnelCell(Group.EVERYONE, OptionalInt.of(3), 1, FunnelCell.Kind.REACHED);
        assertThatThrownBy(
                        () ->
                                repeated(2)
                                        .people(
                                                Asks.of(SOURCE),
                                                FunnelScript.context(Long.MAX_VALUE),
                                                cell))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("no interval 3");
    }

    /// What is taken of the memory, by hand: 100 bytes a step of every leaf, in the part and where parts are merged, 350 a
    /// step of every flow that is told, and of buffers what they grow by.
    @Test
    void everythingThatGrowsIsMemoryOfTheQuestion() {
        Funnel plain = steps("a", "b").build();
        Funnel looked =
                steps("a", "b")
                        .exclusions(List.of(new Exclusion(EventFilter.named("no"), 1, 2)))
                        .build();
        long leaves = 2 * 2 * 100;
        long flow = 2 * 350;
        takes(plain, turns("a", 100, 1), leaves + flow);
        // Events: 64 to 128 of 24 bytes; entries: 64 to 128 of 4.
        takes(looked, turns("a", 100, 1), leaves + flow + 64 * 24 + 64 * 4);
        // Twenty come to step 2 one after the other: 16 to 32 of 8 bytes; one length of time, of 8
        // places, then merged.
        takes(looked, turns("ab", 40, 1), leaves + flow + 16 * 8 + 8 * 8 + 8);
        // Every event opens an attempt in any order, and all but the first one end one: 16 to 64 of
        // 8 bytes, twice.
        Funnel any = steps("a", "b").order(Order.ANY).build();
        takes(any, turns("ab", 40, 1), leaves + flow + 2 * 48 * 8 + 8 * 8 + 8);
        // Units: rows from 64 to 128 of 24 bytes, 16 to 32 units of 12.
        Funnel held = steps("a", "b").held(List.of(NUMBER)).build();
        takes(held, turns("a", 100, 1), leaves + flow + 2 * 64 * 24 + 64 * 4);
        takes(held, turns("a", 100, 20), leaves + flow + 64 * 24 + 16 * 12);
        // Forty leaves in a table of 64 places, which is filled to the half: 128 of 4 bytes more,
        // and their keys.
        Funnel each =
                steps("a", "b")
                        .counting(Counting.ATTEMPTS)
                        .windowMillis(1)
                        .breakdown(new Breakdown(List.of(NUMBER), new Attribution.Entry(), 1_000))
                        .build();
        takes(each, turns("a", 40, 40), 2 * (40 * 2 * (400 + 100) + 4 * (64 + 2 * 64)) + 41 * flow);
    }

    private static final Column NUMBER = new Column(Column.Scope.EVENT, "n");

    private static Funnel.Builder steps(String... names) {
        return new Funnel.Builder()
                .steps(Stream.of(names).map(name -> new Step(EventFilter.named(name))).toList());
    }

    /// So many events, a second apart, with so many numbers in turn.
    private static JourneySource turns(String names, int events, int numbers) {
        StringBuilder text = new StringBuilder("ann");
        for (int i = 0; i < events; i++) {
            text.append(' ').append(names.charAt(i % names.length())).append('@').append(i);
            text.append("s{n=").append(i % numbers).append('}');
        }
        return Histories.source(text.toString(), FunnelScript.BASE);
    }

    private static void takes(Funnel funnel, JourneySource source, long bytes) {
        Context context = FunnelScript.context(Long.MAX_VALUE);
        assertThat(funnel.ask(Asks.within(bytes, source), context).people()).isEqualTo(1);
        assertThatThrownBy(() -> funnel.ask(Asks.within(bytes - 1, source), context))
                .as("%s", bytes)
                .isInstanceOf(ProblemException.class);
    }

    @Test
    void stepsAndIntervalsAreCountedFromTheFirstToTheLast() {
        Funnel daily = repeated(2).toBuilder().interval(new Period(Unit.DAY, 1)).build();
        for (int step : new int[] {0, 3}) {
            FunnelCell cell =
                    new FunnelCell(
                            Group.EVERYONE, OptionalInt.empty(), step, FunnelCell.Kind.REACHED);
            assertThatThrownBy(() -> open(daily, cell))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("no step " + step);
        }
        assertThat(open(daily, entered(4)).size()).isEqualTo(1);
        assertThatThrownBy(() -> open(daily, entered(5))).hasMessageContaining("no interval 5");
    }

    private static FunnelCell entered(int interval) {
        return new FunnelCell(Group.EVERYONE, OptionalInt.of(interval), 1, FunnelCell.Kind.REACHED);
    }

    private static PersonSet open(Funnel funnel, FunnelCell cell) {
        return funnel.people(Asks.of(SOURCE), FunnelScript.context(Long.MAX_VALUE), cell);
    }

    @Test
    void aFunnelThatEndsWithTheRangeDoesSoWithATolerance() {
        String options = "steps a > b, tolerance 1s, complete, range 0s..10s";
        FunnelScript.run(
                List.of(options, "ann a@5s b@9s999ms", "bob a@5s b@10s", "reached => 2 1"));
        FunnelScript.run(List.of(options, "ann a@10s", "bob a@12s b@13s", "reached => 0 0"));
    }
}
