package io.sojourn.ingest.enrich;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Text in which `*` stands for any characters, none included; matches a whole text in time linear in its length.
/// The pieces between the stars are found one after another, leftmost first, each by Knuth, Morris and Pratt.
final class Wildcard {

    private final boolean ignoreCase;
    private final List<String> pieces = new ArrayList<>();
    private final List<int[]> borders = new ArrayList<>();

    Wildcard(String pattern, boolean ignoreCase) {
        this.ignoreCase = ignoreCase;
        for (String piece : folded(pattern).split("\\*", -1)) {
            pieces.add(piece);
            borders.add(borders(piece));
        }
    }

    boolean matches(String sent) {
        String text = folded(sent);
        String first = pieces.getFirst();
        if (pieces.size() == 1) {
            return text.equals(first);
        }
        String last = pieces.getLast();
        int end = text.length() - last.length();
        if (end < first.length() || !text.startsWith(first) || !text.endsWith(last)) {
            return false;
        }
        int at = first.length();
        for (int i = 1; i < pieces.size() - 1; i++) {
            at = endOf(i, text, at, end);
            if (at < 0) {
                return false;
            }
        }
        return true;
    }

    private String folded(String text) {
        return ignoreCase ? text.toLowerCase(Locale.ROOT) : text;
    }

    /// Where the piece's leftmost occurrence within the range ends, or -1.
    private int endOf(int index, String text, int from, int to) {
        String piece = pieces.get(index);
        int[] border = borders.get(index);
        int matched = 0;
        for (int i = from; matched < piece.length() && i < to; i++) {
            while (matched > 0 && text.charAt(i) != piece.charAt(matched)) {
                matched = border[matched - 1];
            }
            if (text.charAt(i) == piece.charAt(matched)) {
                matched++;
            }
            if (matched == piece.length()) {
                return i + 1;
            }
        }
        return piece.isEmpty() ? from : -1;
    }

    /// Per prefix the length of its longest proper border.
    private static int[] borders(String piece) {
        int[] border = new int[piece.length()];
        int length = 0;
        for (int i = 1; i < piece.length(); i++) {
            while (length > 0 && piece.charAt(i) != piece.charAt(length)) {
                length = border[length - 1];
            }
            if (piece.charAt(i) == piece.charAt(length)) {
                length++;
            }
            border[i] = length;
        }
        return border;
    }
}
