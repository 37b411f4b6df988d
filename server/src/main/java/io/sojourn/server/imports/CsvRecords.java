package io.sojourn.server.imports;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Records of a CSV file (RFC 4180), each parsed on its own, so that a broken one costs itself and not the rest of the
/// file: one whose quote is never closed ends where it began, and reading goes on with the next line.
final class CsvRecords {

    /// Longest record.
    static final int LINES_MAX = 1_000;

    static final int CHARS_MAX = 1 << 20;

    private static final String SEPARATORS = ",;\t|";

    private final FileLines lines;
    private final char separator;
    private final ObjectReader parser;

    /// @param flaw what is wrong with it, empty when nothing is
    record Cells(long line, List<String> cells, String flaw) {}

    /// @param separator of cells
    CsvRecords(FileLines lines, char separator) {
        this.lines = lines;
        this.separator = separator;
        this.parser =
                CsvMapper.builder()
                        .enable(CsvParser.Feature.WRAP_AS_ARRAY)
                        .build()
                        .readerFor(String[].class)
                        .with(CsvSchema.emptySchema().withColumnSeparator(separator));
    }

    /// The separator that the first line has most of outside of quotes.
    static char separator(String header) {
        char best = SEPARATORS.charAt(0);
        long most = 0;
        for (int i = 0; i < SEPARATORS.length(); i++) {
            char candidate = SEPARATORS.charAt(i);
            boolean quoted = false;
            long count = 0;
            for (int at = 0; at < header.length(); at++) {
                quoted ^= header.charAt(at) == '"';
                count += !quoted && header.charAt(at) == candidate ? 1 : 0;
            }
            if (count > most) {
                most = count;
                best = candidate;
            }
        }
        return best;
    }

    Optional<Cells> next() throws IOException {
        Optional<FileLines.Line> first = lines.next();
        while (first.isPresent() && !first.get().cut() && first.get().isBlank()) {
            first = lines.next();
        }
        return first.isEmpty() ? Optional.empty() : Optional.of(record(first.get()));
    }

    private Cells record(FileLines.Line first) throws IOException {
        StringBuilder text = new StringBuilder();
        List<FileLines.Line> more = new ArrayList<>();
        boolean open = false;
        FileLines.Line line = first;
        while (true) {
            Optional<String> decoded = line.cut() ? Optional.empty() : utf8(line.bytes());
            if (decoded.isEmpty() && more.isEmpty()) {
                return new Cells(
                        first.number(),
                        List.of(),
                        line.cut()
                                ? "line is longer than " + FileLines.BYTES_MAX + " bytes"
                                : "line is not UTF-8 text");
            }
            String part = decoded.orElse("");
            text.append(part);
            open = isOpen(part, open);
            if (!open) {
                return parse(first.number(), text.toString());
            }
            Optional<FileLines.Line> next =
                    more.size() >= LINES_MAX || text.length() > CHARS_MAX || decoded.isEmpty()
                            ? Optional.empty()
                            : lines.next();
            if (next.isEmpty()) {
                lines.putBack(more);
                return new Cells(first.number(), List.of(), "quote is not closed");
            }
            line = next.get();
            more.add(line);
            text.append('\n');
        }
    }

    /// Whether a quoted cell goes on behind the line.
    private boolean isOpen(String line, boolean openBefore) {
        boolean open = openBefore;
        boolean cellBegins = !open;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (open) {
                if (c == '"' && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                    i++;
                } else if (c == '"') {
                    open = false;
                }
            } else if (c == separator) {
                cellBegins = true;
            } else {
                open = c == '"' && cellBegins;
                cellBegins = false;
            }
        }
        return open;
    }

    private Cells parse(long line, String text) {
        try (MappingIterator<String[]> records = parser.readValues(text)) {
            return new Cells(line, records.hasNext() ? List.of(records.next()) : List.of(), "");
        } catch (IOException | RuntimeException e) {
            String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            return new Cells(line, List.of(), "no CSV: " + message);
        }
    }

    private static Optional<String> utf8(byte[] bytes) {
        try {
            return Optional.of(
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
