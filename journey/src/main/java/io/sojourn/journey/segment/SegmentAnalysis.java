package io.sojourn.journey.segment;

import io.sojourn.journey.Context;
import io.sojourn.journey.scan.Analysis;
import io.sojourn.journey.scan.JourneyBatch;
import io.sojourn.journey.scan.JourneyScan;
import io.sojourn.journey.scan.OpenScan;
import io.sojourn.journey.scan.PersonSet;
import io.sojourn.journey.scan.Stop;
import java.util.List;

/// Who belongs to one segment.
public final class SegmentAnalysis implements Analysis<MembershipAnalysis.Members, PersonSet> {

    private final MembershipAnalysis membership;

    /// @throws io.sojourn.core.problem.ProblemException where a segment is unknown or contains itself
    public SegmentAnalysis(Context context, Definitions definitions, Criterion criterion) {
        this.membership =
                new MembershipAnalysis(among(context, criterion), definitions, List.of(criterion));
    }

    /// Nobody else can belong: where lists are among what must hold, only they are looked at.
    private static Context among(Context context, Criterion criterion) {
        return switch (criterion) {
            case Criterion.Listed(PersonSet persons) ->
                    context.among(context.people().map(persons::and).orElse(persons));
            case Criterion.All(var criteria) -> {
                Context narrowed = context;
                for (Criterion one : criteria) {
                    narrowed = among(narrowed, one);
                }
                yield narrowed;
            }
            case Criterion.Any _ -> context;
            case Criterion.Not _ -> context;
            case Criterion.Has _ -> context;
            case Criterion.Member _ -> context;
            case Criterion.Did _ -> context;
            case Criterion.FirstDid _ -> context;
            case Criterion.Stopped _ -> context;
            case Criterion.Restarted _ -> context;
            case Criterion.Regularly _ -> context;
            case Criterion.Sequence _ -> context;
        };
    }

    @Override
    public JourneyScan scan() {
        return membership.scan();
    }

    @Override
    public MembershipAnalysis.Members start(OpenScan open, Stop stop) {
        return membership.start(open, stop);
    }

    @Override
    public void fold(MembershipAnalysis.Members members, JourneyBatch batch) {
        membership.fold(members, batch);
    }

    @Override
    public void merge(MembershipAnalysis.Members into, MembershipAnalysis.Members other) {
        membership.merge(into, other);
    }

    @Override
    public PersonSet finish(MembershipAnalysis.Members members, OpenScan open) {
        return membership.finish(members, open).getFirst();
    }
}
