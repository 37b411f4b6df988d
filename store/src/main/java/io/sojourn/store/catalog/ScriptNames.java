package io.sojourn.store.catalog;

import io.sojourn.core.problem.Problem;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Names under which a project's tracker and its tracking endpoints are served: `/NAME.js`, `/NAME-forms.js`,
/// `/NAME/ce`. Without a hyphen, so that a part's file is never taken for another project's script.
public final class ScriptNames {

    /// Where a project's settings have it.
    public static final String FIELD = "tracking.scriptName";

    public static final int CHARS_MIN = 4;
    public static final int CHARS_MAX = 32;

    /// Names that a project keeps; the oldest beyond go.
    public static final int NAMES_MAX = 20;

    /// First segments of the server's own paths that could be names.
    private static final Set<String> RESERVED =
            Set.of(
                    "account",
                    "assets",
                    "health",
                    "index",
                    "invitations",
                    "metrics",
                    "rest",
                    "sojourn",
                    "track");

    private static final String CONSONANTS = "bdfgklmnprstvz";
    private static final String VOWELS = "aeiou";
    private static final int WORD_CHARS = 8;

    private ScriptNames() {}

    /// @return empty where the text is no name: a letter, then letters and digits, in lower case
    public static Optional<String> normal(String text) {
        String name = text.strip().toLowerCase(Locale.ROOT);
        boolean plain =
                name.length() >= CHARS_MIN
                        && name.length() <= CHARS_MAX
                        && isLetter(name.charAt(0))
                        && name.chars().allMatch(c -> isLetter(c) || (c >= '0' && c <= '9'));
        return plain && !RESERVED.contains(name) ? Optional.of(name) : Optional.empty();
    }

    /// What is said of a text that is none.
    ///
    public static Problem wrong() {
        return Problem.invalid(
                FIELD,
                "must be %d to %d letters and digits, a letter first, and no path of the server's own"
                        .formatted(CHARS_MIN, CHARS_MAX));
    }

    private static boolean isLetter(int c) {
        return c >= 'a' && c <= 'z';
    }

    /// A word that can be spoken and means nothing, so that no list of blocked addresses knows it.
    ///
    /// @param random any number
    public static String word(long random) {
        StringBuilder word = new StringBuilder(WORD_CHARS);
        long left = random >>> 1;
        for (int i = 0; i < WORD_CHARS; i++) {
            String letters = i % 2 == 0 ? CONSONANTS : VOWELS;
            word.append(letters.charAt((int) (left % letters.length())));
            left /= letters.length();
        }
        return word.toString();
    }
}
