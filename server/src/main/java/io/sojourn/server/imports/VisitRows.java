package io.sojourn.server.imports;

import java.io.IOException;
import java.util.Optional;

/// Lines of Woopra's `logs/import` and `logs/export`, passed on as they are; the server judges them.
record VisitRows(FileLines lines) implements ImportRows {

    @Override
    public Optional<Row> next() throws IOException {
        while (true) {
            Optional<FileLines.Line> line = lines.next();
            if (line.isEmpty()) {
                return Optional.empty();
            }
            FileLines.Line found = line.get();
            if (found.cut()) {
                return Optional.of(
                        new Row.Unreadable(
                                found.number(),
                                "",
                                "line is longer than " + FileLines.BYTES_MAX + " bytes"));
            }
            if (!found.isBlank()) {
                return Optional.of(new Row.Item(found.number(), found.bytes()));
            }
        }
    }
}
