package io.sojourn.ingest.wire;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/// Bytes to text, as leniently as real senders need it.
///
/// Bytes that are valid UTF-8 come back byte-equal; a value with any byte that is not is read as ISO-8859-1 whole.
/// NUL and surrogates without a partner become the six characters of their JSON escape (backslash, `u`, four hex
/// digits), because no store can hold them.
final class Text {

    private Text() {}

    static String decode(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && bytes[i] > 0) {
            i++;
        }
        if (i == to) {
            return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
        }
        Charset charset =
                isUtf8(bytes, i, to) ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
        return escaped(new String(bytes, from, to - from, charset));
    }

    static String decode(byte[] bytes) {
        return decode(bytes, 0, bytes.length);
    }

    /// Undoes form encoding: `+` is a space, `%41` a byte, and a `%` before anything else stays as it is.
    static String percentDecoded(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && bytes[i] != '%' && bytes[i] != '+') {
            i++;
        }
        if (i == to) {
            return decode(bytes, from, to);
        }
        byte[] out = new byte[to - from];
        System.arraycopy(bytes, from, out, 0, i - from);
        int length = i - from;
        while (i < to) {
            byte b = bytes[i++];
            if (b == '+') {
                b = ' ';
            } else if (b == '%' && i + 1 < to) {
                int high = Character.digit(bytes[i], 16);
                int low = Character.digit(bytes[i + 1], 16);
                if (high >= 0 && low >= 0) {
                    b = (byte) (high << 4 | low);
                    i += 2;
                }
            }
            out[length++] = b;
        }
        return decode(out, 0, length);
    }

    /// The bytes of text whose characters stand for one byte each, as HTTP servers deliver targets and headers.
    static byte[] bytesOf(String latin1) {
        return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }

    static String escaped(String text) {
        int bad = firstUnstorable(text, 0);
        if (bad < 0) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length() + 32);
        int from = 0;
        while (bad >= 0) {
            out.append(text, from, bad).append(String.format("\\u%04x", (int) text.charAt(bad)));
            from = bad + 1;
            bad = firstUnstorable(text, from);
        }
        return out.append(text, from, text.length()).toString();
    }

    private static int firstUnstorable(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                return i;
            }
            if (Character.isSurrogate(c)) {
                boolean paired =
                        Character.isHighSurrogate(c)
                                && i + 1 < text.length()
                                && Character.isLowSurrogate(text.charAt(i + 1));
                if (!paired) {
                    return i;
                }
                i++;
            }
        }
        return -1;
    }

    /// Length in UTF-8 of text without lone surrogates.
    static int utf8Length(String text) {
        int length = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x800) {
                length += Character.isSurrogate(c) ? 1 : 2;
            } else if (c >= 0x80) {
                length++;
            }
        }
        return length;
    }

    /// Well-formed as Unicode defines it: no overlong forms, no surrogates, nothing beyond U+10FFFF.
    static boolean isUtf8(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to) {
            int b = bytes[i++];
            if (b >= 0) {
                continue;
            }
            int lead = b & 0xff;
            int more;
            int low = 0x80;
            int high = 0xbf;
            if (lead >= 0xc2 && lead <= 0xdf) {
                more = 1;
            } else if (lead >= 0xe0 && lead <= 0xef) {
                more = 2;
                low = lead == 0xe0 ? 0xa0 : low;
                high = lead == 0xed ? 0x9f : high;
            } else if (lead >= 0xf0 && lead <= 0xf4) {
                more = 3;
                low = lead == 0xf0 ? 0x90 : low;
                high = lead == 0xf4 ? 0x8f : high;
            } else {
                return false;
            }
            if (to - i < more || (bytes[i] & 0xff) < low || (bytes[i] & 0xff) > high) {
                return false;
            }
            for (int k = 1; k < more; k++) {
                if ((bytes[i + k] & 0xc0) != 0x80) {
                    return false;
                }
            }
            i += more;
        }
        return true;
    }
}
