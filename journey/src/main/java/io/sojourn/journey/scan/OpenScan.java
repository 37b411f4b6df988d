package io.sojourn.journey.scan;

import java.util.function.Consumer;

/// A scan over one consistent state of a project: what was committed when it was opened, whatever is written, merged or
/// deleted meanwhile.
public interface OpenScan extends AutoCloseable {

    /// Values of an event column of the scan.
    Dictionary eventColumn(int column);

    /// Values of a person column of the scan.
    Dictionary personColumn(int column);

    /// Persons that the question is asked about, with or without events: all who were first seen up to `asOf`, or those
    /// of them in the scan's set.
    long people();

    /// Parts that can be read at the same time; every person lies in one of them.
    int parts();

    /// Reads one part, once. The batch is the consumer's until it returns; what the consumer throws ends the reading.
    ///
    /// @param part 0 to [#parts] - 1
    void forEach(int part, Consumer<JourneyBatch> consumer);

    /// Events looked at so far.
    long events();

    @Override
    void close();
}
