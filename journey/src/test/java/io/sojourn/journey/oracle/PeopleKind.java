package io.sojourn.journey.oracle;

import io.sojourn.journey.Context;
import io.sojourn.journey.kit.Journey;
import io.sojourn.journey.people.PeopleCell;
import io.sojourn.journey.people.PeopleReport;
import io.sojourn.journey.people.PeopleReportResult;
import io.sojourn.journey.scan.JourneySource;
import java.util.List;
import java.util.OptionalInt;

/// People reports; every total opens as many.
public final class PeopleKind implements Kind<PeopleReport, PeopleReportResult> {

    @Override
    public PeopleReport draw(Drawing drawing) {
        return TrendDraw.report(drawing);
    }

    @Override
    public PeopleReportResult ask(
            JourneySource source, PeopleReport question, Context context, Folds folds) {
        return folds.ask(source, asking -> question.ask(asking, context));
    }

    @Override
    public PeopleReportResult answer(
            List<Journey> journeys, PeopleReport question, Context context) {
        return PeopleOracle.answer(journeys, question, context);
    }

    @Override
    public List<String> broken(
            JourneySource source,
            PeopleReport question,
            Context context,
            PeopleReportResult result,
            Folds folds) {
        Counted counted = new Counted();
        counted.add(result.people(), new PeopleCell(OptionalInt.empty()));
        for (int i = 0; i < result.totals().size(); i++) {
            counted.add(result.totals().get(i).people(), new PeopleCell(OptionalInt.of(i)));
        }
        return counted.broken(
                cell ->
                        folds.ask(
                                source,
                                asking -> question.people(asking, context, (PeopleCell) cell)));
    }
}
