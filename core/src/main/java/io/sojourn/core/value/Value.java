package io.sojourn.core.value;

/// One property value as it was received: a string, a number or a boolean. Objects and arrays are
/// kept as strings that hold their JSON text.
///
/// The text of a number is its JSON literal, unchanged, so that `1.50` comes back as `1.50`.
/// In the history of a person's property it can also be that the property was unset.
public record Value(Type type, String text) {

    /// Significant digits up to which a text is read as a number: what a double can tell apart.
    public static final int NUMBER_DIGITS_MAX = 17;

    /// Longest text, in characters, that is read as a number.
    public static final int NUMBER_CHARS_MAX = 40;

    public enum Type {
        STRING,
        NUMBER,
        BOOLEAN,
        /// Only in a history: from then on there is no value.
        UNSET
    }

    /// The property was taken away by hand.
    public static final Value UNSET = new Value(Type.UNSET, "");

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

    public boolean isSet() {
        return type != Type.UNSET;
    }

    /// The numeric reading of the text, or NaN where the text is no JSON number (RFC 8259, section 6), has more
    /// than [#NUMBER_DIGITS_MAX] significant digits or is too large for a double. `"95"` and `95` read alike.
    public double number() {
        if (!isJsonNumber(text)) {
            return Double.NaN;
        }
        double number = Double.parseDouble(text);
        return Double.isFinite(number) ? number : Double.NaN;
    }

    private static boolean isJsonNumber(String text) {
        int length = text.length();
        if (length == 0 || length > NUMBER_CHARS_MAX) {
            return false;
        }
        int from = text.charAt(0) == '-' ? 1 : 0;
        int i = digitsEnd(text, from);
        if (i == from || (i - from > 1 && text.charAt(from) == '0')) {
            return false;
        }
        if (i < length && text.charAt(i) == '.') {
            int fraction = i + 1;
            i = digitsEnd(text, fraction);
            if (i == fraction) {
                return false;
            }
        }
        if (significantDigits(text, from, i) > NUMBER_DIGITS_MAX) {
            return false;
        }
        if (i < length && (text.charAt(i) == 'e' || text.charAt(i) == 'E')) {
            int exponent = i + 1;
            if (exponent < length
                    && (text.charAt(exponent) == '+' || text.charAt(exponent) == '-')) {
                exponent++;
            }
            i = digitsEnd(text, exponent);
            if (i == exponent) {
                return false;
            }
        }
        return i == length;
    }

    private static int digitsEnd(String text, int from) {
        int i = from;
        while (i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
            i++;
        }
        return i;
    }

    /// Digits from the first that is not 0.
    private static int significantDigits(String text, int from, int end) {
        int digits = 0;
        for (int i = from; i < end; i++) {
            char c = text.charAt(i);
            if (c != '.' && (digits > 0 || c != '0')) {
                digits++;
            }
        }
        return digits;
    }
}
