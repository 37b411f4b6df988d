package io.sojourn.server.imports;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// Numbered lines of a stream, of bounded length; lines can be put back.
final class FileLines implements AutoCloseable {

    /// Longest line; the rest of a longer one is skipped.
    static final int BYTES_MAX = 2 << 20;

    /// @param number from 1
    /// @param bytes without line end
    /// @param cut whether it was longer than [#BYTES_MAX]
    @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
    record Line(long number, byte[] bytes, boolean cut) {

        boolean isBlank() {
            for (byte b : bytes) {
                if (b != ' ' && b != '\t' && b != '\r') {
                    return false;
                }
            }
            return true;
        }
    }

    private final InputStream in;
    private final Deque<Line> again = new ArrayDeque<>();
    private long number;

    FileLines(InputStream in) {
        this.in = in;
    }

    Optional<Line> next() throws IOException {
        Line put = again.poll();
        if (put != null) {
            return Optional.of(put);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        boolean cut = false;
        int b = in.read();
        if (b < 0) {
            return Optional.empty();
        }
        while (b >= 0 && b != '\n') {
            if (bytes.size() < BYTES_MAX) {
                bytes.write(b);
            } else {
                cut = true;
            }
            b = in.read();
        }
        number++;
        return Optional.of(new Line(number, withoutReturn(bytes.toByteArray()), cut));
    }

    private static byte[] withoutReturn(byte[] line) {
        boolean ends = line.length > 0 && line[line.length - 1] == '\r';
        return ends ? java.util.Arrays.copyOf(line, line.length - 1) : line;
    }

    /// These come next, in this order.
    void putBack(List<Line> lines) {
        lines.reversed().forEach(again::addFirst);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
