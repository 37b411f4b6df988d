package io.sojourn.ingest.wire;

/// What became of one item of a log record.
public sealed interface Decoded {

    /// Number within the record, from 0.
    int item();

    /// The project's name or domain as it was given; empty where none was.
    String domain();

    record Item(int item, TrackItem statement) implements Decoded {
        @Override
        public String domain() {
            return statement.envelope().domain();
        }
    }

    /// @param field the parameter or path at fault, empty where none is
    /// @param message states the fact, lower case
    record Refused(int item, String domain, Reason reason, String field, String message)
            implements Decoded {}
}
