package io.sojourn.journey.scan;

/// One question being asked: its passes over the journeys, one after the other, under one [Stop]. Adds up what they
/// cost. For one thread.
public final class Asking {

    private final Runner runner;
    private final JourneySource source;
    private final Stop stop;
    private long events;
    private long nanos;

    public Asking(Runner runner, JourneySource source, Stop stop) {
        this.runner = runner;
        this.source = source;
        this.stop = stop;
    }

    /// @throws io.sojourn.core.problem.ProblemException as [Stop] says
    public <A, R> R run(Analysis<A, R> analysis) {
        Runner.Answer<R> answer = runner.run(source, analysis, stop);
        events += answer.events();
        nanos += answer.nanos();
        return answer.result();
    }

    /// Events looked at so far, by all passes.
    public long events() {
        return events;
    }

    public long nanos() {
        return nanos;
    }
}
