package io.sojourn.journey.funnel;

import io.sojourn.journey.funnel.Funnel.Mode;

/// The best of the attempts that it has been shown.
final class Best {

    private final Mode mode;
    final Outcome outcome;
    private boolean any;
    private boolean open;
    private int level;
    private long reachedAt;
    private long enteredAt;
    private long arrival;

    Best(Mode mode, int steps) {
        this.mode = mode;
        this.outcome = new Outcome(steps);
    }

    void clear() {
        any = false;
        open = false;
    }

    /// @param arrivalOfEntry orders entries of equal time
    void consider(Attempt attempt, Sequence sequence, long arrivalOfEntry) {
        long reached = sequence.time[attempt.at[attempt.reached]];
        long entered = sequence.time[attempt.at[1]];
        open |= attempt.open;
        if (!any || isBetter(attempt.level(), reached, entered, arrivalOfEntry)) {
            any = true;
            level = attempt.level();
            reachedAt = reached;
            enteredAt = entered;
            arrival = arrivalOfEntry;
            outcome.set(attempt, sequence);
        }
    }

    private boolean isBetter(int otherLevel, long reached, long entered, long otherArrival) {
        boolean later = entered != enteredAt ? entered > enteredAt : otherArrival > arrival;
        if (mode == Mode.MIXPANEL) {
            return !later;
        }
        if (otherLevel != level) {
            return otherLevel > level;
        }
        if (mode == Mode.AMPLITUDE) {
            return !later;
        }
        return (level == 0 || reached == reachedAt) ? later : reached < reachedAt;
    }

    /// What counts of all attempts, once they have been shown.
    ///
    /// @return false where there is nothing
    boolean settle() {
        outcome.open = mode == Mode.MIXPANEL ? outcome.open : open;
        return any;
    }
}
