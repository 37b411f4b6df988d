package io.sojourn.server.track;

import io.vertx.core.http.HttpServerResponse;
import java.util.random.RandomGenerator;

/// The visitor's cookie on the server's own domain, which third-party tracking uses: named and shaped as the browser
/// tracker's own.
final class TrackCookie {
    static final String NAME = "wooTracker";

    private static final String CHARS =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int CHARS_MADE = 12;
    private static final int CHARS_MAX = 140;
    private static final int SECONDS = 730 * 24 * 3600;

    private final RandomGenerator random;

    TrackCookie(RandomGenerator random) {
        this.random = random;
    }

    /// @param header value of `Cookie`
    /// @return empty where it holds none of ours
    static String read(String header) {
        int from = 0;
        while (from < header.length()) {
            int semicolon = header.indexOf(';', from);
            int to = semicolon < 0 ? header.length() : semicolon;
            int equals = header.indexOf('=', from);
            if (equals > 0 && equals < to && header.substring(from, equals).strip().equals(NAME)) {
                String value = header.substring(equals + 1, to).strip();
                if (isValid(value)) {
                    return value;
                }
            }
            from = to + 1;
        }
        return "";
    }

    private static boolean isValid(String value) {
        return !value.isEmpty()
                && value.length() <= CHARS_MAX
                && value.chars()
                        .allMatch(c -> c > 0x20 && c < 0x7f && c != '"' && c != ',' && c != '\\');
    }

    String create() {
        StringBuilder cookie = new StringBuilder(CHARS_MADE);
        for (int i = 0; i < CHARS_MADE; i++) {
            cookie.append(CHARS.charAt(random.nextInt(CHARS.length())));
        }
        return cookie.toString();
    }

    void set(HttpServerResponse response, String cookie, boolean https) {
        response.putHeader(
                "Set-Cookie",
                NAME
                        + "="
                        + cookie
                        + "; Path=/; Max-Age="
                        + SECONDS
                        + "; HttpOnly"
                        + (https ? "; Secure; SameSite=None" : "; SameSite=Lax"));
    }
}
