package io.sojourn.server.dashboard;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A file of the dashboard in the encodings that the build made of it.
///
/// @param encoded bytes by content coding (`br`, `gzip`)
@SuppressWarnings("ArrayRecordComponent") // held for the life of the server, never compared
record StaticFile(String contentType, byte[] plain, Map<String, byte[]> encoded, String hash) {

    private static final Map<String, String> TYPES =
            Map.ofEntries(
                    Map.entry("html", "text/html; charset=utf-8"),
                    Map.entry("js", "text/javascript; charset=utf-8"),
                    Map.entry("mjs", "text/javascript; charset=utf-8"),
                    Map.entry("css", "text/css; charset=utf-8"),
                    Map.entry("json", "application/json"),
                    Map.entry("webmanifest", "application/manifest+json"),
                    Map.entry("txt", "text/plain; charset=utf-8"),
                    Map.entry("svg", "image/svg+xml"),
                    Map.entry("png", "image/png"),
                    Map.entry("ico", "image/x-icon"),
                    Map.entry("webp", "image/webp"),
                    Map.entry("woff2", "font/woff2"));

    StaticFile {
        encoded = new TreeMap<>(encoded);
    }

    static StaticFile of(String name, byte[] plain, Map<String, byte[]> encoded) {
        String end = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return new StaticFile(
                TYPES.getOrDefault(end, "application/octet-stream"), plain, encoded, hash(plain));
    }

    private static String hash(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(digest, 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    String text() {
        return new String(plain, StandardCharsets.UTF_8);
    }

    /// The best coding that the client takes.
    ///
    /// @param accepted value of `Accept-Encoding`
    Optional<String> coding(String accepted) {
        for (String coding : encoded.keySet()) {
            for (String part : accepted.toLowerCase(Locale.ROOT).split(",", -1)) {
                String[] pieces = part.strip().split(";", 2);
                boolean refused = pieces.length > 1 && pieces[1].strip().matches("q=0(\\.0{0,3})?");
                if (pieces[0].strip().equals(coding) && !refused) {
                    return Optional.of(coding);
                }
            }
        }
        return Optional.empty();
    }
}
