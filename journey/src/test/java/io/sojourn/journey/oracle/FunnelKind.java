package io.sojourn.journey.oracle;

import io.sojourn.journey.Context;
import io.sojourn.journey.funnel.Funnel;
import io.sojourn.journey.funnel.FunnelCell;
import io.sojourn.journey.funnel.FunnelResult;
import io.sojourn.journey.kit.Journey;
import io.sojourn.journey.scan.JourneySource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Funnels; every number of people opens as many.
public final class FunnelKind implements Kind<Funnel, FunnelResult> {

    @Override
    public Funnel draw(Drawing drawing) {
        return FunnelDraw.draw(drawing);
    }

    @Override
    public FunnelResult ask(JourneySource source, Funnel question, Context context, Folds folds) {
        return folds.ask(source, asking -> question.ask(asking, context));
    }

    @Override
    public FunnelResult answer(List<Journey> journeys, Funnel question, Context context) {
        return FunnelOracle.answer(journeys, question, context);
    }

    @Override
    public List<String> broken(
            JourneySource source,
            Funnel question,
            Context context,
            FunnelResult result,
            Folds folds) {
        Counted counted = new Counted();
        for (FunnelResult.Row row : result.rows()) {
            add(counted, row, OptionalInt.empty(), row.all());
            for (int i = 0; i < row.intervals().size(); i++) {
                add(counted, row, OptionalInt.of(i), row.intervals().get(i).flow());
            }
        }
        List<String> broken = new ArrayList<>();
        for (FunnelResult.Row row : result.rows()) {
            rises(question, row.all()).ifPresent(broken::add);
            row.intervals().forEach(one -> rises(question, one.flow()).ifPresent(broken::add));
        }
        broken.addAll(
                counted.broken(
                        cell ->
                                folds.ask(
                                        source,
                                        asking ->
                                                question.people(
                                                        asking, context, (FunnelCell) cell))));
        return broken;
    }

    /// From one required step to the next no count rises, and who stays is open or has dropped.
    private static Optional<String> rises(Funnel question, FunnelResult.Flow flow) {
        long before = Long.MAX_VALUE;
        long ended = 0;
        for (int i = 0; i < flow.steps().size(); i++) {
            FunnelResult.Step step = flow.steps().get(i);
            long reached = step.reached().count();
            if (!question.steps().get(i).optional()) {
                if (reached > before) {
                    return Optional.of("step " + (i + 1) + " rises: " + flow);
                }
                before = reached;
            }
            ended += step.open().count() + step.dropped().count();
        }
        long entered = flow.steps().getFirst().reached().count();
        long converted = flow.steps().getLast().reached().count();
        return entered == ended + converted
                ? Optional.empty()
                : Optional.of(entered + " entered, " + ended + " ended: " + flow);
    }

    private static void add(
            Counted counted, FunnelResult.Row row, OptionalInt interval, FunnelResult.Flow flow) {
        for (int i = 0; i < flow.steps().size(); i++) {
            FunnelResult.Step step = flow.steps().get(i);
            for (FunnelCell.Kind kind : FunnelCell.Kind.values()) {
                FunnelResult.Tally tally =
                        switch (kind) {
                            case REACHED -> step.reached();
                            case OPEN -> step.open();
                            case DROPPED -> step.dropped();
                            case EXCLUDED -> flow.excluded();
                        };
                counted.add(tally.people(), new FunnelCell(row.group(), interval, i + 1, kind));
            }
        }
    }
}
