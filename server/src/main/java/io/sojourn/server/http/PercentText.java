package io.sojourn.server.http;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// Percent-encoded text as it comes from the wire, one char per byte. Lenient: what is no escape stays as it is.
final class PercentText {

    private PercentText() {}

    static Map<String, String> fields(String text) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String pair : text.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                fields.put(decode(name, true), decode(value, true));
            }
        }
        return fields;
    }

    /// @param plusIsSpace in queries and forms, not in paths
    static String decode(String text, boolean plusIsSpace) {
        byte[] bytes = new byte[text.length()];
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%' && i + 2 < text.length()) {
                int high = Character.digit(text.charAt(i + 1), 16);
                int low = Character.digit(text.charAt(i + 2), 16);
                if (high >= 0 && low >= 0) {
                    bytes[length++] = (byte) (high << 4 | low);
                    i += 2;
                    continue;
                }
            }
            bytes[length++] = (byte) (c == '+' && plusIsSpace ? ' ' : c);
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
