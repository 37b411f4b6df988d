package io.sojourn.ingest.wire;

import java.util.List;

/// What a request holds, before it is known whose it is.
public sealed interface Inbound {

    /// Nothing of it can be used.
    ///
    /// @param domain the project as given, empty where none was
    /// @param field the parameter at fault, empty where none is
    record Unusable(String domain, Reason reason, String field, String message)
            implements Inbound {}

    /// One statement, to be logged as [RequestKind#REQUEST] with the request as it is.
    ///
    /// @param response form of the answer that was asked for: `json`, `xml`; else the usual one
    record One(Decoded statement, String response) implements Inbound {}

    /// Statements that may be of several projects, to be logged as lines per project.
    record Many(RequestKind kind, List<Line> lines) implements Inbound {
        public Many {
            lines = List.copyOf(lines);
        }
    }

    /// @param bytes the line as it is logged; free of line ends
    @SuppressWarnings("ArrayRecordComponent")
    record Line(byte[] bytes, Decoded statement) {}
}
