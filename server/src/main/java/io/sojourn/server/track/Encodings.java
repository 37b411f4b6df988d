package io.sojourn.server.track;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/// Undoes a body's content encoding, within a bound.
final class Encodings {

    sealed interface Inflated {
        @SuppressWarnings("ArrayRecordComponent")
        record Body(byte[] bytes) implements Inflated {}

        record TooLarge() implements Inflated {}

        record Malformed(String message) implements Inflated {}
    }

    private Encodings() {}

    /// @param encoding value of `Content-Encoding`, empty where none
    static Inflated inflate(byte[] body, String encoding, int bytesMax) {
        return switch (encoding.strip().toLowerCase(Locale.ROOT)) {
            case "", "identity" -> new Inflated.Body(body);
            case "gzip", "x-gzip" -> read(body, bytesMax, GZIPInputStream::new);
            case "deflate" -> read(body, bytesMax, in -> inflater(in, body));
            default -> new Inflated.Malformed("content encoding must be gzip, deflate or identity");
        };
    }

    private interface Opening {
        InputStream open(InputStream in) throws IOException;
    }

    /// Some senders mean the zlib form by `deflate`, as the standard does, some the bare one.
    private static InputStream inflater(InputStream in, byte[] body) {
        boolean zlib =
                body.length > 1
                        && (body[0] & 0x0f) == 8
                        && ((body[0] & 0xff) << 8 | (body[1] & 0xff)) % 31 == 0;
        return new InflaterInputStream(in, new Inflater(!zlib), 8 << 10) {
            @Override
            public void close() throws IOException {
                super.close();
                inf.end();
            }
        };
    }

    private static Inflated read(byte[] body, int bytesMax, Opening opening) {
        try (InputStream in = opening.open(new ByteArrayInputStream(body))) {
            byte[] bytes = in.readNBytes(bytesMax);
            return bytes.length == bytesMax && in.read() >= 0
                    ? new Inflated.TooLarge()
                    : new Inflated.Body(bytes);
        } catch (IOException malformed) {
            return new Inflated.Malformed("body is not encoded as its content encoding says");
        }
    }
}
