package io.sojourn.journey.oracle;

import io.sojourn.journey.Context;
import io.sojourn.journey.kit.Journey;
import io.sojourn.journey.scan.JourneySource;
import io.sojourn.journey.trend.Measure;
import io.sojourn.journey.trend.Trend;
import io.sojourn.journey.trend.TrendCell;
import io.sojourn.journey.trend.TrendResult;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// Trends; a value that counts people opens as many.
public final class TrendKind implements Kind<Trend, TrendResult> {

    @Override
    public Trend draw(Drawing drawing) {
        return TrendDraw.trend(drawing);
    }

    @Override
    public TrendResult ask(JourneySource source, Trend question, Context context, Folds folds) {
        return folds.ask(source, asking -> question.ask(asking, context));
    }

    @Override
    public TrendResult answer(List<Journey> journeys, Trend question, Context context) {
        return TrendOracle.answer(journeys, question, context);
    }

    @Override
    public List<String> broken(
            JourneySource source,
            Trend question,
            Context context,
            TrendResult result,
            Folds folds) {
        Counted counted = new Counted();
        add(counted, question, result, false);
        result.previous().ifPresent(before -> add(counted, question, before, true));
        return counted.broken(
                cell ->
                        folds.ask(
                                source,
                                asking -> question.people(asking, context, (TrendCell) cell)));
    }

    private static void add(Counted counted, Trend question, TrendResult result, boolean previous) {
        for (TrendResult.Line line : result.lines()) {
            boolean ofPeople =
                    line.series().isPresent()
                            && question.series().get(line.series().getAsInt()).measure()
                                    instanceof Measure.People;
            if (ofPeople) {
                int series = line.series().getAsInt();
                add(
                        counted,
                        line.total(),
                        new TrendCell(series, line.group(), OptionalInt.empty(), previous));
                for (int i = 0; i < line.values().size(); i++) {
                    add(
                            counted,
                            line.values().get(i),
                            new TrendCell(series, line.group(), OptionalInt.of(i), previous));
                }
            }
        }
    }

    private static void add(Counted counted, OptionalDouble people, TrendCell cell) {
        counted.add((long) people.orElse(0), cell);
    }
}
