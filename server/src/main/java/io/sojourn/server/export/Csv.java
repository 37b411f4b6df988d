package io.sojourn.server.export;

import io.sojourn.core.value.Value;

import java.util.List;

/// Rows of CSV (RFC 4180). A text cell that a spreadsheet would take for a formula gets an apostrophe in front.
public final class Csv {

    public static final String CONTENT_TYPE = "text/csv; charset=utf-8";

    private Csv() {}

    public static void row(StringBuilder out, List<String> cells) {
        for (int i = 0; i < cells.size(); i++) {
            out.append(i > 0 ? "," : "");
            cell(out, cells.get(i));
        }
        out.append("\r\n");
    }

    private static void cell(StringBuilder out, String text) {
        String safe = isFormula(text) ? "'" + text : text;
        if (safe.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')) {
            out.append(safe);
        } else {
            out.append('"').append(safe.replace("\"", "\"\"")).append('"');
        }
    }

    private static boolean isFormula(String text) {
        return !text.isEmpty()
                && "=+-@\t\r".indexOf(text.charAt(0)) >= 0
                && Double.isNaN(Value.string(text).number());
    }
}
