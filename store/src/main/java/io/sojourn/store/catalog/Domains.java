package io.sojourn.store.catalog;

import java.util.Locale;
import java.util.Optional;

/// The one form of a domain, in which projects are registered and looked up: lower case, without scheme,
/// path, port and trailing dot. `www.shop.example` and `shop.example` are two domains.
public final class Domains {

    /// Longest name, in characters (RFC 1035, section 2.3.4).
    public static final int CHARS_MAX = 253;

    private Domains() {}

    /// @return empty where the text is no name: letters, digits, `-`, `_` and single dots between them
    public static Optional<String> normal(String text) {
        String name = text.strip().toLowerCase(Locale.ROOT);
        int scheme = name.indexOf("://");
        if (scheme >= 0) {
            name = name.substring(scheme + 3);
        }
        int path = name.indexOf('/');
        if (path >= 0) {
            name = name.substring(0, path);
        }
        int port = name.indexOf(':');
        if (port >= 0) {
            if (!isPort(name.substring(port + 1))) {
                return Optional.empty();
            }
            name = name.substring(0, port);
        }
        if (name.endsWith(".")) {
            name = name.substring(0, name.length() - 1);
        }
        return isName(name) ? Optional.of(name) : Optional.empty();
    }

    private static boolean isPort(String text) {
        return text.length() <= 5 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static boolean isName(String name) {
        return !name.isEmpty()
                && name.length() <= CHARS_MAX
                && !name.startsWith(".")
                && !name.endsWith(".")
                && !name.contains("..")
                && name.codePoints()
                        .allMatch(
                                c ->
                                        Character.isLetterOrDigit(c)
                                                || c == '-'
                                                || c == '_'
                                                || c == '.');
    }
}
