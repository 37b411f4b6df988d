package io.sojourn.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A request under construction: ASCII text that grows, used again and again. For one thread.
final class Bytes {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private byte[] text = new byte[2_048];
    private int length;

    Bytes clear() {
        length = 0;
        return this;
    }

    Bytes add(byte[] ascii) {
        reserve(ascii.length);
        System.arraycopy(ascii, 0, text, length, ascii.length);
        length += ascii.length;
        return this;
    }

    Bytes add(Bytes other) {
        reserve(other.length);
        System.arraycopy(other.text, 0, text, length, other.length);
        length += other.length;
        return this;
    }

    /// @param number not negative
    Bytes number(long number) {
        int digits = 1;
        for (long rest = number / 10; rest > 0; rest /= 10) {
            digits++;
        }
        reserve(digits);
        long rest = number;
        for (int i = length + digits - 1; i >= length; i--) {
            text[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
        return this;
    }

    /// The lowest digits of a number in base 16.
    Bytes hex(long number, int digits) {
        reserve(digits);
        for (int i = digits - 1; i >= 0; i--) {
            text[length++] = HEX[(int) (number >>> (4 * i)) & 15];
        }
        return this;
    }

    int length() {
        return length;
    }

    /// A view, valid until the next change.
    ByteBuffer view() {
        return ByteBuffer.wrap(text, 0, length);
    }

    private void reserve(int more) {
        if (length + more > text.length) {
            text = Arrays.copyOf(text, Math.max(2 * text.length, length + more));
        }
    }

    @Override
    public String toString() {
        return new String(text, 0, length, StandardCharsets.US_ASCII);
    }
}
