package io.sojourn.store.fault;

/// Told of every [FaultPoint] that is passed. In production it does nothing.
@FunctionalInterface
public interface Faults {

    Faults NONE = point -> {};

    void reach(FaultPoint point);
}
