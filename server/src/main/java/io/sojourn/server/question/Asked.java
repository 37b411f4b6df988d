package io.sojourn.server.question;

import io.sojourn.journey.Context;
import io.sojourn.journey.scan.Analysis;
import io.sojourn.journey.scan.Asking;
import io.sojourn.journey.scan.PersonSet;
import io.sojourn.journey.segment.Criterion;
import io.sojourn.journey.segment.Definitions;
import io.sojourn.journey.segment.SegmentAnalysis;

/// A question on its way to its answer.
///
/// @param definitions of the project's stored segments
public record Asked(Asking asking, Context context, Definitions definitions) {

    public <A, R> R run(Analysis<A, R> analysis) {
        return asking.run(analysis);
    }

    /// The people among those it is asked about who meet a criterion.
    public PersonSet people(Criterion criterion) {
        return asking.run(new SegmentAnalysis(context, definitions, criterion));
    }

    /// The same, asked about those of them who meet a criterion.
    public Asked among(Criterion criterion) {
        return new Asked(asking, context.among(people(criterion)), definitions);
    }
}
