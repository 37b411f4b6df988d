package io.sojourn.core.segment;

import java.text.Normalizer;
import java.util.Locale;

/// Finds a text within others as `contains` does: in NFC, whatever the case.
public final class TextSearch {

    private final String normal;
    private final String wanted;

    /// @param text not blank; white space around it does not count
    public TextSearch(String text) {
        this.normal = normal(text.strip());
        this.wanted = folded(normal);
        if (wanted.isEmpty()) {
            throw new IllegalArgumentException("nothing to search for");
        }
    }

    /// What is searched for, in NFC.
    public String normal() {
        return normal;
    }

    /// The same in lower case.
    public String folded() {
        return wanted;
    }

    public boolean isIn(String text) {
        return folded(text).contains(wanted);
    }

    public boolean begins(String text) {
        return folded(text).startsWith(wanted);
    }

    /// NFC and lower case: equal for texts that are searched and ordered alike.
    public static String folded(String text) {
        return normal(text).toLowerCase(Locale.ROOT);
    }

    private static String normal(String text) {
        return Normalizer.isNormalized(text, Normalizer.Form.NFC)
                ? text
                : Normalizer.normalize(text, Normalizer.Form.NFC);
    }
}
