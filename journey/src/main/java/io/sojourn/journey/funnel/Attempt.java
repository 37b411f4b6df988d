package io.sojourn.journey.funnel;

/// One attempt as it went; filled anew for each.
final class Attempt {

    /// `at[j]` is the event of the sequence at which step `j` was reached; its complement where the step was left out,
    /// with the event of the step that was taken instead. Defined up to [#reached].
    final int[] at;

    /// The last step that was reached, 1 or more. A step left out is never the last one.
    int reached;

    /// Time of the foreign event that ended it, `Long.MAX_VALUE` where none did.
    long foreign;

    boolean voided;

    /// Whether it may still go on after `asOf`.
    boolean open;

    /// The first moment at which the next attempt may begin.
    long nextFrom;

    Attempt(int steps) {
        at = new int[steps + 1];
    }

    /// How far it went, as attempts compare.
    int level() {
        return voided ? 0 : reached;
    }

    int event(int step) {
        return at[step] < 0 ? ~at[step] : at[step];
    }

    boolean took(int step) {
        return step <= reached && at[step] >= 0;
    }

    void set(Attempt other) {
        System.arraycopy(other.at, 0, at, 0, other.reached + 1);
        reached = other.reached;
        foreign = other.foreign;
        voided = other.voided;
        open = other.open;
        nextFrom = other.nextFrom;
    }
}
