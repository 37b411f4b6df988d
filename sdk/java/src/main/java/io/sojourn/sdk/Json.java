package io.sojourn.sdk;

import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes one JSON object. Half surrogate pairs are escaped, since UTF-8 has no form for them. */
final class Json {
    private static final int DEPTH_MAX = 64;

    private final StringBuilder text = new StringBuilder(256).append('{');

    Json field(String name, Object value) {
        name(name);
        value(value, 1);
        return this;
    }

    /** The object, ended. */
    String end() {
        return text.append('}').toString();
    }

    private void name(String name) {
        char last = text.charAt(text.length() - 1);
        if (last != '{') {
            text.append(',');
        }
        quote(name);
        text.append(':');
    }

    private void value(@Nullable Object value, int depth) {
        if (depth > DEPTH_MAX) {
            throw invalid("values lie more than " + DEPTH_MAX + " deep, or in themselves");
        }
        if (value == null) {
            text.append("null");
        } else if (value instanceof Boolean) {
            text.append(value);
        } else if (value instanceof Number number) {
            number(number);
        } else if (value instanceof Map<?, ?> map) {
            text.append('{');
            map.forEach(
                    (key, member) -> {
                        name(String.valueOf(key));
                        value(member, depth + 1);
                    });
            text.append('}');
        } else if (value instanceof Iterable<?> list) {
            text.append('[');
            String comma = "";
            for (Object element : list) {
                text.append(comma);
                value(element, depth + 1);
                comma = ",";
            }
            text.append(']');
        } else if (value.getClass().isArray()) {
            text.append('[');
            for (int i = 0; i < Array.getLength(value); i++) {
                text.append(i == 0 ? "" : ",");
                value(Array.get(value, i), depth + 1);
            }
            text.append(']');
        } else if (value instanceof Date date) {
            quote(instant(date));
        } else {
            quote(value instanceof Enum<?> constant ? constant.name() : value.toString());
        }
    }

    /** Dates of SQL have no instant of their own. */
    @SuppressWarnings("JavaUtilDate")
    private static String instant(Date date) {
        return Instant.ofEpochMilli(date.getTime()).toString();
    }

    /** Doubles as Java writes them are JSON, but for those that are no numbers. */
    private void number(Number number) {
        boolean whole =
                number instanceof Long
                        || number instanceof Integer
                        || number instanceof Short
                        || number instanceof Byte
                        || number instanceof BigInteger;
        if (whole || number instanceof BigDecimal) {
            text.append(number);
        } else if (Double.isFinite(number.doubleValue())) {
            text.append(number instanceof Float ? number : (Object) number.doubleValue());
        } else {
            throw invalid(number + " is no number in JSON");
        }
    }

    private void quote(String string) {
        text.append('"');
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            switch (c) {
                case '"', '\\' -> text.append('\\').append(c);
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    if (c < 0x20 || isHalf(string, i)) {
                        text.append("\\u%04x".formatted((int) c));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }

    private static boolean isHalf(String string, int i) {
        char c = string.charAt(i);
        boolean pair =
                Character.isHighSurrogate(c)
                        ? i + 1 < string.length() && Character.isLowSurrogate(string.charAt(i + 1))
                        : i > 0 && Character.isHighSurrogate(string.charAt(i - 1));
        return Character.isSurrogate(c) && !pair;
    }

    private static SojournException invalid(String why) {
        return new SojournException("invalid_value", why);
    }
}
