package io.sojourn.store.journey;

import io.sojourn.journey.scan.JourneySource;

/// The journeys of one project, put together from its two stores: what was committed there is in every scan that is
/// opened afterwards.
public interface Journeys extends JourneySource, AutoCloseable {

    /// Waits for open scans.
    @Override
    void close();
}
