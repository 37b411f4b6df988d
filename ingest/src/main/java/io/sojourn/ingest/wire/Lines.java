package io.sojourn.ingest.wire;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Newline-separated text in bytes.
final class Lines {

    private Lines() {}

    /// Lines that are not blank, without their line ends.
    static List<byte[]> of(byte[] bytes, int from, int to) {
        List<byte[]> lines = new ArrayList<>();
        int start = from;
        for (int i = from; i <= to; i++) {
            if (i == to || bytes[i] == '\n') {
                int end = i > start && bytes[i - 1] == '\r' ? i - 1 : i;
                if (!isBlank(bytes, start, end)) {
                    lines.add(Arrays.copyOfRange(bytes, start, end));
                }
                start = i + 1;
            }
        }
        return lines;
    }

    static boolean isBlank(byte[] bytes, int from, int to) {
        return firstSolid(bytes, from, to) == to;
    }

    /// Index of the first byte that is not white space, or `to`.
    static int firstSolid(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to
                && (bytes[i] == ' ' || bytes[i] == '\t' || bytes[i] == '\r' || bytes[i] == '\n')) {
            i++;
        }
        return i;
    }
}
