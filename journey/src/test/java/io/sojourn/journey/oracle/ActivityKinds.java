package io.sojourn.journey.oracle;

import io.sojourn.journey.Context;
import io.sojourn.journey.kit.Journey;
import io.sojourn.journey.scan.JourneySource;
import io.sojourn.journey.trend.Lifecycle;
import io.sojourn.journey.trend.LifecycleCell;
import io.sojourn.journey.trend.LifecycleResult;
import io.sojourn.journey.trend.Stickiness;
import io.sojourn.journey.trend.StickinessResult;
import java.util.List;

/// Stickiness and lifecycle; every number of people opens as many.
public final class ActivityKinds {

    private ActivityKinds() {}

    public static final class OfStickiness implements Kind<Stickiness, StickinessResult> {

        @Override
        public Stickiness draw(Drawing drawing) {
            return TrendDraw.stickiness(drawing);
        }

        @Override
        public StickinessResult ask(
                JourneySource source, Stickiness question, Context context, Folds folds) {
            return folds.ask(source, asking -> question.ask(asking, context));
        }

        @Override
        public StickinessResult answer(
                List<Journey> journeys, Stickiness question, Context context) {
            return ActivityOracle.stickiness(journeys, question, context);
        }

        @Override
        public List<String> broken(
                JourneySource source,
                Stickiness question,
                Context context,
                StickinessResult result,
                Folds folds) {
            Counted counted = new Counted();
            for (int i = 0; i < result.people().size(); i++) {
                counted.add(result.people().get(i), i + 1);
            }
            return counted.broken(
                    cell ->
                            folds.ask(
                                    source,
                                    asking -> question.people(asking, context, (Integer) cell)));
        }
    }

    public static final class OfLifecycle implements Kind<Lifecycle, LifecycleResult> {

        @Override
        public Lifecycle draw(Drawing drawing) {
            return TrendDraw.lifecycle(drawing);
        }

        @Override
        public LifecycleResult ask(
                JourneySource source, Lifecycle question, Context context, Folds folds) {
            return folds.ask(source, asking -> question.ask(asking, context));
        }

        @Override
        public LifecycleResult answer(List<Journey> journeys, Lifecycle question, Context context) {
            return ActivityOracle.lifecycle(journeys, question, context);
        }

        @Override
        public List<String> broken(
                JourneySource source,
                Lifecycle question,
                Context context,
                LifecycleResult result,
                Folds folds) {
            Counted counted = new Counted();
            result.people()
                    .forEach(
                            (state, people) -> {
                                for (int i = 0; i < people.size(); i++) {
                                    counted.add(people.get(i), new LifecycleCell(state, i));
                                }
                            });
            return counted.broken(
                    cell ->
                            folds.ask(
                                    source,
                                    asking ->
                                            question.people(
                                                    asking, context, (LifecycleCell) cell)));
        }
    }
}
