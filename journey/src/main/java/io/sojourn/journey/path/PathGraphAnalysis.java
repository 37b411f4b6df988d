package io.sojourn.journey.path;

import io.sojourn.journey.Context;
import io.sojourn.journey.scan.OpenScan;
import io.sojourn.journey.scan.Stop;

/// Answers with the graph of the transitions.
public final class PathGraphAnalysis extends PathFold<Transitions, PathGraph> {

    public PathGraphAnalysis(Paths question, Context context) {
        super(question, context);
    }

    @Override
    public Transitions start(OpenScan open, Stop stop) {
        return new Transitions(this, open, stop, question().medians());
    }

    @Override
    public void merge(Transitions into, Transitions other) {
        into.addAll(other);
    }

    @Override
    public PathGraph finish(Transitions transitions, OpenScan open) {
        return transitions.graph(question().top());
    }
}
