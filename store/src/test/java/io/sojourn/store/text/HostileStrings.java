package io.sojourn.store.text;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

/// Strings that break programs: the Big List of Naughty Strings, and what no UTF-8 file can hold.
public final class HostileStrings {

    private HostileStrings() {}

    /// All of them.
    public static List<String> all() {
        List<String> all = new ArrayList<>(naughty());
        all.addAll(
                List.of(
                        "\0",
                        "a\0b",
                        "\0\0end",
                        "\ud83d",
                        "\ude00",
                        "\ude00\ud83d",
                        "a\ud83db",
                        "\ud83d\ude00",
                        "\ud83d\ud83d\ude00\ude00",
                        "\ufffe\uffff\ufdd0",
                        "\ufdd00000",
                        "\ufdd0fdd0\0",
                        "\u007f\u0080\u2028\u2029\ufeff",
                        "\\u0000 \\ \" ' ; -- /* */ %zz %00",
                        "x".repeat(10_000),
                        "\ud83d\ude00".repeat(3_000)));
        return all;
    }

    /// The Big List of Naughty Strings, byte-exact.
    public static List<String> naughty() {
        try (InputStream in =
                Objects.requireNonNull(
                        HostileStrings.class.getResourceAsStream(
                                "/naughty-strings/blns.base64.json"))) {
            List<String> strings = new ArrayList<>();
            for (String base64 : new ObjectMapper().readValue(in, String[].class)) {
                strings.add(new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8));
            }
            return strings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
