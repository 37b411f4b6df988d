package io.sojourn.ingest.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What TRACK logs for one project: the request as it came, whatever its method.
///
/// For [RequestKind#REQUEST] query and body are the sender's bytes. For the other kinds the query is empty and the
/// body is newline-separated JSON, one line an item, at most [io.sojourn.core.event.EventId#ITEMS_MAX] of them.
///
/// @param replayOf id of the quarantine entry that this repeats, negative for one of the catalog's, 0 = none; a second
///     record with it is no second event
/// @param endpoint `ce`, `identify`, `ping`, `update`, `visit`, `push`; empty for batch and import
/// @param project name or domain, as given in the path or as the default of lines that name none; empty where neither
/// @param query raw bytes behind the `?`
/// @param contentType of the body, empty where none
/// @param body inflated
/// @param address of the connection, a literal
/// @param cookie what the server reads or sets as the visitor's cookie on `/track/tp`; a parameter goes before it
@SuppressWarnings(
        "ArrayRecordComponent") // never compared; the arrays are not to be changed by anyone
public record RawRequest(
        long replayOf,
        String endpoint,
        String project,
        byte[] query,
        String contentType,
        byte[] body,
        String address,
        String userAgent,
        String acceptLanguage,
        String referer,
        String cookie) {

    private static final byte VERSION = 1;
    private static final byte[] NOTHING = {};

    /// A request of which only the essentials are known.
    public static RawRequest of(String endpoint, byte[] query, String contentType, byte[] body) {
        return new RawRequest(0, endpoint, "", query, contentType, body, "", "", "", "", "");
    }

    /// Header or path text as an HTTP server delivers it, one character a byte, read as leniently as a value.
    public static String text(String latin1) {
        return Text.decode(Text.bytesOf(latin1));
    }

    /// A path segment: percent-encoding undone too.
    public static String segment(String latin1) {
        byte[] bytes = Text.bytesOf(latin1.replace("+", "%2B"));
        return Text.percentDecoded(bytes, 0, bytes.length);
    }

    /// The same request, said to repeat a quarantine entry.
    public RawRequest asReplayOf(long entry) {
        return new RawRequest(
                entry,
                endpoint,
                project,
                query,
                contentType,
                body,
                address,
                userAgent,
                acceptLanguage,
                referer,
                cookie);
    }

    /// The same request with the visitor's cookie that the server set.
    public RawRequest withCookie(String visitorCookie) {
        return new RawRequest(
                replayOf,
                endpoint,
                project,
                query,
                contentType,
                body,
                address,
                userAgent,
                acceptLanguage,
                referer,
                visitorCookie);
    }

    /// Some lines of the same request, for one project.
    public RawRequest withLines(String forProject, List<byte[]> lines) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream(256);
        for (byte[] line : lines) {
            if (joined.size() > 0) {
                joined.write('\n');
            }
            joined.writeBytes(line);
        }
        return new RawRequest(
                replayOf,
                endpoint,
                forProject,
                NOTHING,
                "",
                joined.toByteArray(),
                address,
                userAgent,
                acceptLanguage,
                referer,
                cookie);
    }

    /// The lines of the body that are not blank.
    public List<byte[]> lines() {
        return Lines.of(body, 0, body.length);
    }

    /// Payload of a log record.
    public byte[] encode() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(192 + query.length + body.length);
        out.write(VERSION);
        writeNumber(out, replayOf);
        write(out, endpoint);
        write(out, project);
        write(out, query);
        write(out, contentType);
        write(out, body);
        write(out, address);
        write(out, userAgent);
        write(out, acceptLanguage);
        write(out, referer);
        write(out, cookie);
        return out.toByteArray();
    }

    /// @return empty where the payload is of no known version or not whole
    public static Optional<RawRequest> decode(byte[] payload) {
        if (payload.length == 0 || payload[0] != VERSION) {
            return Optional.empty();
        }
        Input in = new Input(payload);
        List<byte[]> parts = new ArrayList<>(10);
        long replayOf = in.number();
        for (int i = 0; i < 10; i++) {
            parts.add(in.bytes());
        }
        if (in.broken || in.at != payload.length) {
            return Optional.empty();
        }
        return Optional.of(
                new RawRequest(
                        replayOf,
                        string(parts.get(0)),
                        string(parts.get(1)),
                        parts.get(2),
                        string(parts.get(3)),
                        parts.get(4),
                        string(parts.get(5)),
                        string(parts.get(6)),
                        string(parts.get(7)),
                        string(parts.get(8)),
                        string(parts.get(9))));
    }

    private static String string(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static void write(ByteArrayOutputStream out, String text) {
        write(out, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void write(ByteArrayOutputStream out, byte[] bytes) {
        writeNumber(out, bytes.length);
        out.writeBytes(bytes);
    }

    private static void writeNumber(ByteArrayOutputStream out, long number) {
        long rest = number;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    private static final class Input {
        private final byte[] from;
        private int at = 1;
        private boolean broken;

        Input(byte[] from) {
            this.from = from;
        }

        long number() {
            long number = 0;
            for (int shift = 0; shift < 64; shift += 7) {
                if (at >= from.length) {
                    broken = true;
                    return 0;
                }
                byte b = from[at++];
                number |= (b & 0x7fL) << shift;
                if (b >= 0) {
                    return number;
                }
            }
            broken = true;
            return 0;
        }

        byte[] bytes() {
            long length = number();
            if (broken || length < 0 || length > from.length - at) {
                broken = true;
                return NOTHING;
            }
            if (length == 0) {
                return NOTHING;
            }
            at += (int) length;
            return Arrays.copyOfRange(from, at - (int) length, at);
        }
    }
}
