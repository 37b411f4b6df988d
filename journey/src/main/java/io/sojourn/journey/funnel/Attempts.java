package io.sojourn.journey.funnel;

/// The attempts of one journey in order of their entries, each as far as it would go if its window never ended and
/// nothing were excluded.
interface Attempts {

    /// Looks at another journey.
    void load(Sequence sequence);

    /// @return false when there is none left
    boolean next(Attempt attempt);
}
