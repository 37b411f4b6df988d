package io.sojourn.journey.retention;

import io.sojourn.journey.Group;
import io.sojourn.journey.group.GroupIndex;
import io.sojourn.journey.retention.RetentionTally.Counted;
import io.sojourn.journey.scan.Analysis;
import io.sojourn.journey.scan.JourneyBatch;
import io.sojourn.journey.scan.JourneyScan;
import io.sojourn.journey.scan.OpenScan;
import io.sojourn.journey.scan.Stop;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// One pass of a retention question.
///
/// @param named groups of the breakdown, empty = as they are met
/// @param answer what the pass is made for
record RetentionAnalysis<R>(
        RetentionPlan plan,
        Counted counted,
        Optional<List<Group>> named,
        Function<RetentionTally, R> answer)
        implements Analysis<RetentionFold, R> {

    /// The whole table; empty where there are more groups than are named.
    static RetentionAnalysis<Optional<RetentionResult>> table(
            RetentionPlan plan, Optional<List<Group>> named) {
        int groupsMax = named.isPresent() ? Integer.MAX_VALUE : plan.retention.breakdown().top();
        return new RetentionAnalysis<>(
                plan,
                new Counted.Cells(groupsMax),
                named,
                tally -> tally.isOverflown() ? Optional.empty() : Optional.of(tally.result()));
    }

    @Override
    public JourneyScan scan() {
        return plan.scan;
    }

    @Override
    public RetentionFold start(OpenScan open, Stop stop) {
        GroupIndex groups = new GroupIndex(open, plan.groupColumns, named, stop);
        return new RetentionFold(plan, groups, new RetentionTally(plan, counted, groups, stop));
    }

    @Override
    public void fold(RetentionFold fold, JourneyBatch batch) {
        fold.fold(batch);
    }

    @Override
    public void merge(RetentionFold into, RetentionFold other) {
        into.tally().merge(other.tally());
    }

    @Override
    public R finish(RetentionFold fold, OpenScan open) {
        return answer.apply(fold.tally());
    }
}
