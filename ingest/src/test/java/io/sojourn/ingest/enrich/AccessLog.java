package io.sojourn.ingest.enrich;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/// The real web server's log among the test resources, in the order of the file.
public final class AccessLog {

    /// @param time Unix milliseconds
    /// @param status HTTP status that was answered
    /// @param referrer `-` where none was sent, like the user agent
    public record Line(
            String person,
            String event,
            long time,
            String ip,
            String url,
            String status,
            String referrer,
            String userAgent) {}

    private AccessLog() {}

    public static List<Line> read() {
        String text;
        try (InputStream in =
                new GZIPInputStream(
                        Objects.requireNonNull(
                                AccessLog.class.getResourceAsStream(
                                        "/web-access-log/events.csv.gz")))) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        List<Line> lines = new ArrayList<>();
        for (List<String> row : rows(text).stream().skip(1).toList()) {
            lines.add(
                    new Line(
                            row.get(0),
                            row.get(1),
                            Instant.parse(row.get(2)).toEpochMilli(),
                            row.get(3),
                            row.get(5),
                            row.get(6),
                            row.get(8),
                            row.get(9)));
        }
        return lines;
    }

    /// RFC 4180: fields in double quotes may hold commas, line ends, and doubled quotes.
    private static List<List<String>> rows(String text) {
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                field.append('"');
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == ',' || c == '\n')) {
                row.add(field.toString());
                field.setLength(0);
                if (c == '\n') {
                    rows.add(row);
                    row = new ArrayList<>();
                }
            } else if (quoted || c != '\r') {
                field.append(c);
            }
        }
        return rows;
    }
}
