package io.sojourn.server.imports;

import java.io.IOException;
import java.util.Optional;

/// What a file holds, row by row, in the form that the server takes.
sealed interface ImportRows permits VisitRows, CsvRows {

    /// @return empty at the end
    Optional<Row> next() throws IOException;

    sealed interface Row {
        /// Number of the line in the file where it begins.
        long line();

        /// @param json one line
        @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
        record Item(long line, byte[] json) implements Row {}

        /// Cannot be read.
        record Unreadable(long line, String field, String message) implements Row {}
    }
}
