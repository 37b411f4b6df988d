package io.sojourn.store.embedded.log;

import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.ProblemException;
import java.nio.ByteBuffer;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/// Bytes of a segment file, big endian.
///
/// ```
/// header  magic 8 | version 4 | begun 8 | first position 8 | previous segment's first position 8 | its bytes 8 | CRC32C 4
/// record  length 4 | CRC32C 4 | version 1 | kind 1 | project 4 | position 8 | received 8 | payload
/// ```
/// A record's length and CRC32C are of everything after them. Positions within a segment have no gaps.
final class LogFormat {

    static final int HEADER_BYTES = 48;

    /// Length and CRC32C.
    static final int PREFIX_BYTES = 8;

    /// From the version to the payload.
    static final int FIELDS_BYTES = 22;

    static final int RECORD_OVERHEAD_BYTES = PREFIX_BYTES + FIELDS_BYTES;
    static final int VERSION = 1;
    static final byte RECORD_VERSION = 1;

    /// `SJRNLOG` and a newline, which a transfer as text would damage.
    private static final long MAGIC = 0x534A_524E_4C4F_470AL;

    private static final Pattern FILE_NAME = Pattern.compile("\\d{20}\\.log");

    private LogFormat() {}

    /// @param begun Unix milliseconds; no record of the segments before was written later
    /// @param previousFirst 0 when the segment was begun as the oldest
    record Header(long begun, long first, long previousFirst, long previousBytes) {

        ByteBuffer encode() {
            ByteBuffer bytes = ByteBuffer.allocate(HEADER_BYTES);
            bytes.putLong(MAGIC).putInt(VERSION);
            bytes.putLong(begun).putLong(first).putLong(previousFirst).putLong(previousBytes);
            CRC32C crc = new CRC32C();
            crc.update(bytes.flip());
            return bytes.limit(HEADER_BYTES).putInt((int) crc.getValue()).flip();
        }

        /// Whether it was not written whole.
        static boolean isTorn(ByteBuffer bytes) {
            if (bytes.remaining() < HEADER_BYTES) {
                return true;
            }
            CRC32C crc = new CRC32C();
            crc.update(bytes.slice(0, HEADER_BYTES - 4));
            return bytes.getInt(HEADER_BYTES - 4) != (int) crc.getValue();
        }

        /// @throws ProblemException when it is no header that this version can read
        static Header decode(ByteBuffer bytes, String segment) {
            if (isTorn(bytes) || bytes.getLong() != MAGIC) {
                throw damaged(segment, 0, "no whole header");
            }
            int version = bytes.getInt();
            if (version != VERSION) {
                throw new ProblemException(
                        Code.DATA_FOLDER,
                        "log segment %s has format version %d, this server reads %d: start a server that is as new as the one that wrote it"
                                .formatted(segment, version, VERSION));
            }
            Header header =
                    new Header(bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
            if (!fileName(header.first).equals(segment)) {
                throw damaged(segment, 0, "the header of segment " + fileName(header.first));
            }
            return header;
        }
    }

    static String fileName(long first) {
        return "%020d.log".formatted(first);
    }

    static boolean isFileName(String name) {
        return FILE_NAME.matcher(name).matches();
    }

    static long firstOf(String fileName) {
        return Long.parseLong(fileName, 0, 20, 10);
    }

    static boolean isLength(int length) {
        return length >= FIELDS_BYTES && length <= FIELDS_BYTES + LogSettings.PAYLOAD_BYTES_MAX;
    }

    /// What is wrong with the whole record at an index of an array, empty when nothing is.
    static String flaw(byte[] bytes, int at, int length, long position, CRC32C crc) {
        ByteBuffer record = ByteBuffer.wrap(bytes);
        crc.reset();
        crc.update(bytes, at + PREFIX_BYTES, length);
        if (record.getInt(at + 4) != (int) crc.getValue()) {
            return "a record whose checksum does not match";
        }
        if (bytes[at + 8] != RECORD_VERSION) {
            return "a record of version " + bytes[at + 8];
        }
        long found = record.getLong(at + 14);
        return found == position ? "" : "position " + found + " in place of " + position;
    }

    static ProblemException damaged(String segment, long offset, String found) {
        return new ProblemException(
                Code.DATA_FOLDER,
                "log segment %s is damaged: found %s at offset %d"
                        .formatted(segment, found, offset));
    }
}
