package io.sojourn.journey.funnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sojourn.core.problem.ProblemException;
import io.sojourn.journey.Group;
import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.funnel.Funnel.Step;
import io.sojourn.journey.kit.Asks;
import io.sojourn.journey.kit.Histories;
import io.sojourn.journey.scan.Asking;
import io.sojourn.journey.scan.JourneySource;
import io.sojourn.journey.scan.Runner;
import io.sojourn.journey.scan.Stop;
import io.sojourn.journey.time.Period;
import io.sojourn.journey.time.Unit;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
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
}
