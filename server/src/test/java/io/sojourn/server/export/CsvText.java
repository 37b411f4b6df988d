package io.sojourn.server.export;

import java.util.ArrayList;
import java.util.List;

/// Reads CSV as RFC 4180 has it: the tests' own reader.
final class CsvText {

    private CsvText() {}

    static List<List<String>> records(String text) {
        List<List<String>> records = new ArrayList<>();
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                if (c != '"') {
                    cell.append(c);
                } else if (i + 1 < text.length() && text.charAt(i + 1) == '"') {
                    cell.append('"');
                    i++;
                } else {
                    quoted = false;
                }
            } else if (c == '"') {
                quoted = true;
            } else if (c == ',') {
                cells.add(cell.toString());
                cell.setLength(0);
            } else if (c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n') {
                cells.add(cell.toString());
                cell.setLength(0);
                records.add(List.copyOf(cells));
                cells.clear();
                i++;
            } else {
                cell.append(c);
            }
        }
        return records;
    }

    /// A cell without the apostrophe that keeps spreadsheets from reading a formula.
    static String plain(String cell) {
        int sign = 0;
        while (sign < cell.length() && cell.charAt(sign) == '\'') {
            sign++;
        }
        boolean disarmed =
                sign > 0 && sign < cell.length() && "=+-@\t\r".indexOf(cell.charAt(sign)) >= 0;
        return disarmed ? cell.substring(1) : cell;
    }
}
