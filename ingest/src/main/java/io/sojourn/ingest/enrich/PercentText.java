package io.sojourn.ingest.enrich;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Undoes the form encoding of a query that stands inside a value: `+` is a space, `%41` a byte, and a `%` before
/// anything else stays. Bytes that are not UTF-8 are read as ISO-8859-1.
final class PercentText {

    private PercentText() {}

    static String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text.replace('+', ' ');
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        int plainFrom = 0;
        for (int i = 0; i < text.length(); i++) {
            int octet = octetAt(text, i);
            if (octet >= 0 || text.charAt(i) == '+') {
                bytes.writeBytes(text.substring(plainFrom, i).getBytes(StandardCharsets.UTF_8));
                bytes.write(octet >= 0 ? octet : ' ');
                i += octet >= 0 ? 2 : 0;
                plainFrom = i + 1;
            }
        }
        bytes.writeBytes(text.substring(plainFrom).getBytes(StandardCharsets.UTF_8));
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            return bytes.toString(StandardCharsets.ISO_8859_1);
        }
    }

    /// The byte written as `%41` at an index, or -1.
    private static int octetAt(String text, int index) {
        if (text.charAt(index) != '%' || index + 2 >= text.length()) {
            return -1;
        }
        int high = hex(text.charAt(index + 1));
        int low = hex(text.charAt(index + 2));
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    private static int hex(char c) {
        return c < 128 ? Character.digit(c, 16) : -1;
    }
}
