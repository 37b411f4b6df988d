package io.sojourn.store.embedded.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/// Reads a segment from its first record on and finds where its whole records end.
///
/// @param end offset behind the last whole record
/// @param last position of it, `first - 1` when there is none
/// @param fileBytes size of the file
/// @param flaw what was found at `end`, empty when the file ends there
record SegmentScan(long end, long last, long fileBytes, String flaw) {

    private static final int BUFFER_BYTES = 1 << 20;

    /// How far ahead a position behind damage may lie and still count as this log's.
    private static final long POSITIONS_AHEAD_MAX = 1L << 40;

    /// @param recordsMax stops there, as if the file ended
    static SegmentScan of(Path file, long first, long recordsMax) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return new Scanner(channel).scan(first, recordsMax);
        }
    }

    /// Whether a whole record of this log lies somewhere behind the damage.
    boolean hidesRecords(Path file) throws IOException {
        byte[] tail = tail(file);
        CRC32C crc = new CRC32C();
        ByteBuffer bytes = ByteBuffer.wrap(tail);
        for (int at = 1; at + LogFormat.RECORD_OVERHEAD_BYTES <= tail.length; at++) {
            int length = bytes.getInt(at);
            if (LogFormat.isLength(length)
                    && at + LogFormat.PREFIX_BYTES + (long) length <= tail.length) {
                long position = bytes.getLong(at + 14);
                if (position > last
                        && position <= last + POSITIONS_AHEAD_MAX
                        && LogFormat.flaw(tail, at, length, position, crc).isEmpty()) {
                    return true;
                }
            }
        }
        return false;
    }

    byte[] tail(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(fileBytes - end));
            readAt(channel, bytes, end);
            return bytes.array();
        }
    }

    /// Reads until the buffer is full or the file ends.
    static void readAt(FileChannel channel, ByteBuffer into, long offset) throws IOException {
        long at = offset;
        while (into.hasRemaining()) {
            int got = channel.read(into, at);
            if (got < 0) {
                return;
            }
            at += got;
        }
    }

    private static final class Scanner {
        private final FileChannel channel;
        private final CRC32C crc = new CRC32C();
        private byte[] buffer = new byte[BUFFER_BYTES];
        private int start;
        private int limit;
        private long fileOffset;

        Scanner(FileChannel channel) {
            this.channel = channel;
        }

        SegmentScan scan(long first, long recordsMax) throws IOException {
            long fileBytes = channel.size();
            long end = LogFormat.HEADER_BYTES;
            long last = first - 1;
            String flaw = fileBytes < end ? "a torn header" : "";
            fileOffset = end;
            while (flaw.isEmpty() && end < fileBytes && last - first + 1 < recordsMax) {
                flaw = next(last + 1, fileBytes - end);
                if (flaw.isEmpty()) {
                    int bytes = LogFormat.PREFIX_BYTES + ByteBuffer.wrap(buffer).getInt(start);
                    start += bytes;
                    end += bytes;
                    last++;
                }
            }
            return new SegmentScan(Math.min(end, fileBytes), last, fileBytes, flaw);
        }

        private String next(long position, long left) throws IOException {
            if (left < LogFormat.PREFIX_BYTES) {
                return "a torn record";
            }
            fill(LogFormat.PREFIX_BYTES);
            int length = ByteBuffer.wrap(buffer).getInt(start);
            if (!LogFormat.isLength(length)) {
                return "a record of " + length + " bytes";
            }
            if (left < LogFormat.PREFIX_BYTES + length) {
                return "a torn record";
            }
            fill(LogFormat.PREFIX_BYTES + length);
            return LogFormat.flaw(buffer, start, length, position, crc);
        }

        private void fill(int bytes) throws IOException {
            if (limit - start >= bytes) {
                return;
            }
            byte[] target = bytes > buffer.length ? new byte[bytes] : buffer;
            System.arraycopy(buffer, start, target, 0, limit - start);
            limit -= start;
            start = 0;
            buffer = target;
            ByteBuffer into = ByteBuffer.wrap(buffer, limit, buffer.length - limit);
            readAt(channel, into, fileOffset);
            fileOffset += into.position() - limit;
            limit = into.position();
            if (limit < bytes) {
                throw new IOException("file became shorter while it was read");
            }
        }
    }
}
