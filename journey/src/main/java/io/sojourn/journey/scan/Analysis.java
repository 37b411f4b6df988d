package io.sojourn.journey.scan;

/// One question as a pure fold over journeys.
///
/// Batches are folded by several threads, each into an accumulator of its own, in any order; the result does not
/// depend on how persons are spread over them.
///
/// @param <A> accumulator
/// @param <R> result
public interface Analysis<A, R> {

    JourneyScan scan();

    /// An accumulator that has seen nothing.
    A start(OpenScan open, Stop stop);

    void fold(A accumulator, JourneyBatch batch);

    /// Adds what another accumulator has seen; that one is not used again.
    void merge(A into, A other);

    R finish(A accumulator, OpenScan open);
}
