package io.sojourn.journey;

import io.sojourn.journey.kit.HistorySource;
import io.sojourn.journey.kit.Journey;
import io.sojourn.journey.scan.JourneySource;
import java.util.List;

/// Out of lists.
class SizesOfProjectsTest extends SizesContract {

    @Override
    protected JourneySource source(List<Journey> journeys) {
        return new HistorySource(journeys);
    }
}
