package io.sojourn.store.embedded.event;

/// A text as DuckDB can keep it. Its strings are UTF-8, NUL included; half a surrogate pair has no
/// UTF-8 and would become `?`, so it is written as U+FDD0 and four hexadecimal digits. U+FDD0 itself,
/// which Unicode reserves for such inner use, is written the same way. Every other text stays as it is.
final class StoredText {

    private static final char MARK = '\ufdd0';

    private static final int DIGITS = 4;

    private StoredText() {}

    static String store(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= Character.MIN_SURROGATE && !isPlain(text, i)) {
                return escape(text, i);
            }
        }
        return text;
    }

    private static String escape(String text, int plain) {
        StringBuilder stored = new StringBuilder(text.length() + 16).append(text, 0, plain);
        for (int i = plain; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isPlain(text, i)) {
                stored.append(c);
            } else {
                stored.append(MARK).append(String.format("%04x", (int) c));
            }
        }
        return stored.toString();
    }

    private static boolean isPlain(String text, int i) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1));
        }
        if (Character.isLowSurrogate(c)) {
            return i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
        }
        return c != MARK;
    }

    static String read(String stored) {
        int mark = stored.indexOf(MARK);
        if (mark < 0) {
            return stored;
        }
        StringBuilder text = new StringBuilder(stored.length());
        int plain = 0;
        while (mark >= 0) {
            int end = mark + 1 + DIGITS;
            text.append(stored, plain, mark)
                    .append((char) Integer.parseInt(stored, mark + 1, end, 16));
            plain = end;
            mark = stored.indexOf(MARK, plain);
        }
        return text.append(stored, plain, stored.length()).toString();
    }
}
