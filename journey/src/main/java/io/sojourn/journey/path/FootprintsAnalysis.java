package io.sojourn.journey.path;

import io.sojourn.journey.Context;
import io.sojourn.journey.scan.OpenScan;
import io.sojourn.journey.scan.Stop;

/// Answers with the steps of a journey and the footprints between them.
public final class FootprintsAnalysis extends FootprintsFold<FootprintCounts, FootprintsResult> {

    public FootprintsAnalysis(Footprints question, Context context) {
        super(question, context);
    }

    @Override
    public FootprintCounts start(OpenScan open, Stop stop) {
        return new FootprintCounts(this, open, stop);
    }

    @Override
    public void merge(FootprintCounts into, FootprintCounts other) {
        into.addAll(other);
    }

    @Override
    public FootprintsResult finish(FootprintCounts counts, OpenScan open) {
        return counts.result();
    }
}
