package io.sojourn.core.value;

/// One property value as it was received: a string, a number or a boolean. Objects and arrays are
/// kept as strings that hold their JSON text.
///
/// The text of a number is its JSON literal, unchanged, so that `1.50` comes back as `1.50`.
public record Value(Type type, String text) {

    /// Longest text, in characters, that is read as a number.
    public static final int NUMBER_CHARS_MAX = 17;

    public enum Type {
        STRING,
        NUMBER,
        BOOLEAN
    }

    public static Value string(String text) {
        return new Value(Type.STRING, text);
    }

    /// @param literal a JSON number, kept as it is
    public static Value number(String literal) {
        return new Value(Type.NUMBER, literal);
    }

    public static Value number(long value) {
        return new Value(Type.NUMBER, Long.toString(value));
    }

    public static Value bool(boolean value) {
        return new Value(Type.BOOLEAN, Boolean.toString(value));
    }

    /// The numeric reading of the text, or NaN where the text is no JSON number of at most
    /// [#NUMBER_CHARS_MAX] characters. `"95"` and `95` read alike.
    public double number() {
        return isJsonNumber(text) ? Double.parseDouble(text) : Double.NaN;
    }

    private static boolean isJsonNumber(String text) {
        int length = text.length();
        if (length == 0 || length > NUMBER_CHARS_MAX) {
            return false;
        }
        int i = text.charAt(0) == '-' ? 1 : 0;
        int digits = digitsFrom(text, i);
        if (digits == 0 || (digits > 1 && text.charAt(i) == '0')) {
            return false;
        }
        i += digits;
        if (i < length && text.charAt(i) == '.') {
            digits = digitsFrom(text, i + 1);
            if (digits == 0) {
                return false;
            }
            i += 1 + digits;
        }
        if (i < length && (text.charAt(i) == 'e' || text.charAt(i) == 'E')) {
            i++;
            if (i < length && (text.charAt(i) == '+' || text.charAt(i) == '-')) {
                i++;
            }
            digits = digitsFrom(text, i);
            if (digits == 0) {
                return false;
            }
            i += digits;
        }
        return i == length;
    }

    private static int digitsFrom(String text, int start) {
        int i = start;
        while (i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
            i++;
        }
        return i - start;
    }
}
