package io.sojourn.server.sql;

import com.fasterxml.jackson.databind.JsonNode;
import io.sojourn.store.sql.SqlColumn;
import io.sojourn.store.sql.SqlRows;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// An answer in the text format of Woopra's `/rest/sql`: a line of names, one of types, one of totals whose first is the
/// number of rows, then the rows; fields are joined by `&`.
///
/// Within a field NUL, `&`, line feed, carriage return and `=` are NUL and one of `a` to `e`. The format's readers split at
/// `&` and skip empty fields, so a missing or empty value is NUL and `f`, which they read as empty.
final class WqlText implements SqlRows {

    private static final String EMPTY = "\0f";

    private List<SqlColumn> columns = List.of();
    private final List<Double> totals = new ArrayList<>();
    private final StringBuilder lines = new StringBuilder();
    private long rows;

    @Override
    public void columns(List<SqlColumn> all) {
        columns = all;
        all.forEach(column -> totals.add(0.0));
    }

    @Override
    public void row(List<JsonNode> values) {
        rows++;
        for (int i = 0; i < values.size(); i++) {
            JsonNode value = values.get(i);
            if (value.isNumber()) {
                totals.set(i, totals.get(i) + value.asDouble());
            }
            lines.append(i > 0 ? "&" : "").append(field(value));
        }
        lines.append('\n');
        if (lines.length() > SqlApi.CHARS_MAX) {
            throw SqlApi.tooLong();
        }
    }

    @Override
    public String toString() {
        List<String> sums = new ArrayList<>();
        sums.add(Long.toString(rows));
        for (int i = 1; i < columns.size(); i++) {
            double total = totals.get(i);
            sums.add(
                    total == Math.rint(total) && Math.abs(total) < 1e15
                            ? Long.toString((long) total)
                            : Double.toString(total));
        }
        return line(columns.stream().map(column -> escaped(column.name())).toList())
                + line(columns.stream().map(column -> type(column.type())).toList())
                + line(sums)
                + lines;
    }

    private static String line(List<String> fields) {
        return fields.stream().collect(Collectors.joining("&", "", "\n"));
    }

    /// The words that the JDBC driver knows.
    private static String type(String type) {
        return switch (type) {
            case "BIGINT", "HUGEINT", "INTEGER" -> "Long";
            case "DOUBLE", "FLOAT" -> "Double";
            case "BOOLEAN" -> "Boolean";
            default -> "String";
        };
    }

    private static String field(JsonNode value) {
        return value.isNull() ? EMPTY : escaped(value.asText());
    }

    private static String escaped(String text) {
        if (text.isEmpty()) {
            return EMPTY;
        }
        StringBuilder escaped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\0' -> escaped.append("\0a");
                case '&' -> escaped.append("\0b");
                case '\n' -> escaped.append("\0c");
                case '\r' -> escaped.append("\0d");
                case '=' -> escaped.append("\0e");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }
}
