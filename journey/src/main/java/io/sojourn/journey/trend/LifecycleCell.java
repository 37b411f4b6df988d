package io.sojourn.journey.trend;

/// A number of people in a [LifecycleResult].
public record LifecycleCell(Lifecycle.State state, int interval) {}
