package io.sojourn.journey.attribution;

import io.sojourn.journey.Group;
import io.sojourn.journey.attribution.AttributionResult.Source;
import io.sojourn.journey.group.GroupIndex;
import io.sojourn.journey.group.Numbers;
import io.sojourn.journey.scan.Analysis;
import io.sojourn.journey.scan.JourneyBatch;
import io.sojourn.journey.scan.JourneyScan;
import io.sojourn.journey.scan.OpenScan;
import io.sojourn.journey.scan.Stop;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// One pass of an attribution.
///
/// @param named touchpoints, empty = as they are met
/// @param picking whose people are collected
/// @param answer what the pass is made for
record AttributionAnalysis<R>(
        AttributionPlan plan,
        Optional<List<Group>> named,
        Optional<Source> picking,
        Function<AttributionFold, R> answer)
        implements Analysis<AttributionFold, R> {

    @Override
    public JourneyScan scan() {
        return plan.scan;
    }

    @Override
    public AttributionFold start(OpenScan open, Stop stop) {
        return new AttributionFold(
                plan,
                stop,
                new GroupIndex(open, plan.touchpoints, named, stop),
                plan.hasValue() ? Optional.of(new Numbers(plan.values(open))) : Optional.empty(),
                picking);
    }

    @Override
    public void fold(AttributionFold fold, JourneyBatch batch) {
        fold.fold(batch);
    }

    @Override
    public void merge(AttributionFold into, AttributionFold other) {
        into.merge(other);
    }

    @Override
    public R finish(AttributionFold fold, OpenScan open) {
        return answer.apply(fold);
    }
}
