package io.sojourn.journey.oracle;

import io.sojourn.journey.Context;
import io.sojourn.journey.kit.Journey;
import io.sojourn.journey.retention.Retention;
import io.sojourn.journey.retention.RetentionCell;
import io.sojourn.journey.retention.RetentionResult;
import io.sojourn.journey.scan.JourneySource;
import java.util.List;
import java.util.OptionalInt;

/// Retention; every cell opens as many people as it counts.
public final class RetentionKind implements Kind<Retention, RetentionResult> {

    @Override
    public Retention draw(Drawing drawing) {
        return TrendDraw.retention(drawing);
    }

    @Override
    public RetentionResult ask(
            JourneySource source, Retention question, Context context, Folds folds) {
        return folds.ask(source, asking -> question.ask(asking, context));
    }

    @Override
    public RetentionResult answer(List<Journey> journeys, Retention question, Context context) {
        return RetentionOracle.answer(journeys, question, context);
    }

    @Override
    public List<String> broken(
            JourneySource source,
            Retention question,
            Context context,
            RetentionResult result,
            Folds folds) {
        Counted counted = new Counted();
        for (RetentionResult.Table table : result.groups()) {
            counted.add(table.people(), new RetentionCell(table.group(), OptionalInt.empty(), 0));
            for (int i = 0; i < table.rows().size(); i++) {
                for (int column = 0; column < table.rows().get(i).size(); column++) {
                    counted.add(
                            table.rows().get(i).get(column).people(),
                            new RetentionCell(table.group(), OptionalInt.of(i), column));
                }
            }
        }
        return counted.broken(
                cell ->
                        folds.ask(
                                source,
                                asking -> question.people(asking, context, (RetentionCell) cell)));
    }
}
