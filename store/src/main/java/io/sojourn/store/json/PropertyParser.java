package io.sojourn.store.json;

import io.sojourn.core.value.Value;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads JSON (RFC 8259) of our own making; [#object] one flat object whose values are strings, numbers or
/// booleans.
///
/// Not Jackson: its parser refuses a key that holds half a surrogate pair, which clients do send.
final class PropertyParser {

    private final String json;
    private int next;

    PropertyParser(String json) {
        this(json, 0);
    }

    /// @param from first character that is read
    PropertyParser(String json, int from) {
        this.json = json;
        this.next = from;
    }

    Map<String, Value> object() {
        Map<String, Value> properties = new LinkedHashMap<>();
        expect('{');
        if (peek() != '}') {
            do {
                peek();
                String key = string();
                expect(':');
                properties.put(key, value());
            } while (take(','));
        }
        expect('}');
        end();
        return properties;
    }

    void pick(String[] keys, @Nullable String[] texts) {
        Arrays.fill(texts, null);
        expect('{');
        if (peek() != '}') {
            do {
                peek();
                int index = index(keys);
                expect(':');
                if (index < 0) {
                    skip();
                } else {
                    texts[index] = value().text();
                }
            } while (take(','));
        }
        expect('}');
    }

    /// The place of the key that is read, -1 where it is none of them. Makes no text of a key without escapes.
    private int index(String[] keys) {
        int from = next + 1;
        int end = from;
        while (end < json.length() && json.charAt(end) != '"' && json.charAt(end) != '\\') {
            end++;
        }
        if (end < json.length() && json.charAt(end) == '"') {
            next = end + 1;
            for (int i = 0; i < keys.length; i++) {
                if (keys[i].length() == end - from && json.startsWith(keys[i], from)) {
                    return i;
                }
            }
            return -1;
        }
        return Arrays.asList(keys).indexOf(string());
    }

    private void skip() {
        if (peek() != '"') {
            value();
            return;
        }
        int end = json.indexOf('"', next + 1);
        while (end > 0 && isEscaped(end)) {
            end = json.indexOf('"', end + 1);
        }
        if (end < 0) {
            throw wrong("the string's end");
        }
        next = end + 1;
    }

    private boolean isEscaped(int quote) {
        int backslashes = 0;
        while (json.charAt(quote - 1 - backslashes) == '\\') {
            backslashes++;
        }
        return backslashes % 2 == 1;
    }

    /// Nothing but white space is left.
    void end() {
        if (next < json.length() && peek() != END) {
            throw wrong("the end of the text");
        }
    }

    long whole() {
        peek();
        int from = next;
        while (next < json.length() && isLiteral(json.charAt(next))) {
            next++;
        }
        return Long.parseLong(json, from, next, 10);
    }

    private static final int END = -1;

    Value value() {
        int c = peek();
        if (c == '"') {
            return Value.string(string());
        }
        int from = next;
        while (next < json.length() && isLiteral(json.charAt(next))) {
            next++;
        }
        String literal = json.substring(from, next);
        if (literal.equals("true") || literal.equals("false")) {
            return Value.bool(literal.equals("true"));
        }
        if (!PropertyJson.isNumber(literal)) {
            next = from;
            throw wrong("a string, a number, true or false");
        }
        return Value.number(literal);
    }

    /// The same, `null` included.
    Value valueOrUnset() {
        if (json.startsWith("null", next)) {
            next += 4;
            return Value.UNSET;
        }
        return value();
    }

    private static boolean isLiteral(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= '0' && c <= '9')
                || c == '.'
                || c == '-'
                || c == '+'
                || c == 'E';
    }

    String string() {
        if (next >= json.length() || json.charAt(next) != '"') {
            throw wrong("a string");
        }
        int from = ++next;
        int end = json.indexOf('"', from);
        if (end < 0) {
            throw wrong("the string's end");
        }
        for (int i = from; i < end; i++) {
            char c = json.charAt(i);
            if (c == '\\' || c < ' ') {
                return escaped(from);
            }
        }
        next = end + 1;
        return json.substring(from, end);
    }

    private String escaped(int from) {
        StringBuilder text = new StringBuilder();
        next = from;
        while (next < json.length()) {
            char c = json.charAt(next++);
            if (c == '"') {
                return text.toString();
            }
            if (c < ' ') {
                throw wrong("no raw control character in a string");
            }
            text.append(c == '\\' ? escape() : c);
        }
        throw wrong("the string's end");
    }

    private char escape() {
        char c = next < json.length() ? json.charAt(next++) : ' ';
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw wrong("an escape");
        };
    }

    private char unicode() {
        int code = 0;
        for (int end = next + 4; next < end; next++) {
            int digit = next < json.length() ? Character.digit(json.charAt(next), 16) : -1;
            if (digit < 0 || json.charAt(next) > 'f') {
                throw wrong("four hexadecimal digits");
            }
            code = code << 4 | digit;
        }
        return (char) code;
    }

    /// Next character that is no white space, not consumed.
    int peek() {
        while (next < json.length()) {
            char c = json.charAt(next);
            if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
                return c;
            }
            next++;
        }
        return END;
    }

    boolean take(char c) {
        if (peek() != c) {
            return false;
        }
        next++;
        return true;
    }

    void expect(char c) {
        if (!take(c)) {
            throw wrong("'" + c + "'");
        }
    }

    private IllegalArgumentException wrong(String expected) {
        String start = json.length() <= 200 ? json : json.substring(0, 200) + "...";
        return new IllegalArgumentException(
                "no JSON of properties, expected " + expected + " at " + next + ": " + start);
    }
}
