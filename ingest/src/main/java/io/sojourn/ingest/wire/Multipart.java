package io.sojourn.ingest.wire;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The text parts of a `multipart/form-data` body (RFC 7578), from its bytes.
///
/// A body that ends without its closing boundary is taken up to its end.
final class Multipart {

    /// @param name of the form field, empty where the part has none
    /// @param content UTF-8, or whatever bytes the sender took for it
    @SuppressWarnings("ArrayRecordComponent")
    record Part(String name, byte[] content) {}

    private Multipart() {}

    /// @return empty where the content type names no boundary or the body does not hold it
    static Optional<List<Part>> parts(String contentType, byte[] body) {
        String boundary = parameter(contentType, "boundary");
        byte[] delimiter = ("--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        int at = boundary.isEmpty() ? -1 : delimiter(body, delimiter, 0);
        if (at < 0) {
            return Optional.empty();
        }
        List<Part> parts = new ArrayList<>();
        while (at >= 0) {
            int start = at + delimiter.length;
            if (start + 1 < body.length && body[start] == '-' && body[start + 1] == '-') {
                break;
            }
            start = afterLine(body, start);
            int next = delimiter(body, delimiter, start);
            int end = next < 0 ? body.length : beforeLineEnd(body, start, next);
            parts.add(part(body, start, end));
            at = next;
        }
        return Optional.of(parts);
    }

    /// A parameter of a header value such as `form-data; name="payload"`; empty where it is not there.
    static String parameter(String header, String name) {
        int i = header.indexOf(';');
        while (i >= 0 && i < header.length()) {
            int equals = header.indexOf('=', i);
            if (equals < 0) {
                return "";
            }
            String key = header.substring(i + 1, equals).strip().toLowerCase(Locale.ROOT);
            int from = equals + 1;
            while (from < header.length() && header.charAt(from) == ' ') {
                from++;
            }
            boolean quoted = from < header.length() && header.charAt(from) == '"';
            StringBuilder value = new StringBuilder();
            int to = quoted ? from + 1 : from;
            while (to < header.length() && header.charAt(to) != (quoted ? '"' : ';')) {
                if (quoted && header.charAt(to) == '\\' && to + 1 < header.length()) {
                    to++;
                }
                value.append(header.charAt(to++));
            }
            if (key.equals(name)) {
                return quoted ? value.toString() : value.toString().strip();
            }
            i = header.indexOf(';', to);
        }
        return "";
    }

    private static Part part(byte[] body, int from, int to) {
        String name = "";
        String charset = "";
        int at = from;
        while (at < to) {
            int next = afterLine(body, at);
            String line =
                    new String(body, at, Math.min(next, to) - at, StandardCharsets.ISO_8859_1)
                            .strip();
            at = next;
            if (line.isEmpty()) {
                break;
            }
            String lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-disposition:")) {
                name = RawRequest.text(parameter(line, "name"));
            } else if (lower.startsWith("content-type:")) {
                charset = parameter(line, "charset");
            }
        }
        byte[] content = Arrays.copyOfRange(body, Math.min(at, to), to);
        return new Part(name, utf8(content, charset));
    }

    /// Bytes of a named charset as UTF-8; of an unknown one, or of UTF-8 itself, as they are.
    static byte[] utf8(byte[] content, String charset) {
        if (charset.isEmpty() || charset.equalsIgnoreCase("utf-8")) {
            return content;
        }
        try {
            return new String(content, Charset.forName(charset)).getBytes(StandardCharsets.UTF_8);
        } catch (IllegalArgumentException unknown) {
            return content;
        }
    }

    /// Start of the next delimiter that begins a line, or -1.
    private static int delimiter(byte[] body, byte[] delimiter, int from) {
        for (int i = from; i <= body.length - delimiter.length; i++) {
            if ((i == 0 || body[i - 1] == '\n')
                    && Arrays.equals(
                            body, i, i + delimiter.length, delimiter, 0, delimiter.length)) {
                return i;
            }
        }
        return -1;
    }

    private static int afterLine(byte[] body, int from) {
        int i = from;
        while (i < body.length && body[i] != '\n') {
            i++;
        }
        return Math.min(i + 1, body.length);
    }

    private static int beforeLineEnd(byte[] body, int from, int delimiter) {
        int end = delimiter - 1;
        return Math.max(from, end > from && body[end - 1] == '\r' ? end - 1 : end);
    }
}
