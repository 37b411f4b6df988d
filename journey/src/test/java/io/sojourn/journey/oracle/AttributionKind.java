package io.sojourn.journey.oracle;

import io.sojourn.journey.Context;
import io.sojourn.journey.attribution.Attribution;
import io.sojourn.journey.attribution.AttributionResult;
import io.sojourn.journey.kit.Journey;
import io.sojourn.journey.scan.JourneySource;
import java.util.ArrayList;
import java.util.List;

/// Attribution; every number of people opens as many, and the shares add up to the conversions.
public final class AttributionKind implements Kind<Attribution, AttributionResult> {

    @Override
    public Attribution draw(Drawing drawing) {
        return TrendDraw.attribution(drawing);
    }

    @Override
    public AttributionResult ask(
            JourneySource source, Attribution question, Context context, Folds folds) {
        return folds.ask(source, asking -> question.ask(asking, context));
    }

    @Override
    public AttributionResult answer(List<Journey> journeys, Attribution question, Context context) {
        return AttributionOracle.answer(journeys, question, context);
    }

    @Override
    public List<String> broken(
            JourneySource source,
            Attribution question,
            Context context,
            AttributionResult result,
            Folds folds) {
        Counted counted = new Counted();
        counted.add(result.total().people(), result.total().source());
        double shares = 0;
        for (AttributionResult.Row row : result.rows()) {
            counted.add(row.people(), row.source());
            shares += row.conversions();
        }
        List<String> broken =
                new ArrayList<>(
                        counted.broken(
                                cell ->
                                        folds.ask(
                                                source,
                                                asking ->
                                                        question.people(
                                                                asking,
                                                                context,
                                                                (AttributionResult.Source) cell))));
        if (Math.abs(shares - result.total().conversions()) > 1e-9 * Math.max(1, shares)) {
            broken.add("shares add up to " + shares + " of " + result.total());
        }
        return broken;
    }
}
