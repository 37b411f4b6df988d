package io.sojourn.journey.scan;

/// Where the journeys of one project are read from. All sources answer a scan alike.
public interface JourneySource {

    /// @throws io.sojourn.core.problem.ProblemException where the scan does not fit into memory
    OpenScan open(JourneyScan scan);

    /// The same for a question that may be ended while it waits to be read, or is read.
    ///
    /// @throws io.sojourn.core.problem.ProblemException as [Stop] says, too
    default OpenScan open(JourneyScan scan, Stop stop) {
        return open(scan);
    }
}
