package io.sojourn.server.imports;

import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.ProblemException;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.LongConsumer;
import java.util.zip.GZIPInputStream;

/// A file to import, inflated where its first bytes say that it is gzip, without a byte order mark.
final class ImportFile {

    private static final int BUFFER_BYTES = 1 << 16;
    private static final int GZIP_FIRST = 0x1f;
    private static final int GZIP_SECOND = 0x8b;
    private static final int DIGITS = 32;

    private ImportFile() {}

    /// What the content begins with, blank lines skipped; 0 for an empty file.
    static char firstCharacter(Path file) throws IOException {
        try (InputStream in = open(file, bytes -> {})) {
            int c = in.read();
            while (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
                c = in.read();
            }
            return c < 0 ? 0 : (char) c;
        }
    }

    /// @param read told of bytes of the file as they are read, before inflating
    static InputStream open(Path file, LongConsumer read) throws IOException {
        InputStream counted = new Counting(Files.newInputStream(file), read);
        try {
            BufferedInputStream raw = new BufferedInputStream(counted, BUFFER_BYTES);
            raw.mark(2);
            boolean gzip = raw.read() == GZIP_FIRST && raw.read() == GZIP_SECOND;
            raw.reset();
            BufferedInputStream in =
                    gzip
                            ? new BufferedInputStream(
                                    new GZIPInputStream(raw, BUFFER_BYTES), BUFFER_BYTES)
                            : raw;
            skipMark(file, in);
            return in;
        } catch (IOException | RuntimeException e) {
            counted.close();
            throw e;
        }
    }

    private static void skipMark(Path file, BufferedInputStream in) throws IOException {
        in.mark(3);
        int first = in.read();
        int second = in.read();
        int third = in.read();
        if (first == 0xef && second == 0xbb && third == 0xbf) {
            return;
        }
        in.reset();
        if ((first == 0xff && second == 0xfe) || (first == 0xfe && second == 0xff)) {
            throw new ProblemException(
                    Code.MALFORMED_BODY, file + " is UTF-16 text; save it as UTF-8 first");
        }
    }

    /// First 128 bits of the SHA-256 of the file as it lies there, hex.
    static String hash(Path file) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            byte[] buffer = new byte[BUFFER_BYTES];
            int n = in.read(buffer);
            while (n >= 0) {
                n = in.read(buffer);
            }
        }
        return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
    }

    private static final class Counting extends FilterInputStream {
        private final LongConsumer read;

        Counting(InputStream in, LongConsumer read) {
            super(in);
            this.read = read;
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            if (b >= 0) {
                read.accept(1);
            }
            return b;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int n = super.read(bytes, offset, length);
            if (n > 0) {
                read.accept(n);
            }
            return n;
        }
    }
}
