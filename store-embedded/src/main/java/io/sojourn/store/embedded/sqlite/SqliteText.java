package io.sojourn.store.embedded.sqlite;

/// Texts as SQLite columns hold them. NUL, which ends a text for SQLite's functions, and surrogates without
/// their other half, which are no UTF-8, are escaped with a backslash, and so is the backslash. Equal texts
/// stay equal and different ones different.
public final class SqliteText {

    private SqliteText() {}

    public static String encode(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || c == '\\' || Character.isSurrogate(c)) {
                return escaped(text);
            }
        }
        return text;
    }

    private static String escaped(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                out.append("\\\\");
            } else if (c == 0) {
                out.append("\\0");
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                out.append(c).append(text.charAt(++i));
            } else if (Character.isSurrogate(c)) {
                out.append("\\u").append(Integer.toHexString(c));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    public static String decode(String stored) {
        if (stored.indexOf('\\') < 0) {
            return stored;
        }
        StringBuilder out = new StringBuilder(stored.length());
        for (int i = 0; i < stored.length(); i++) {
            char c = stored.charAt(i);
            if (c != '\\') {
                out.append(c);
                continue;
            }
            char escape = stored.charAt(++i);
            switch (escape) {
                case '0' -> out.append('\0');
                case 'u' -> {
                    out.append((char) Integer.parseInt(stored, i + 1, i + 5, 16));
                    i += 4;
                }
                default -> out.append(escape);
            }
        }
        return out.toString();
    }
}
