package io.sojourn.server.files;

import io.sojourn.server.http.Reply;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A file in the encodings that the build made of it.
///
/// @param encoded bytes by content coding (`br`, `gzip`)
@SuppressWarnings("ArrayRecordComponent") // held for the life of the server, never compared
public record StaticFile(
        String contentType, byte[] plain, Map<String, byte[]> encoded, String hash) {

    private static final byte[] NOTHING = {};

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

    public StaticFile {
        encoded = new TreeMap<>(encoded);
    }

    public static StaticFile of(String name, byte[] plain, Map<String, byte[]> encoded) {
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

    public String text() {
        return new String(plain, StandardCharsets.UTF_8);
    }

    /// The answer to a client that may have it already.
    ///
    /// @param accepted value of `Accept-Encoding`, empty where none
    /// @param known value of `If-None-Match`, empty where none
    public Reply.Whole reply(
            String accepted, String known, String caching, Map<String, String> headers) {
        Optional<String> coding = coding(accepted);
        String tag = "\"" + hash + coding.map(c -> "-" + c).orElse("") + "\"";
        Map<String, String> all = new HashMap<>(headers);
        all.put("Cache-Control", caching);
        all.put("ETag", tag);
        if (!encoded.isEmpty()) {
            all.put("Vary", "Accept-Encoding");
        }
        if (isKnown(known, tag)) {
            return new Reply.Whole(304, "", all, NOTHING);
        }
        coding.ifPresent(c -> all.put("Content-Encoding", c));
        return new Reply.Whole(200, contentType, all, coding.map(encoded::get).orElse(plain));
    }

    /// Compared as a cache does.
    private static boolean isKnown(String tags, String tag) {
        for (String one : tags.split(",", -1)) {
            String known = one.strip();
            if (known.equals("*")
                    || (known.startsWith("W/") ? known.substring(2) : known).equals(tag)) {
                return true;
            }
        }
        return false;
    }

    /// The best coding that the client takes.
    private Optional<String> coding(String accepted) {
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
