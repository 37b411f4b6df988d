package io.sojourn.journey.scan;

/// Where the journeys of one project are read from. All sources answer a scan alike.
public interface JourneySource {

    /// @throws io.sojourn.core.problem.ProblemException where the scan does not fit into memory
    OpenScan open(JourneyScan scan);
}
