package io.sojourn.store.embedded.log;

import io.sojourn.core.project.ProjectId;
import io.sojourn.store.log.EventLog;
import io.sojourn.store.log.LogRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/// Reads forward through a file channel of its own, which outlives the file's deletion. An interrupt closes it.
final class LogReader implements EventLog.Reader {

    static final int BUFFER_BYTES = 256 << 10;

    private final LogFolder folder;
    private final Progress progress;
    private final CRC32C crc = new CRC32C();

    private Segment segment;
    private FileChannel channel;
    private long position;
    private byte[] buffer = new byte[BUFFER_BYTES];
    private int start;
    private int limit;
    private long fileOffset = LogFormat.HEADER_BYTES;
    private ProjectId project = new ProjectId(1);
    private boolean closed;

    /// @throws IllegalArgumentException when the position is below the oldest or beyond the end
    LogReader(LogFolder folder, Progress progress, long from) {
        this.folder = folder;
        this.progress = progress;
        long end = progress.end();
        if (from > end + 1) {
            throw new IllegalArgumentException(
                    "position %d is beyond the end of the log, which is %d".formatted(from, end));
        }
        this.segment = folder.holding(from).orElseThrow(() -> gone(from));
        this.position = segment.first();
        try {
            this.channel = open(segment, from);
        } catch (IOException e) {
            throw unreadable(e);
        }
        try {
            skipTo(from);
        } catch (IOException | RuntimeException e) {
            close();
            throw e instanceof IOException failure ? unreadable(failure) : (RuntimeException) e;
        }
    }

    private void skipTo(long from) throws IOException {
        while (position < from && !isExhausted()) {
            int bytes = load(); // moves the start
            start += bytes;
            position++;
        }
        position = from;
    }

    @Override
    public List<LogRecord> next(int recordsMax, int bytesMax, long waitMillis)
            throws InterruptedException {
        if (closed) {
            throw new IllegalStateException("reader is closed");
        }
        if (recordsMax < 1) {
            throw new IllegalArgumentException("recordsMax must be positive, got " + recordsMax);
        }
        long end = progress.await(position, waitMillis);
        if (end < position) {
            return List.of();
        }
        try {
            return readTo(end, recordsMax, bytesMax);
        } catch (ClosedByInterruptException e) {
            closed = true;
            Thread.interrupted();
            InterruptedException interrupted = new InterruptedException("reader was interrupted");
            interrupted.initCause(e);
            throw interrupted;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private List<LogRecord> readTo(long end, int recordsMax, int bytesMax) throws IOException {
        List<LogRecord> records = new ArrayList<>(Math.min(recordsMax, 1024));
        long bytes = 0;
        while (position <= end && records.size() < recordsMax) {
            if (isExhausted()) {
                advance();
                if (position > end) {
                    break;
                }
            }
            int payload = load() - LogFormat.RECORD_OVERHEAD_BYTES;
            if (!records.isEmpty() && bytes + payload > bytesMax) {
                break;
            }
            records.add(take(payload));
            bytes += payload;
        }
        return records;
    }

    /// Makes the next record be in the buffer, whole and checked.
    ///
    /// @return its bytes
    private int load() throws IOException {
        fill(LogFormat.PREFIX_BYTES);
        int length = ByteBuffer.wrap(buffer).getInt(start);
        if (!LogFormat.isLength(length)) {
            throw damaged("a record of " + length + " bytes");
        }
        fill(LogFormat.PREFIX_BYTES + length);
        String flaw = LogFormat.flaw(buffer, start, length, position, crc);
        if (!flaw.isEmpty()) {
            throw damaged(flaw);
        }
        return LogFormat.PREFIX_BYTES + length;
    }

    private LogRecord take(int payloadBytes) {
        ByteBuffer record = ByteBuffer.wrap(buffer);
        int number = record.getInt(start + 10);
        if (number != project.number()) {
            project = new ProjectId(number);
        }
        int payload = start + LogFormat.RECORD_OVERHEAD_BYTES;
        LogRecord taken =
                new LogRecord(
                        position,
                        record.getLong(start + 22),
                        project,
                        buffer[start + 9],
                        Arrays.copyOfRange(buffer, payload, payload + payloadBytes));
        start = payload + payloadBytes;
        position++;
        return taken;
    }

    /// Whether everything durable of the segment was read.
    private boolean isExhausted() {
        return start == limit && fileOffset >= segment.bytes();
    }

    private void advance() throws IOException {
        Segment next =
                folder.after(segment).orElseThrow(() -> damaged("no record and no next file"));
        if (!segment.precedes(next)) {
            if (folder.begin() > position) {
                throw gone(position);
            }
            throw damaged(
                    "the end of the file, but "
                            + next.name()
                            + " follows on another or longer one");
        }
        FileChannel following = open(next, position);
        channel.close();
        segment = next;
        channel = following;
        position = next.first();
        start = 0;
        limit = 0;
        fileOffset = LogFormat.HEADER_BYTES;
    }

    private void fill(int bytes) throws IOException {
        if (limit - start >= bytes) {
            return;
        }
        byte[] target = buffer;
        if (bytes > buffer.length) {
            target = new byte[bytes];
        } else if (buffer.length > BUFFER_BYTES
                && bytes <= BUFFER_BYTES
                && limit - start <= BUFFER_BYTES) {
            target = new byte[BUFFER_BYTES];
        }
        System.arraycopy(buffer, start, target, 0, limit - start);
        limit -= start;
        start = 0;
        buffer = target;
        long durable = segment.bytes() - fileOffset;
        int room = (int) Math.min(buffer.length - limit, durable);
        ByteBuffer into = ByteBuffer.wrap(buffer, limit, room);
        SegmentScan.readAt(channel, into, fileOffset);
        fileOffset += into.position() - limit;
        limit = into.position();
        if (limit < bytes) {
            throw damaged("a torn record");
        }
    }

    private static FileChannel open(Segment segment, long from) throws IOException {
        try {
            return FileChannel.open(segment.file(), StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(goneMessage(from), e);
        }
    }

    private UncheckedIOException unreadable(IOException cause) {
        return new UncheckedIOException("log segment " + segment.name() + " cannot be read", cause);
    }

    private IllegalArgumentException gone(long from) {
        return new IllegalArgumentException(
                goneMessage(from) + ", the oldest is " + folder.begin());
    }

    private static String goneMessage(long from) {
        return "position %d is no longer kept".formatted(from);
    }

    private RuntimeException damaged(String found) {
        return LogFormat.damaged(segment.name(), fileOffset - (limit - start), found);
    }

    @Override
    public void close() {
        closed = true;
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
