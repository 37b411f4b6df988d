package io.sojourn.journey.funnel;

/// What is counted of one person, attempt or visit; filled anew for each.
final class Outcome {

    static final int SKIPPED = -1;

    /// The row of the batch of each step, [#SKIPPED] where it was left out; defined up to [#reached].
    final int[] row;

    int reached;
    boolean open;
    boolean excluded;

    Outcome(int steps) {
        row = new int[steps + 1];
    }

    void set(Attempt attempt, Sequence sequence) {
        reached = attempt.reached;
        open = attempt.open;
        excluded = attempt.voided;
        for (int step = 1; step <= reached; step++) {
            row[step] = attempt.at[step] < 0 ? SKIPPED : sequence.row[attempt.at[step]];
        }
    }
}
