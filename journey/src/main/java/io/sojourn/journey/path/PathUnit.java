package io.sojourn.journey.path;

import io.sojourn.journey.scan.Column;
import io.sojourn.journey.scan.VisitCut;
import java.util.Optional;

/// What one path is taken from.
public sealed interface PathUnit {

    /// The whole journey: one path a person.
    record Person() implements PathUnit {}

    /// Every visit; events outside any visit are in no path.
    ///
    /// @param cut instead of that of the question's context
    record Visit(Optional<VisitCut> cut) implements PathUnit {}

    /// Every run of events that carry the same value. An event without a value is in no path and ends none.
    ///
    /// @param column one of events
    record Runs(Column column) implements PathUnit {
        public Runs {
            if (column.scope().isOfPerson()) {
                throw new IllegalArgumentException(column + " is no column of events");
            }
        }
    }
}
