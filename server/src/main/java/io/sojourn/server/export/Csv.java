package io.sojourn.server.export;

import io.sojourn.core.value.Value;
import java.util.List;

/// Rows of CSV (RFC 4180).
///
/// A text cell that a spreadsheet would take for a formula, since it begins with `=`, `+`, `-`, `@`, a tab or a carriage
/// return, gets an apostrophe in front; so does one that begins with apostrophes and such a sign, so that taking one
/// apostrophe away gives the text back. A number such as `-5` stays as it is.
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
        if (isPlain(safe)) {
            out.append(safe);
        } else {
            out.append('"').append(safe.replace("\"", "\"\"")).append('"');
        }
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ',' || c == '"' || c == '\n' || c == '\r') {
                return false;
            }
        }
        return true;
    }

    private static boolean isFormula(String text) {
        int sign = 0;
        while (sign < text.length() && text.charAt(sign) == '\'') {
            sign++;
        }
        return sign < text.length()
                && "=+-@\t\r".indexOf(text.charAt(sign)) >= 0
                && (sign > 0 || Double.isNaN(Value.string(text).number()));
    }
}
