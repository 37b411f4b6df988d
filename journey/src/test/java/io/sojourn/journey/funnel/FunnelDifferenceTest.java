package io.sojourn.journey.funnel;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.journey.Group;
import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.funnel.Funnel.Step;
import io.sojourn.journey.funnel.FunnelDifference.Conversion;
import io.sojourn.journey.funnel.FunnelResult.Flow;
import io.sojourn.journey.funnel.FunnelResult.Tally;
import io.sojourn.journey.funnel.FunnelResult.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FunnelDifferenceTest {

    private static final Group PRO = new Group(List.of(Optional.of("pro")), false);

    private static FunnelResult.Row row(Group group, long... reached) {
        List<FunnelResult.Step> steps = new ArrayList<>();
        Tally none = new Tally(0, 0);
        for (long count : reached) {
            Times times = new Times(0, Double.NaN, Double.NaN, Double.NaN, List.of());
            steps.add(new FunnelResult.Step(new Tally(count, count), none, none, times));
        }
        return new FunnelResult.Row(group, new Flow(steps, none), List.of());
    }

    @Test
    void conversionsAreComparedFromTheFirstAndFromTheLastRequiredStep() {
        Funnel funnel =
                new Funnel.Builder()
                        .steps(
                                List.of(
                                        new Step(EventFilter.named("a")),
                                        new Step(EventFilter.named("b")),
                                        new Step(EventFilter.named("c"), true, false),
                                        new Step(EventFilter.named("d"))))
                        .build();
        FunnelDifference difference =
                FunnelDifference.of(
                        funnel,
                        new FunnelResult(
                                2_000,
                                List.of(
                                        row(Group.EVERYONE, 1_000, 400, 50, 120),
                                        row(PRO, 10, 10, 10, 10))),
                        new FunnelResult(2_000, List.of(row(Group.EVERYONE, 1_000, 500, 60, 150))));
        assertThat(difference.rows()).hasSize(1);
        List<Conversion> steps = difference.rows().getFirst().steps();
        assertThat(steps.get(0).fromFirst().p()).isNaN();
        assertThat(steps.get(1).fromPrevious()).isEqualTo(Significance.of(400, 1_000, 500, 1_000));
        assertThat(steps.get(2).fromPrevious()).isEqualTo(Significance.of(50, 400, 60, 500));
        assertThat(steps.get(3).fromPrevious()).isEqualTo(Significance.of(120, 400, 150, 500));
        assertThat(steps.get(3).fromFirst()).isEqualTo(Significance.of(120, 1_000, 150, 1_000));
        assertThat(steps.get(3).fromFirst().isSignificant()).isTrue();
    }
}
