package io.sojourn.core.segment;

import java.text.Normalizer;
import java.util.Locale;

/// Finds a text within others as `contains` does: in NFC, whatever the case.
public final class TextSearch {

    private final String wanted;

    /// @param text not blank; white space around it does not count
    public TextSearch(String text) {
        this.wanted = folded(text.strip());
        if (wanted.isEmpty()) {
            throw new IllegalArgumentException("nothing to search for");
        }
    }

    public boolean isIn(String text) {
        return folded(text).contains(wanted);
    }

    public boolean begins(String text) {
        return folded(text).startsWith(wanted);
    }

    /// NFC and lower case: equal for texts that are searched and ordered alike.
    public static String folded(String text) {
        String normal =
                Normalizer.isNormalized(text, Normalizer.Form.NFC)
                        ? text
                        : Normalizer.normalize(text, Normalizer.Form.NFC);
        return normal.toLowerCase(Locale.ROOT);
    }
}
