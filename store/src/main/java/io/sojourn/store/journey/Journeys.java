package io.sojourn.store.journey;

import io.sojourn.journey.scan.JourneySource;
import java.util.Optional;

/// The journeys of one project, put together from its two stores: what was committed there is in every scan that is
/// opened afterwards.
public interface Journeys extends JourneySource, AutoCloseable {

    /// Of the index that scans ask first, empty where there is none.
    default Optional<IndexStatus> index() {
        return Optional.empty();
    }

    /// Waits for open scans.
    @Override
    void close();
}
