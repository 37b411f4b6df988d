package io.sojourn.core.person;

import io.sojourn.core.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What one property of one visitor was, and when: runs of equal values in event time.
///
/// Ordered by (event time, arrival). Saying the same again prolongs a run; a late statement inside a
/// run of another value splits it. So the newest and the oldest value do not depend on the order of
/// arrival. Kept are the oldest run and the newest [#RUNS_MAX]; [#dropped] counts what was between.
public final class PropertyHistory {

    public static final int RUNS_MAX = 100;

    /// A value and the span over which it was stated.
    ///
    /// @param from event time of the first statement, Unix milliseconds
    /// @param fromArrival event id of that statement
    /// @param to event time of the last statement
    /// @param toArrival event id of that statement
    public record Run(Value value, long from, long fromArrival, long to, long toArrival) {}

    private final List<Run> runs;
    private long dropped;

    public PropertyHistory() {
        this(List.of(), 0);
    }

    /// @param runs as [#runs] gave them
    public PropertyHistory(List<Run> runs, long dropped) {
        this.runs = new ArrayList<>(runs);
        this.dropped = dropped;
    }

    /// Takes a statement that arrived after all earlier ones.
    ///
    /// @param time event time, Unix milliseconds
    /// @param arrival event id of the statement
    /// @return whether anything changed
    public boolean state(Value value, long time, long arrival) {
        int before = lastFrom(time);
        if (before < 0) {
            return stateBeforeAll(value, time, arrival);
        }
        Run run = runs.get(before);
        if (run.value().equals(value)) {
            if (time < run.to()) {
                return false;
            }
            runs.set(before, new Run(value, run.from(), run.fromArrival(), time, arrival));
            return true;
        }
        if (time < run.to()) {
            runs.set(
                    before,
                    new Run(
                            run.value(),
                            run.from(),
                            run.fromArrival(),
                            run.from(),
                            run.fromArrival()));
            runs.add(before + 1, new Run(value, time, arrival, time, arrival));
            runs.add(
                    before + 2,
                    new Run(run.value(), run.to(), run.toArrival(), run.to(), run.toArrival()));
        } else if (before + 1 < runs.size() && runs.get(before + 1).value().equals(value)) {
            Run next = runs.get(before + 1);
            runs.set(before + 1, new Run(value, time, arrival, next.to(), next.toArrival()));
        } else {
            runs.add(before + 1, new Run(value, time, arrival, time, arrival));
        }
        bound();
        return true;
    }

    private boolean stateBeforeAll(Value value, long time, long arrival) {
        if (!runs.isEmpty() && runs.getFirst().value().equals(value)) {
            Run first = runs.getFirst();
            runs.set(0, new Run(value, time, arrival, first.to(), first.toArrival()));
        } else {
            runs.addFirst(new Run(value, time, arrival, time, arrival));
            bound();
        }
        return true;
    }

    private int lastFrom(long time) {
        int i = runs.size() - 1;
        while (i >= 0 && runs.get(i).from() > time) {
            i--;
        }
        return i;
    }

    private void bound() {
        while (runs.size() > RUNS_MAX + 1) {
            runs.remove(1);
            dropped++;
        }
    }

    public Run first() {
        return runs.getFirst();
    }

    public Run newest() {
        return runs.getLast();
    }

    /// The run in force at an event time, none before the first statement.
    public Optional<Run> at(long time) {
        int i = lastFrom(time);
        return i < 0 ? Optional.empty() : Optional.of(runs.get(i));
    }

    /// Oldest first.
    public List<Run> runs() {
        return List.copyOf(runs);
    }

    public long dropped() {
        return dropped;
    }
}
