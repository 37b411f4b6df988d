package io.sojourn.journey.path;

import com.google.re2j.Pattern;
import java.util.List;

/// Names pages by their path.
final class PageNames {

    private static final int ID_LENGTH_MIN = 8;

    private final List<Named> patterns;
    private final boolean grouped;

    private record Named(Pattern path, String name) {}

    PageNames(ItemName.Page page) {
        this.patterns =
                page.patterns().stream()
                        .map(one -> new Named(Pattern.compile(regex(one.path())), one.name()))
                        .toList();
        this.grouped = page.grouped();
    }

    /// @param address of a page, or host and path, or a path
    String name(String address) {
        String path = path(address);
        for (Named pattern : patterns) {
            if (pattern.path.matcher(path).matches()) {
                return pattern.name;
            }
        }
        return grouped ? grouped(path) : path;
    }

    static String path(String address) {
        String text = address.strip();
        int end = text.length();
        for (int i = 0; i < end; i++) {
            if (text.charAt(i) == '?' || text.charAt(i) == '#') {
                end = i;
            }
        }
        int begin = 0;
        int scheme = text.indexOf("://");
        boolean host = (scheme >= 0 && scheme < end) || !text.startsWith("/");
        if (host) {
            int slash = text.indexOf('/', scheme >= 0 && scheme < end ? scheme + 3 : 0);
            begin = slash < 0 || slash > end ? end : slash;
        }
        while (end > begin && text.charAt(end - 1) == '/') {
            end--;
        }
        return begin == end ? "/" : text.substring(begin, end);
    }

    private static String grouped(String path) {
        StringBuilder grouped = new StringBuilder();
        for (String part : path.substring(1).split("/", -1)) {
            grouped.append('/').append(isId(part) ? "*" : part);
        }
        return grouped.toString();
    }

    /// Digits alone, or a long part of hexadecimal digits and dashes with a decimal digit among them.
    private static boolean isId(String part) {
        int decimal = 0;
        int hexadecimal = 0;
        int dashes = 0;
        for (int i = 0; i < part.length(); i++) {
            char sign = part.charAt(i);
            decimal += sign >= '0' && sign <= '9' ? 1 : 0;
            hexadecimal += (sign >= 'a' && sign <= 'f') || (sign >= 'A' && sign <= 'F') ? 1 : 0;
            dashes += sign == '-' ? 1 : 0;
        }
        boolean known = decimal + hexadecimal + dashes == part.length();
        return decimal > 0
                && (decimal == part.length() || (known && part.length() >= ID_LENGTH_MIN));
    }

    private static String regex(String wildcards) {
        String path =
                wildcards.length() > 1 && wildcards.endsWith("/")
                        ? wildcards.substring(0, wildcards.length() - 1)
                        : wildcards;
        StringBuilder regex = new StringBuilder("(?s)");
        int from = 0;
        for (int star = path.indexOf('*'); star >= 0; star = path.indexOf('*', from)) {
            boolean any = path.startsWith("**", star);
            regex.append(Pattern.quote(path.substring(from, star))).append(any ? ".*" : "[^/]*");
            from = star + (any ? 2 : 1);
        }
        return regex.append(Pattern.quote(path.substring(from))).toString();
    }
}
