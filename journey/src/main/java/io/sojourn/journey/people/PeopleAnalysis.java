package io.sojourn.journey.people;

import io.sojourn.journey.scan.Analysis;
import io.sojourn.journey.scan.JourneyBatch;
import io.sojourn.journey.scan.JourneyScan;
import io.sojourn.journey.scan.OpenScan;
import io.sojourn.journey.scan.Stop;
import java.util.Optional;
import java.util.function.Function;

/// The pass of a report on people.
///
/// @param cell whose people are collected instead
/// @param answer what the pass is made for
record PeopleAnalysis<R>(PeoplePlan plan, Optional<PeopleCell> cell, Function<PeopleFold, R> answer)
        implements Analysis<PeopleFold, R> {

    @Override
    public JourneyScan scan() {
        return plan.scan;
    }

    @Override
    public PeopleFold start(OpenScan open, Stop stop) {
        return new PeopleFold(plan, open, stop, cell);
    }

    @Override
    public void fold(PeopleFold fold, JourneyBatch batch) {
        fold.fold(batch);
    }

    @Override
    public void merge(PeopleFold into, PeopleFold other) {
        into.merge(other);
    }

    @Override
    public R finish(PeopleFold fold, OpenScan open) {
        return answer.apply(fold);
    }
}
