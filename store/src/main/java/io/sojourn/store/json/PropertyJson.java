package io.sojourn.store.json;

import io.sojourn.core.value.Value;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Property maps as the text of one JSON object, keys in the order of the map.
///
/// What is written reads back equal, whatever the strings hold: control characters and surrogates
/// without their other half are written as `\\uXXXX`, so the text is valid UTF-16, free of NUL and can be
/// stored as UTF-8. A number is its literal, unchanged.
public final class PropertyJson {

    public static final String EMPTY = "{}";

    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private PropertyJson() {}

    public static String write(Map<String, Value> properties) {
        if (properties.isEmpty()) {
            return EMPTY;
        }
        StringBuilder json = new StringBuilder(32 * properties.size());
        append(json, properties);
        return json.toString();
    }

    /// @throws IllegalStateException for a number that is none in JSON: it would spoil the text for good
    public static void append(StringBuilder json, Map<String, Value> properties) {
        json.append('{');
        boolean first = true;
        for (Map.Entry<String, Value> property : properties.entrySet()) {
            if (!first) {
                json.append(',');
            }
            first = false;
            quote(json, property.getKey());
            json.append(':');
            append(json, property.getValue());
        }
        json.append('}');
    }

    public static void append(StringBuilder json, Value value) {
        switch (value.type()) {
            case STRING -> quote(json, value.text());
            case UNSET -> json.append("null");
            case BOOLEAN -> json.append(Boolean.parseBoolean(value.text()));
            case NUMBER -> {
                if (!isNumber(value.text())) {
                    throw new IllegalStateException("not a JSON number: " + value.text());
                }
                json.append(value.text());
            }
        }
    }

    /// Appends a JSON string.
    public static void quote(StringBuilder json, String text) {
        json.append('"');
        int length = text.length();
        int plain = 0;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c != '"' && c != '\\' && c != '\u007f' && !Character.isSurrogate(c)) {
                continue;
            }
            if (Character.isHighSurrogate(c)
                    && i + 1 < length
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
                continue;
            }
            json.append(text, plain, i);
            escape(json, c);
            plain = i + 1;
        }
        json.append(text, plain, length).append('"');
    }

    private static void escape(StringBuilder json, char c) {
        switch (c) {
            case '"' -> json.append("\\\"");
            case '\\' -> json.append("\\\\");
            case '\n' -> json.append("\\n");
            case '\r' -> json.append("\\r");
            case '\t' -> json.append("\\t");
            default ->
                    json.append("\\u")
                            .append(HEX[c >> 12])
                            .append(HEX[c >> 8 & 0xf])
                            .append(HEX[c >> 4 & 0xf])
                            .append(HEX[c & 0xf]);
        }
    }

    /// @param json an object of strings, numbers and booleans; of a key that is there twice the last counts
    /// @return a map of the caller's own, keys in the order of the text
    /// @throws IllegalArgumentException for anything else
    public static Map<String, Value> read(String json) {
        return new PropertyParser(json).object();
    }

    /// The texts of some properties, without reading the others.
    ///
    /// @param json as [#write] gives it
    /// @param texts gets the text of each key's value, null where there is none
    public static void pick(String json, String[] keys, @Nullable String[] texts) {
        new PropertyParser(json).pick(keys, texts);
    }

    /// Whether a text is a JSON number, of any length (RFC 8259, section 6).
    public static boolean isNumber(String text) {
        int length = text.length();
        int i = length > 0 && text.charAt(0) == '-' ? 1 : 0;
        int end = digits(text, i);
        if (end == i || (end > i + 1 && text.charAt(i) == '0')) {
            return false;
        }
        i = end;
        if (i < length && text.charAt(i) == '.') {
            end = digits(text, i + 1);
            if (end == i + 1) {
                return false;
            }
            i = end;
        }
        if (i < length && (text.charAt(i) == 'e' || text.charAt(i) == 'E')) {
            int from = i + 1;
            if (from < length && (text.charAt(from) == '+' || text.charAt(from) == '-')) {
                from++;
            }
            end = digits(text, from);
            if (end == from) {
                return false;
            }
            i = end;
        }
        return i == length;
    }

    private static int digits(String text, int from) {
        int i = from;
        while (i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
            i++;
        }
        return i;
    }
}
