package io.sojourn.journey.funnel;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.journey.Context;
import io.sojourn.journey.funnel.FunnelResult.Flow;
import io.sojourn.journey.funnel.FunnelResult.Row;
import io.sojourn.journey.funnel.FunnelResult.Step;
import io.sojourn.journey.funnel.FunnelResult.Tally;
import io.sojourn.journey.scan.Asking;
import java.util.OptionalInt;

/// What holds of every answer: each number of people is the length of its list, and the steps add up.
final class Listing {

    private Listing() {}

    static void countsAreLists(Funnel funnel, Asking asking, Context context, FunnelResult result) {
        for (Row row : result.rows()) {
            check(funnel, asking, context, row, OptionalInt.empty(), row.all());
            for (int i = 0; i < row.intervals().size(); i++) {
                OptionalInt interval = OptionalInt.of(i);
                check(funnel, asking, context, row, interval, row.intervals().get(i).flow());
            }
        }
    }

    private static void check(
            Funnel funnel,
            Asking asking,
            Context context,
            Row row,
            OptionalInt interval,
            Flow flow) {
        for (int i = 0; i < flow.steps().size(); i++) {
            Step step = flow.steps().get(i);
            for (FunnelCell.Kind kind : FunnelCell.Kind.values()) {
                Tally tally =
                        switch (kind) {
                            case REACHED -> step.reached();
                            case OPEN -> step.open();
                            case DROPPED -> step.dropped();
                            case EXCLUDED -> flow.excluded();
                        };
                FunnelCell cell = new FunnelCell(row.group(), interval, i + 1, kind);
                assertThat(funnel.people(asking, context, cell).size())
                        .as("%s", cell)
                        .isEqualTo(tally.people());
                assertThat(tally.count()).isGreaterThanOrEqualTo(tally.people());
            }
            assertThat(step.fromPrevious().histogram().stream().mapToLong(n -> n).sum())
                    .isEqualTo(step.fromPrevious().count());
        }
        addsUp(flow);
    }

    private static void addsUp(Flow flow) {
        long further = 0;
        for (int i = flow.steps().size() - 1; i >= 0; i--) {
            Step step = flow.steps().get(i);
            if (i == flow.steps().size() - 1) {
                further = step.reached().count();
            } else {
                further += step.open().count() + step.dropped().count();
            }
            assertThat(step.reached().count()).isLessThanOrEqualTo(further);
        }
        assertThat(flow.steps().getFirst().reached().count()).isEqualTo(further);
    }
}
