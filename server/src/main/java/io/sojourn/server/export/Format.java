package io.sojourn.server.export;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// How rows are written.
enum Format {
    NDJSON("application/x-ndjson"),
    CSV(Csv.CONTENT_TYPE),
    PARQUET("application/vnd.apache.parquet");

    private final String contentType;

    Format(String contentType) {
        this.contentType = contentType;
    }

    String contentType() {
        return contentType;
    }

    /// Lower case, as the wire and file names have it.
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Format> of(String word) {
        return Arrays.stream(values()).filter(format -> format.word().equals(word)).findFirst();
    }
}
